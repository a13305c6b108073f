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
    /// The name in Rust, a line of its own, and the documentation. They are one text because the loader of a program
    /// writes the address of each text before the program starts, and there are thousands of fields.
    described: &'static str,
    shape: Shape,
}

impl Field {
    pub(crate) const fn new(wire: &'static str, described: &'static str, shape: Shape) -> Self {
        Self {
            wire,
            described,
            shape,
        }
    }

    fn described(&self) -> (&'static str, &'static str) {
        self.described
            .split_once('\n')
            .unwrap_or((self.described, ""))
    }

    /// Returns the name in JSON.
    pub fn wire(&self) -> &'static str {
        self.wire
    }

    /// Returns the name in Rust.
    pub fn rust(&self) -> &'static str {
        self.described().0
    }

    /// Returns the type.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns what the field is, in the Markdown of this crate's documentation.
    pub fn doc(&self) -> &'static str {
        self.described().1
    }
}

#[cfg(test)]
mod tests {
    use crate::registry;

    #[test]
    fn a_field_has_its_name_in_rust_and_its_documentation_apart() {
        let account = registry::by_name("DepositAccount").unwrap();
        let field = account
            .fields()
            .iter()
            .find(|field| field.wire() == "accountId");
        let field = field.unwrap();
        assert_eq!(field.rust(), "account_id");
        assert!(field.doc().contains("account"), "{:?}", field.doc());
        assert!(!field.doc().contains("account_id"), "{:?}", field.doc());
    }
}
