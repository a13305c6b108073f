//! The text of a date is kept; what is read of it is the day it begins with, and a moment that is printed as the
//! same moment.

use akoya_model::{DateTime, Reading};

/// Reads the input as a date or a moment.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let time = DateTime::from(text);
    assert_eq!(time.as_str(), text);
    match time.reading() {
        None => {}
        Some(Reading::Day(day)) => assert!(text.starts_with(&day.to_string())),
        Some(Reading::Instant(instant)) => {
            assert!(text.starts_with(&instant.day().to_string()));
            let again = DateTime::from(instant.to_string());
            let again = again.instant().map(|again| again.unix_nanos());
            assert_eq!(again, Some(instant.unix_nanos()));
        }
    }
}
