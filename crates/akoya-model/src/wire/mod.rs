//! How values cross the wire: read from JSON text, printed back, walked for findings.
//!
//! A document is read twice at most. The first reading streams and stops at anything odd; the second takes every value as raw
//! text and lets each field decide alone, so that a bad value spoils its own field only.

mod boxed;
mod list;
mod object;
mod print;
mod scalar;

use std::fmt;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{self, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::inspect::Walk;
use crate::registry::{Field, Shape};

pub(crate) use object::{
    Fields, Object, OptionSeed, Strict, lenient_object, node, pairs, print_object, show_object,
    walk_object,
};
pub(crate) use print::{print_name, print_string};

/// A value that can be printed, walked and shown without knowing its type.
pub trait Node {
    /// Appends the value as JSON.
    fn print(&self, out: &mut String);

    /// Reports what is odd in the value and below it.
    fn inspect(&self, walk: &mut Walk);

    /// Writes the value for `Debug`, without text that could identify a person or an account.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Whether `json`, kept because only a part of it could be read, still stands for this value.
    fn is_part_of(&self, json: &str) -> bool {
        let _ = json;
        false
    }

    /// Reports the parts of `json` that could not be read.
    fn inspect_misfits(&self, json: &str, walk: &mut Walk) {
        let _ = (json, walk);
    }
}

/// A type that stands for a JSON value.
pub trait Wire: Node + Sized {
    /// The type as an API description would write it.
    const SHAPE: Shape;

    /// The fields of an object, or the cases of a union.
    const FIELDS: &'static [Field] = &[];

    /// The names that the API description gives to the objects around a union's cases, in the order of [`Wire::FIELDS`].
    const WRAPPERS: &'static [&'static str] = &[];

    /// Reads the value while streaming; anything odd is an error.
    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads the value from its own JSON text, which is known to be well formed.
    fn lenient(json: &str) -> Fit<Self>;

    /// The value that keeps an element of a list that does not fit.
    fn misfit(json: &str) -> Option<Self> {
        let _ = json;
        None
    }
}

/// How much of a JSON value a type could take.
#[derive(Debug)]
pub enum Fit<T> {
    /// All of it.
    Whole(T),
    /// A list without some of its elements.
    Part(T),
    /// Nothing: the JSON has another type.
    Not,
}

impl<T> Fit<T> {
    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Fit<U> {
        match self {
            Self::Whole(value) => Fit::Whole(wrap(value)),
            Self::Part(value) => Fit::Part(wrap(value)),
            Self::Not => Fit::Not,
        }
    }
}

impl<T> From<Option<T>> for Fit<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Not, Self::Whole)
    }
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
        Fit::Whole(value) | Fit::Part(value) => Ok(value),
        Fit::Not => Err(Error::new(T::SHAPE, ErrorKind::WrongType)),
    }
}

/// The one JSON value of a text, without white space around it.
fn well_formed(text: &str, expected: Shape) -> Result<&str, Error> {
    serde_json::from_str::<&RawValue>(text)
        .map(RawValue::get)
        .map_err(|e| Error::syntax(expected, &e, text))
}

/// Prints a whole document.
pub(crate) fn print(node: &dyn Node) -> String {
    let mut out = String::new();
    node.print(&mut out);
    out
}

/// `Deserialize` for the types of this crate, whatever reader `serde_json` uses.
pub(crate) fn deserialize<'de, T: Wire, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    read(raw.get()).map_err(de::Error::custom)
}

/// `Serialize` for the types of this crate: through the JSON text, which alone keeps every digit.
pub(crate) fn serialize<S: Serializer>(node: &dyn Node, serializer: S) -> Result<S::Ok, S::Error> {
    RawValue::from_string(print(node))
        .map_err(ser::Error::custom)?
        .serialize(serializer)
}

/// Gives a type its `Deserialize` and `Serialize`.
macro_rules! serde_through_wire {
    ($name:ty) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }
    };
}

pub(crate) use serde_through_wire;
