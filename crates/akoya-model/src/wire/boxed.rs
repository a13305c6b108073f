//! Lets a value behind a pointer be read and written as the value itself.

use std::fmt;

use super::cursor::{Cursor, Malformed};
use super::extra::Extra;
use super::node::{Fit, Node, Presence, Wire};
use super::shape::Shape;
use super::walk::Walk;

impl<T: Node> Node for Box<T> {
    fn write_json(&self, out: &mut String) {
        (**self).write_json(out);
    }

    fn inspect(&self, walk: &mut Walk) {
        (**self).inspect(walk);
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt_redacted(f)
    }

    fn field_text(&self, name: &str) -> Option<String> {
        (**self).field_text(name)
    }

    fn presence(&self, path: &str) -> Presence {
        (**self).presence(path)
    }

    fn extra(&self) -> Option<&Extra> {
        (**self).extra()
    }

    fn is_part_of(&self, json: &str) -> bool {
        (**self).is_part_of(json)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        (**self).inspect_mismatches(json, walk);
    }
}

impl<T: Wire> Wire for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        let mut value = None;
        let fit = T::read_into(cursor, &mut value)?;
        *slot = value.map(Self::new);
        Ok(fit)
    }
}
