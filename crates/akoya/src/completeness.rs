//! What a document says about whether it is whole, in the words that APIs have for it.

use std::collections::BTreeMap;

use akoya_model::{Extra, Json, JsonKind, Untyped};

/// Fields that say how a request went.
const STATUS: [&str; 10] = [
    "completeness",
    "datastatus",
    "httpstatus",
    "outcome",
    "responsestatus",
    "result",
    "resultstatus",
    "state",
    "status",
    "statuscode",
];

/// Fields that are true when something is missing.
const PARTIAL: [&str; 6] = [
    "incomplete",
    "isincomplete",
    "ispartial",
    "istruncated",
    "partial",
    "truncated",
];

/// Fields that are false when something is missing.
const WHOLE: [&str; 2] = ["complete", "iscomplete"];

/// How the words begin by which a status says that something is missing, without what is between their parts.
const WORDS: [&str; 11] = [
    "degraded",
    "error",
    "fail",
    "incomplete",
    "inprogress",
    "partial",
    "pending",
    "processing",
    "timedout",
    "timeout",
    "truncated",
];

/// Returns the field by which a document says that it is not whole, with its value: `status: PARTIAL`. It stands beside the data, or in an
/// object beside the data.
pub(crate) fn partial_marker(document: Untyped<'_>) -> Option<String> {
    let extra = document.extra().filter(|extra| !extra.is_empty())?;
    own(extra).or_else(|| extra.unknown().find_map(|(_, json)| within(json)))
}

fn own(extra: &Extra) -> Option<String> {
    extra.unknown().find_map(|(name, json)| marker(name, json))
}

fn within(json: &Json) -> Option<String> {
    if json.kind() != JsonKind::Object {
        return None;
    }
    let fields: BTreeMap<String, Json> = json.read().ok()?;
    fields.iter().find_map(|(name, json)| marker(name, json))
}

fn marker(name: &str, json: &Json) -> Option<String> {
    let field = letters(name);
    let text = json.text();
    let value = letters(&text);
    let is = |names: &[&str]| names.contains(&field.as_str());
    let says = is(&STATUS) && is_partial_status(json, &value)
        || is(&PARTIAL) && value == "true"
        || is(&WHOLE) && value == "false";
    says.then(|| format!("{name}: {}", text.trim()))
}

fn is_partial_status(json: &Json, value: &str) -> bool {
    match json.kind() {
        JsonKind::String | JsonKind::Number => match value.parse() {
            Ok(206 | 400..=599) => true,
            Ok::<u32, _>(_) => false,
            Err(_) => WORDS.iter().any(|word| value.starts_with(word)),
        },
        _ => false,
    }
}

/// Returns the letters and digits of a text, in small letters: `PARTIAL_SUCCESS` and `partialSuccess` are one.
fn letters(text: &str) -> String {
    let all = text.chars().filter(char::is_ascii_alphanumeric);
    all.map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use akoya_model::accounts::AccountsInfo;

    use super::*;

    fn marked(fields: &str) -> Option<String> {
        let document: AccountsInfo =
            akoya_model::from_str(&format!(r#"{{"accounts":[],{fields}}}"#)).unwrap();
        partial_marker(Untyped::of(&document))
    }

    #[test]
    fn document_that_says_that_it_is_not_whole_is_heard() {
        for (fields, says) in [
            (r#""status":"PARTIAL""#, "status: PARTIAL"),
            (r#""Status":"partialSuccess""#, "Status: partialSuccess"),
            (r#""state":"in progress""#, "state: in progress"),
            (r#""result":"Failed""#, "result: Failed"),
            (r#""statusCode":206"#, "statusCode: 206"),
            (r#""http_status":"503""#, "http_status: 503"),
            (r#""isComplete":false"#, "isComplete: false"),
            (r#""truncated":"true""#, "truncated: true"),
            (r#""meta":{"status":"PENDING"}"#, "status: PENDING"),
        ] {
            assert_eq!(marked(fields).as_deref(), Some(says), "{fields}");
        }
    }

    #[test]
    fn document_that_is_whole_is_not_suspected() {
        for fields in [
            r#""status":"OK","statusCode":200"#,
            r#""status":"ACTIVE","state":"NY","complete":true"#,
            r#""partial":false,"truncated":null,"result":{"status":1}"#,
            r#""meta":{"status":"COMPLETE","pages":["PARTIAL"]}"#,
            r#""statement":"partial""#,
        ] {
            assert_eq!(marked(fields), None, "{fields}");
        }
    }
}
