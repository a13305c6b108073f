//! A transaction of any kind is printed as the JSON it was read from.

use akoya_model::transactions::Transaction;
use akoya_model::{from_str, inspect, to_string};
use serde_json::Value;

/// Reads the input as a transaction.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(transaction) = from_str::<Transaction>(text) else {
        return;
    };
    let printed = to_string(&transaction);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let printed = serde_json::from_str::<Value>(&printed);
        assert!(printed.is_ok_and(|printed| printed == value));
    }
    assert!(from_str::<Transaction>(&printed).is_ok_and(|again| again == transaction));
    let _ = (
        inspect(&transaction),
        transaction.signed_amount(),
        transaction.error(),
        format!("{transaction:?}"),
    );
}
