//! An amount is read exactly if the text is a JSON number, printed back as it came, and ordered by value.

use akoya_model::{Amount, Json, JsonKind};

/// Reads the input as an amount.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
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
    let negated = amount.negated();
    assert_eq!(amount.cmp(&negated), negated.cmp(&amount).reverse());
    assert_eq!(negated.negated(), amount);
    if let Some(double) = amount.checked_add(&amount) {
        assert_eq!(double.checked_sub(&amount).as_ref(), Some(&amount));
    }
    let quoted = serde_json::from_str::<Amount>(&format!("\"{text}\""));
    assert!(quoted.is_ok_and(|quoted| quoted == amount));
}
