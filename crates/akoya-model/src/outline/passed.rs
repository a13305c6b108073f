//! A value that nobody looks at.

use std::fmt;

use super::items::Item;
use super::places::Places;
use crate::wire::cursor::{Cursor, Malformed};
use crate::wire::node::{Fit, Node, Value, View, Wire};
use crate::wire::shape::Shape;
use crate::wire::walk::Walk;

/// A value that was passed over, and is JSON. It is written as `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passed;

impl Node for Passed {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for Passed {
    fn write_json(&self, out: &mut String) {
        out.push_str("null");
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Wire for Passed {
    const SHAPE: Shape = Shape::Named("any");

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        cursor.skip()?;
        *slot = Some(Self);
        Ok(Fit::Complete)
    }
}

impl Item for Passed {
    fn read(cursor: &mut Cursor<'_>, places: &mut Places) -> Result<Self, Malformed> {
        places.pass(cursor)?;
        Ok(Self)
    }
}
