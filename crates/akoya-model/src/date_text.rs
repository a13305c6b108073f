//! The text of a date or time: which texts say a day, and which a point in time.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// The years that eight digits in a row may begin with. With the day or the month first, as in `31122026`, the first four
/// are none of them; nor are they in a number of seconds.
const YEARS: std::ops::Range<i16> = 1900..2200;

/// Returns the day that a text begins with, and the point in time that the whole of it says, if it does.
pub(crate) fn read(text: &str) -> Option<(Date, Option<Timestamp>)> {
    let (date, rest) = leading_day(text)?;
    Some((date, instant(date, rest)))
}

/// Returns the day at the beginning and what follows it. The year is first: with any other order a day such as `05/06/2021` would be a guess.
fn leading_day(text: &str) -> Option<(Date, &str)> {
    let (_, after_year) = split(text, 4, None)?;
    match after_year.chars().next()? {
        separator @ ('-' | '/' | '.') => separated(text, separator),
        _ => basic(text),
    }
}

/// Reads `2021-08-09`, and its year with another separator or one digit for the month or day.
fn separated(text: &str, separator: char) -> Option<(Date, &str)> {
    let (year, rest) = split(text, 4, Some(separator))?;
    let (month, rest) = rest.split_once(separator)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest.split_at_checked(length)?;
    let is_short = |part: &str| (1..=2).contains(&part.len());
    if !is_short(month) || !is_short(day) {
        return None;
    }
    Some((date(year, month, day)?, rest))
}

/// Reads `20210809` of ISO 8601's basic form; a time may follow, also as OFX has it, without the `T`.
fn basic(text: &str) -> Option<(Date, &str)> {
    let (day, rest) = split(text, 8, None)?;
    let (year, rest_of_day) = split(day, 4, None)?;
    let (month, day) = split(rest_of_day, 2, None)?;
    let day = date(year, month, day).filter(|day| YEARS.contains(&day.year()))?;
    let is_alone = rest.is_empty() || rest.starts_with(['T', 't', ' ', 'Z', 'z', '[']);
    let is_followed = || offset(rest).is_some() || is_time_in_digits(rest);
    (is_alone || is_followed()).then_some((day, rest))
}

/// Returns whether a text begins with a time of six digits and no more.
fn is_time_in_digits(text: &str) -> bool {
    let has_digit_at = |at| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    has_digit_at(2) && !has_digit_at(6) && time(text).is_some()
}

/// Reads a date such as `2021-08-09`, and nothing else.
pub(crate) fn extended(text: &str) -> Option<Date> {
    let (year, rest) = split(text, 4, Some('-'))?;
    let (month, day) = split(rest, 2, Some('-'))?;
    date(year, month, day).filter(|_| day.len() == 2)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
    if year == 0 {
        return None;
    }
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// Reads what follows the date: `T14:46:41.375Z`. RFC 3339 section 5.6 allows small letters.
fn instant(date: Date, text: &str) -> Option<Timestamp> {
    let (time, rest) = time(text.strip_prefix(['T', 't'])?)?;
    let offset = Offset::from_seconds(offset(rest)?).ok()?;
    offset.to_timestamp(date.to_datetime(time)).ok()
}

/// Reads a time such as `14:46:41.375` or `144641.375`, and returns what follows it.
fn time(text: &str) -> Option<(Time, &str)> {
    let separator = Some(':').filter(|_| text.get(2..3) == Some(":"));
    let (hour, rest) = split(text, 2, separator)?;
    let (minute, rest) = split(rest, 2, separator)?;
    let (second, mut rest) = split(rest, 2, None)?;
    let mut nanos = 0;
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            return None;
        }
        let (text, after) = fraction.split_at(length);
        // Digits below the nanosecond are cut off.
        let text = text.get(..9).unwrap_or(text);
        nanos = digits(text)? * 10_i32.pow(9 - u32::try_from(text.len()).ok()?);
        rest = after;
    }
    let small = |text| digits(text).and_then(|n| i8::try_from(n).ok());
    // A leap second has no number of its own in Unix time: it is the last moment of its minute.
    let (second, nanos) = match small(second)? {
        60 => (59, 999_999_999),
        second => (second, nanos),
    };
    let time = Time::new(small(hour)?, small(minute)?, second, nanos).ok()?;
    Some((time, rest))
}

/// Reads `Z`, `+0000` or `+00:00`, in seconds east of UTC.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = text
        .strip_prefix('+')
        .map(|rest| (1, rest))
        .or_else(|| text.strip_prefix('-').map(|rest| (-1, rest)))?;
    let (hours, rest) = split(rest, 2, None)?;
    let minutes = rest.strip_prefix(':').unwrap_or(rest);
    let (hours, minutes) = (
        digits(hours)?,
        digits(minutes).filter(|_| minutes.len() == 2)?,
    );
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Returns the first `length` bytes, and the rest after a separator.
fn split(text: &str, length: usize, separator: Option<char>) -> Option<(&str, &str)> {
    let (first, rest) = text.split_at_checked(length)?;
    Some((
        first,
        separator.map_or(Some(rest), |separator| rest.strip_prefix(separator))?,
    ))
}

fn digits(text: &str) -> Option<i32> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}
