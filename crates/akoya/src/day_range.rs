//! A range of days as a person means it, and the times that are sent to a provider.

use std::time::SystemTime;

use akoya_model::{DateTime, Day};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, ToSpan as _};

use crate::error::Error;
use crate::timestamp::Timestamp;

/// The days from one to another, both included, as a person means them: an item belongs to the day that is written
/// in it.
///
/// Requests use UTC, and a provider writes days in its own time zone. So the request covers one more day on each
/// side, and items outside the range are left out. It never asks for a time later than now, and no time has a
/// fraction of a second; where the range begins two years ago, not a moment before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayRange {
    from: Day,
    to: Day,
}

impl DayRange {
    /// Returns the days from `from` to `to`, both included.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the range ends before it begins.
    pub fn new(from: Day, to: Day) -> Result<Self, Error> {
        if from > to {
            return Err(Error::input("days", "the last day is before the first"));
        }
        Ok(Self { from, to })
    }

    /// Returns the range that providers have: the two years up to now.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the time is out of the calendar's range.
    pub fn last_two_years(now: SystemTime) -> Result<Self, Error> {
        let to = utc(now)?;
        Self::new(shifted(to, -HISTORY.years())?.into(), to.into())
    }

    /// Returns the first day.
    pub fn from(&self) -> Day {
        self.from
    }

    /// Returns the last day.
    pub fn to(&self) -> Day {
        self.to
    }

    /// Returns whether something of this time belongs to the days: by the day that is written, whatever
    /// its zone. What has no time that can be read, or a [filler](DateTime::is_filler) in its place,
    /// belongs to them, since it cannot be excluded.
    pub fn contains(&self, time: Option<&DateTime>) -> bool {
        time.filter(|time| !time.is_filler())
            .and_then(DateTime::day)
            .is_none_or(|day| (self.from..=self.to).contains(&day))
    }

    /// Returns the earliest and the latest moment to ask for.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a day is outside the range of the calendar.
    pub fn moments(&self, now: SystemTime) -> Result<(Timestamp, Timestamp), Error> {
        let now = Timestamp::try_from(now)?.whole_second();
        let oldest = two_years_before(now)?;
        let (first, last) = (Date::from(self.from), Date::from(self.to));
        let asked = midnight(shifted(first, -1.day())?)?;
        // A range that begins before the oldest day is what the program wants; the provider may refuse it.
        let is_old = oldest >= midnight(shifted(first, 1.day())?)?;
        let start = if is_old { asked } else { asked.max(oldest) };
        let end = midnight(shifted(last, 2.days())?)?.min(now);
        Ok((start.min(end), end))
    }
}

/// How far providers look back, in years.
const HISTORY: i64 = 2;

fn out_of_range(error: jiff::Error) -> Error {
    Error::input("days", "a day is outside the range of the calendar").with_source(error)
}

fn utc(now: SystemTime) -> Result<Date, Error> {
    let now = jiff::Timestamp::try_from(now).map_err(out_of_range)?;
    Ok(Offset::UTC.to_datetime(now).date())
}

fn shifted(day: Date, by: Span) -> Result<Date, Error> {
    day.checked_add(by).map_err(out_of_range)
}

fn midnight(day: Date) -> Result<Timestamp, Error> {
    moment(day.at(0, 0, 0, 0))
}

fn moment(time: jiff::civil::DateTime) -> Result<Timestamp, Error> {
    let moment = Offset::UTC.to_timestamp(time);
    moment.map(Timestamp::from).map_err(out_of_range)
}

/// Returns the earliest moment that a call may ask for. Two years mean two years, by the provider's clock too: a
/// request takes its time, and a moment that is older by a second is refused.
fn two_years_before(now: Timestamp) -> Result<Timestamp, Error> {
    let now = Offset::UTC.to_datetime(now.into());
    let oldest = now.checked_sub(HISTORY.years()).map_err(out_of_range)?;
    let oldest = oldest.checked_add(1.minute()).map_err(out_of_range)?;
    moment(oldest)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_865_087_773)
    }

    fn range(from: &str, to: &str) -> DayRange {
        DayRange::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    fn asked(range: DayRange) -> (String, String) {
        let (start, end) = range.moments(now()).unwrap();
        (start.to_string(), end.to_string())
    }

    fn pair(start: &str, end: &str) -> (String, String) {
        (start.to_owned(), end.to_owned())
    }

    #[test]
    fn a_day_more_is_asked_for_on_both_sides() {
        assert_eq!(
            asked(range("2026-01-31", "2026-01-31")),
            pair("2026-01-30T00:00:00Z", "2026-02-02T00:00:00Z")
        );
    }

    #[test]
    fn nothing_is_asked_for_that_is_later_than_now_or_has_a_fraction() {
        let end = "2026-11-28T11:24:47Z";
        assert_eq!(
            asked(range("2026-11-01", "2026-11-28")),
            pair("2026-10-31T00:00:00Z", end)
        );
        assert_eq!(asked(range("2027-01-01", "2027-02-01")), pair(end, end));
    }

    #[test]
    fn two_years_are_not_more_than_two_years() {
        let all = DayRange::last_two_years(now()).unwrap();
        assert_eq!(
            asked(all),
            pair("2024-11-28T11:25:47Z", "2026-11-28T11:24:47Z"),
            "a minute less, for the way to the provider"
        );
        assert_eq!(asked(range("2024-11-29", "2026-11-28")), asked(all));
        assert_eq!(
            asked(range("2024-11-27", "2024-12-01")).0,
            "2024-11-26T00:00:00Z",
            "what is older was asked for on purpose"
        );
    }

    #[test]
    fn day_that_is_written_decides() {
        let january = range("2026-01-01", "2026-01-31");
        let contains = |text: &str| january.contains(Some(&DateTime::from(text)));
        assert!(contains("2026-01-31T23:30:00.000-0500"));
        assert!(!contains("2026-02-01T00:30:00.000+0900"));
        assert!(contains("2026-01-01"));
        assert!(
            contains("VARIOUS"),
            "nobody can say that it does not belong"
        );
        assert!(contains("1970-01-01T00:00:00Z"));
        assert!(contains("9999-12-31"));
        assert!(january.contains(None));
    }

    #[test]
    fn range_that_ends_before_it_begins_is_refused() {
        let day = |text: &str| text.parse().unwrap();
        assert!(DayRange::new(day("2026-02-01"), day("2026-01-31")).is_err());
    }
}
