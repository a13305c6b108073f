//! Exact decimal numbers that remember how they were written.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// Most digits that fit an `i64` whatever they are.
const SHORT_DIGITS: usize = 18;

/// Largest power of ten, either way, that a number may have. Beyond it no sum of money means anything, and adding would fill the memory.
const MAX_EXPONENT: i64 = 1_000_000;

/// A decimal number with its own text. Equality, order and hash are by value: `1.5`, `1.50` and `"15e-1"` are equal.
#[derive(Clone)]
pub(crate) struct Decimal(Repr);

#[derive(Clone)]
enum Repr {
    /// `units / 10^scale`, which prints back to the text it came from.
    Short { units: i64, scale: u8, quoted: bool },
    /// Any other JSON number, as its text.
    Long(Box<Long>),
}

#[derive(Clone)]
struct Long {
    text: Box<str>,
    quoted: bool,
}

/// A number taken apart: `0.digits × 10^magnitude`, without zeros at either end of the digits; zero has no digits.
struct Parts {
    negative: bool,
    digits: Vec<u8>,
    magnitude: i64,
}

impl Decimal {
    /// Reads the text of a JSON number. `quoted` says that it stood in a string and is printed as one.
    pub(crate) fn parse(text: &str, quoted: bool) -> Option<Self> {
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
                _ => return Self::parse_long(text, quoted),
            }
        }
        let starts_well = digits == 1 || !unsigned.starts_with('0') || point == Some(1);
        let ends_well = digits > 0 && !unsigned.ends_with('.');
        if !starts_well || !ends_well || (negative && units == 0) {
            return Self::parse_long(text, quoted);
        }
        let scale = point.map_or(0, |at| unsigned.len() - at - 1);
        let units = if negative { -units } else { units };
        Some(Self(Repr::Short {
            units,
            scale: u8::try_from(scale).ok()?,
            quoted,
        }))
    }

    fn parse_long(text: &str, quoted: bool) -> Option<Self> {
        let exponent = exponent_of_number(text, quoted)?;
        let in_range = exponent.abs() <= MAX_EXPONENT;
        in_range.then(|| {
            Self(Repr::Long(Box::new(Long {
                text: text.into(),
                quoted,
            })))
        })
    }

    /// Reads a JSON value that is a number, or a string that holds one.
    pub(crate) fn from_json(json: &str) -> Option<Self> {
        if !json.starts_with('"') {
            return Self::parse(json, false);
        }
        let text: Cow<'_, str> = if json.contains('\\') {
            serde_json::from_str::<String>(json).ok()?.into()
        } else {
            json.strip_prefix('"')?.strip_suffix('"')?.into()
        };
        Self::parse(&text, true)
    }

    pub(crate) fn from_units(units: i128, scale: u32) -> Self {
        let short = i64::try_from(units)
            .ok()
            .filter(|units| units.unsigned_abs() < 10_u64.pow(SHORT_DIGITS as u32));
        match (short, u8::try_from(scale)) {
            (Some(units), Ok(scale)) if usize::from(scale) < SHORT_DIGITS => Self(Repr::Short {
                units,
                scale,
                quoted: false,
            }),
            _ => Self(Repr::Long(Box::new(Long {
                text: long_text(units, scale).into(),
                quoted: false,
            }))),
        }
    }

    /// Makes the number `digits × 10^exponent`; no digits are zero.
    fn from_digits(negative: bool, digits: &str, exponent: i64) -> Self {
        let sign = if negative { "-" } else { "" };
        let places = usize::try_from(-exponent).unwrap_or(0);
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
        let quoted = false;
        Self::parse(&text, quoted).unwrap_or_else(|| {
            let text = text.into();
            Self(Repr::Long(Box::new(Long { text, quoted })))
        })
    }

    pub(crate) fn is_quoted(&self) -> bool {
        match &self.0 {
            Repr::Short { quoted, .. } => *quoted,
            Repr::Long(long) => long.quoted,
        }
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
                quoted,
            } => Self(Repr::Short {
                units: -units,
                scale: *scale,
                quoted: *quoted,
            }),
            Repr::Long(long) => {
                let text = long
                    .text
                    .strip_prefix('-')
                    .map_or_else(|| format!("-{}", long.text), str::to_owned);
                Self(Repr::Long(Box::new(Long {
                    text: text.into(),
                    quoted: long.quoted,
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
            .unwrap_or_else(|| add_digits(&self.parts(), &other.parts()))
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

    fn parts(&self) -> Parts {
        Parts::of(&self.to_string())
    }
}

/// Computes `units × 10^places`.
fn shift(units: i128, places: u32) -> Option<i128> {
    if units == 0 {
        Some(0)
    } else {
        units.checked_mul(10_i128.checked_pow(places)?)
    }
}

/// Returns the text of a number that has too many digits to be short.
fn long_text(units: i128, scale: u32) -> String {
    if scale as usize > 2 * SHORT_DIGITS {
        return format!("{units}e-{scale}");
    }
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!(
        "{:0width$}",
        units.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

/// Returns the exponent (0 without one) if the text has the form of a JSON number. In a string it may have leading zeros, as check numbers do.
fn exponent_of_number(text: &str, quoted: bool) -> Option<i64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned
        .split_once(['e', 'E'])
        .map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, "0"), |parts| parts);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole)
        || !is_digits(fraction)
        || (!quoted && whole.len() > 1 && whole.starts_with('0'))
    {
        return None;
    }
    let Some(exponent) = exponent else {
        return Some(0);
    };
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if is_digits(digits) {
        exponent.parse().ok()
    } else {
        None
    }
}

/// Adds two numbers that are not both small, digit by digit.
fn add_digits(a: &Parts, b: &Parts) -> Decimal {
    let exponent = match (a.digits.is_empty(), b.digits.is_empty()) {
        (true, _) => b.exponent(),
        (_, true) => a.exponent(),
        _ => a.exponent().min(b.exponent()),
    };
    let (x, y) = (a.digits_down_to(exponent), b.digits_down_to(exponent));
    let (larger, smaller, negative) = if (x.len(), &x) >= (y.len(), &y) {
        (x, y, a.negative)
    } else {
        (y, x, b.negative)
    };
    let step: fn(u8, u8) -> i16 = if a.negative == b.negative {
        |digit, other| i16::from(digit) + i16::from(other)
    } else {
        |digit, other| i16::from(digit) - i16::from(other)
    };
    let others = smaller.iter().rev().copied();
    let mut carry = 0;
    let mut sum: Vec<u8> = Vec::with_capacity(larger.len() + 1);
    for (digit, other) in larger.iter().rev().zip(others.chain(std::iter::repeat(0))) {
        let total = step(*digit, other) + carry;
        carry = total.div_euclid(10);
        sum.push(b'0' + total.rem_euclid(10) as u8);
    }
    if carry > 0 {
        sum.push(b'1');
    }
    sum.reverse();
    let digits = String::from_utf8(sum).unwrap_or_default();
    Decimal::from_digits(negative, digits.trim_start_matches('0'), exponent)
}

impl Parts {
    /// Returns the power of ten of the last digit.
    fn exponent(&self) -> i64 {
        self.magnitude - self.digits.len() as i64
    }

    /// Returns the digits as numbers, with zeros behind them down to a power of ten.
    fn digits_down_to(&self, exponent: i64) -> Vec<u8> {
        if self.digits.is_empty() {
            return Vec::new();
        }
        let zeros = usize::try_from(self.exponent() - exponent).unwrap_or(0);
        let digits = self.digits.iter().map(|digit| digit - b'0');
        digits.chain(std::iter::repeat_n(0, zeros)).collect()
    }

    /// Takes apart text that has the form of a JSON number.
    fn of(text: &str) -> Self {
        let (negative, unsigned) = text
            .strip_prefix('-')
            .map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        digits = digits.split_off(leading);
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            return Self {
                negative: false,
                digits,
                magnitude: 0,
            };
        }
        let magnitude = exponent.parse().unwrap_or(0_i64) + whole.len() as i64 - leading as i64;
        Self {
            negative,
            digits,
            magnitude,
        }
    }

    /// Units and the smallest scale of at least 0.
    fn units(&self) -> Option<(i128, u32)> {
        let mut units = 0_i128;
        for digit in &self.digits {
            units = units
                .checked_mul(10)?
                .checked_add(i128::from(digit - b'0'))?;
        }
        let exponent = self.magnitude - self.digits.len() as i64;
        let units = if self.negative { -units } else { units };
        let places = u32::try_from(exponent.unsigned_abs()).ok()?;
        if exponent >= 0 {
            Some((shift(units, places)?, 0))
        } else {
            Some((units, places))
        }
    }

    fn cmp_unsigned(&self, other: &Self) -> Ordering {
        let by_size = match (self.digits.is_empty(), other.digits.is_empty()) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (zero, other_zero) => other_zero.cmp(&zero),
        };
        by_size.then_with(|| self.digits.cmp(&other.digits))
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
            Repr::Short { units, scale, .. } => hash_short(*units, *scale, state),
            Repr::Long(_) => {
                let parts = self.parts();
                (parts.negative, parts.digits, parts.magnitude).hash(state);
            }
        }
    }
}

