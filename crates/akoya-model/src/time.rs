//! Dates and times as the wire writes them, kept as text and read when asked.

use std::fmt;
use std::str::FromStr;

use jiff::civil;

use crate::date_text;
use crate::wire::cursor::{Cursor, Malformed};
use crate::wire::node::{Fit, Node, Value, View, Wire};
use crate::wire::readable::readable;
use crate::wire::scalar::{partial_text, read_text};
use crate::wire::shape::Shape;
use crate::wire::short_text::ShortText;
use crate::wire::text::write_string;
use crate::wire::walk::{FindingKind, Walk};

/// Defines a type around the text of a date or time.
macro_rules! time_type {
    ($(#[$meta:meta])* pub struct $name:ident: $shape:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(ShortText);

        impl $name {
            /// Returns the text as it came.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Returns what the text says: a point in time when it has a date, a time and an offset, a day when it
            /// begins with one; never a guess.
            ///
            /// A text with a time but without an offset (`2026-01-31T23:30:00`) says its day and nothing more.
            pub fn reading(&self) -> Option<Reading> {
                Reading::of(self.as_str())
            }

            /// Returns the point in time; nothing for a date without a time, and for a text that cannot be read.
            pub fn instant(&self) -> Option<Instant> {
                match self.reading()? {
                    Reading::Instant(instant) => Some(instant),
                    Reading::Day(_) => None,
                }
            }

            /// Returns the calendar day as written, in the zone that the text has; nothing
            /// for a text that cannot be read.
            pub fn day(&self) -> Option<Day> {
                match self.reading()? {
                    Reading::Instant(instant) => Some(instant.day),
                    Reading::Day(day) => Some(day),
                }
            }
        }

        impl $name {
            /// Returns whether it is a day that programs write where they have none, such as `1970-01-01`,
            /// `0001-01-01` or `9999-12-31`: of 1970 or before, or of 2900 or after. It says nothing of when a
            /// transaction or statement was.
            pub fn is_filler(&self) -> bool {
                self.day().is_some_and(|day| !(1971..2900).contains(&day.year()))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.as_str().into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Shows the text if it is a date or time; other text may be anything and is not shown.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(if self.reading().is_some() { self.as_str() } else { "\"…\"" })
            }
        }

        impl Node for $name {
            fn view(&self) -> View<'_> {
                View::Value(self)
            }
        }

        impl Value for $name {
            fn write_json(&self, out: &mut String) {
                write_string(self.as_str(), out);
            }

            fn inspect(&self, walk: &mut Walk) {
                if !is_documented(self.as_str()) {
                    walk.report(FindingKind::UnreadableDate, Self::SHAPE);
                }
            }

            fn is_part_of(&self, json: &str) -> bool {
                partial_text(json).is_some_and(|text| text == self.as_str())
            }

            fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
                walk.report(FindingKind::for_partial_text(json), Self::SHAPE);
            }

            fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }
        }

        impl Wire for $name {
            const SHAPE: Shape = Shape::Named($shape);

            fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
                read_text(cursor, slot)
            }
        }

        readable!($name);
    };
}

time_type! {
    /// A date and time as the provider wrote it. Akoya passes it on unchanged, so the text is kept and can be read
    /// in four forms: `2021-07-15T14:46:41.375Z`, `2022-01-31T05:00:00Z`, `2019-09-16T00:00:00.000+0000` (also with
    /// a colon in the offset), and a date alone, `2021-08-09`. The other forms of RFC 3339 are read too, the basic form of ISO 8601
    /// (`20210809T144641Z`), and the day of any text that begins with one: its year first, as in `2021-08-09`,
    /// `20210809`, `2021/8/9` and `20210809144641`. Where the year is not first (`05/06/2021`), and of a number of seconds or
    /// milliseconds, the day would be a guess, and there is none.
    ///
    /// ```
    /// use akoya_model::DateTime;
    ///
    /// assert_eq!(DateTime::from("1970-01-02T00:00:00Z").instant().map(|i| i.unix_seconds()), Some(86_400));
    /// assert_eq!(DateTime::from("05/06/2021").reading(), None);
    /// ```
    pub struct DateTime: "date-time"
}

time_type! {
    /// A calendar date as the provider wrote it, documented as `2021-08-09`; the forms of [`DateTime`] are read too.
    pub struct Date: "date"
}

/// What the text of a date or time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a text has a time or it has none")]
pub enum Reading {
    /// A point in time.
    Instant(Instant),
    /// A calendar day; in which time zone, the text does not say.
    Day(Day),
}

