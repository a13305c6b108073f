//! `akoya store`: the tokens where they are kept.

mod adopt;
mod info;
mod keys;

use akoya::store::StoreErrorKind;
use serde_json::json;

use crate::arguments::StoreCommand;
use crate::context::Context;
use crate::exit::{Code, Failure, store_advice};
use crate::token_store::TokenStore;

pub(super) async fn run(context: &Context, command: &StoreCommand) -> Result<(), Failure> {
    let Some(store) = existing(context).await? else { return nothing(context) };
    match command {
        StoreCommand::Info => info::run(context, store).await,
        StoreCommand::RotateKey => keys::rotate(context, store).await,
        StoreCommand::Rekey => keys::rekey(context, store).await,
        StoreCommand::RetireKey(arguments) => keys::retire(context, store, arguments).await,
        StoreCommand::Adopt(arguments) => adopt::run(context, store, arguments).await,
        StoreCommand::Drain => drain(context).await,
    }
}

/// Looking makes no store.
async fn existing(context: &Context) -> Result<Option<&TokenStore>, Failure> {
    if context.data.token_store().exists() { context.token_store().await.map(Some) } else { Ok(None) }
}

fn nothing(context: &Context) -> Result<(), Failure> {
    let path = context.data.token_store();
    if context.output.is_json() {
        return context.output.line(json!({ "path": path, "exists": false }));
    }
    context.output.line(format_args!("There is no token store yet: `{}` is made by the first login.", path.display()))
}

async fn drain(context: &Context) -> Result<(), Failure> {
    let drained = context.vault().await?.drain().await?;
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
        failed => Err(Failure::new(Code::Files, format!("{failed} answers wait in the spool and cannot be read"))
            .advise(store_advice(StoreErrorKind::Sealed))),
    }
}
