//! A value behind a pointer is the value.

use std::fmt;

use serde::Deserializer;

use super::{Fit, Node, Wire};
use crate::inspect::Walk;
use crate::registry::Shape;

impl<T: Node> Node for Box<T> {
    fn print(&self, out: &mut String) {
        (**self).print(out);
    }

    fn inspect(&self, walk: &mut Walk) {
        (**self).inspect(walk);
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).show(f)
    }
}

impl<T: Wire> Wire for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::strict(deserializer).map(Self::new)
    }

    fn lenient(json: &str) -> Fit<Self> {
        T::lenient(json).map(Self::new)
    }
}
