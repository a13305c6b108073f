//! `akoya store`: the tokens where they are kept.

mod adopt;
mod info;
mod keys;
mod migrate;

use std::path::Path;

use akoya::oauth::store::StoreErrorKind;
use serde_json::json;

use crate::arguments::StoreCommand;
use crate::context::Context;
use crate::exit::{Code, Failure, store_advice};

pub(super) async fn run(context: &Context, command: &StoreCommand) -> Result<(), Failure> {
    let place = context.store_place()?;
    let store = || context.token_store();
    match (command, place.missing_file()) {
        (StoreCommand::Migrate, _) => migrate::run(context, &place).await,
        // Looking makes no store.
        (_, Some(path)) => nothing(context, path),
        (StoreCommand::Info, _) => info::run(context, store().await?).await,
        (StoreCommand::RotateKey, _) => keys::rotate(context, store().await?).await,
        (StoreCommand::Rekey, _) => keys::rekey(context, store().await?).await,
        (StoreCommand::RetireKey(arguments), _) => {
            keys::retire(context, store().await?, arguments).await
        }
        (StoreCommand::Adopt(arguments), _) => adopt::run(context, store().await?, arguments).await,
        (StoreCommand::Drain, _) => drain(context).await,
    }
}

fn nothing(context: &Context, path: &Path) -> Result<(), Failure> {
    if context.output.is_json() {
        return context
            .output
            .line(json!({ "path": path, "exists": false }));
    }
    context.output.line(format_args!(
        "There is no token store yet: `{}` is made by the first login.",
        path.display()
    ))
}

async fn drain(context: &Context) -> Result<(), Failure> {
    let drained = context.vault().await?.replay().await?;
    let output = &context.output;
    if output.is_json() {
        output.line(json!({ "recovered": drained.recovered, "known": drained.known, "failed": drained.failed }))?;
    } else {
        output.line(format_args!(
            "From the spool: {} recovered, {} were in the store already, {} cannot be read.",
            drained.recovered, drained.known, drained.failed
        ))?;
    }
    match drained.failed {
        0 => Ok(()),
        failed => Err(Failure::new(
            Code::Files,
            format!("{failed} answers wait in the spool and cannot be read"),
        )
        .advise(store_advice(StoreErrorKind::Sealed))),
    }
}
