//! Whole documents: read, written, and passed through serde.
//!
//! A document is read twice at most. The first reading streams and stops at any deviation from the description; the second takes
//! every value as raw text and lets each field decide alone, so that a bad value spoils its own field only.

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};
use serde_json::value::RawValue;

use super::node::{Node, Read, Wire};
use super::shape::Shape;
use crate::error::{Error, ErrorKind};

/// A type that can be read from JSON text.
///
/// `readable!` implements it for each type, without type parameters: the reader is compiled once, in this crate, and not again in
/// every crate that reads a document.
pub trait Readable: Wire {
    /// Reads a whole document.
    fn read(text: &str) -> Result<Self, Error>;
}

/// Reads a whole document.
pub(crate) fn read<T: Wire>(text: &str) -> Result<T, Error> {
    // RFC 8259 section 8.1 lets a reader skip a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if let Ok(value) = T::strict(&mut deserializer)
        && deserializer.end().is_ok()
    {
        return Ok(value);
    }
    match T::lenient(well_formed(text, T::SHAPE)?) {
        Read::Complete(value) | Read::Partial(value) => Ok(value),
        Read::Mismatch => Err(Error::new(T::SHAPE, ErrorKind::WrongType)),
    }
}

/// Returns the one JSON value of a text, without white space around it.
fn well_formed(text: &str, expected: Shape) -> Result<&str, Error> {
    serde_json::from_str::<&RawValue>(text)
        .map(RawValue::get)
        .map_err(|e| Error::syntax(expected, &e, text))
}

/// Writes a whole document.
pub(crate) fn write(node: &dyn Node) -> String {
    let mut out = String::new();
    node.write_json(&mut out);
    out
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
    RawValue::from_string(write(node))
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
