//! `akoya store rekey`

use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::style::Label;
use crate::token_store::TokenStore;

pub(super) async fn run(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    // Refuses keys that do not fit the store.
    store.vault().await?;
    let rekeyed = store.rekey().await?;
    let (seen, sealed, failed) = (rekeyed.seen, rekeyed.sealed, rekeyed.failed);
    let output = &context.output;
    if output.is_json() {
        output.line(json!({ "seen": seen, "sealed": sealed, "failed": failed }))?;
    } else {
        let style = output.style();
        let sign = match failed {
            0 => style.tick(),
            _ => style.paint(Label::Error, "!"),
        };
        output.line(format_args!(
            "{sign} Encrypted {sealed} of {seen} again; {} had the newest key already.",
            seen - sealed - failed
        ))?;
    }
    match failed {
        0 => Ok(()),
        failed => {
            let text = format!("{failed} of {seen} cannot be decrypted and stay as they are");
            Err(Failure::new(ExitCode::Files, text).advise(
                "`akoya status` shows which; `akoya store info` shows which keys are missing.",
            ))
        }
    }
}
