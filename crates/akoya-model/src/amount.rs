//! Sums of money, exact to the last digit of the JSON text.

use std::iter::Sum;

use crate::wire::decimal::Decimal;
use crate::wire::decimal_type::decimal_type;

decimal_type! {
    /// A sum of money, exact to the last digit that was sent.
    ///
    /// It is read from the number's own text, never through a binary floating point number, and printed back digit
    /// for digit: `0.10`, `1e3`, `-0` and 35 digits stay what they are. A number in a string (`"12.50"`) is taken
    /// too and stays a string. The unit is the currency's main unit (dollars, not cents); which currency, an
    /// account's `currency` says. The sign is as the provider sent it: for transactions see
    /// [`Transaction::amount`](crate::transactions::Transaction::amount).
    ///
    /// Equality, order and hash go by value: `1.5`, `1.50` and `"15e-1"` are equal. Compare
    /// [`to_string`](ToString::to_string) to compare digits.
    ///
    /// ```
    /// use akoya_model::Amount;
    ///
    /// let price: Amount = "19.90".parse()?;
    /// let total = Amount::checked_sum([&price, &price]).ok_or("too many digits")?;
    /// assert_eq!(total.to_string(), "39.80");
    /// assert_eq!(total.minor_units(2), Some(3980));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct Amount: "number"
}

impl Amount {
    /// Returns an amount from a currency's smallest units: `from_minor_units(1990, 2)` is 19.90.
    pub fn from_minor_units(units: i64, decimals: u8) -> Self {
        Self(Decimal::from_units(i128::from(units), u32::from(decimals)))
    }

    /// Returns the amount in a currency's smallest units: cents for `decimals` 2, whole yen for 0.
    ///
    /// Nothing when the amount has digits below that unit, or too many above: it is never rounded.
    pub fn minor_units(&self, decimals: u8) -> Option<i128> {
        self.0.units_at(u32::from(decimals))
    }

    /// Returns the amount with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self(self.0.negated())
    }

    /// Returns the amount without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            self.negated()
        } else {
            self.clone()
        }
    }

    /// Returns the exact sum; nothing when it needs more than 38 digits.
    pub fn checked_add(&self, other: &Self) -> Option<Self> {
        self.0.checked_add(&other.0).map(Self)
    }

    /// Returns the exact difference; nothing when it needs more than 38 digits.
    pub fn checked_sub(&self, other: &Self) -> Option<Self> {
        self.checked_add(&other.negated())
    }

    /// Returns the exact sum of several amounts, zero for none; nothing when it needs more than 38 digits.
    pub fn checked_sum<'a>(amounts: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        amounts
            .into_iter()
            .try_fold(Self::default(), |sum, amount| sum.checked_add(amount))
    }
}

/// Adds exactly, however many digits that takes.
impl<'a> Sum<&'a Self> for Amount {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |sum, amount| Self(sum.0.add(&amount.0)))
    }
}

