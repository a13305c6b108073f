//! The text of a date is kept; what is read of it is the day it begins with, year first, and a moment that is
//! printed as the same moment.

use akoya_model::{DateTime, Day, Reading};

/// Reads the input as a date or a moment.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let time = DateTime::from(text);
    assert_eq!(time.as_str(), text);
    match time.reading() {
        None => {}
        Some(Reading::Day(day)) => assert!(begins_with(text, day)),
        Some(Reading::Instant(instant)) => {
            assert!(begins_with(text, instant.day()));
            let again = DateTime::from(instant.to_string());
            let again = again.instant().map(|again| again.unix_nanos());
            assert_eq!(again, Some(instant.unix_nanos()));
        }
    }
}

/// Returns whether a text begins with the numbers of a day: eight digits in a row, or three numbers.
fn begins_with(text: &str, day: Day) -> bool {
    let day = day.to_string();
    if text.starts_with(&day.replace('-', "")) {
        return true;
    }
    let numbers = |text: &str| -> Vec<u32> {
        let parts = text.split(|letter: char| !letter.is_ascii_digit());
        parts.take(3).filter_map(|part| part.parse().ok()).collect()
    };
    numbers(text) == numbers(&day)
}
