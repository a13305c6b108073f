//! Akoya's weekly maintenance window.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::Offset;

/// Returns whether a time is in the window: Tuesdays from 10 AM to 1 PM.
///
/// Akoya's page says "EST" all year, so daylight saving time is not applied: that is a guess.
pub(super) fn is_on(now_ms: i64) -> bool {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let eastern = EASTERN.to_datetime(now);
    eastern.weekday() == Weekday::Tuesday && (10..13).contains(&eastern.hour())
}

/// Finds the next window after a time: its first millisecond, and the first after it. `None` at the end of all times.
pub(crate) fn next(now_ms: i64) -> Option<(i64, i64)> {
    let now = EASTERN.to_datetime(Timestamp::from_millisecond(now_ms).ok()?);
    let days = std::iter::successors(Some(now.date()), |day| day.tomorrow().ok()).take(8);
    let starts = days.map(|day| day.at(10, 0, 0, 0));
    let start = starts
        .filter(|start| start.weekday() == Weekday::Tuesday)
        .find(|start| *start > now)?;
    let start = EASTERN.to_timestamp(start).ok()?.as_millisecond();
    Some((start, start + THREE_HOURS))
}

const EASTERN: Offset = Offset::constant(-5);
const THREE_HOURS: i64 = 3 * 60 * 60 * 1000;

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

    #[test]
    fn the_next_window_is_never_the_one_that_has_begun() {
        let ms = |time: &str| time.parse::<Timestamp>().unwrap().as_millisecond();
        for (now, start) in [
            ("2026-11-23T12:00:00Z", "2026-11-24T15:00:00Z"),
            ("2026-11-24T14:59:59Z", "2026-11-24T15:00:00Z"),
            ("2026-11-24T15:00:00Z", "2026-12-01T15:00:00Z"),
        ] {
            let start = ms(start);
            assert_eq!(next(ms(now)), Some((start, start + THREE_HOURS)), "{now}");
        }
        assert_eq!(next(i64::MAX), None);
    }
}
