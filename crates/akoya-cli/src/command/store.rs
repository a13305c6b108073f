//! `akoya store`: where the tokens are kept.

mod adopt;
mod info;
mod migrate;
mod rekey;
mod replay;
mod retire_key;
mod rotate_key;

use std::path::Path;

use clap::Subcommand;
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    /// Show where the tokens are, which keys encrypt them, and what waits in the spool
    Info,
    /// Create or upgrade the tables of a store in PostgreSQL
    #[command(after_help = "\
Run it once, and again after an update of this program; other commands say when it is needed. It may be repeated at any time. Its \
user must be allowed to create a schema and tables; other users only need to read and write them. A store in a file needs no \
migration.")]
    Migrate,
    /// Add a new key, which encrypts from now on; the old ones still decrypt
    #[command(after_help = "\
Running programs start to use the new key when they read a token that is encrypted with it. Every refresh encrypts with the new \
key; `akoya store rekey` does so for all tokens at once. Keep a copy of the new key apart from the tokens.")]
    RotateKey,
    /// Encrypt every token with the newest key
    #[command(after_help = "\
Other programs may use the store at the same time. Tokens that the newest key already encrypts are left alone, so the \
command can be repeated. A token that cannot be decrypted, or that is not encrypted, is left as it is, and the exit code is 8.")]
    Rekey(rekey::Args),
    /// Remove the keys that no longer encrypt anything
    RetireKey(retire_key::Args),
    /// Declare that this store is the original, which ends its quarantine
    Adopt(adopt::Args),
    /// Write the responses that a crash left in the spool into the store
    #[command(after_help = "Every command that uses the store does so when it starts.")]
    Replay,
}

pub(super) async fn run(context: &Context, command: &StoreCommand) -> Result<(), Failure> {
    let location = context.store_location()?;
    let store = || context.token_store();
    match (command, location.missing_file()) {
        (StoreCommand::Migrate, _) => migrate::run(context, &location).await,
        // To look at a store must not create one.
        (_, Some(path)) => no_store(context, path),
        (StoreCommand::Info, _) => info::run(context, store().await?).await,
        (StoreCommand::RotateKey, _) => rotate_key::run(context, store().await?).await,
        (StoreCommand::Rekey(args), _) => rekey::run(context, store().await?, args).await,
        (StoreCommand::RetireKey(args), _) => retire_key::run(context, store().await?, args).await,
        (StoreCommand::Adopt(args), _) => adopt::run(context, store().await?, args).await,
        (StoreCommand::Replay, _) => replay::run(context, store().await?).await,
    }
}

fn no_store(context: &Context, path: &Path) -> Result<(), Failure> {
    if context.output.is_json() {
        let json = json!({ "path": path, "exists": false });
        return context.output.json(json);
    }
    context.output.line(format_args!(
        "There is no token store yet: the first login creates `{}`.",
        path.display()
    ))
}
