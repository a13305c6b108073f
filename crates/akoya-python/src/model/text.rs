//! The text of a document, and the objects and lists in it, read only as far as someone looks.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::walk::{Document, Value};

/// A piece of JSON within the document that it came with.
///
/// It keeps the document alive: one account that is kept keeps the response that it came in.
#[derive(Clone)]
pub(crate) struct Text {
    document: Arc<Document>,
    start: u32,
    end: u32,
}

/// A name with its value, in an object.
pub(crate) struct Member {
    name: Name,
    start: u32,
    end: u32,
}

enum Name {
    /// The name stands in the document.
    Here(Range<u32>),
    /// The name was written with escapes.
    Decoded(Box<str>),
}

impl Text {
    /// Takes a document that is JSON; nothing when it is not.
    pub(crate) fn document(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        let end = u32::try_from(raw.get().len()).ok()?;
        Some(Self {
            document: Arc::new(Document::new(raw.get())),
            start: 0,
            end,
        })
    }

    /// Returns the JSON.
    pub(crate) fn as_str(&self) -> &str {
        self.at(self.start, self.end)
    }

    /// Returns the first character, which says what the value is.
    pub(crate) fn first(&self) -> u8 {
        self.as_str().as_bytes().first().copied().unwrap_or(b'n')
    }

    /// Returns the value of a member.
    pub(crate) fn value(&self, member: &Member) -> Self {
        self.piece(member.start..member.end)
    }

    /// Returns the name of a member.
    pub(crate) fn name<'a>(&'a self, member: &'a Member) -> &'a str {
        match &member.name {
            Name::Here(range) => self.at(range.start, range.end),
            Name::Decoded(name) => name,
        }
    }

    /// Returns the members of an object, in order; nothing for another value.
    pub(crate) fn members(&self) -> Box<[Member]> {
        let mut members = Vec::with_capacity(12);
        let mut walk = self.document.walk(self.start);
        let mut is_inside = walk.takes(b'{');
        while is_inside && walk.peek() == Some(b'"') {
            let name = self.name_of(walk.value());
            let _colon = walk.takes(b':');
            let Range { start, end } = walk.value().place;
            members.push(Member { name, start, end });
            is_inside = walk.takes(b',');
        }
        members.into_boxed_slice()
    }

    /// Returns the key of an object whose first value is an object, unless it is written with escapes.
    pub(crate) fn first_key_of_object(&self) -> Option<&str> {
        let rest = self.as_str().strip_prefix('{')?.trim_start();
        let (key, rest) = rest.strip_prefix('"')?.split_once('"')?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start();
        (value.starts_with('{') && !key.contains('\\')).then_some(key)
    }

    /// Returns the elements of a list; nothing for another value.
    pub(crate) fn elements(&self) -> Vec<Self> {
        let mut elements = Vec::new();
        let mut walk = self.document.walk(self.start);
        let mut is_inside = walk.takes(b'[') && walk.peek() != Some(b']');
        while is_inside {
            elements.push(self.piece(walk.value().place));
            is_inside = walk.takes(b',');
        }
        elements
    }

    /// Returns a string without quotes and escapes; half of a surrogate pair is U+FFFD.
    pub(crate) fn string(&self) -> Cow<'_, str> {
        let inner = self
            .as_str()
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        match inner {
            Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
            _ => match self.as_str().parse::<akoya_model::Json>() {
                Ok(json) => Cow::Owned(json.text().into_owned()),
                Err(_) => Cow::Borrowed(self.as_str()),
            },
        }
    }

    fn piece(&self, place: Range<u32>) -> Self {
        Self {
            document: Arc::clone(&self.document),
            start: place.start,
            end: place.end,
        }
    }

    /// Returns a name of its string.
    fn name_of(&self, string: Value) -> Name {
        match string.is_escaped {
            false => Name::Here(string.place.start + 1..string.place.end.saturating_sub(1)),
            true => Name::Decoded(self.piece(string.place).string().into()),
        }
    }

    fn at(&self, start: u32, end: u32) -> &str {
        self.document.at(start, end).unwrap_or("null")
    }
}
