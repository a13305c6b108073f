//! Text and truth values.

use std::fmt;

use serde::{Deserialize, Deserializer};

use super::{Fit, Node, Wire, print_string};
use crate::inspect::Walk;
use crate::registry::Shape;

impl Node for String {
    fn print(&self, out: &mut String) {
        print_string(self, out);
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }
}

impl Wire for String {
    const SHAPE: Shape = Shape::Named("string");

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn lenient(json: &str) -> Fit<Self> {
        serde_json::from_str(json).ok().into()
    }
}

impl Node for bool {
    fn print(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Wire for bool {
    const SHAPE: Shape = Shape::Named("boolean");

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn lenient(json: &str) -> Fit<Self> {
        serde_json::from_str(json).ok().into()
    }
}
