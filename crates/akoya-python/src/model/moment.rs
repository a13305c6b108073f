//! Dates and times, as `datetime` has them.

use akoya_model::Day;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::runtime::Runtime;

/// Makes a `date` of a text that begins with one, which keeps the text where it says more; a text without a date
/// stays text.
pub(crate) fn date<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    let runtime = Runtime::get(py)?;
    let Some(day) = akoya_model::Date::from(text).day() else {
        return Ok(PyString::new(py, text).into_any());
    };
    let parts = (day.year(), day.month(), day.day());
    if day.year() < 1 {
        return Ok(PyString::new(py, text).into_any());
    }
    if day.to_string() == text {
        return runtime.date.bind(py).call1(parts);
    }
    let (year, month, day) = parts;
    runtime
        .written_date
        .bind(py)
        .call1((year, month, day, text))
}

/// Reads a date and time as `datetime`: with a zone where the text has an offset, without one where it has none.
/// Never a guess: `None` for what cannot be read.
#[pyfunction]
pub(crate) fn read_datetime<'py>(
    py: Python<'py>,
    text: &str,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(moment) = Moment::of(text) else {
        return Ok(None);
    };
    let datetime = py.import("datetime")?;
    let zone = match moment.offset {
        Offset::Unstated => py.None().into_bound(py),
        Offset::Minutes(0) => datetime.getattr("timezone")?.getattr("utc")?,
        Offset::Minutes(minutes) => {
            let delta = datetime
                .getattr("timedelta")?
                .call1((0, i64::from(minutes) * 60))?;
            datetime.getattr("timezone")?.call1((delta,))?
        }
    };
    let Moment { day, time, .. } = moment;
    let (hour, minute, second, micros) = time;
    let arguments = (
        day.year(),
        day.month(),
        day.day(),
        hour,
        minute,
        second,
        micros,
        zone,
    );
    datetime.getattr("datetime")?.call1(arguments).map(Some)
}

/// What the text of a date and time says.
struct Moment {
    day: Day,
    /// Hour, minute, second, microsecond.
    time: (u8, u8, u8, u32),
    offset: Offset,
}

/// Where a local time is.
enum Offset {
    /// The text does not say.
    Unstated,
    /// East of UTC.
    Minutes(i32),
}

impl Moment {
    fn of(text: &str) -> Option<Self> {
        let day: Day = text
            .get(..10)?
            .parse()
            .ok()
            .filter(|day: &Day| day.year() >= 1)?;
        let rest = text.get(10..)?;
        if rest.is_empty() {
            return Some(Self {
                day,
                time: (0, 0, 0, 0),
                offset: Offset::Unstated,
            });
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (hour, rest) = (two_digits(rest, 23)?, rest.get(2..)?.strip_prefix(':')?);
        let (minute, rest) = (two_digits(rest, 59)?, rest.get(2..)?.strip_prefix(':')?);
        let (second, rest) = (two_digits(rest, 59)?, rest.get(2..)?);
        let (micros, rest) = fraction(rest)?;
        Some(Self {
            day,
            time: (hour, minute, second, micros),
            offset: Offset::of(rest)?,
        })
    }
}

impl Offset {
    /// Reads `Z`, `+01:00` or `+0100`, or nothing at all.
    fn of(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Unstated);
        }
        if text.eq_ignore_ascii_case("z") {
            return Some(Self::Minutes(0));
        }
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let rest = text.strip_prefix(['+', '-'])?;
        let hours = two_digits(rest, 23)?;
        let rest = rest.get(2..)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        let minutes = two_digits(rest, 59).filter(|_| rest.len() == 2)?;
        Some(Self::Minutes(
            sign * (i32::from(hours) * 60 + i32::from(minutes)),
        ))
    }
}

fn two_digits(text: &str, max: u8) -> Option<u8> {
    let digits = text
        .get(..2)
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|number| *number <= max)
}

/// Reads a fraction of a second in microseconds: `datetime` has no smaller unit.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at_checked(length).filter(|_| length > 0)?;
    let digits: String = digits.chars().chain("000000".chars()).take(6).collect();
    Some((digits.parse().ok()?, rest))
}
