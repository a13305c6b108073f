//! `akoya store adopt`: ends the quarantine of a copied or restored token store.

use std::io::BufRead as _;

use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::token_store::TokenStore;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A store that was copied, or restored to an older state, is quarantined: its refresh tokens may have been replaced at its \
origin. A bank that sees a replaced token may end the whole consent. Adopt it only when every other copy is out of use.")]
pub(crate) struct Args {
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

pub(super) async fn run(context: &Context, store: &TokenStore, args: &Args) -> Result<(), Failure> {
    let output = &context.output;
    let Some(reason) = store.store.identity().quarantine.clone() else {
        return output.done(
            &json!({ "adopted": false }),
            "The store is not in quarantine: there is nothing to adopt.",
        );
    };
    if !args.yes {
        output.status(format_args!("{reason}."));
        output.status("If another copy is still in use, one of the two will lose its consents.");
        confirm(context)?;
    }
    store.location.adopt().await?;
    output.done(
        &json!({ "adopted": true }),
        "This store is now the original.",
    )
}

/// Asks a person to type the word.
fn confirm(context: &Context) -> Result<(), Failure> {
    let refused = || {
        Failure::new(ExitCode::Usage, "the store stays in quarantine")
            .advise("Adopt it with --yes.")
    };
    if !context.output.is_attended() {
        return Err(refused());
    }
    context
        .output
        .status("Type `adopt` if no other copy is in use:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    if line.trim() == "adopt" {
        Ok(())
    } else {
        Err(refused())
    }
}
