//! Items of a list of which nothing can be read: where they are, and what came in their place.

use akoya_model::api_error::ApiErrorBody;
use akoya_model::{Finding, FindingKind, Model};
use serde_json::Value;

use crate::account::problem;

/// How many are named.
const NAMED: usize = 3;

/// Says which items of a document cannot be read; `None` when there are none.
pub(crate) fn text<T: Model>(document: &T, items: &[Finding]) -> Option<String> {
    let (first, rest) = items.split_first()?;
    // Written to see what came; this is rare.
    let document = serde_json::from_str(&akoya_model::to_string(document)).unwrap_or_default();
    let reason = |item: &Finding| reason(item, &document);
    if rest.is_empty() {
        let reason = reason(first).map(|reason| format!(": {reason}"));
        let reason = reason.unwrap_or_default();
        return Some(format!("{} cannot be read at all{reason}", first.path()));
    }
    let named = items.iter().take(NAMED).map(|item| match reason(item) {
        Some(reason) => format!("{} ({reason})", item.path()),
        None => item.path().to_owned(),
    });
    let named: Vec<_> = named.collect();
    let more = if items.len() > NAMED { ", ..." } else { "" };
    let count = items.len();
    Some(format!(
        "{count} items cannot be read at all: {}{more}",
        named.join(", ")
    ))
}

/// Says what came in place of an item, as far as that is not data of the customer.
fn reason(item: &Finding, document: &Value) -> Option<String> {
    match item.kind() {
        FindingKind::NullElement => Some("it is null".to_owned()),
        FindingKind::SecondCase => Some("it is a second value where one is expected".to_owned()),
        _ => error_in(document.pointer(&pointer(item.path()))?, DEPTH)
            .map(|error| error_text(&error)),
    }
}

/// Writes the code and the text of an error.
pub(crate) fn error_text(error: &ApiErrorBody) -> String {
    let problem = problem(error);
    match error.fdx_code() {
        Some(code) => format!("code {}, {problem}", code.code()),
        None => problem,
    }
}

/// How many objects inside one another are looked through for an error.
const DEPTH: usize = 4;

/// Finds the error in place of an item, at any depth.
fn error_in(json: &Value, depth: usize) -> Option<ApiErrorBody> {
    let object = json.as_object().filter(|_| depth > 0)?;
    let text = json.to_string().parse().ok()?;
    if let Some(error) = ApiErrorBody::in_place_of(&text) {
        return Some(error);
    }
    object.values().find_map(|value| error_in(value, depth - 1))
}

/// Makes a JSON Pointer (RFC 6901) of a JSONPath without quoted names.
fn pointer(path: &str) -> String {
    path.trim_start_matches('$')
        .replace(['.', '['], "/")
        .replace(']', "")
}

#[cfg(test)]
mod tests {
    use akoya_model::transactions::Transactions;

    use super::*;

    fn unread_text(transactions: &str) -> Option<String> {
        let json = format!(r#"{{"transactions":[{transactions}]}}"#);
        let page: Transactions = akoya_model::from_str(&json).unwrap();
        let mut items = akoya_model::unread(&page);
        items.retain(|item| item.path().ends_with(']'));
        text(&page, &items)
    }

    #[test]
    fn an_item_is_reported_with_its_place_and_the_error_that_came() {
        let one = |item: &str| unread_text(item).unwrap();
        assert_eq!(one("17"), "$.transactions[0] cannot be read at all");
        assert_eq!(
            one("null"),
            "$.transactions[0] cannot be read at all: it is null"
        );
        let error = r#"{"depositTransaction":{"error":{"code":9999,"message":"Try later"}}}"#;
        let says = "$.transactions[0] cannot be read at all: code 9999, Try later";
        assert_eq!(one(error), says);
        let several = r#"{"code":501,"message":"m"},null,1,2"#;
        assert_eq!(
            one(several),
            "4 items cannot be read at all: $.transactions[0] (code 501, a system behind the API is unavailable), $.transactions[1] \
             (it is null), $.transactions[2], ..."
        );
        assert_eq!(unread_text(r#"{"depositTransaction":{}}"#), None);
    }
}