/// Adds exactly, however many digits that takes.
impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |sum, amount| Self(sum.0.add(&amount.0)))
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::readable::Readable;

    fn from_wire<T: Readable>(json: &str) -> T {
        T::read(json).unwrap()
    }

    use std::collections::HashSet;

    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn every_json_number_prints_back_as_it_came() {
        for text in [
            "0",
            "-0",
            "0.10",
            "-0.00",
            "1e3",
            "1E+3",
            "12.5e-7",
            "9007199254740993.01",
            "123456789012345678",
            "1234567890123456789",
            "0.000000000000000001",
            "12345678901234567890123456789012345.67",
            "-999999999999999999",
        ] {
            let read: Amount = from_wire(text);
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
            assert_eq!(read.to_string(), text);
        }
    }

    #[test]
    fn number_in_a_string_stays_in_a_string() {
        let read: Amount = from_wire("\"12.50\"");
        assert_eq!(read, amount("12.5"));
        assert!(read.is_quoted());
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"12.50\"");
        assert_eq!(from_wire::<Amount>("\"\\u0031\""), amount("1"));
        assert_eq!(from_wire::<Amount>("\"007.5\"").to_string(), "007.5");
    }

    #[test]
    fn text_that_is_no_number_is_refused() {
        for text in [
            "", "-", ".5", "5.", "+1", "01", "-01", "1,000", "1_000", " 1", "1 ", "0x1", "1e",
            "1e+", "NaN", "Infinity", "-inf", "١",
        ] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
        for json in [
            "\"NaN\"",
            "\"Infinity\"",
            "\"\"",
            "\"$5\"",
            "true",
            "null",
            "{}",
            "[1]",
            "1e1000001",
            "1e99999999999999999999",
        ] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn equality_order_and_hash_go_by_value() {
        assert_eq!(amount("1.5"), amount("1.50"));
        assert_eq!(amount("-0.00"), amount("0"));
        assert_eq!(amount("1e3"), amount("1000.000"));
        assert!(amount("-2") < amount("-1.99"));
        assert!(amount("0.1") > amount("0.09"));
        assert!(amount("-1e30") < amount("0"));
        assert!(amount("12345678901234567890123.4") > amount("12345678901234567890123.39"));
        assert!(amount("1e-1000000") > amount("0"));
        assert!(amount("1e-1000000") < amount("1"));
        let set: HashSet<_> = ["1.5", "1.50", "15e-1", "0", "-0"].map(amount).into();
        assert_eq!(set.len(), 2);
    }

    #[test]
    fn sums_are_exact_or_refused() {
        let sum = |a: &str, b: &str| amount(a).checked_add(&amount(b)).map(|sum| sum.to_string());
        assert_eq!(sum("0.1", "0.2").as_deref(), Some("0.3"));
        assert_eq!(sum("10.00", "-10.00").as_deref(), Some("0.00"));
        assert_eq!(
            sum("79228162514264337593543950335", "0.1").as_deref(),
            Some("79228162514264337593543950335.1")
        );
        assert_eq!(sum("1e3", "0.05").as_deref(), Some("1000.05"));
        assert_eq!(sum("1e40", "1"), None);
        assert_eq!(sum("1e-1000000", "1"), None);
        assert_eq!(
            amount("1")
                .checked_sub(&amount("1.001"))
                .map(|d| d.to_string())
                .as_deref(),
            Some("-0.001")
        );
        assert_eq!(Amount::checked_sum([]), Some(Amount::default()));
    }

    #[test]
    fn iterators_are_summed_exactly_whatever_the_size() {
        let total = |texts: &[&str]| {
            let amounts: Vec<_> = texts.iter().map(|text| amount(text)).collect();
            let by_reference: Amount = amounts.iter().sum();
            assert_eq!(by_reference, amounts.into_iter().sum());
            by_reference.to_string()
        };
        assert_eq!(total(&[]), "0");
        assert_eq!(total(&["0.1", "0.2", "-0.30"]), "0.00");
        assert_eq!(total(&["19.90"; 3]), "59.70");
        let huge = "99999999999999999999999999999999999999999999999999.99";
        assert_eq!(
            total(&[huge, "0.01"]),
            "100000000000000000000000000000000000000000000000000.00"
        );
        assert_eq!(
            total(&["1e40", "-1"]),
            "9999999999999999999999999999999999999999"
        );
        assert_eq!(total(&["1e40", "-1e40", "0.05"]), "0.05");
        assert_eq!(
            total(&["-1e39", "1e-3"]),
            "-999999999999999999999999999999999999999.999"
        );
    }

    #[test]
    fn minor_units_are_never_rounded() {
        assert_eq!(amount("19.90").minor_units(2), Some(1990));
        assert_eq!(amount("-19.9000").minor_units(2), Some(-1990));
        assert_eq!(amount("19.905").minor_units(2), None);
        assert_eq!(amount("1e3").minor_units(0), Some(1000));
        assert_eq!(amount("1e39").minor_units(0), None);
        assert_eq!(amount("0e999").minor_units(2), Some(0));
        assert_eq!(Amount::from_minor_units(-5, 2).to_string(), "-0.05");
        assert_eq!(
            Amount::from_minor_units(i64::MIN, 2).to_string(),
            "-92233720368547758.08"
        );
        assert_eq!(Amount::from_minor_units(1, 255).minor_units(255), Some(1));
    }

    #[test]
    fn sign_is_that_of_the_value() {
        assert!(amount("-0.01").is_negative());
        assert!(!amount("-0").is_negative());
        assert!(amount("-0e5").is_zero());
        assert_eq!(
            amount("-1234567890123456789.5").abs().to_string(),
            "1234567890123456789.5"
        );
        assert_eq!(amount("2.50").negated().to_string(), "-2.50");
        assert_eq!(amount("0").negated().to_string(), "0");
    }

    #[test]
    fn amount_is_two_words_wide() {
        assert_eq!(size_of::<Option<Amount>>(), 16);
    }
}
