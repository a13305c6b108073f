//! `akoya store rotate-key`: makes a new key, with which tokens are encrypted from then on.

use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::style::Label;
use crate::token_store::TokenStore;

pub(super) async fn run(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    // Refuses keys that do not fit the store before a new one joins them.
    store.vault().await?;
    let key = store.keys.add()?;
    let output = &context.output;
    let next = output.style().paint(Label::Suggestion, "akoya store rekey");
    output.done(
        &json!({ "key": key.to_string() }),
        format_args!(
            "The key {key} is the first in {}, and encrypts from now on.\n  Keep a copy of it apart from the tokens. \
             Next: {next}",
            store.keys
        ),
    )
}
