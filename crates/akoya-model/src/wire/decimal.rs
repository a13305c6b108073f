//! Exact decimal numbers that remember how they were written.

mod digits;
mod text;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use self::digits::{Digits, Sum, shift};
pub(crate) use self::text::Written;
use self::text::{SHORT_DIGITS, exponent_of_number, long_text};
use super::cursor::{Cursor, Malformed};

/// Largest power of ten, either way, that a number may have. Beyond it no sum of money means
/// anything, and adding would fill the memory.
const MAX_EXPONENT: i64 = 1_000_000;

/// A decimal number with its own text. Equality, order and hash are by value: `1.5`, `1.50` and `"15e-1"` are equal.
#[derive(Clone)]
pub(crate) struct Decimal(Repr);

#[derive(Clone)]
enum Repr {
    /// `units / 10^scale`, which prints back to the text it came from.
    Short {
        units: i64,
        scale: u8,
        written: Written,
    },
    /// Any other JSON number, as its text.
    Long(Box<Long>),
}

#[derive(Clone)]
struct Long {
    text: Box<str>,
    written: Written,
}

impl Decimal {
    /// Reads the text of a number that was written so and is printed so.
    pub(crate) fn parse(text: &str, written: Written) -> Option<Self> {
        let (negative, unsigned) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let mut units = 0_i64;
        let mut digits = 0_usize;
        let mut point = None;
        for (at, byte) in unsigned.bytes().enumerate() {
            match byte {
                b'0'..=b'9' if digits < SHORT_DIGITS => {
                    units = units * 10 + i64::from(byte - b'0');
                    digits += 1;
                }
                b'.' if point.is_none() && at > 0 => point = Some(at),
                _ => return Self::parse_long(text, written),
            }
        }
        let starts_well = digits == 1 || !unsigned.starts_with('0') || point == Some(1);
        let ends_well = digits > 0 && !unsigned.ends_with('.');
        if !starts_well || !ends_well || (negative && units == 0) {
            return Self::parse_long(text, written);
        }
        let scale = point.map_or(0, |at| unsigned.len() - at - 1);
        let units = if negative { -units } else { units };
        Some(Self(Repr::Short {
            units,
            scale: u8::try_from(scale).ok()?,
            written,
        }))
    }

    fn parse_long(text: &str, written: Written) -> Option<Self> {
        let exponent = exponent_of_number(text, written)?;
        let in_range = exponent.abs() <= MAX_EXPONENT;
        in_range.then(|| {
            Self(Repr::Long(Box::new(Long {
                text: text.into(),
                written,
            })))
        })
    }

    /// Reads a JSON value that is a number, or a string that holds one.
    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Self>, Malformed> {
        match cursor.peek() {
            Some(b'-' | b'0'..=b'9') => Ok(Self::parse(cursor.number()?, Written::Number)),
            _ => Ok(cursor
                .text()?
                .and_then(|text| Self::parse(&text, Written::String))),
        }
    }

    pub(crate) fn from_units(units: i128, scale: u32) -> Self {
        let short = i64::try_from(units)
            .ok()
            .filter(|units| units.unsigned_abs() < 10_u64.pow(SHORT_DIGITS as u32));
        match (short, u8::try_from(scale)) {
            (Some(units), Ok(scale)) if usize::from(scale) < SHORT_DIGITS => Self(Repr::Short {
                units,
                scale,
                written: Written::Number,
            }),
            _ => Self(Repr::Long(Box::new(Long {
                text: long_text(units, scale).into(),
                written: Written::Number,
            }))),
        }
    }

    fn from_sum(sum: &Sum) -> Self {
        let Sum {
            negative,
            digits,
            exponent,
        } = sum;
        let sign = if *negative { "-" } else { "" };
        let places = usize::try_from(-*exponent).unwrap_or(0);
        let text = match exponent {
            _ if digits.is_empty() => "0".to_owned(),
            0 => format!("{sign}{digits}"),
            1.. => format!("{sign}{digits}e{exponent}"),
            _ => {
                let digits = format!("{digits:0>width$}", width = places + 1);
                let (whole, fraction) = digits.split_at(digits.len() - places);
                format!("{sign}{whole}.{fraction}")
            }
        };
        let written = Written::Number;
        Self::parse(&text, written).unwrap_or_else(|| {
            let text = text.into();
            Self(Repr::Long(Box::new(Long { text, written })))
        })
    }

    pub(crate) fn is_quoted(&self) -> bool {
        let written = match &self.0 {
            Repr::Short { written, .. } => *written,
            Repr::Long(long) => long.written,
        };
        written == Written::String
    }

    pub(crate) fn write_json(&self, out: &mut String) {
        use std::fmt::Write as _;
        let quote = if self.is_quoted() { "\"" } else { "" };
        // Writing to a `String` does not fail.
        let _ = write!(out, "{quote}{self}{quote}");
    }