/// Hashes the parts of a short number without making them: each transaction that is read in pages comes by here.
fn hash_short<H: Hasher>(units: i64, scale: u8, state: &mut H) {
    let (units, scale) = without_zeros(units, scale);
    let mut rest = units.unsigned_abs();
    let mut magnitude = -i64::from(scale);
    // A whole number may still end with zeros; its digits do not.
    while rest != 0 && rest % 10 == 0 {
        rest /= 10;
        magnitude += 1;
    }
    let mut digits = [0; 20];
    let mut first = digits.len();
    while rest != 0 {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let digits = &digits[first..];
    magnitude += digits.len() as i64;
    (units < 0, digits, if units == 0 { 0 } else { magnitude }).hash(state);
}

/// Returns the same number with the smallest scale.
fn without_zeros(mut units: i64, mut scale: u8) -> (i64, u8) {
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    (units, scale)
}

/// A text that is not a number as JSON writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseNumberError;

impl fmt::Display for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text is not a decimal number")
    }
}

impl std::error::Error for ParseNumberError {}

/// Defines a number type around [`Decimal`].
macro_rules! decimal_type {
    ($(#[$meta:meta])* pub struct $name:ident: $shape:literal $(if $check:ident)?) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::wire::decimal::Decimal);

        impl $name {
            /// Returns whether the value is zero, however many digits it was written with.
            pub fn is_zero(&self) -> bool {
                self.0.is_zero()
            }

            /// Returns whether the value is below zero; `-0` is not.
            pub fn is_negative(&self) -> bool {
                self.0.is_negative()
            }

            /// Returns whether it stood in a string (`"12.50"`), and is printed as one.
            pub fn is_quoted(&self) -> bool {
                self.0.is_quoted()
            }

            /// Returns the nearest binary floating point number: for charts, never for sums.
            pub fn to_f64_lossy(&self) -> f64 {
                self.0.to_string().parse().unwrap_or(f64::NAN)
            }

            fn accept(value: $crate::wire::decimal::Decimal) -> Option<Self> {
                $(if !value.$check() {
                    return None;
                })?
                Some(Self(value))
            }
        }

        /// Zero, written `0`.
        impl Default for $name {
            fn default() -> Self {
                Self($crate::wire::decimal::Decimal::from_units(0, 0))
            }
        }

        /// Writes the number as it came, without quotes.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        /// Reads a number as JSON writes it: no `+`, no leading zeros, no group separators.
        impl std::str::FromStr for $name {
            type Err = $crate::wire::decimal::ParseNumberError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::wire::decimal::Decimal::parse(text, false).and_then(Self::accept).ok_or($crate::wire::decimal::ParseNumberError)
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self($crate::wire::decimal::Decimal::from_units(i128::from(value), 0))
            }
        }

        impl $crate::wire::node::Node for $name {
            fn write_json(&self, out: &mut String) {
                self.0.write_json(out);
            }

            fn inspect(&self, walk: &mut $crate::wire::walk::Walk) {
                $crate::wire::walk::report_quoted(self.is_quoted(), walk, <Self as $crate::wire::node::Wire>::SHAPE);
            }

            fn fmt_redacted(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::wire::node::Wire for $name {
            const SHAPE: $crate::wire::shape::Shape = $crate::wire::shape::Shape::Named($shape);

            fn strict<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::{Deserialize as _, de::Error as _};
                let raw = <&serde_json::value::RawValue>::deserialize(deserializer)?;
                let value = $crate::wire::decimal::Decimal::from_json(raw.get()).and_then(Self::accept);
                value.ok_or_else(|| D::Error::custom("not a number"))
            }

            fn lenient(json: &str) -> $crate::wire::node::Read<Self> {
                $crate::wire::decimal::Decimal::from_json(json).and_then(Self::accept).into()
            }
        }

        $crate::wire::readable::readable!($name);
    };
}

pub(crate) use decimal_type;

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, RandomState};

    use super::*;

    #[test]
    fn equal_numbers_have_one_hash_however_they_are_written() {
        let state = RandomState::new();
        let hash = |text: &str| state.hash_one(Decimal::parse(text, false).unwrap());
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
