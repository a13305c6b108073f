//! Lists: one bad element does not spoil the others.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::node::{Node, Presence, Read, Wire};
use super::object::{Redacted, Strict};
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
        matches!(Self::lenient(json), Read::Partial(read) if read == *self)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        for (index, element) in elements(json).into_iter().flatten().enumerate() {
            walk.element(index, |walk| match T::lenient(element.get()) {
                Read::Complete(_) => {}
                Read::Partial(value) => value.inspect_mismatches(element.get(), walk),
                Read::Mismatch => walk.report(FindingKind::for_mismatch(element.get()), T::SHAPE),
            });
        }
    }
}

impl<T: Wire + PartialEq> Wire for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(PhantomData))
    }

    fn lenient(json: &str) -> Read<Self> {
        let Some(elements) = elements(json) else {
            return Read::Mismatch;
        };
        let mut list = Self::with_capacity(elements.len());
        let mut all = true;
        for element in elements {
            match element_of(element.get()) {
                Read::Complete(value) => list.push(value),
                Read::Partial(value) => {
                    all = false;
                    list.push(value);
                }
                Read::Mismatch => match T::mismatch(element.get()) {
                    Some(value) => list.push(value),
                    None => all = false,
                },
            }
        }
        if all {
            Read::Complete(list)
        } else {
            Read::Partial(list)
        }
    }
}

/// Reads an element, while streaming if it allows that: one bad value on a page costs its own element the slower reader, not all.
fn element_of<T: Wire>(json: &str) -> Read<T> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    match T::strict(&mut deserializer) {
        Ok(value) if deserializer.end().is_ok() => Read::Complete(value),
        _ => T::lenient(json),
    }
}

/// Returns the raw elements of a JSON array; nothing when it is not one.
fn elements(json: &str) -> Option<Vec<&RawValue>> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    Vec::<&RawValue>::deserialize(&mut deserializer).ok()
}

struct Elements<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for Elements<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = seq.next_element_seed(Strict::<T>::new())? {
            list.push(element);
        }
        Ok(list)
    }
}
