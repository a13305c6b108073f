//! Lists: one bad element does not spoil the others.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Fit, Node, Strict, Wire};
use crate::inspect::{FindingKind, Walk};
use crate::registry::Shape;

impl<T: Wire + PartialEq> Node for Vec<T> {
    fn print(&self, out: &mut String) {
        out.push('[');
        for (index, element) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            element.print(out);
        }
        out.push(']');
    }

    fn inspect(&self, walk: &mut Walk) {
        for (index, element) in self.iter().enumerate() {
            walk.element(index, |walk| element.inspect(walk));
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.iter().map(|element| Shown(element)))
            .finish()
    }

    fn is_part_of(&self, json: &str) -> bool {
        matches!(Self::lenient(json), Fit::Part(read) if read == *self)
    }

    fn inspect_misfits(&self, json: &str, walk: &mut Walk) {
        for (index, element) in elements(json).into_iter().flatten().enumerate() {
            if matches!(T::lenient(element.get()), Fit::Not) {
                walk.element(index, |walk| {
                    walk.report(FindingKind::for_misfit(element.get()), T::SHAPE)
                });
            }
        }
    }
}

impl<T: Wire + PartialEq> Wire for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Elements(PhantomData))
    }

    fn lenient(json: &str) -> Fit<Self> {
        let Some(elements) = elements(json) else {
            return Fit::Not;
        };
        let mut list = Self::with_capacity(elements.len());
        let mut all = true;
        for element in elements {
            match T::lenient(element.get()) {
                Fit::Whole(value) | Fit::Part(value) => list.push(value),
                Fit::Not => match T::misfit(element.get()) {
                    Some(value) => list.push(value),
                    None => all = false,
                },
            }
        }
        if all {
            Fit::Whole(list)
        } else {
            Fit::Part(list)
        }
    }
}

/// The raw elements of a JSON array; nothing when it is not one.
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

struct Shown<'a>(&'a dyn Node);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}
