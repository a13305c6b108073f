//! An amount is read exactly if the text is a JSON number, printed back as it came, and ordered by value.
#![no_main]

use akoya_model::{Amount, Json, JsonKind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let is_number = text
        .parse::<Json>()
        .is_ok_and(|json| json.kind() == JsonKind::Number && json.as_str() == text);
    let Ok(amount) = text.parse::<Amount>() else {
        // Powers of ten beyond a million are refused on purpose.
        assert!(!is_number || text.contains(['e', 'E']));
        return;
    };
    assert!(is_number);
    assert_eq!(amount.to_string(), text);
    assert_eq!(
        amount.cmp(&amount.negated()),
        amount.negated().cmp(&amount).reverse()
    );
    assert_eq!(amount.negated().negated(), amount);
    if let Some(double) = amount.checked_add(&amount) {
        assert_eq!(double.checked_sub(&amount).as_ref(), Some(&amount));
    }
    let quoted: Amount =
        serde_json::from_str(&format!("\"{text}\"")).expect("a number in a string is taken");
    assert_eq!(quoted, amount);
});
