//! The public number types, all made around one [`Decimal`](super::decimal::Decimal).

use std::fmt;

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

/// Defines a number type, with a check that its values pass if it has one.
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
            type Err = $crate::wire::decimal_type::ParseNumberError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::wire::decimal::Decimal::parse(text, $crate::wire::decimal::Written::Number).and_then(Self::accept).ok_or($crate::wire::decimal_type::ParseNumberError)
            }
        }

        impl From<i64> for $name {
            fn from(value: i64) -> Self {
                Self($crate::wire::decimal::Decimal::from_units(i128::from(value), 0))
            }
        }

        impl $crate::wire::node::Node for $name {
            fn view(&self) -> $crate::wire::node::View<'_> {
                $crate::wire::node::View::Value(self)
            }
        }

        impl $crate::wire::node::Value for $name {
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

            fn read_into(
                cursor: &mut $crate::wire::cursor::Cursor<'_>,
                slot: &mut Option<Self>,
            ) -> Result<$crate::wire::node::Fit, $crate::wire::cursor::Malformed> {
                *slot = $crate::wire::decimal::Decimal::read(cursor)?.and_then(Self::accept);
                Ok($crate::wire::node::Fit::of(slot))
            }
        }

        $crate::wire::readable::readable!($name);
    };
}

pub(crate) use decimal_type;
