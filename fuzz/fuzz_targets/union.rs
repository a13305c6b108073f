//! A transaction of any kind is printed as the JSON it was read from.
#![no_main]

use akoya_model::transactions::Transaction;
use akoya_model::{from_str, inspect, to_string};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let Ok(transaction) = from_str::<Transaction>(text) else {
        return;
    };
    let printed = to_string(&transaction);
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        assert_eq!(serde_json::from_str::<Value>(&printed).ok(), Some(value));
    }
    assert!(from_str::<Transaction>(&printed).is_ok_and(|again| again == transaction));
    let _ = (
        inspect(&transaction),
        transaction.signed_amount(),
        transaction.error(),
        format!("{transaction:?}"),
    );
});
