//! The text of a document, and the objects and lists in it, read only as far as someone looks.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A piece of JSON within the document that it came with.
///
/// It keeps the document alive: one account that is kept keeps the response that it came in.
#[derive(Clone)]
pub(crate) struct Text {
    document: Arc<str>,
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
        let document: Arc<str> = raw.get().into();
        let end = u32::try_from(document.len()).ok()?;
        Some(Self {
            document,
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
        Self {
            document: Arc::clone(&self.document),
            start: member.start,
            end: member.end,
        }
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
        let mut json = serde_json::Deserializer::from_str(self.as_str());
        let members = Members(&self.document).deserialize(&mut json);
        members.unwrap_or_default().into_boxed_slice()
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
        let elements: Vec<&RawValue> = serde_json::from_str(self.as_str()).unwrap_or_default();
        let elements = elements.into_iter().map(|raw| self.part(raw.get()));
        elements.collect()
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

    fn part(&self, part: &str) -> Self {
        let range = range_in(&self.document, part);
        Self {
            document: Arc::clone(&self.document),
            start: range.start,
            end: range.end,
        }
    }

    fn at(&self, start: u32, end: u32) -> &str {
        self.document
            .get(start as usize..end as usize)
            .unwrap_or("null")
    }
}

/// Returns where `part`, a slice of `whole`, stands in it.
fn range_in(whole: &str, part: &str) -> Range<u32> {
    let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
    let end = start + part.len();
    // The document has less than 4 GiB.
    start as u32..end as u32
}

/// Reads the members of an object in the document.
struct Members<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Vec<Member>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::with_capacity(12);
        while let Some(name) = map.next_key_seed(NameIn(self.0))? {
            let value: &RawValue = map.next_value()?;
            let Range { start, end } = range_in(self.0, value.get());
            members.push(Member { name, start, end });
        }
        Ok(members)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Ok(Vec::new())
    }
}

/// Reads a name, as bytes: serde_json refuses half of a surrogate pair in a text, and one name would cost the whole
/// object.
struct NameIn<'a>(&'a str);

impl<'de> DeserializeSeed<'de> for NameIn<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<'de> Visitor<'de> for NameIn<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Name, E> {
        Ok(match std::str::from_utf8(bytes) {
            Ok(name) => Name::Here(range_in(self.0, name)),
            Err(_) => Name::Decoded(String::from_utf8_lossy(bytes).into()),
        })
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Name, E> {
        Ok(Name::Decoded(String::from_utf8_lossy(bytes).into()))
    }
}
