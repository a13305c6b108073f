//! Lists: one bad element does not spoil the others.

use std::fmt;

use super::cursor::{Cursor, Malformed};
use super::node::{Fit, Node, Presence, Wire};
use super::object::Redacted;
use super::shape::Shape;
use super::walk::{FindingKind, Walk};

impl<T: Wire + PartialEq> Node for Vec<T> {
    fn write_json(&self, out: &mut String) {
        out.push('[');
        for (index, element) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            element.write_json(out);
        }
        out.push(']');
    }

    fn inspect(&self, walk: &mut Walk) {
        for (index, element) in self.iter().enumerate() {
            walk.element(index, |walk| element.inspect(walk));
        }
    }

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|element| Redacted(element)))
            .finish()
    }

    fn presence(&self, path: &str) -> Presence {
        let (index, below) = match path.split_once('.') {
            Some((index, below)) => (index, Some(below)),
            None => (path, None),
        };
        let element = index.parse().ok().and_then(|index: usize| self.get(index));
        match (element, below) {
            (None, _) => Presence::Absent,
            (Some(_), None) => Presence::Value,
            (Some(element), Some(below)) => element.presence(below),
        }
    }

    fn is_part_of(&self, json: &str) -> bool {
        matches!(Self::of_json(json), (Fit::Partial, Some(read)) if read == *self)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        for (index, json) in elements(json).into_iter().flatten().enumerate() {
            walk.element(index, |walk| match T::of_json(json) {
                (Fit::Partial, Some(value)) => value.inspect_mismatches(json, walk),
                (Fit::Mismatch, _) => walk.report(FindingKind::for_mismatch(json), T::SHAPE),
                _ => {}
            });
        }
    }
}

impl<T: Wire + PartialEq> Wire for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        if !cursor.enter_list() {
            cursor.skip()?;
            return Ok(Fit::Mismatch);
        }
        let list = slot.insert(Self::new());
        let mut all = Fit::Complete;
        let mut is_first = true;
        while cursor.next_element(&mut is_first)? {
            let start = cursor.position();
            let mut element = None;
            let fit = T::read_into(cursor, &mut element)?;
            if fit == Fit::Mismatch {
                element = T::mismatch(cursor.since(start));
            }
            if fit == Fit::Partial || element.is_none() {
                all = Fit::Partial;
            }
            list.extend(element);
        }
        Ok(all)
    }
}

/// Returns the raw elements of a JSON array; nothing when it is not one.
fn elements(json: &str) -> Option<Vec<&str>> {
    let mut cursor = Cursor::new(json);
    if !cursor.enter_list() {
        return None;
    }
    let mut is_first = true;
    let mut elements = Vec::new();
    while cursor.next_element(&mut is_first).ok()? {
        elements.push(cursor.skip().ok()?);
    }
    Some(elements)
}
