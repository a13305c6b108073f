//! `akoya store replay`: writes the responses in the spool into the token store.

use akoya::oauth::store::StoreErrorKind;
use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::{Failure, store_advice};
use crate::token_store::TokenStore;

pub(super) async fn run(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    let replayed = store.vault().await?.replay().await?;
    let output = &context.output;
    if output.is_json() {
        output.json(json!({
            "recovered": replayed.recovered, "known": replayed.known, "failed": replayed.failed
        }))?;
    } else {
        output.line(format_args!(
            "From the spool: {} recovered, {} already in the store, {} unreadable.",
            replayed.recovered, replayed.known, replayed.failed
        ))?;
    }
    match replayed.failed {
        0 => Ok(()),
        failed => {
            let text = format!("{failed} responses in the spool cannot be read");
            Err(Failure::new(ExitCode::Files, text).advise(store_advice(StoreErrorKind::Sealed)))
        }
    }
}
