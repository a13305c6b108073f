//! Durations on the command line.

use jiff::{Span, SpanRelativeTo};

/// Reads whole seconds from a number, or from a duration such as `1h 30m`.
pub(super) fn seconds(text: &str) -> Result<u64, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    let span: Span = text
        .parse()
        .map_err(|_| "not a number of seconds or a duration such as 15m".to_owned())?;
    let duration = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(|error| error.to_string())?;
    u64::try_from(duration.as_secs()).map_err(|_| "it must not be negative".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_number_of_seconds_or_has_units() {
        for (text, expected) in [
            ("90", 90),
            ("90s", 90),
            ("15m", 900),
            ("1h 30m", 5400),
            ("1d", 86_400),
            ("2 days", 172_800),
        ] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        for bad in ["", "-1", "-5m", "soon", "1 month"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }
}
