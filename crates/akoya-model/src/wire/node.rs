//! What every value of the API can do, whatever its type: be read, and be seen as an object, a list or something else.
//!
//! There are 172 models with 2,500 fields. What is compiled for each of them is only where its fields are; all that is done with
//! them is written for the traits here, and compiled once.
//!
//! In a program's optimised build rustc cuts this crate into 16 units, and each unit that may drop a value compiles the dropping of it and
//! of all that it holds. What is generic and drops, as a place does, would be in the unit of `Option`, of `Box` or of `Vec`, which so
//! would have the dropping of every model. `#[inline]` moves it to the unit of the model that has the place.

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
    /// Returns the value as what it is.
    fn view(&self) -> View<'_>;
}

/// A value, without its type.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// A struct that `model!` made.
    Object(&'a dyn Fields),
    /// A list.
    List(&'a dyn List),
    /// A text, a number, an enumeration, or one of several kinds.
    Value(&'a dyn Value),
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Object(_) => "Object",
            Self::List(_) => "List",
            Self::Value(_) => "Value",
        })
    }
}

/// A struct that `model!` made.
pub trait Fields {
    /// Returns what the struct is.
    fn description(&self) -> Description;

    /// Returns the place of the field with a wire name.
    fn place(&mut self, name: &str) -> Option<Place<'_>>;

    /// Calls `see` with the places of all fields, in the struct's order.
    fn slots(&self, see: &mut dyn FnMut(&[&dyn Slot]));

    /// Returns what the struct has no field for.
    fn extra(&self) -> &Extra;

    /// Returns the same, to be changed.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// What a struct is.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// The name in Rust.
    pub(crate) name: &'static str,
    /// The name in the API description.
    pub(crate) shape: Shape,
    /// The known fields in the struct's order.
    pub(crate) fields: &'static [Field],
}

/// The place of a field.
#[expect(
    missing_debug_implementations,
    reason = "the place of any type of value"
)]
pub struct Place<'a> {
    /// The index in [`Description::fields`].
    pub(crate) at: u8,
    /// The field.
    pub(crate) slot: &'a mut dyn Slot,
}

/// A list.
pub trait List {
    /// Returns an element.
    fn get(&self, index: usize) -> Option<View<'_>>;

    /// Reads the next element from a cursor, and appends it.
    fn read_element(&mut self, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed>;

    /// Calls `fill` with an empty place for an element.
    fn with_empty(&self, fill: &mut dyn FnMut(&mut dyn Slot));

    /// Returns what an element is.
    fn element(&self) -> Shape;
}

/// A value that is neither an object nor a list, or one of several.
pub trait Value {
    /// Appends the value as JSON.
    fn write_json(&self, out: &mut String);

    /// Reports what is unusual in the value and below it.
    fn inspect(&self, walk: &mut Walk);

    /// Writes the value for `Debug`, without text that could identify a person or an account.
    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Returns whether nothing of the value can be read, or not all, where it is an element of a list.
    fn is_unread_item(&self) -> bool {
        false
    }

    /// Returns the object that the value is one of several kinds of.
    fn object(&self) -> Option<&dyn Fields> {
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

/// The place of a value that may be absent: a field, or an element of a list on its way there.
pub trait Slot {
    /// Returns the value, if there is one.
    fn view(&self) -> Option<View<'_>>;

    /// Reads the value at a cursor into the place, which is empty.
    fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed>;

    /// Empties the place.
    fn clear(&mut self);

    /// Puts an object without fields into the place, which is empty, if its type is that of an object.
    fn fill(&mut self) -> Option<&mut dyn Fields>;
}

impl<T: Wire> Slot for Option<T> {
    #[expect(
        clippy::manual_map,
        reason = "a closure more would be compiled for each type"
    )]
    #[inline]
    fn view(&self) -> Option<View<'_>> {
        match self {
            Some(value) => Some(value.view()),
            None => None,
        }
    }

    #[inline]
    fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
        T::read_into(cursor, self)
    }

    #[inline]
    fn clear(&mut self) {
        self.take();
    }

    #[inline]
    fn fill(&mut self) -> Option<&mut dyn Fields> {
        T::fill(self)
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

    /// Puts an object without fields into a place, which is empty, if the type is that of an object.
    fn fill(slot: &mut Option<Self>) -> Option<&mut dyn Fields> {
        let _ = slot;
        None
    }

    /// Calls `fill` with an empty place for a value of the type.
    fn with_empty(fill: &mut dyn FnMut(&mut dyn Slot)) {
        fill(&mut None::<Self>);
    }
}

/// Reads a value from its own JSON text, which is known to be well formed, into a place that is empty.
pub(crate) fn read_json(slot: &mut dyn Slot, json: &str) -> Fit {
    slot.read(&mut Cursor::new(json)).unwrap_or(Fit::Mismatch)
}

/// Passes over a value that does not fit.
pub(crate) fn skip(cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
    cursor.skip()?;
    Ok(Fit::Mismatch)
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

impl Fit {
    /// Returns that a value fits if it is there.
    pub(crate) fn of<T>(slot: &Option<T>) -> Self {
        match slot {
            Some(_) => Self::Complete,
            None => Self::Mismatch,
        }
    }
}
