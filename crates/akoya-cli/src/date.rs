//! Days and moments, read from the command line and written for people.

use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A day or a moment, as a user writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateArg {
    /// A day in UTC.
    Day(Date),
    Moment(Timestamp),
    /// A day so long before today.
    Ago(Ago),
}

/// A number of days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ago {
    count: i64,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl std::str::FromStr for DateArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(moment) = text.parse() {
            return Ok(Self::Moment(moment));
        }
        if let Some(ago) = ago(text) {
            return Ok(Self::Ago(ago));
        }
        let is_day = text.len() == 10 && text.bytes().enumerate().all(is_of_a_day);
        match text.parse() {
            Ok(day) if is_day => Ok(Self::Day(day)),
            _ if is_day => Err("there is no such day"),
            _ => Err(
                "write a day as 2026-01-31, 30d (days ago), 6m or 1y, or a moment as 2026-01-31T12:00:00Z",
            ),
        }
    }
}

/// Returns whether the byte may be at that position in `2026-01-31`.
fn is_of_a_day((index, byte): (usize, u8)) -> bool {
    if [4, 7].contains(&index) {
        byte == b'-'
    } else {
        byte.is_ascii_digit()
    }
}

/// Reads `today`, `yesterday`, or a number with its unit: `30d`, `2w`, `6m`, `1y`.
fn ago(text: &str) -> Option<Ago> {
    let days = |count| {
        Some(Ago {
            count,
            unit: Unit::Day,
        })
    };
    match text {
        "today" => return days(0),
        "yesterday" => return days(1),
        _ => {}
    }
    let unit = match text.chars().next_back()?.to_ascii_lowercase() {
        'd' => Unit::Day,
        'w' => Unit::Week,
        'm' => Unit::Month,
        'y' => Unit::Year,
        _ => return None,
    };
    let count = text.get(..text.len() - 1)?;
    let is_number =
        !count.is_empty() && count.len() <= 4 && count.bytes().all(|byte| byte.is_ascii_digit());
    let count = count.parse().ok().filter(|_| is_number)?;
    Some(Ago { count, unit })
}

impl Ago {
    /// Returns the day so long before the day of `now`.
    fn before(self, now: SystemTime) -> Date {
        let today = today(now);
        let span = match self.unit {
            Unit::Day => Span::new().try_days(self.count),
            Unit::Week => Span::new().try_weeks(self.count),
            Unit::Month => Span::new().try_months(self.count),
            Unit::Year => Span::new().try_years(self.count),
        };
        span.map_or(today, |span| today.saturating_sub(span))
    }
}

impl DateArg {
    /// Returns the day that is meant, in UTC; `None` for a moment.
    pub(crate) fn day(self, now: SystemTime) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day),
            Self::Ago(ago) => Some(ago.before(now)),
            Self::Moment(_) => None,
        }
    }

    /// Returns the first moment that is meant.
    pub(crate) fn start(self, now: SystemTime) -> SystemTime {
        match (self, self.day(now)) {
            (Self::Moment(moment), _) => system_time(moment),
            (_, day) => day.map_or(now, |day| system_time(midnight(day))),
        }
    }

    /// Returns the last moment that is meant: a day's last second.
    pub(crate) fn end(self, now: SystemTime) -> SystemTime {
        match (self, self.day(now)) {
            (Self::Moment(moment), _) => system_time(moment),
            (_, day) => day.map_or(now, |day| system_time(last_second(day))),
        }
    }
}

/// Returns the day of `now` in UTC.
pub(crate) fn today(now: SystemTime) -> Date {
    Timestamp::try_from(now).map_or(Date::ZERO, |now| TimeZone::UTC.to_datetime(now).date())
}

/// Providers take whole seconds.
fn last_second(day: Date) -> Timestamp {
    let next = day.tomorrow().map_or(Timestamp::MAX, midnight);
    next.checked_sub(Span::new().seconds(1)).unwrap_or(next)
}

fn midnight(day: Date) -> Timestamp {
    TimeZone::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MAX)
}

