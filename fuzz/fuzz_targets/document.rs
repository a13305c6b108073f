//! A document of any type is printed as the JSON it was read from. The first byte picks the type.
#![no_main]

use akoya_model::registry;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|data: (u8, &str)| {
    let (kind, text) = data;
    let types = registry::types();
    let kind = types[usize::from(kind) % types.len()];
    let Ok(document) = kind.read(text) else {
        return;
    };
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(
            serde_json::from_str::<Value>(document.json()).ok(),
            Some(value)
        );
    }
    assert!(kind.read(document.json()).is_ok());
});
