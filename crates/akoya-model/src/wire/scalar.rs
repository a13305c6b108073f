//! Text, truth values, and any value as its text.

use std::fmt;

use super::cursor::{Cursor, Malformed, Token};
use super::json::{ANY, Json, JsonKind};
use super::node::{Fit, Node, Value, View, Wire, read_json};
use super::readable::readable;
use super::shape::Shape;
use super::text::write_string;
use super::walk::{FindingKind, Walk};

impl Node for String {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for String {
    fn write_json(&self, out: &mut String) {
        write_string(self, out);
    }

    fn inspect(&self, _walk: &mut Walk) {}

    fn fmt_redacted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"…\"")
    }

    fn is_part_of(&self, json: &str) -> bool {
        let mut read = None::<Self>;
        read_json(&mut read, json) == Fit::Partial && read.as_ref() == Some(self)
    }

    fn inspect_mismatches(&self, json: &str, walk: &mut Walk) {
        walk.report(FindingKind::for_partial_text(json), Self::SHAPE);
    }
}

impl Wire for String {
    const SHAPE: Shape = Shape::Named("string");

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        read_text(cursor, slot)
    }
}

/// Reads a text; what is none, only in part.
pub(crate) fn read_text<T: for<'a> From<&'a str>>(
    cursor: &mut Cursor<'_>,
    slot: &mut Option<T>,
) -> Result<Fit, Malformed> {
    let start = cursor.position();
    if cursor.peek() == Some(b'"') {
        let text = match cursor.string()? {
            Token::Plain(text) => Some(text.into()),
            Token::Escaped(json) => serde_json::from_str::<String>(json)
                .ok()
                .map(|text| text.as_str().into()),
        };
        if text.is_some() {
            *slot = text;
            return Ok(Fit::Complete);
        }
    } else {
        cursor.skip()?;
    }
    let Some(text) = partial_text(cursor.since(start)) else {
        return Ok(Fit::Mismatch);
    };
    *slot = Some(text.as_str().into());
    Ok(Fit::Partial)
}

/// Reads a JSON value as a text that stands for it only in part: the value itself is kept beside it and written back.
///
/// Half of a surrogate pair makes a string unreadable for serde_json; the rest of it is worth having. Identifiers,
/// and now and then times, come as numbers: their digits are the text.
pub(crate) fn partial_text(json: &str) -> Option<String> {
    let json = Json::from_checked(json);
    matches!(json.kind(), JsonKind::String | JsonKind::Number).then(|| json.text().into_owned())
}

impl Node for bool {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for bool {
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

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        *slot = match cursor.skip()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => return Ok(Fit::Mismatch),
        };
        Ok(Fit::Complete)
    }
}

impl Node for Json {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Value for Json {
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

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        *slot = Some(Self::from_checked(cursor.skip()?));
        Ok(Fit::Complete)
    }
}

readable!(Json);
