//! `model!`: a struct and everything that reads, writes, inspects and shows it.

/// Defines the struct of a JSON object.
///
/// Every field is an `Option`; `= "wireName"` follows a field or the struct whose wire name is another than
/// Rust's. The macro adds the field `extra`, search aliases for the wire names, and reading, writing,
/// inspection and a `Debug` without personal data.
macro_rules! model {
    (
        $(#[doc = $doc:literal])*
        $(#[doc(alias = $alias:literal)])?
        pub struct $name:ident $(= $type_wire:literal)? {
            $(
                $(#[doc = $field_doc:literal])*
                pub $field:ident: Option<$ty:ty> $(= $wire:literal)?,
            )*
        }
    ) => {
        $(#[doc = $doc])*
        $(#[doc(alias = $alias)])?
        $(#[doc(alias = $type_wire)])?
        #[derive(Clone, PartialEq)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])*
                $(#[doc(alias = $wire)])?
                pub $field: Option<$ty>,
            )*
            /// What the object held besides these fields: unknown fields, nulls, values of a wrong type.
            pub extra: $crate::wire::extra::Extra,
        }

        const _: () = {
            use $crate::wire::cursor::{Cursor, Malformed};
            use $crate::wire::model::wire_name;
            use $crate::wire::node::{Description, Fields, Fit, Node, Place, Slot, View, Wire};
            use $crate::wire::object;
            use $crate::wire::shape::{Field, Shape};

            /// An object without fields: copied, where a derived `Default` is code for each field.
            const EMPTY: $name = $name {
                $($field: None,)*
                extra: $crate::wire::extra::Extra::EMPTY,
            };

            impl Default for $name {
                fn default() -> Self {
                    EMPTY
                }
            }

            /// The places of the fields.
            #[expect(non_camel_case_types, reason = "named after the fields")]
            enum At {
                $($field,)*
            }

            /// One table for all users of the crate: a constant would be copied into each place that names it.
            static FIELDS: [Field; [$(At::$field as u8),*].len()] = [
                $(Field::new(
                    wire_name!($field $(= $wire)?),
                    concat!(
                        wire_name!($field $(= $wire)?), "\n", stringify!($field), "\n", $($field_doc, "\n"),*
                    ),
                    &<$ty as Wire>::SHAPE,
                ),)*
            ];

            // The reader notes the fields that it has seen in 128 bits.
            const _: () = assert!(<$name as Wire>::FIELDS.len() <= 128);

            impl Fields for $name {
                fn description(&self) -> Description {
                    Description {
                        name: stringify!($name),
                        shape: Self::SHAPE,
                        fields: Self::FIELDS,
                    }
                }

                fn place(&mut self, name: &str) -> Option<Place<'_>> {
                    let (at, slot): (At, &mut dyn Slot) = match name {
                        $(wire_name!($field $(= $wire)?) => (At::$field, &mut self.$field),)*
                        _ => return None,
                    };
                    Some(Place { at: at as u8, slot })
                }

                fn slots(&self, see: &mut dyn FnMut(&[&dyn Slot])) {
                    see(&[$(&self.$field),*]);
                }

                fn extra(&self) -> &$crate::wire::extra::Extra {
                    &self.extra
                }

                fn extra_mut(&mut self) -> &mut $crate::wire::extra::Extra {
                    &mut self.extra
                }
            }

            impl Node for $name {
                // Where it is inlined, the table of the type's functions is compiled again.
                #[inline(never)]
                fn view(&self) -> View<'_> {
                    View::Object(self)
                }
            }

            impl Wire for $name {
                const SHAPE: Shape = Shape::Named(wire_name!($name $(= $type_wire)?));

                const DOC: &'static str = concat!($($doc, "\n"),*);

                const FIELDS: &'static [Field] = &FIELDS;

                fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
                    object::read_into(slot, cursor)
                }

                fn fill(slot: &mut Option<Self>) -> Option<&mut dyn Fields> {
                    *slot = Some(EMPTY);
                    match slot {
                        Some(object) => Some(object),
                        None => None,
                    }
                }
            }
        };

        impl $crate::document::Model for $name {}

        /// Shows the fields that are set; text is not shown, it may name a person or an account.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::show::fmt(self, f)
            }
        }

        $crate::wire::readable::readable!($name);
    };
}

/// The wire name of a field or type: the one given, else Rust's.
macro_rules! wire_name {
    ($rust:ident) => {
        stringify!($rust)
    };
    ($rust:ident = $wire:literal) => {
        $wire
    };
}

pub(crate) use {model, wire_name};
