//! `open_enum!`: an enumeration that keeps values it does not know.

/// Defines an enumeration of texts: known variants with their wire values, and `Unknown` for all others.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(= $type_wire:literal)? {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident = $wire:literal,
            )*
        }
    ) => {
        $(#[$meta])*
        ///
        /// Values that the API description does not have are [`Unknown`](Self::Unknown) and keep their text.
        $(#[doc(alias = $type_wire)])?
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                ///
                #[doc = concat!("On the wire: `", $wire, "`.")]
                $variant,
            )*
            /// A value that the API description does not have, as it came. Make it with `From`, so that
            /// known texts become their variant.
            Unknown(String),
        }

        impl $name {
            /// The values that the API description has.
            pub const KNOWN: &'static [&'static str] = &[$($wire,)*];

            /// Returns the value as JSON has it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }

            /// Returns whether the API description has the value.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($wire => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Shows the name of the variant; an unknown text may be anything and is not shown.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => stringify!($variant),)*
                    Self::Unknown(_) => "Unknown(…)",
                })
            }
        }

        const _: () = {
            use $crate::wire::cursor::{Cursor, Malformed};
            use $crate::wire::node::{Fit, Node, Value, View, Wire};
            use $crate::wire::shape::Shape;
            use $crate::wire::text::write_string;
            use $crate::wire::walk::{FindingKind, Walk};

            impl Node for $name {
                fn view(&self) -> View<'_> {
                    View::Value(self)
                }
            }

            impl Value for $name {
                fn write_json(&self, out: &mut String) {
                    write_string(self.as_str(), out);
                }

                fn inspect(&self, walk: &mut Walk) {
                    if !self.is_known() {
                        walk.report(FindingKind::UnknownEnumValue, Self::SHAPE);
                    }
                }

                fn fmt_redacted(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    std::fmt::Debug::fmt(self, f)
                }
            }

            impl Wire for $name {
                const SHAPE: Shape = Shape::Named($crate::wire::model::wire_name!($name $(= $type_wire)?));

                fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
                    *slot = cursor.text()?.as_deref().map(Self::from);
                    Ok(Fit::of(slot))
                }
            }
        };

        $crate::wire::readable::readable!($name);
    };
}

pub(crate) use open_enum;

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro makes public types")]
mod tests {
    use crate::wire::readable::{Readable as _, read};

    open_enum! {
        /// A direction.
        pub enum Side {
            /// One.
            Left = "LEFT",
            /// The other.
            Right = "RIGHT",
        }
    }

    #[test]
    fn unknown_value_keeps_its_text_and_prints_it_back() {
        let side = Side::read("\"blue \\\"x\"").unwrap();
        assert_eq!(side, Side::Unknown("blue \"x".to_owned()));
        assert_eq!(serde_json::to_string(&side).unwrap(), "\"blue \\\"x\"");
        assert_eq!(format!("{side:?}"), "Unknown(…)");
    }

    #[test]
    fn known_value_is_its_variant_however_it_is_made() {
        assert_eq!(Side::from("LEFT"), Side::Left);
        assert_eq!(Side::from("RIGHT".to_owned()), Side::Right);
        assert_eq!("LEFT".parse::<Side>(), Ok(Side::Left));
        assert_eq!(Side::KNOWN, ["LEFT", "RIGHT"]);
        assert_eq!(Side::from("left").as_str(), "left");
    }

    #[test]
    fn value_that_is_no_string_is_refused() {
        for json in ["17", "null", "{}", "[\"LEFT\"]"] {
            assert!(read::<Side>(json).is_err(), "{json}");
        }
    }
}
