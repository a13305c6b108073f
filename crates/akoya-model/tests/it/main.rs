//! What users of the crate can rely on, product by product.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod balances;
mod every_type;
mod inventory;
mod outline;
mod properties;
mod reading;
mod tax;
mod transactions;
mod unread;

use akoya_model::{Json, Model, from_str, to_string};

/// Reads a document and checks that printing it gives the same JSON, and reading that the same value.
#[track_caller]
fn round_trip<T: Model + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    let printed = to_string(&value);
    assert_eq!(canonical(&printed), canonical(text), "{printed}");
    assert_eq!(from_str::<T>(&printed).unwrap(), value);
    value
}

/// JSON with its fields in order and without white space, numbers untouched.
fn canonical(text: &str) -> String {
    let json: Json = text.parse().unwrap();
    match json.kind() {
        akoya_model::JsonKind::Object => {
            let fields: std::collections::BTreeMap<String, Json> = json.read().unwrap();
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name:?}:{}", canonical(value.as_str())))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        akoya_model::JsonKind::Array => {
            let elements: Vec<Json> = json.read().unwrap();
            format!(
                "[{}]",
                elements
                    .iter()
                    .map(|element| canonical(element.as_str()))
                    .collect::<Vec<_>>()
                    .join(",")
            )
        }
        // Half of a surrogate pair is no string for serde_json; its own text is canonical enough.
        akoya_model::JsonKind::String => json
            .read::<String>()
            .map_or_else(|_| json.as_str().to_owned(), |text| format!("{text:?}")),
        _ => json.as_str().to_owned(),
    }
}
