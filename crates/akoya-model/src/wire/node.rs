//! What every value of the API can do, whatever its type: be read, written back, inspected and shown.

use std::fmt;

use super::cursor::{Cursor, Malformed};
use super::extra::Extra;
use super::shape::{Field, Shape};
use super::walk::Walk;

/// Whether a field of a document has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "JSON knows no other")]
pub enum Presence {
    /// There is a value of the documented type.
    Value,
    /// There is a value of another type.
    OtherType,
    /// There is a `null`.
    Null,
    /// There is no such field.
    Absent,
}

/// A value that can be written, inspected and shown without knowing its type.
pub trait Node {
    /// Appends the value as JSON.
    fn write_json(&self, out: &mut String);

    /// Reports what is unusual in the value and below it.
    fn inspect(&self, walk: &mut Walk);

    /// Returns whether nothing of the value can be read, or not all, where it is an element of a list.
    fn is_unread_item(&self) -> bool {
        false
    }

    /// Writes the value for `Debug`, without text that could identify a person or an account.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Returns the value of a field as text, also when it has the wrong type.
    fn field_text(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }

    /// Returns whether a field, or one below it after a dot, has a value.
    fn presence(&self, path: &str) -> Presence {
        let _ = path;
        Presence::Absent
    }

    /// Returns what an object holds besides its fields.
    fn extra(&self) -> Option<&Extra> {
        None
    }

    /// Returns whether `json`, kept because only a part of it could be read, still stands for this value.
    fn is_part_of(&self, json: &str) -> bool {
        let _ = json;
        false
    }

    /// Reports the parts of `json` that could not be read.
    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        let _ = (json, walk);
    }
}

/// A type that stands for a JSON value.
pub trait Wire: Node + Sized {
    /// The type as an API description would write it.
    const SHAPE: Shape;

    /// What the type is, in the Markdown of this crate's documentation.
    const DOC: &'static str = "";

    /// The fields of an object, or the cases of a union.
    const FIELDS: &'static [Field] = &[];

    /// The names that the API description gives to the objects around a union's cases, in the order of
    /// [`Wire::FIELDS`].
    const WRAPPERS: &'static [&'static str] = &[];

    /// Reads the value at a cursor into the place where it stays, which is empty, and moves the cursor behind it.
    ///
    /// A struct of half a kilobyte that is returned is copied; one that is filled in place is not.
    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed>;

    /// Reads the value from its own JSON text, which is known to be well formed.
    fn of_json(json: &str) -> (Fit, Option<Self>) {
        let mut slot = None;
        let fit = Self::read_into(&mut Cursor::new(json), &mut slot);
        (fit.unwrap_or(Fit::Mismatch), slot)
    }

    /// Returns the value that keeps an element of a list that does not fit.
    fn mismatch(json: &str) -> Option<Self> {
        let _ = json;
        None
    }
}

/// How much of a JSON value a type could take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// All of it.
    Complete,
    /// A list without some of its elements, or a text that stands for the value.
    Partial,
    /// Nothing: the JSON has another type.
    Mismatch,
}
