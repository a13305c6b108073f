//! The time that a list covers: `--from` and `--to`.

use std::time::SystemTime;

use akoya::{ByTime, Call, DayRange};
use clap::Args;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::date::{self, DateArg};
use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// The part of the help that explains the dates.
pub(crate) const DATE_HELP: &str = "\
A date is a day (2026-01-31), which is included; a day that long ago (30d, 2w, 6m, 1y, today, yesterday); or a moment \
(2026-01-31T12:00:00Z). A day lists what is dated with that day, in any time zone.";

/// From when to when.
#[derive(Debug, Default, Args)]
pub(crate) struct RangeArgs {
    /// List from this day or moment on, such as 2026-01-31 or 30d [default: two years before now]
    #[arg(long, value_name = "DATE")]
    from: Option<DateArg>,
    /// List up to this day or moment [default: now]
    #[arg(long, value_name = "DATE")]
    to: Option<DateArg>,
}

/// The time that a list covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateRange {
    /// By the day that is written in a document.
    Days(DayRange),
    /// From one moment to another, in whole seconds and never past now, which providers refuse.
    Moments(SystemTime, SystemTime),
}

impl RangeArgs {
    pub(crate) fn range(&self, now: SystemTime) -> Result<DateRange, Failure> {
        let has_moment = [self.from, self.to]
            .into_iter()
            .flatten()
            .any(|date| date.day(now).is_none());
        if has_moment {
            self.moments(now)
        } else {
            self.days(now)
        }
    }

    fn days(&self, now: SystemTime) -> Result<DateRange, Failure> {
        let day = |date: Option<DateArg>| date.and_then(|date| date.day(now));
        let today = date::today(now);
        // Where a bank is, tomorrow may have begun.
        let to = day(self.to).unwrap_or_else(|| today.saturating_add(1.day()));
        let from = day(self.from).unwrap_or_else(|| today.saturating_sub(2.years()));
        if from > to {
            return Err(self.reversed());
        }
        Ok(DateRange::Days(DayRange::new(from.into(), to.into())?))
    }

    fn moments(&self, now: SystemTime) -> Result<DateRange, Failure> {
        let now = date::whole_second(now);
        let end = self.to.map_or(now, |to| to.end(now)).min(now);
        let start = self
            .from
            .map_or_else(|| date::two_years_before(now), |from| from.start(now));
        if start > end {
            return Err(self.reversed());
        }
        Ok(DateRange::Moments(start, end))
    }

    fn reversed(&self) -> Failure {
        let failure = |text, advice| Failure::new(ExitCode::Usage, text).advise(advice);
        match (self.from, self.to) {
            // Institutions go back two years from now, whatever the end.
            (None, _) => failure(
                "the day of --to is more than two years ago, and without --from the list begins two years ago",
                "Give the first day with --from. Most institutions go back two years.",
            ),
            (Some(_), None) => failure("the day of --from is in the future", "Correct --from."),
            _ => failure(
                "the first day is after the last",
                "Correct --from and --to.",
            ),
        }
    }
}

impl DateRange {
    /// Makes the call ask for this time.
    pub(crate) fn of<T: ByTime>(self, call: Call<T>) -> Call<T> {
        match self {
            Self::Days(days) => call.days(days),
            Self::Moments(start, end) => call.start_time(start).end_time(end),
        }
    }

    /// Returns the number of days, at least one.
    pub(crate) fn length(self) -> u64 {
        let days = match self {
            Self::Days(days) => {
                let days = Date::from(days.from()).until(Date::from(days.to()));
                days.map_or(0, |days| u64::from(days.get_days().unsigned_abs()) + 1)
            }
            Self::Moments(start, end) => {
                let length = end.duration_since(start).unwrap_or_default();
                length.as_secs().div_ceil(24 * 60 * 60)
            }
        };
        days.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: Option<&str>, to: Option<&str>) -> Result<String, ExitCode> {
        let now = "2026-06-15T12:00:00.5Z".parse::<DateArg>().unwrap();
        let now = now.start(SystemTime::UNIX_EPOCH);
        let date = |date: Option<&str>| date.map(|date| date.parse().unwrap());
        let args = RangeArgs {
            from: date(from),
            to: date(to),
        };
        let range = args.range(now).map_err(|failure| failure.code())?;
        let text = |time| date::rfc3339(time).unwrap();
        Ok(match range {
            DateRange::Days(days) => format!("{} {} {}", days.from(), days.to(), range.length()),
            DateRange::Moments(start, end) => format!("{} {}", text(start), text(end)),
        })
    }

    fn ok(text: &str) -> Result<String, ExitCode> {
        Ok(text.to_owned())
    }

    #[test]
    fn two_years_are_listed_unless_days_are_given() {
        assert_eq!(range(None, None), ok("2024-06-15 2026-06-16 732"));
        assert_eq!(
            range(Some("2026-06-14"), None),
            ok("2026-06-14 2026-06-16 3")
        );
        assert_eq!(
            range(Some("30d"), Some("today")),
            ok("2026-05-16 2026-06-15 31")
        );
        assert_eq!(
            range(None, Some("2026-01-31")),
            ok("2024-06-15 2026-01-31 596"),
            "two years from now, and not from the end"
        );
        assert_eq!(range(None, Some("2024-02-29")), Err(ExitCode::Usage));
        assert_eq!(range(Some("2027-01-01"), None), Err(ExitCode::Usage));
        assert_eq!(
            range(Some("2026-01-02"), Some("2026-01-01")),
            Err(ExitCode::Usage)
        );
        assert_eq!(
            range(Some("2026-01-01"), Some("2026-01-01")),
            ok("2026-01-01 2026-01-01 1")
        );
    }

    #[test]
    fn moments_are_exact_and_end_no_later_than_now() {
        assert_eq!(
            range(Some("2026-01-01T00:00:00Z"), Some("2026-01-02")),
            ok("2026-01-01T00:00:00Z 2026-01-02T23:59:59Z")
        );
        assert_eq!(
            range(Some("1d"), Some("2027-01-01T00:00:00Z")),
            ok("2026-06-14T00:00:00Z 2026-06-15T12:00:00Z")
        );
        assert_eq!(
            range(None, Some("2026-01-01T00:00:00Z")),
            ok("2024-06-15T12:00:00Z 2026-01-01T00:00:00Z")
        );
        assert_eq!(
            range(None, Some("2024-06-15T11:59:59Z")),
            Err(ExitCode::Usage)
        );
    }
}
