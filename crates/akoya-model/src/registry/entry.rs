//! An entry of the registry: a type or an enumeration.

use std::fmt;

use crate::document::Model;
use crate::error::{Error, ErrorKind};
use crate::inspect;
use crate::wire::json::Json;
use crate::wire::node::{Slot, View};
use crate::wire::readable::read_untyped;
use crate::wire::shape::{Field, Shape};
use crate::wire::walk::Finding;
use crate::wire::write;

/// Makes an empty place for a value of a type. A function that also reads would be compiled for each type.
type WithEmpty = fn(&mut dyn FnMut(&mut dyn Slot));

/// An object or union of the API.
#[derive(Clone, Copy)]
pub struct Type {
    name: &'static str,
    doc: &'static str,
    fields: &'static [Field],
    wrappers: &'static [&'static str],
    shape: Shape,
    with_empty: WithEmpty,
}

impl Type {
    pub(crate) fn of<T: Model>(name: &'static str) -> Self {
        Self {
            name,
            doc: T::DOC,
            fields: T::FIELDS,
            wrappers: T::WRAPPERS,
            shape: T::SHAPE,
            with_empty: T::with_empty,
        }
    }

    /// Returns the objects around the cases of a union; nothing for other types.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Self> {
        self.cases().map(|(name, case)| Self {
            name,
            doc: case.doc(),
            fields: std::slice::from_ref(case),
            wrappers: &[],
            shape: self.shape,
            with_empty: self.with_empty,
        })
    }

    /// Returns the name in the API description.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns what the type is, in the Markdown of this crate's documentation.
    pub fn doc(&self) -> &'static str {
        self.doc
    }

    /// Returns the known fields; of a union, the keys that select its cases.
    pub fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Returns the cases of a union: the name of the object around the value, and the key that
    /// selects the case. Other types have none.
    pub fn cases(&self) -> impl Iterator<Item = (&'static str, &'static Field)> + use<> {
        self.wrappers.iter().copied().zip(self.fields)
    }

    /// Reads a document as this type.
    ///
    /// # Errors
    ///
    /// As [`from_str`](crate::from_str).
    pub fn read(&self, text: &str) -> Result<AnyDocument, Error> {
        let mut document = None;
        (self.with_empty)(&mut |slot| {
            document = Some(read_untyped(slot, self.shape, text).map(AnyDocument::of));
        });
        // Always one: `with_empty` calls what it is given.
        document.unwrap_or_else(|| Err(Error::new(self.shape, ErrorKind::WrongType)))
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Type")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

/// What became of a document that was read as a type.
#[derive(Clone, Debug)]
pub struct AnyDocument {
    json: Json,
    findings: Vec<Finding>,
}

impl AnyDocument {
    fn of(value: View<'_>) -> Self {
        Self {
            json: Json::from_checked(&write::json(value)),
            findings: inspect::findings(value),
        }
    }

    /// Returns the document as the type prints it: the same JSON value as was read, digit for digit.
    pub fn json(&self) -> &str {
        self.json.as_str()
    }

    /// Returns what is unusual in the document; empty when every field and value is as described.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// An enumeration of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enum {
    name: &'static str,
    values: &'static [&'static str],
}

impl Enum {
    pub(crate) const fn new(name: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, values }
    }

    /// Returns the name in the API description.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the values that the Rust type knows.
    pub fn values(&self) -> &'static [&'static str] {
        self.values
    }
}
