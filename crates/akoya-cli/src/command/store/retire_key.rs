//! `akoya store retire-key`: removes a key that no token needs.

use akoya::oauth::vault::{KeyId, Keyring, SealingKey};
use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::store_key::KeySource;
use crate::token_store::TokenStore;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
No other program may have the store open: one that started before the new key was added would continue with an old one. Older \
backups of the store need the keys that are removed.

Your own key file may serve other stores, which this command does not check: --yes confirms that it does not. In PostgreSQL it is \
unknown which machines have the store open: --yes confirms that all of them have used the new key for 15 minutes or more, the time \
for which responses under the old one are kept.")]
pub(crate) struct Args {
    /// Also remove keys from your own key file, and of a store that other machines may have open
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(context: &Context, store: &TokenStore, args: &Args) -> Result<(), Failure> {
    store.vault().await?.replay().await?;
    let keys = store
        .read_keys()
        .await?
        .ok_or_else(|| Failure::new(ExitCode::Files, format!("{} no longer exists", store.keys)))?;
    let unused = unused(store, &keys).await?;
    if !unused.is_empty() {
        if !args.yes {
            check_own(store)?;
        }
        check_alone(store, args)?;
        store.keys.remove(&unused)?;
    }
    report(context, &keys, &unused)
}

/// Finds the keys that encrypt nothing. The first one is kept for new tokens.
async fn unused(store: &TokenStore, keys: &Keyring) -> Result<Vec<KeyId>, Failure> {
    if store.spool.counts()?.waiting > 0 {
        let advice = if store.location.is_shared() {
            "They stay there for 15 minutes after the store took them, on every machine. Try again then."
        } else {
            "Run `akoya store replay`, then try again."
        };
        let text = "the spool holds responses that may need an old key";
        return Err(Failure::new(ExitCode::Files, text).advise(advice));
    }
    let used = store.census().await?.by_key;
    let older = keys.keys().iter().skip(1).map(SealingKey::id);
    Ok(older.filter(|key| !used.contains_key(key)).collect())
}

/// Refuses to remove keys from the user's own file: tokens of another store may need them.
fn check_own(store: &TokenStore) -> Result<(), Failure> {
    match &store.keys {
        KeySource::File(_) => Err(Failure::new(
            ExitCode::Usage,
            format!("{} may serve other stores too", store.keys),
        )
        .advise("If it does not, confirm it with --yes.")),
        _ => Ok(()),
    }
}

/// Refuses while other programs may have the store open: one that started before the newest
/// key was added encrypts with an older one.
fn check_alone(store: &TokenStore, args: &Args) -> Result<(), Failure> {
    match store.location.others() {
        Some(0) => Ok(()),
        None if args.yes => Ok(()),
        None => {
            let text = "it is unknown which other machines use the token store";
            Err(Failure::new(ExitCode::Usage, text).advise(
                "If every program was restarted with the new key at least 15 minutes ago, confirm it with --yes.",
            ))
        }
        Some(others) => {
            let text =
                format!("the token store is open in other programs ({others}); no key was removed");
            Err(Failure::new(ExitCode::TryAgain, text)
                .advise("End those programs, then try again."))
        }
    }
}

fn report(context: &Context, keys: &Keyring, retired: &[KeyId]) -> Result<(), Failure> {
    let names = |keys: &mut dyn Iterator<Item = KeyId>| -> Vec<String> {
        keys.map(|key| key.to_string()).collect()
    };
    let kept = keys.keys().iter().map(SealingKey::id);
    let kept = names(&mut kept.filter(|key| !retired.contains(key)));
    let retired = names(&mut retired.iter().copied());
    let sentence = match retired.len() {
        0 => format!("Every key is in use: {}.", kept.join(", ")),
        _ => format!("Removed {}; kept {}.", retired.join(", "), kept.join(", ")),
    };
    let json = json!({ "retired": retired, "kept": kept });
    context.output.done(&json, sentence)
}
