//! `akoya store rekey`: encrypts every token with the first key again.

use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::style::Label;
use crate::token_store::{TokenStore, Unencrypted};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Encrypt tokens that are not encrypted, too; only if you know why they are not
    #[arg(long)]
    include_unencrypted: bool,
}

pub(super) async fn run(context: &Context, store: &TokenStore, args: &Args) -> Result<(), Failure> {
    // Refuses keys that do not fit the store.
    store.vault().await?;
    let rekeyed = store.rekey(args.unencrypted()).await?;
    let (seen, sealed, failed) = (rekeyed.seen, rekeyed.sealed, rekeyed.failed);
    let encrypted = rekeyed.encrypted;
    let output = &context.output;
    if output.is_json() {
        output.line(
            json!({ "seen": seen, "sealed": sealed, "encrypted": encrypted, "failed": failed }),
        )?;
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
        if encrypted > 0 {
            output.line(format_args!(
                "{encrypted} of them had not been encrypted before."
            ))?;
        }
    }
    match failed {
        0 => Ok(()),
        failed => {
            let text = format!(
                "{failed} of {seen} cannot be decrypted, or are not encrypted, and stay as they are"
            );
            Err(Failure::new(ExitCode::Files, text).advise(
                "`akoya status` shows which; `akoya store info` shows which keys are missing. An unencrypted token may have been \
                 planted by an attacker: log in again, or, if you know where it comes from, run \
                 `akoya store rekey --include-unencrypted`.",
            ))
        }
    }
}

impl Args {
    fn unencrypted(&self) -> Unencrypted {
        if self.include_unencrypted {
            Unencrypted::Encrypt
        } else {
            Unencrypted::Leave
        }
    }
}
