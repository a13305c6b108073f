//! `model!`: a struct and everything that reads, writes, inspects and shows it.

/// Defines the struct of a JSON object.
///
/// Every field is an `Option`; `= "wireName"` follows a field or the struct whose wire name is another than Rust's. The macro
/// adds the field `extra`, search aliases for the wire names, and reading, writing, inspection and a `Debug` without personal data.
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
            use $crate::wire::name::Keyed;
            use $crate::wire::node::{Node, Presence, Read, Wire};
            use $crate::wire::object::{self, FieldSeed, Fields, Fill, Object};
            use $crate::wire::shape::{Field, Shape};

            #[derive(Clone, Copy)]
            #[expect(non_camel_case_types, reason = "named after the fields")]
            pub(crate) enum Key {
                $($field,)*
            }

            impl From<Key> for u8 {
                fn from(key: Key) -> Self {
                    key as Self
                }
            }

            // The streaming reader notes the fields it has seen in 128 bits.
            const _: () = assert!(<$name as Wire>::FIELDS.len() <= 128);

            impl Keyed for $name {
                type Key = Key;

                fn key(name: &str) -> Option<Key> {
                    match name {
                        $(wire_name!($field $(= $wire)?) => Some(Key::$field),)*
                        _ => None,
                    }
                }
            }

            impl Object for $name {
                fn strict_field<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    key: Key,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    let extra = &mut self.extra;
                    match key {
                        $(Key::$field => FieldSeed::read(map, &mut self.$field, wire_name!($field $(= $wire)?), extra),)*
                    }
                }
            }

            impl Fields for $name {
                fn fields(&self) -> &'static [Field] {
                    Self::FIELDS
                }

                fn shape(&self) -> Shape {
                    Self::SHAPE
                }

                fn index(&self, name: &str) -> Option<u8> {
                    Self::key(name).map(u8::from)
                }

                fn lenient_field(&mut self, name: &str, json: &str) {
                    let extra = &mut self.extra;
                    match name {
                        $(wire_name!($field $(= $wire)?) =>
                            object::lenient_into(json, &mut self.$field, wire_name!($field $(= $wire)?), extra),)*
                        _ => {}
                    }
                }

                fn visit(&self, visit: &mut dyn FnMut(u8, Option<&dyn Node>)) {
                    $(visit(Key::$field as u8, object::node(&self.$field));)*
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

                const FIELDS: &'static [Field] = &[
                    $(Field::new(
                        wire_name!($field $(= $wire)?),
                        stringify!($field),
                        <$ty as Wire>::SHAPE,
                        concat!($($field_doc, "\n"),*),
                    ),)*
                ];

                fn strict<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let mut object = Self::default();
                    deserializer.deserialize_map(Fill(&mut object))?;
                    Ok(object)
                }

                fn strict_into<'de, D: serde::Deserializer<'de>>(
                    slot: &mut Option<Self>,
                    deserializer: D,
                ) -> Result<(), D::Error> {
                    deserializer.deserialize_map(Fill(slot.insert(Self::default())))
                }

                fn lenient(json: &str) -> Read<Self> {
                    object::lenient_object(json)
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
