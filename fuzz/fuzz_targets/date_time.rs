//! The text of a date is kept; what is read is one of the documented forms and nothing else.
#![no_main]

use akoya_model::{DateTime, Reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let time = DateTime::from(text);
    assert_eq!(time.as_str(), text);
    match time.reading() {
        None => {}
        Some(Reading::Day(day)) => assert_eq!(day.to_string(), text),
        Some(Reading::Instant(instant)) => {
            assert!(text.starts_with(&format!("{}T", instant.day())));
            let again = DateTime::from(instant.to_string());
            assert_eq!(
                again.instant().map(|again| again.unix_nanos()),
                Some(instant.unix_nanos())
            );
        }
    }
});
