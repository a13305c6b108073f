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
        #[derive(Clone, Default, PartialEq)]
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
            use $crate::wire::model::wire_name;
            use $crate::wire::cursor::{Cursor, Malformed};
            use $crate::wire::node::{Fit, Node, Presence, Wire};
            use $crate::wire::object::{self, FieldOutcome, FieldReader, Fields};
            use $crate::wire::shape::{Field, Shape};

            /// The places of the fields.
            #[expect(non_camel_case_types, reason = "named after the fields")]
            enum At {
                $($field,)*
            }

            /// One table for all users of the crate: a constant would be copied into each place that names it.
            static FIELDS: [Field; [$(At::$field as u8),*].len()] = [
                $(Field::new(
                    wire_name!($field $(= $wire)?),
                    concat!(stringify!($field), "\n", $($field_doc, "\n"),*),
                    <$ty as Wire>::SHAPE,
                ),)*
            ];

            // The reader notes the fields that it has seen in 128 bits.
            const _: () = assert!(<$name as Wire>::FIELDS.len() <= 128);

            impl Fields for $name {
                fn fields(&self) -> &'static [Field] {
                    Self::FIELDS
                }

                fn shape(&self) -> Shape {
                    Self::SHAPE
                }

                fn read_field(
                    &mut self,
                    name: &str,
                    reader: &mut FieldReader<'_, '_>,
                ) -> Result<FieldOutcome, Malformed> {
                    let extra = &mut self.extra;
                    match name {
                        $(wire_name!($field $(= $wire)?) => reader.read(
                            &mut self.$field,
                            const { 1 << (At::$field as u8) },
                            wire_name!($field $(= $wire)?),
                            extra,
                        ),)*
                        _ => Ok(FieldOutcome::Unknown),
                    }
                }

                fn visit(&self, visit: &mut dyn FnMut(u8, Option<&dyn Node>)) {
                    $(visit(At::$field as u8, object::node(&self.$field));)*
                }

                fn extra(&self) -> &$crate::wire::extra::Extra {
                    &self.extra
                }

                fn extra_mut(&mut self) -> &mut $crate::wire::extra::Extra {
                    &mut self.extra
                }
            }

            impl Node for $name {
                fn write_json(&self, out: &mut String) {
                    object::write_object(self, out);
                }

                fn inspect(&self, walk: &mut $crate::wire::walk::Walk) {
                    object::inspect_object(self, walk);
                }

                fn is_unread_item(&self) -> bool {
                    object::is_unread_item(self)
                }

                fn field_text(&self, name: &str) -> Option<String> {
                    object::field_text(self, name)
                }

                fn presence(&self, path: &str) -> Presence {
                    object::presence(self, path)
                }

                fn extra(&self) -> Option<&$crate::wire::extra::Extra> {
                    Some(&self.extra)
                }

                fn fmt_redacted(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    object::fmt_object(self, stringify!($name), f)
                }
            }

            impl Wire for $name {
                const SHAPE: Shape = Shape::Named(wire_name!($name $(= $type_wire)?));

                const DOC: &'static str = concat!($($doc, "\n"),*);

                const FIELDS: &'static [Field] = &FIELDS;

                fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
                    let fit = object::read_object(slot.insert(Self::default()), cursor)?;
                    if fit == Fit::Mismatch {
                        *slot = None;
                    }
                    Ok(fit)
                }

                fn mismatch(json: &str) -> Option<Self> {
                    let mut empty = Self::default();
                    empty.extra.keep_whole($crate::wire::json::Json::from_checked(json));
                    Some(empty)
                }
            }
        };

        impl $crate::document::Model for $name {}

        /// Shows the fields that are set; text is not shown, it may name a person or an account.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::node::Node::fmt_redacted(self, f)
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
