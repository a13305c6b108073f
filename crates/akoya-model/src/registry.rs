//! Every type by the name that the API description gives it, to read documents whose type is known at run time only.
//!
//! ```
//! use akoya_model::registry;
//!
//! let balances = registry::by_name("get_balances").ok_or("no such type")?;
//! assert_eq!(balances.name(), "Balances");
//! let document = balances.read(r#"{ "accounts": [], "page": 1 }"#)?;
//! assert_eq!(document.json(), r#"{"accounts":[],"page":1}"#);
//! assert_eq!(document.findings()[0].to_string(), "$.page: unknown field (Balances)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod list;

use std::fmt;

use crate::error::Error;
use crate::inspect::{self, Finding};
use crate::wire::{self, Node};

pub use list::OPERATIONS;

/// Finds a type by its name in the API description (`DepositAccount`, `BalancesAccounts`), or by the name of an operation that answers
/// with it (`get_balances`).
pub fn by_name(name: &str) -> Option<&'static Type> {
    let of_operation = OPERATIONS
        .iter()
        .find(|(operation, _)| *operation == name)
        .map(|(_, answer)| *answer);
    let name = of_operation.unwrap_or(name);
    types().iter().find(|kind| kind.name == name)
}

/// All types: the objects, the unions, and the objects around the cases of unions.
pub fn types() -> &'static [Type] {
    &list::TYPES
}

/// All enumerations.
pub fn enums() -> &'static [Enum] {
    list::ENUMS
}

/// An object or union of the API.
#[derive(Clone, Copy)]
pub struct Type {
    name: &'static str,
    fields: &'static [Field],
    read: fn(&str) -> Result<Document, Error>,
}

impl Type {
    pub(crate) fn of<T: crate::Model>(name: &'static str) -> Self {
        Self {
            name,
            fields: T::FIELDS,
            read: Document::read::<T>,
        }
    }

    /// The same type with other fields and another name.
    pub(crate) fn part(&self, name: &'static str, fields: &'static [Field]) -> Self {
        Self {
            name,
            fields,
            read: self.read,
        }
    }

    /// The name in the API description.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The known fields; of a union, the keys that tell its cases.
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
    json: crate::Json,
    findings: Vec<Finding>,
}

impl Document {
    fn read<T: crate::Model>(text: &str) -> Result<Self, Error> {
        crate::from_str::<T>(text).map(|value| Self::of(&value))
    }

    fn of(value: &dyn Node) -> Self {
        Self {
            json: crate::Json::from_checked(&wire::print(value)),
            findings: inspect::all(value),
        }
    }

    /// The document as the type prints it: the same JSON value as was read, digit for digit.
    pub fn json(&self) -> &str {
        self.json.as_str()
    }

    /// What is odd in the document; empty when every field and value is as described.
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

    /// The name in the API description.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The values that the Rust type knows.
    pub fn values(&self) -> &'static [&'static str] {
        self.values
    }
}

/// A type as the API description would write it: `string`, `DepositAccount`, `list<LineItem>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// A type with a name.
    Named(&'static str),
    /// A list of one type.
    List(&'static Self),
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::List(element) => write!(f, "list<{element}>"),
        }
    }
}

/// A field of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    wire: &'static str,
    rust: &'static str,
    shape: Shape,
}

impl Field {
    pub(crate) const fn new(wire: &'static str, rust: &'static str, shape: Shape) -> Self {
        Self { wire, rust, shape }
    }

    /// The name in JSON.
    pub fn wire(&self) -> &'static str {
        self.wire
    }

    /// The name in Rust.
    pub fn rust(&self) -> &'static str {
        self.rust
    }

    /// The type.
    pub fn shape(&self) -> Shape {
        self.shape
    }
}
