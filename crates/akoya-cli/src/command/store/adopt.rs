//! `akoya store adopt`

use std::io::BufRead as _;

use serde_json::json;

use crate::arguments::AdoptArguments;
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::token_store::TokenStore;

pub(super) async fn run(
    context: &Context,
    store: &TokenStore,
    arguments: &AdoptArguments,
) -> Result<(), Failure> {
    let output = &context.output;
    let Some(reason) = store.store.identity().quarantine.clone() else {
        return told(
            context,
            false,
            "The store is not in quarantine: there is nothing to adopt.",
        );
    };
    if !arguments.yes {
        output.note(format_args!("{reason}."));
        output.note("If another copy is still used, one of the two will lose its consents.");
        confirm(context)?;
    }
    store.place.adopt().await?;
    told(context, true, "This store is the original from now on.")
}

/// A person types the word.
fn confirm(context: &Context) -> Result<(), Failure> {
    let refused = || {
        Failure::new(Code::Usage, "the store stays in quarantine").advise("Adopt it with --yes.")
    };
    if !context.output.is_attended() {
        return Err(refused());
    }
    context
        .output
        .note("Type `adopt` if no other copy is used any more:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    if line.trim() == "adopt" {
        Ok(())
    } else {
        Err(refused())
    }
}

fn told(context: &Context, adopted: bool, text: &str) -> Result<(), Failure> {
    let output = &context.output;
    if output.is_json() {
        return output.line(json!({ "adopted": adopted }));
    }
    output.line(format_args!("{} {text}", output.look().tick()))
}
