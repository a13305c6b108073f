//! Times as banks and requests write them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Parses a time as banks write it, in milliseconds since 1970.
///
/// Akoya passes on the bank's own form: `2021-07-15T14:46:41.375Z`, `2019-09-16T00:00:00.000+0000`,
/// `2022-01-31T05:00:00Z` or `2021-08-09`. A date means its first moment in UTC.
pub(crate) fn provider(text: &str) -> Option<i64> {
    request(text)
        .or_else(|| date(text))
        .or_else(|| without_colon(text))
}

/// Parses a time as a request must write it: RFC 3339 with `Z` or an offset.
pub(crate) fn request(text: &str) -> Option<i64> {
    // jiff would also accept a space for the `T` and a time without an offset.
    let with_offset = text.ends_with('Z')
        || text
            .get(text.len().checked_sub(6)?..)?
            .starts_with(['+', '-']);
    if !with_offset || text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    Some(text.parse::<Timestamp>().ok()?.as_millisecond())
}

/// Writes a time as RFC 3339 in UTC, to the second.
pub(crate) fn format(ms: i64) -> String {
    let second = Timestamp::from_second(ms.div_euclid(1000)).unwrap_or_default();
    second.to_string()
}

/// Writes a time as RFC 3339 in UTC, with a fraction if it has one.
pub(crate) fn precise(ms: i64) -> Option<String> {
    Some(Timestamp::from_millisecond(ms).ok()?.to_string())
}

fn date(text: &str) -> Option<i64> {
    let date: Date = if text.len() == 10 {
        text.parse().ok()?
    } else {
        return None;
    };
    Some(
        TimeZone::UTC
            .to_timestamp(date.at(0, 0, 0, 0))
            .ok()?
            .as_millisecond(),
    )
}

fn without_colon(text: &str) -> Option<i64> {
    let (time, minutes) = text.split_at_checked(text.len().checked_sub(2)?)?;
    request(&format!("{time}:{minutes}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_read() {
        assert_eq!(
            provider("2021-07-15T14:46:41.375Z"),
            Some(1_626_360_401_375)
        );
        assert_eq!(
            provider("2019-09-16T00:00:00.000+0000"),
            Some(1_568_592_000_000)
        );
        assert_eq!(provider("2022-01-31T05:00:00Z"), Some(1_643_605_200_000));
        assert_eq!(provider("2021-08-09"), Some(1_628_467_200_000));
        assert_eq!(
            provider("2021-08-09T00:00:00-05:00"),
            Some(1_628_485_200_000)
        );
    }

    #[test]
    fn a_request_needs_a_full_time_with_its_offset() {
        assert_eq!(request("2019-02-26T00:00:00Z"), Some(1_551_139_200_000));
        assert_eq!(
            request("2019-02-26T00:00:00+00:00"),
            Some(1_551_139_200_000)
        );
        for bad in [
            "",
            "2019-02-26",
            "2019-02-26T00:00:00",
            "2019-02-30T00:00:00Z",
            "yesterday",
            "2019-02-26 00:00:00Z",
            "é",
        ] {
            assert_eq!(request(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_written_time_is_read_back() {
        assert_eq!(format(1_551_139_200_999), "2019-02-26T00:00:00Z");
        assert_eq!(request(&format(1_551_139_200_000)), Some(1_551_139_200_000));
    }
}
