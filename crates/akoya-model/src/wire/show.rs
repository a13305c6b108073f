//! Values shown by `Debug`, without text that could identify a person or an account.

use std::fmt;

use super::node::{Fields, Node, View};
use super::write::{each_field, views};

/// A value to be shown.
pub(crate) struct Redacted<'a>(pub(crate) View<'a>);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Object(object) => fmt_object(object, f),
            View::List(list) => f.debug_list().entries(views(list).map(Redacted)).finish(),
            View::Value(value) => value.fmt_redacted(f),
        }
    }
}

/// Shows a value.
pub(crate) fn fmt(node: &dyn Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&Redacted(node.view()), f)
}

/// Writes an object: the fields that are set, in the struct's order.
fn fmt_object(object: &dyn Fields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(object.description().name);
    each_field(object, &mut |field, value| {
        if let Some(value) = value {
            out.field(field.rust(), &Redacted(value));
        }
    });
    if !object.extra().is_empty() {
        out.field("extra", object.extra());
    }
    out.finish_non_exhaustive()
}
