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
}

impl std::str::FromStr for DateArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(moment) = text.parse() {
            return Ok(Self::Moment(moment));
        }
        let day = text.parse().ok().filter(|_| text.len() == 10);
        day.map(Self::Day)
            .ok_or("write a day as 2026-01-31, or a moment as 2026-01-31T12:00:00Z")
    }
}

impl DateArg {
    /// The first moment that is meant.
    pub(crate) fn start(self) -> SystemTime {
        match self {
            Self::Day(day) => system_time(midnight(day)),
            Self::Moment(moment) => system_time(moment),
        }
    }

    /// The last moment that is meant: a day's last millisecond.
    pub(crate) fn end(self) -> SystemTime {
        match self {
            Self::Day(day) => {
                let next = day.tomorrow().map_or(Timestamp::MAX, midnight);
                system_time(
                    next.checked_sub(Span::new().milliseconds(1))
                        .unwrap_or(next),
                )
            }
            Self::Moment(moment) => system_time(moment),
        }
    }
}

fn midnight(day: Date) -> Timestamp {
    TimeZone::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MAX)
}

/// A moment that the platform cannot hold is the epoch.
fn system_time(moment: Timestamp) -> SystemTime {
    moment.try_into().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Two years earlier, which is as far back as most providers go.
pub(crate) fn two_years_before(time: SystemTime) -> SystemTime {
    let Ok(moment) = Timestamp::try_from(time) else {
        return time;
    };
    let day = TimeZone::UTC.to_datetime(moment).date();
    day.checked_sub(Span::new().years(2))
        .map_or(time, |day| system_time(midnight(day)))
}

/// A moment for people, in the user's time zone: `2026-01-31 12:00`.
pub(crate) fn local(time: SystemTime) -> String {
    in_local_zone(time, "%Y-%m-%d %H:%M")
}

/// A moment for people who compare moments, in the user's time zone: `2026-01-31 12:00:00`.
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

/// A moment for programs: RFC 3339 in UTC, whole seconds.
pub(crate) fn rfc3339(time: SystemTime) -> Option<String> {
    Some(
        Timestamp::try_from(time)
            .ok()?
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
    )
}

/// A duration in its two largest units: `14 min`, `2 h 5 min`, `3 days`.
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

    #[test]
    fn a_day_lasts_from_its_first_to_its_last_moment() {
        let day = parsed("2026-01-31");
        assert_eq!(
            rfc3339(day.start()).as_deref(),
            Some("2026-01-31T00:00:00Z")
        );
        assert_eq!(rfc3339(day.end()).as_deref(), Some("2026-01-31T23:59:59Z"));
        let moment = parsed("2026-01-31T12:00:00+01:00");
        assert_eq!(
            (rfc3339(moment.start()), moment.start()),
            (Some("2026-01-31T11:00:00Z".to_owned()), moment.end())
        );
    }

    #[test]
    fn text_that_is_not_a_date_is_refused() {
        for text in [
            "",
            "yesterday",
            "31.01.2026",
            "2026-02-30",
            "2026-01-31T12:00:00",
            "99999-01-01",
        ] {
            assert!(text.parse::<DateArg>().is_err(), "{text}");
        }
        assert!(parsed("9999-12-31").end() > parsed("9999-12-30").start());
    }

    #[test]
    fn two_years_before_a_leap_day_is_a_day() {
        let before = two_years_before(parsed("2024-02-29").start());
        assert_eq!(rfc3339(before).as_deref(), Some("2022-02-28T00:00:00Z"));
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
