//! Whole documents: read, written, and passed through serde.
//!
//! A document is read once, from front to back, and nothing in it but a mistake in its syntax stops
//! that: a value of another type than described spoils its own field only. Where the mistake is,
//! serde_json says, which reads the text again.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};
use serde_json::value::RawValue;

use super::cursor::Cursor;
use super::node::{Node, Slot, View, Wire};
use super::shape::Shape;
use super::write;
use crate::error::{Error, ErrorKind};

/// A type that can be read from JSON text.
///
/// `readable!` implements it for each type, without type parameters: the reader is compiled once, in this crate,
/// and not again in every crate that reads a document.
pub trait Readable: Wire {
    /// Reads a whole document.
    fn read(text: &str) -> Result<Self, Error>;

    /// Returns the value without its type. A crate that did so in place would compile the table of the type's functions.
    fn untyped(&self) -> View<'_>;
}

/// Reads a whole document.
#[inline]
pub(crate) fn read<T: Wire>(text: &str) -> Result<T, Error> {
    let mut value = None;
    let is_read = read_document(&mut value, text);
    match value {
        Some(value) if is_read => Ok(value),
        _ => Err(refusal(T::SHAPE, text)),
    }
}

/// Reads a whole document into a place that is empty, and returns it without its type.
pub(crate) fn read_untyped<'a>(
    slot: &'a mut dyn Slot,
    shape: Shape,
    text: &str,
) -> Result<View<'a>, Error> {
    match read_document(slot, text) {
        true => slot.view().ok_or_else(|| refusal(shape, text)),
        false => Err(refusal(shape, text)),
    }
}

/// Reads a whole document into a place that is empty, and returns whether it is one.
fn read_document(slot: &mut dyn Slot, text: &str) -> bool {
    let mut cursor = Cursor::new(without_mark(text));
    slot.read(&mut cursor).is_ok() && cursor.is_at_end() && slot.view().is_some()
}

/// Returns the text without a byte order mark, which RFC 8259 section 8.1 lets a reader skip.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Returns why a document cannot be read.
#[cold]
fn refusal(shape: Shape, text: &str) -> Error {
    let text = without_mark(text);
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) => Error::new(shape, ErrorKind::WrongType),
        Err(e) => Error::syntax(shape, &e, text),
    }
}

/// Implements `Deserialize` for the types of this crate, whatever reader `serde_json` uses.
pub(crate) fn deserialize<'de, T: Readable, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    T::read(raw.get()).map_err(de::Error::custom)
}

/// Implements `Serialize` for the types of this crate: through the JSON text, which alone keeps every digit.
pub(crate) fn serialize<S: Serializer>(node: &dyn Node, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(write::json(node.view()))
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

/// Gives a type its reader, and serde's `Deserialize` and `Serialize`.
macro_rules! readable {
    ($name:ty) => {
        impl $crate::wire::readable::Readable for $name {
            fn read(text: &str) -> Result<Self, $crate::error::Error> {
                $crate::wire::readable::read(text)
            }

            #[inline(never)]
            fn untyped(&self) -> $crate::wire::node::View<'_> {
                $crate::wire::node::Node::view(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::readable::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::readable::serialize(self, serializer)
            }
        }
    };
}

pub(crate) use readable;
