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
    /// The name in JSON, the name in Rust, each a line of its own, and the documentation. They are one text because
    /// the loader of a program writes the address of each text before the program starts, and there are thousands of
    /// fields.
    described: &'static str,
    /// Behind a pointer because few types have many fields.
    shape: &'static Shape,
    /// The length of the name in JSON.
    wire: u8,
}

impl Field {
    pub(crate) const fn new(
        wire: &'static str,
        described: &'static str,
        shape: &'static Shape,
    ) -> Self {
        Self {
            described,
            shape,
            wire: wire.len() as u8,
        }
    }

    /// Returns the name in Rust, and the documentation.
    fn described(&self) -> (&'static str, &'static str) {
        let after = self.described.get(usize::from(self.wire) + 1..);
        let after = after.unwrap_or_default();
        after.split_once('\n').unwrap_or((after, ""))
    }

    /// Returns the name in JSON.
    pub fn wire(&self) -> &'static str {
        let name = self.described.get(..usize::from(self.wire));
        name.unwrap_or_default()
    }

    /// Returns the name in Rust.
    pub fn rust(&self) -> &'static str {
        self.described().0
    }

    /// Returns the type.
    pub fn shape(&self) -> Shape {
        *self.shape
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
