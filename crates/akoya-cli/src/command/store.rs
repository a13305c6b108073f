//! `akoya store`: the tokens where they are kept.

mod adopt;
mod info;
mod keys;

use serde_json::json;

use crate::arguments::StoreCommand;
use crate::context::Context;
use crate::exit::Failure;
use crate::token_store::TokenStore;

pub(super) async fn run(context: &Context, command: &StoreCommand) -> Result<(), Failure> {
    let Some(store) = existing(context).await? else { return nothing(context) };
    match command {
        StoreCommand::Info => info::run(context, store).await,
        StoreCommand::RotateKey => keys::rotate(context, store).await,
        StoreCommand::Rekey => keys::rekey(context, store).await,
        StoreCommand::RetireKey => keys::retire(context, store).await,
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
        return output.line(json!({ "recovered": drained.recovered, "known": drained.known }));
    }
    output.line(match (drained.recovered, drained.known) {
        (0, 0) => format!("{} The spool is empty.", output.look().tick()),
        (recovered, known) => {
            format!("{} Recovered {recovered} from the spool; the store had {known} already.", output.look().tick())
        }
    })
}