/// Converts a moment. One that the platform cannot hold is the epoch.
fn system_time(moment: Timestamp) -> SystemTime {
    moment.try_into().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Returns the moment two years earlier, which is as far back as most providers go, and no second more.
pub(crate) fn two_years_before(time: SystemTime) -> SystemTime {
    let Ok(moment) = Timestamp::try_from(time) else {
        return time;
    };
    let before = TimeZone::UTC
        .to_datetime(moment)
        .saturating_sub(Span::new().years(2));
    let before = TimeZone::UTC.to_timestamp(before);
    before.map_or(time, |before| whole_second(system_time(before)))
}

/// Cuts a moment to whole seconds.
pub(crate) fn whole_second(time: SystemTime) -> SystemTime {
    let second =
        Timestamp::try_from(time).and_then(|moment| Timestamp::from_second(moment.as_second()));
    second.map_or(time, system_time)
}

/// Writes a moment for people, in the user's time zone: `2026-01-31 12:00`.
pub(crate) fn local(time: SystemTime) -> String {
    in_local_zone(time, "%Y-%m-%d %H:%M")
}

/// Writes a moment for people who compare moments, in the user's time zone: `2026-01-31 12:00:00`.
pub(crate) fn local_to_the_second(time: SystemTime) -> String {
    in_local_zone(time, "%Y-%m-%d %H:%M:%S")
}

fn in_local_zone(time: SystemTime, format: &str) -> String {
    match Timestamp::try_from(time) {
        Ok(moment) => {
            let local = moment.to_zoned_datetime(TimeZone::system());
            local.strftime(format).to_string()
        }
        Err(_) => "unknown".to_owned(),
    }
}

/// Reads the `Date` of an HTTP response (RFC 9110 §5.6.7).
pub(crate) fn of_header(text: &str) -> Option<SystemTime> {
    let moment = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(system_time(moment.timestamp()))
}

/// Writes a moment for programs: RFC 3339 in UTC, whole seconds.
pub(crate) fn rfc3339(time: SystemTime) -> Option<String> {
    Some(
        Timestamp::try_from(time)
            .ok()?
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
    )
}

/// Writes a duration in its two largest units: `14 min`, `2 h 5 min`, `3 days`.
pub(crate) fn in_words(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, 0) => format!("{} s", duration.as_secs()),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (1, 0, _) => "1 day".to_owned(),
        (1, hours, _) => format!("1 day {hours} h"),
        (days, ..) => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> DateArg {
        text.parse().unwrap()
    }

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    #[test]
    fn a_day_lasts_from_its_first_to_its_last_second() {
        let day = parsed("2026-01-31");
        assert_eq!(
            rfc3339(day.start(NOW)).as_deref(),
            Some("2026-01-31T00:00:00Z")
        );
        assert_eq!(
            rfc3339(day.end(NOW)).as_deref(),
            Some("2026-01-31T23:59:59Z")
        );
        let moment = parsed("2026-01-31T12:00:00+01:00");
        assert_eq!(
            (rfc3339(moment.start(NOW)), moment.start(NOW)),
            (Some("2026-01-31T11:00:00Z".to_owned()), moment.end(NOW))
        );
    }

    #[test]
    fn a_day_can_be_named_by_how_long_ago_it_is() {
        let now = parsed("2026-03-31T12:00:00Z").start(NOW);
        let day = |text: &str| parsed(text).day(now).unwrap().to_string();
        for (text, expected) in [
            ("today", "2026-03-31"),
            ("yesterday", "2026-03-30"),
            ("30d", "2026-03-01"),
            ("2w", "2026-03-17"),
            ("1m", "2026-02-28"),
            ("1Y", "2025-03-31"),
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }

    #[test]
    fn text_that_is_not_a_date_is_refused() {
        for text in [
            "",
            "d",
            "-3d",
            "3.5d",
            "99999d",
            "3h",
            "tomorrow",
            "31.01.2026",
            "2026-01-31T12:00:00",
            "99999-01-01",
        ] {
            assert!(text.parse::<DateArg>().is_err(), "{text}");
        }
        for text in ["2026-02-30", "2026-11-31"] {
            assert_eq!(
                text.parse::<DateArg>(),
                Err("there is no such day"),
                "{text}"
            );
        }
        assert!(parsed("9999-12-31").end(NOW) > parsed("9999-12-30").start(NOW));
    }

    #[test]
    fn two_years_are_two_years_to_the_second() {
        let before = |text: &str| rfc3339(two_years_before(parsed(text).start(NOW))).unwrap();
        assert_eq!(before("2026-11-28T11:24:47.773Z"), "2024-11-28T11:24:47Z");
        assert_eq!(before("2024-02-29"), "2022-02-28T00:00:00Z");
    }

    #[test]
    fn durations_have_two_units() {
        let words = [
            (5, "5 s"),
            (65, "1 min"),
            (7_500, "2 h 5 min"),
            (86_400, "1 day"),
            (300_000, "3 days"),
        ];
        for (seconds, text) in words {
            assert_eq!(in_words(Duration::from_secs(seconds)), text);
        }
    }
}
