//! A number taken apart, for what its units do not fit: comparing and adding digit by digit.

use std::cmp::Ordering;

/// A number taken apart: `0.digits × 10^magnitude`, without zeros at either end of the digits; zero has no digits.
pub(super) struct Digits {
    pub(super) negative: bool,
    pub(super) digits: Vec<u8>,
    pub(super) magnitude: i64,
}

/// The number `digits × 10^exponent`, with the zeros that adding left; no digits are zero.
pub(super) struct Sum {
    pub(super) negative: bool,
    pub(super) digits: String,
    pub(super) exponent: i64,
}

impl Digits {
    /// Adds two numbers digit by digit, however many there are.
    pub(super) fn plus(&self, other: &Self) -> Sum {
        let exponent = match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, _) => other.exponent(),
            (_, true) => self.exponent(),
            _ => self.exponent().min(other.exponent()),
        };
        let (x, y) = (
            self.digits_down_to(exponent),
            other.digits_down_to(exponent),
        );
        let (larger, smaller, negative) = if (x.len(), &x) >= (y.len(), &y) {
            (x, y, self.negative)
        } else {
            (y, x, other.negative)
        };
        let step: fn(u8, u8) -> i16 = if self.negative == other.negative {
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
        Sum {
            negative,
            digits: digits.trim_start_matches('0').to_owned(),
            exponent,
        }
    }

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
    pub(super) fn of(text: &str) -> Self {
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
    pub(super) fn units(&self) -> Option<(i128, u32)> {
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

    pub(super) fn cmp_unsigned(&self, other: &Self) -> Ordering {
        let by_size = match (self.digits.is_empty(), other.digits.is_empty()) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (zero, other_zero) => other_zero.cmp(&zero),
        };
        by_size.then_with(|| self.digits.cmp(&other.digits))
    }
}

/// Computes `units × 10^places`.
pub(super) fn shift(units: i128, places: u32) -> Option<i128> {
    if units == 0 {
        Some(0)
    } else {
        units.checked_mul(10_i128.checked_pow(places)?)
    }
}
