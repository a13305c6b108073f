//! The names that the API description gives to types and fields.

use std::fmt;

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
    doc: &'static str,
}

impl Field {
    pub(crate) const fn new(
        wire: &'static str,
        rust: &'static str,
        shape: Shape,
        doc: &'static str,
    ) -> Self {
        Self {
            wire,
            rust,
            shape,
            doc,
        }
    }

    /// Returns the name in JSON.
    pub fn wire(&self) -> &'static str {
        self.wire
    }

    /// Returns the name in Rust.
    pub fn rust(&self) -> &'static str {
        self.rust
    }

    /// Returns the type.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns what the field is, in the Markdown of this crate's documentation.
    pub fn doc(&self) -> &'static str {
        self.doc
    }
}
