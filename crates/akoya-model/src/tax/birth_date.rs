//! Dates of birth, which `Debug` does not show.

use std::fmt;
use std::ops::Deref;

use crate::time::Date;
use crate::wire::cursor::{Cursor, Malformed};
use crate::wire::node::{Fit, Node, Value, View, Wire};
use crate::wire::readable::readable;
use crate::wire::scalar::read_text;
use crate::wire::shape::Shape;
use crate::wire::walk::Walk;

/// A person's date of birth: a [`Date`] that `Debug` does not show.
///
/// ```
/// use akoya_model::tax::BirthDate;
///
/// let born = BirthDate::from("1984-06-21");
/// assert_eq!(born.day().map(|day| day.year()), Some(1984));
/// assert_eq!(format!("{born:?}"), "\"…\"");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BirthDate(Date);

impl Deref for BirthDate {
    type Target = Date;

    fn deref(&self) -> &Date {
        &self.0
    }
}

impl From<&str> for BirthDate {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for BirthDate {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }
}

impl Node for BirthDate {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for BirthDate {
    fn write_json(&self, out: &mut String) {
        self.0.write_json(out);
    }

    fn inspect(&self, walk: &mut Walk) {
        self.0.inspect(walk);
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn is_part_of(&self, json: &str) -> bool {
        self.0.is_part_of(json)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        self.0.inspect_mismatches(json, walk);
    }
}

impl Wire for BirthDate {
    const SHAPE: Shape = Date::SHAPE;

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        read_text(cursor, slot)
    }
}

readable!(BirthDate);