/// A point in time, and the day it was written as. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant {
    timestamp: jiff::Timestamp,
    day: Day,
}

/// A day of the Gregorian calendar. Printed as `2021-08-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    date: civil::Date,
}

impl Instant {
    /// Returns the seconds since 1970-01-01T00:00:00Z, rounded down; negative before.
    pub fn unix_seconds(&self) -> i64 {
        self.timestamp.as_nanosecond().div_euclid(1_000_000_000) as i64
    }

    /// Milliseconds since 1970-01-01T00:00:00Z, rounded down; negative before.
    pub fn unix_millis(&self) -> i64 {
        self.timestamp.as_nanosecond().div_euclid(1_000_000) as i64
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z; negative before.
    pub fn unix_nanos(&self) -> i128 {
        self.timestamp.as_nanosecond()
    }

    /// Returns the calendar day as written, in the zone that the text has.
    pub fn day(&self) -> Day {
        self.day
    }
}

impl Day {
    /// Returns the year.
    pub fn year(&self) -> i16 {
        self.date.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.date.month().unsigned_abs()
    }

    /// Returns the day of the month, 1 to 31.
    pub fn day(&self) -> u8 {
        self.date.day().unsigned_abs()
    }
}

/// Reads `2021-08-09`, and nothing else.
impl FromStr for Day {
    type Err = ParseDayError;

    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let date = Some(text).filter(|text| text.len() == 10);
        date.and_then(date_text::extended)
            .map(|date| Self { date })
            .ok_or(ParseDayError)
    }
}

/// A text that is not a day of the calendar, written like `2021-08-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseDayError;

impl fmt::Display for ParseDayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day must be a date of the calendar, written as 2021-08-09")
    }
}

impl std::error::Error for ParseDayError {}

impl From<civil::Date> for Day {
    fn from(date: civil::Date) -> Self {
        Self { date }
    }
}

impl From<Day> for civil::Date {
    fn from(day: Day) -> Self {
        day.date
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.date.to_string())
    }
}

/// Writes the time in UTC, as RFC 3339 has it.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.timestamp.to_string())
    }
}

impl Reading {
    fn of(text: &str) -> Option<Self> {
        let (date, timestamp) = date_text::read(text)?;
        let day = Day { date };
        Some(timestamp.map_or(Self::Day(day), |timestamp| {
            Self::Instant(Instant { timestamp, day })
        }))
    }
}

