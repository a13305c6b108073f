//! A JSON value, kept as the text it came in.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::shape::Shape;
use super::short_text::ShortText;
use super::string;
use super::text::write_string;
use crate::error::{Error, ErrorKind};

/// How the API description would write the type of a [`Json`].
pub(super) const ANY: Shape = Shape::Named("any");

/// One JSON value, kept as the text it came in.
///
/// Nothing is interpreted, so numbers keep every digit and nesting may be as deep as it likes. Two values are equal
/// when their texts are: `1.0` and `1` differ. `Debug` shows the kind only, never the content.
///
/// ```
/// let json: akoya_model::Json = r#"{"rate": 0.10}"#.parse()?;
/// assert_eq!(json.as_str(), r#"{"rate": 0.10}"#);
/// assert_eq!(json.kind(), akoya_model::JsonKind::Object);
/// # Ok::<(), akoya_model::Error>(())
/// ```
#[derive(Clone)]
pub struct Json(ShortText);

/// What a [`Json`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 8259 has six kinds of values")]
pub enum JsonKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// A number in decimal digits.
    Number,
    /// `true` or `false`
    Boolean,
    /// `null`
    Null,
}

impl Json {
    /// Returns the text as it came, without white space around it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns which of JSON's six kinds the value is.
    pub fn kind(&self) -> JsonKind {
        match self.as_str().as_bytes().first() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::Array,
            Some(b'"') => JsonKind::String,
            Some(b't' | b'f') => JsonKind::Boolean,
            Some(b'n') => JsonKind::Null,
            _ => JsonKind::Number,
        }
    }

    /// Returns whether the value is `null`.
    pub fn is_null(&self) -> bool {
        self.kind() == JsonKind::Null
    }

    /// Returns the value as a person would write it: a string without quotes and escapes, anything else as its JSON
    /// text.
    ///
    /// Half of a surrogate pair (`\ud83d` alone) is no text; U+FFFD replaces it.
    pub fn text(&self) -> Cow<'_, str> {
        if self.kind() != JsonKind::String {
            return Cow::Borrowed(self.as_str());
        }
        string::text(self.as_str()).unwrap_or(Cow::Borrowed(self.as_str()))
    }

    /// Reads the value as a type of this crate or any other.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] when the type does not take the value.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        serde_json::from_str(self.as_str()).map_err(|_| Error::new(ANY, ErrorKind::WrongType))
    }

    /// Returns a string of this text.
    pub fn string(text: &str) -> Self {
        let mut json = String::new();
        write_string(text, &mut json);
        Self::from_checked(&json)
    }

    /// Returns a `null`.
    pub fn null() -> Self {
        Self("null".into())
    }

    /// Takes text that a JSON reader has checked, without white space around it.
    pub(crate) fn from_checked(text: &str) -> Self {
        Self(text.into())
    }
}

impl FromStr for Json {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        serde_json::from_str::<&RawValue>(text)
            .map(|json| Self::from_checked(json.get()))
            .map_err(|e| Error::syntax(ANY, &e, text))
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Json({:?} of {} bytes)",
            self.kind(),
            self.as_str().len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_and_debug_shows_none_of_it() {
        let json: Json = " \"123-45-6789\" ".parse().unwrap();
        assert_eq!(json.as_str(), "\"123-45-6789\"");
        assert_eq!(format!("{json:?}"), "Json(String of 13 bytes)");
    }

    #[test]
    fn string_is_made_of_any_text() {
        let text = "a\"b\\\n\u{1f600}";
        assert_eq!(Json::string(text).text(), text);
    }

    #[test]
    fn text_that_is_not_json_is_refused() {
        for text in ["", "NaN", "{", "1 2", "Infinity", "'a'"] {
            assert!(text.parse::<Json>().is_err(), "{text}");
        }
    }

    #[test]
    fn nesting_deeper_than_any_stack_is_kept() {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(deep.parse::<Json>().unwrap().as_str(), deep);
    }
}
