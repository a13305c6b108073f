//! Times in requests: RFC 3339 in UTC, whole seconds.

use std::convert::Infallible;
use std::fmt;
use std::time::SystemTime;

use http::HeaderValue;
use jiff::civil;

use crate::error::Error;

/// A moment, as the API takes it: RFC 3339 in UTC, for example `2024-02-26T00:00:00Z`.
///
/// Made from a [`SystemTime`] or from text: RFC 3339 with an offset, or a date alone, which is its midnight in UTC.
/// A time of day without an offset is refused: its meaning would be a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// Returns the moment without fractions of a second, which Akoya does not document and some providers refuse.
    #[must_use]
    pub(crate) fn whole_second(self) -> Self {
        let has_begun_one_more = self.0.subsec_nanosecond() < 0;
        let seconds = self.0.as_second() - i64::from(has_begun_one_more);
        jiff::Timestamp::from_second(seconds).map_or(self, Self)
    }
}

impl Timestamp {
    /// Returns it as the value of a header.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.to_string()).ok()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp)
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        if let Ok(timestamp) = text.parse() {
            return Ok(Self(timestamp));
        }
        let date: civil::Date = text.parse().ok().filter(|_| text.len() == 10).ok_or_else(|| {
            Error::input("time", "a time must be written as 2024-02-26T00:00:00Z, with an offset, or as 2024-02-26")
        })?;
        let midnight = jiff::tz::TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0));
        midnight
            .map(Self)
            .map_err(|error| Error::input("time", "the date is out of range").with_source(error))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::try_from(text.as_str())
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        jiff::Timestamp::try_from(time)
            .map(Self)
            .map_err(|error| Error::input("time", "the time is out of range").with_source(error))
    }
}

impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for Timestamp {
    /// Writes whole seconds, rounded down: Akoya documents no others, and there are providers that refuse them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.whole_second().0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_sent_as_rfc_3339_in_utc() {
        let cases = [
            ("2019-02-26T00:00:00Z", "2019-02-26T00:00:00Z"),
            ("2019-02-26T01:30:00+01:30", "2019-02-26T00:00:00Z"),
            ("2019-02-26", "2019-02-26T00:00:00Z"),
            ("2019-02-26T00:00:00.923456Z", "2019-02-26T00:00:00Z"),
            ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58Z"),
        ];
        for (given, sent) in cases {
            assert_eq!(Timestamp::try_from(given).unwrap().to_string(), sent);
        }
        assert_eq!(
            Timestamp::try_from(SystemTime::UNIX_EPOCH)
                .unwrap()
                .to_string(),
            "1970-01-01T00:00:00Z"
        );
    }

    #[test]
    fn what_could_mean_several_moments_is_refused() {
        for given in [
            "",
            "2019-02-26T00:00:00",
            "10",
            "05/06/2021",
            "2019-13-01",
            "2019-02-30",
            "yesterday",
        ] {
            assert!(Timestamp::try_from(given).is_err(), "{given}");
        }
    }
}