/// Returns whether a text has one of the documented forms, or another form of RFC 3339.
fn is_documented(text: &str) -> bool {
    let is_extended = text
        .get(..10)
        .is_some_and(|date| date_text::extended(date).is_some());
    match Reading::of(text) {
        Some(Reading::Instant(_)) => is_extended,
        Some(Reading::Day(_)) => is_extended && text.len() == 10,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::readable::Readable as _;

    use super::*;

    fn nanos(text: &str) -> Option<i128> {
        DateTime::from(text)
            .instant()
            .map(|instant| instant.unix_nanos())
    }

    #[test]
    fn documented_forms_are_read() {
        assert_eq!(
            nanos("2021-07-15T14:46:41.375Z"),
            Some(1_626_360_401_375_000_000)
        );
        assert_eq!(
            nanos("2019-09-16T00:00:00.000+0000"),
            Some(1_568_592_000_000_000_000)
        );
        assert_eq!(
            nanos("2022-01-31T05:00:00Z"),
            Some(1_643_605_200_000_000_000)
        );
        assert_eq!(
            nanos("2022-01-31T00:00:00-05:00"),
            Some(1_643_605_200_000_000_000)
        );
        let day = DateTime::from("2021-08-09");
        assert!(matches!(day.reading(), Some(Reading::Day(_))));
        assert_eq!(
            (
                day.instant(),
                day.day().map(|day| day.to_string()).as_deref()
            ),
            (None, Some("2021-08-09"))
        );
    }

    #[test]
    fn other_forms_of_rfc_3339_are_read() {
        for (text, same) in [
            ("2021-08-09t10:00:00z", "2021-08-09T10:00:00Z"),
            (
                "2021-08-09T10:00:00.1234567890123Z",
                "2021-08-09T10:00:00.123456789Z",
            ),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999999Z"),
            ("20210809T100000Z", "2021-08-09T10:00:00Z"),
            ("20210809T100000.5+0200", "2021-08-09T08:00:00.5Z"),
            ("20210809T10:00:00-05:00", "2021-08-09T15:00:00Z"),
        ] {
            assert_eq!(nanos(text), nanos(same), "{text}");
            assert!(nanos(text).is_some(), "{text}");
        }
    }

    #[test]
    fn day_of_a_text_that_begins_with_one_is_read() {
        for text in [
            "2021-08-09T10:00:00",
            "2021-08-09 10:00:00",
            "2021-08-09T10:00Z",
            "2021-08-09T10:00:00.Z",
            "2021-08-09T10:00:00+5",
            "2021-08-09T10:00:00+99:00",
            "2021-08-09Z",
            "2021-8-9",
            "2021/08/09",
            "2021/8/9 10:00",
            "2021.08.09",
            "20210809",
            "20210809Z",
            "20210809+0200",
            "20210809 100000",
            "20210809T1000",
            "20210809100000",
            "20210809100000.000[-5:EST]",
        ] {
            let read = DateTime::from(text);
            assert_eq!(
                read.day().map(|day| day.to_string()).as_deref(),
                Some("2021-08-09")
            );
            assert_eq!(read.instant(), None, "{text}");
            assert!(!is_documented(text), "{text}");
        }
    }

    #[test]
    fn a_date_is_never_guessed() {
        for text in [
            "",
            "10",
            "Tuesday",
            "VARIOUS",
            "05/06/2021",
            "0000-00-00",
            "0000-01-01",
            "2021-02-29",
            "2021-13-01",
            "2021-08-091",
            "2021-08/09",
            "2021/08",
            "2021/13/01",
            "21/08/09",
            "09.08.2021",
            "20210229",
            "08092021",
            "09082021",
            "18991231",
            "22000101",
            "2021080",
            "202108091",
            "2021080910",
            "202108091000",
            "20210809250000",
            "20210809-17",
            "20210809x",
            "1628503200",
            "1628503200000",
            " 2021-08-09",
            "２021-08-09",
            "+021-08-09",
        ] {
            assert_eq!(DateTime::from(text).reading(), None, "{text}");
            assert_eq!(Date::from(text).day(), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_stands_for_none_is_distinguished_from_a_real_one() {
        for text in [
            "1970-01-01T00:00:00Z",
            "0001-01-01",
            "1900-01-01",
            "2999-12-31",
            "9999-12-31T23:59:59Z",
        ] {
            assert!(DateTime::from(text).is_filler(), "{text}");
        }
        for text in [
            "1971-01-01",
            "2899-12-31",
            "2026-01-31T00:00:00Z",
            "soon",
            "",
        ] {
            assert!(!DateTime::from(text).is_filler(), "{text}");
        }
    }

    #[test]
    fn number_in_place_of_a_time_is_kept_as_its_digits() {
        let read = DateTime::read("1700000000").unwrap();
        assert_eq!((read.as_str(), read.reading()), ("1700000000", None));
    }

    #[test]
    fn day_is_read_from_its_text_alone() {
        let day: Day = "2021-08-09".parse().unwrap();
        assert_eq!((day.year(), day.month(), day.day()), (2021, 8, 9));
        assert_eq!(Day::from(civil::Date::from(day)), day);
        for text in [
            "",
            "2021-8-9",
            "2021-02-29",
            "2021-08-09T10:00:00Z",
            "09/08/2021",
        ] {
            assert_eq!(text.parse::<Day>(), Err(ParseDayError), "{text}");
        }
    }

    #[test]
    fn day_is_the_one_written_not_the_one_in_utc() {
        let late = DateTime::from("2021-12-31T23:30:00-0500");
        assert_eq!(
            late.day().map(|day| (day.year(), day.month(), day.day())),
            Some((2021, 12, 31))
        );
        assert_eq!(
            late.instant().map(|i| i.to_string()).as_deref(),
            Some("2022-01-01T04:30:00Z")
        );
    }

    #[test]
    fn time_before_1970_is_rounded_down() {
        let instant = DateTime::from("1969-12-31T23:59:59.999Z")
            .instant()
            .unwrap();
        assert_eq!((instant.unix_seconds(), instant.unix_millis()), (-1, -1));
    }

    #[test]
    fn text_that_is_no_date_is_kept_and_not_shown() {
        let read: DateTime = DateTime::read("\"Jane Doe\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"Jane Doe\"");
        assert_eq!(format!("{read:?}"), "\"…\"");
        assert_eq!(format!("{:?}", DateTime::from("2021-08-09")), "2021-08-09");
    }
}
