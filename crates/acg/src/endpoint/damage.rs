//! What can be read of a token response that is damaged: a successor in it is nowhere else.

use serde_json::{Deserializer, Value};

use crate::endpoint::members::{Members, form_members};

/// What is looked for. A refresh token that comes without the others can be refreshed.
const NAMES: [&str; 4] = ["refresh_token", "id_token", "access_token", "token_type"];

/// Returns the tokens in a body that is neither a JSON object nor a whole form. `None` unless there is a refresh token other than
/// those that were `sent`, which a provider may repeat. One whose end may be in what did not arrive is none.
pub(super) fn salvaged(body: &[u8], is_cut: bool, sent: &[&str]) -> Option<Members> {
    let text = String::from_utf8_lossy(body);
    // A page may show anything, as the request that it is about.
    if text.trim_start().starts_with('<') {
        return None;
    }
    let mut members = if text.contains('"') {
        members_of(&text)
    } else {
        form_members(if is_cut { whole_pairs(body) } else { body })
    };
    members.is_damaged = true;
    let token = members.values.get("refresh_token")?.as_str()?;
    let is_news = !token.is_empty() && !sent.contains(&token);
    is_news.then_some(members)
}

fn members_of(text: &str) -> Members {
    let mut members = Members::default();
    for name in NAMES {
        for value in strings_of(text, name) {
            members.insert(name.to_owned(), Value::String(value));
        }
    }
    members
}

/// Returns the whole JSON strings that stand behind a name.
fn strings_of(text: &str, name: &str) -> impl Iterator<Item = String> {
    let name = format!("\"{name}\"");
    let ends: Vec<_> = text
        .match_indices(&name)
        .map(|(at, name)| at + name.len())
        .collect();
    ends.into_iter().filter_map(|end| {
        let value = text.get(end..)?.trim_start().strip_prefix(':')?;
        Deserializer::from_str(value).into_iter().next()?.ok()
    })
}

/// Returns a form without its last pair.
fn whole_pairs(form: &[u8]) -> &[u8] {
    let end = form.iter().rposition(|byte| *byte == b'&');
    form.get(..end.unwrap_or_default()).unwrap_or_default()
}
