//! An entry of the registry: a type or an enumeration.

use std::fmt;

use crate::document::Model;
use crate::error::Error;
use crate::inspect;
use crate::wire::json::Json;
use crate::wire::node::Node;
use crate::wire::readable;
use crate::wire::shape::Field;
use crate::wire::walk::Finding;

/// An object or union of the API.
#[derive(Clone, Copy)]
pub struct Type {
    name: &'static str,
    fields: &'static [Field],
    read: fn(&str) -> Result<Document, Error>,
}

impl Type {
    pub(crate) fn of<T: Model>(name: &'static str) -> Self {
        Self {
            name,
            fields: T::FIELDS,
            read: Document::read::<T>,
        }
    }

    /// Returns the same type with other fields and another name.
    pub(crate) fn part(&self, name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            fields,
            read: self.read,
        }
    }

    /// Returns the name in the API description.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the known fields; of a union, the keys that tell its cases.
    pub fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Reads a document as this type.
    ///
    /// # Errors
    ///
    /// As [`from_str`](crate::from_str).
    pub fn read(&self, text: &str) -> Result<Document, Error> {
        (self.read)(text)
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
pub struct Document {
    json: Json,
    findings: Vec<Finding>,
}

impl Document {
    fn read<T: Model>(text: &str) -> Result<Self, Error> {
        T::read(text).map(|value| Self::of(&value))
    }

    fn of(value: &dyn Node) -> Self {
        Self {
            json: Json::from_checked(&readable::write(value)),
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
