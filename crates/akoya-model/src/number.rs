//! Numbers that are not money: rates, quantities, counts.

use crate::wire::decimal_type::decimal_type;

decimal_type! {
    /// A rate, percentage, quantity or other decimal number, exact to the last digit that was sent.
    ///
    /// Read, printed and compared like an [`Amount`](crate::Amount). Whether a rate of 1.25 percent is `1.25` or
    /// `0.0125` is up to the provider, and both are met.
    pub struct Number: "number"
}

decimal_type! {
    /// A whole number: a count, a year, a check number.
    ///
    /// `2021`, `2021.0`, `2.021e3` and `"2021"` are all whole and print back as they came;
    /// `2021.5` is a value of the wrong type.
    pub struct Integer: "integer" if is_integer
}

impl Integer {
    /// Returns the value, unless it needs more than 64 bits.
    pub fn get(&self) -> Option<i64> {
        self.0.units_at(0)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::readable::Readable;

    fn from_wire<T: Readable>(json: &str) -> T {
        T::read(json).unwrap()
    }

    use super::*;

    #[test]
    fn whole_numbers_are_taken_in_every_spelling() {
        for (json, value) in [
            ("2021", 2021),
            ("2021.0", 2021),
            ("2.021e3", 2021),
            ("\"0042\"", 42),
            ("-0", 0),
            ("100e-2", 1),
        ] {
            let read: Integer = from_wire(json);
            assert_eq!(read.get(), Some(value), "{json}");
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
    }

    #[test]
    fn number_with_a_fraction_is_no_integer() {
        for json in ["2021.5", "1e-1", "\"1.5\"", "true"] {
            assert!(serde_json::from_str::<Integer>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn integer_of_any_size_is_kept() {
        let read: Integer = from_wire("99999999999999999999999999");
        assert_eq!(
            (read.get(), read.to_string().as_str()),
            (None, "99999999999999999999999999")
        );
    }

    #[test]
    fn rates_keep_their_digits() {
        let rate: Number = from_wire("0.01250");
        assert_eq!(rate.to_string(), "0.01250");
        assert!(rate < "0.0126".parse().unwrap());
    }
}
