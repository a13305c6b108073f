//! Text, truth values, and any value as its text.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::json::{ANY, Json, JsonKind};
use super::node::{Node, Read, Wire};
use super::readable::readable;
use super::shape::Shape;
use super::text::write_string;
use super::walk::{FindingKind, Walk};

impl Node for String {
    fn write_json(&self, out: &mut String) {
        write_string(self, out);
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }

    fn is_part_of(&self, json: &str) -> bool {
        matches!(Self::lenient(json), Read::Partial(read) if read == *self)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        walk.report(FindingKind::for_partial_text(json), Self::SHAPE);
    }
}

impl Wire for String {
    const SHAPE: Shape = Shape::Named("string");

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn lenient(json: &str) -> Read<Self> {
        if let Ok(text) = serde_json::from_str(json) {
            return Read::Complete(text);
        }
        partial_text(json).map_or(Read::Mismatch, Read::Partial)
    }
}

/// Reads a JSON value as a text that stands for it only in part: the value itself is kept beside it and written back.
///
/// Half of a surrogate pair makes a string unreadable for serde_json; the rest of it is worth having. Identifiers, and now and
/// then times, come as numbers: their digits are the text.
pub(crate) fn partial_text(json: &str) -> Option<String> {
    let json = Json::from_checked(json);
    matches!(json.kind(), JsonKind::String | JsonKind::Number).then(|| json.text().into_owned())
}

impl Node for bool {
    fn write_json(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Wire for bool {
    const SHAPE: Shape = Shape::Named("boolean");

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    fn lenient(json: &str) -> Read<Self> {
        serde_json::from_str(json).ok().into()
    }
}

impl Node for Json {
    fn write_json(&self, out: &mut String) {
        out.push_str(self.as_str());
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Wire for Json {
    const SHAPE: Shape = ANY;

    fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(Self::from)
    }

    fn lenient(json: &str) -> Read<Self> {
        Read::Complete(Self::from_checked(json))
    }
}

readable!(Json);