    pub(crate) fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Short { units, .. } => *units == 0,
            Repr::Long(_) => self.parts().digits.is_empty(),
        }
    }

    pub(crate) fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Short { units, .. } => *units < 0,
            Repr::Long(_) => self.parts().negative,
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        if matches!(self.0, Repr::Short { scale: 0, .. }) {
            return true;
        }
        let parts = self.parts();
        i64::try_from(parts.digits.len()).is_ok_and(|digits| digits <= parts.magnitude.max(0))
    }

    pub(crate) fn negated(&self) -> Self {
        match &self.0 {
            Repr::Short {
                units,
                scale,
                written,
            } => Self(Repr::Short {
                units: -units,
                scale: *scale,
                written: *written,
            }),
            Repr::Long(long) => {
                let text = long
                    .text
                    .strip_prefix('-')
                    .map_or_else(|| format!("-{}", long.text), str::to_owned);
                Self(Repr::Long(Box::new(Long {
                    text: text.into(),
                    written: long.written,
                })))
            }
        }
    }

    /// Returns the exact sum, or nothing when it needs more digits than an `i128` has.
    pub(crate) fn checked_add(&self, other: &Self) -> Option<Self> {
        let ((a, a_scale), (b, b_scale)) = (self.units_as_written()?, other.units_as_written()?);
        let scale = a_scale.max(b_scale);
        let sum = shift(a, scale - a_scale)?.checked_add(shift(b, scale - b_scale)?)?;
        Some(Self::from_units(sum, scale))
    }

    /// Returns the exact sum, however many digits that takes. [`MAX_EXPONENT`] bounds them.
    pub(crate) fn add(&self, other: &Self) -> Self {
        self.checked_add(other)
            .unwrap_or_else(|| Self::from_sum(&self.parts().plus(&other.parts())))
    }

    /// Returns the value times `10^decimals` when that is a whole number.
    pub(crate) fn units_at(&self, decimals: u32) -> Option<i128> {
        let (units, scale) = match &self.0 {
            Repr::Short { units, scale, .. } => {
                let (units, scale) = without_zeros(*units, *scale);
                (i128::from(units), u32::from(scale))
            }
            Repr::Long(_) => self.parts().units()?,
        };
        shift(units, decimals.checked_sub(scale)?)
    }

    /// Units and scale with the zeros that the text has after the point.
    fn units_as_written(&self) -> Option<(i128, u32)> {
        match &self.0 {
            Repr::Short { units, scale, .. } => Some((i128::from(*units), u32::from(*scale))),
            Repr::Long(_) => self.parts().units(),
        }
    }

    fn parts(&self) -> Digits {
        Digits::of(&self.to_string())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, scale) = match &self.0 {
            Repr::Short { units, scale, .. } => (*units, usize::from(*scale)),
            Repr::Long(long) => return f.pad(&long.text),
        };
        let mut buffer = [b'0'; SHORT_DIGITS + 3];
        let mut start = buffer.len();
        let mut put = |byte: u8| {
            start -= 1;
            buffer[start] = byte;
        };
        let mut rest = units.unsigned_abs();
        let mut written = 0;
        while rest > 0 || written <= scale {
            if written == scale && scale > 0 {
                put(b'.');
            }
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
            written += 1;
        }
        if units < 0 {
            put(b'-');
        }
        f.pad(std::str::from_utf8(&buffer[start..]).unwrap_or_default())
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (
            Repr::Short {
                units: a, scale: s, ..
            },
            Repr::Short {
                units: b, scale: t, ..
            },
        ) = (&self.0, &other.0)
        {
            let align = |units: i64, scale: u8, other: u8| {
                i128::from(units) * 10_i128.pow(u32::from(other.saturating_sub(scale)))
            };
            return align(*a, *s, *t).cmp(&align(*b, *t, *s));
        }
        let (a, b) = (self.parts(), other.parts());
        match (a.negative, b.negative) {
            (false, false) => a.cmp_unsigned(&b),
            (true, true) => b.cmp_unsigned(&a),
            (negative, other_negative) => other_negative.cmp(&negative),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            // Each transaction that is read in pages comes by here.
            Repr::Short { units, scale, .. } => {
                let (units, scale) = without_zeros(*units, *scale);
                (i128::from(units), u32::from(scale)).hash(state);
            }
            Repr::Long(_) => {
                let parts = self.parts();
                match parts.units() {
                    Some(units) => units.hash(state),
                    // More digits than any number has that is hashed by its units.
                    None => (parts.negative, parts.digits, parts.magnitude).hash(state),
                }
            }
        }
    }
}

/// Returns the same number with the smallest scale.
fn without_zeros(mut units: i64, mut scale: u8) -> (i64, u8) {
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    (units, scale)
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, RandomState};

    use super::*;

    #[test]
    fn equal_numbers_have_one_hash_however_they_are_written() {
        let state = RandomState::new();
        let hash = |text: &str| state.hash_one(Decimal::parse(text, Written::Number).unwrap());
        for [short, long] in [
            ["1.50", "15e-1"],
            ["0.05", "0.5e-1"],
            ["-1500", "-15e2"],
            ["0.00", "0e7"],
            ["999999999999999999", "9.99999999999999999e17"],
        ] {
            assert_eq!(hash(short), hash(long), "{short}");
        }
    }
}
