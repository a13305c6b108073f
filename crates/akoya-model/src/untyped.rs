//! A value of any model, for code that looks at it and is compiled once for all of them.

use crate::document::Model;
use crate::inspect;
use crate::wire::extra::Extra;
use crate::wire::find;
use crate::wire::inspect::is_unread_item;
use crate::wire::node::{Presence, View};
use crate::wire::walk::Finding;
use crate::wire::write;

/// A value of any [`Model`]: a function that takes it is compiled where it stands, and not again in each program for
/// each type. Its methods do what the functions of this crate with their names do.
// Hidden: a program knows the types of its documents. The client does not.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Untyped<'a>(View<'a>);

impl<'a> Untyped<'a> {
    /// Returns a value without its type.
    pub fn of<T: Model>(value: &'a T) -> Self {
        Self(value.untyped())
    }

    /// Returns what an object holds besides its fields.
    pub fn extra(self) -> Option<&'a Extra> {
        find::extra(self.0)
    }

    /// Returns whether a field has a value.
    pub fn presence(self, path: &str) -> Presence {
        find::presence(self.0, path)
    }

    /// Lists what is unusual in the value.
    pub fn inspect(self) -> Vec<Finding> {
        inspect::findings(self.0)
    }

    /// Returns whether nothing of the value can be read, or not all, where it is an element of a list.
    pub fn is_unread_item(self) -> bool {
        is_unread_item(self.0)
    }

    /// Writes the value as JSON, without white space.
    pub fn to_json(self) -> String {
        write::json(self.0)
    }
}
