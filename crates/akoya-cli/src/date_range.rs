//! The time that a list covers: `--from` and `--to`.

use std::time::SystemTime;

use clap::Args;

use crate::date::{self, DateArg};
use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// From when to when.
#[derive(Debug, Default, Args)]
pub(crate) struct RangeArgs {
    /// List from this day or moment on [default: two years before the end]
    #[arg(long, value_name = "DATE")]
    from: Option<DateArg>,
    /// List up to this day or moment [default: now]
    #[arg(long, value_name = "DATE")]
    to: Option<DateArg>,
}

/// A time from its first moment to its last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateRange {
    pub(crate) start: SystemTime,
    pub(crate) end: SystemTime,
}

impl RangeArgs {
    pub(crate) fn range(&self, now: SystemTime) -> Result<DateRange, Failure> {
        let end = self.to.map_or(now, DateArg::end);
        let start = self
            .from
            .map_or_else(|| date::two_years_before(end), DateArg::start);
        if start > end {
            return Err(
                Failure::new(ExitCode::Usage, "the first day is after the last")
                    .advise("Correct --from and --to."),
            );
        }
        Ok(DateRange { start, end })
    }
}

impl DateRange {
    /// Returns the number of days, at least one.
    pub(crate) fn days(self) -> u64 {
        let length = self.end.duration_since(self.start).unwrap_or_default();
        length.as_secs().div_ceil(24 * 60 * 60).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_ends_now_and_spans_two_years_by_default() {
        let now = "2026-06-15T12:00:00Z".parse::<DateArg>().unwrap().start();
        let range = |from: Option<&str>, to: Option<&str>| {
            let date = |date: Option<&str>| date.map(|date| date.parse().unwrap());
            let args = RangeArgs {
                from: date(from),
                to: date(to),
            };
            args.range(now)
        };
        let of = |from, to| {
            let range = range(from, to).unwrap();
            let text = |time| date::rfc3339(time).unwrap();
            format!("{} {}", text(range.start), text(range.end))
        };
        assert_eq!(of(None, None), "2024-06-15T00:00:00Z 2026-06-15T12:00:00Z");
        assert_eq!(
            of(Some("2026-01-01"), None),
            "2026-01-01T00:00:00Z 2026-06-15T12:00:00Z"
        );
        assert_eq!(
            of(None, Some("2024-02-29")),
            "2022-02-28T00:00:00Z 2024-02-29T23:59:59Z"
        );
        let reversed = range(Some("2026-01-02"), Some("2026-01-01"));
        assert_eq!(reversed.unwrap_err().code(), ExitCode::Usage);
        assert!(range(Some("2026-01-01"), Some("2026-01-01")).is_ok());
    }
}
