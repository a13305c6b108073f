//! Akoya's weekly maintenance window.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::Offset;

/// Returns whether a time is in the window: Tuesdays from 10 AM to 1 PM.
///
/// Akoya's page says "EST" all year, so daylight saving time is not applied: that is a guess.
pub(super) fn is_on(now_ms: i64) -> bool {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let eastern = Offset::constant(-5).to_datetime(now);
    eastern.weekday() == Weekday::Tuesday && (10..13).contains(&eastern.hour())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_three_hours_on_tuesdays_in_winter_and_summer() {
        for (time, expected) in [
            ("2026-11-24T14:59:59Z", false),
            ("2026-11-24T15:00:00Z", true),
            ("2026-11-24T17:59:59Z", true),
            ("2026-11-24T18:00:00Z", false),
            ("2026-11-25T16:00:00Z", false),
            ("2026-07-14T15:00:00Z", true),
            ("2026-07-14T14:30:00Z", false),
        ] {
            let ms = time.parse::<Timestamp>().unwrap().as_millisecond();
            assert_eq!(is_on(ms), expected, "{time}");
        }
    }
}
