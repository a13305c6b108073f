//! A document of any type is printed as the JSON it was read from. The first byte picks the type.

use akoya_model::registry;
use serde_json::Value;

/// Reads the input after its first byte as a document.
pub fn check(data: &[u8]) {
    let Some((kind, text)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let types = registry::types();
    let kind = types[usize::from(*kind) % types.len()];
    let Ok(document) = kind.read(text) else {
        return;
    };
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let printed = serde_json::from_str::<Value>(document.json());
        assert!(printed.is_ok_and(|printed| printed == value));
    }
    assert!(kind.read(document.json()).is_ok());
}
