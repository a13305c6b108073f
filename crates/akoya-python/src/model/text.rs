//! The text of a document, and the objects and lists in it, read only as far as someone looks.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::value::RawValue;

use akoya_model::outline::Place;

use super::index::{Document, NotedList, plain_length};

/// A piece of JSON within the document that it came with.
///
/// It keeps the document alive: one account that is kept keeps the response that it came in.
#[derive(Clone)]
pub(crate) struct Text {
    document: Arc<Document>,
    /// The number of its place; 0 is that of the whole document.
    at: u32,
}

/// A name with its value, in an object.
#[derive(Clone, Copy)]
pub(crate) struct Member {
    at: u32,
    place: Place,
}

impl Text {
    /// Takes a document that is JSON; nothing when it is not.
    pub(crate) fn document(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Self::known(Bytes::copy_from_slice(raw.get().as_bytes()), None)
    }

    /// Takes a document that has been found to be JSON in UTF-8, and the places that were noted then; nothing when it is
    /// too long.
    pub(crate) fn known(json: Bytes, list: Option<&NotedList>) -> Option<Self> {
        let text = json.slice_ref(json.trim_ascii());
        u32::try_from(text.len()).ok()?;
        // Behind white space or a byte order mark all places are others.
        let document = match list.filter(|_| json.starts_with(b"{")) {
            Some(list) => Document::noted(text, list),
            None => Document::new(text),
        };
        Some(Self {
            document: Arc::new(document),
            at: 0,
        })
    }

    /// Returns the JSON.
    pub(crate) fn as_str(&self) -> &str {
        let json = match self.at {
            0 => Some(self.document.json()),
            at => self.place(at).and_then(|place| self.bytes(place)),
        };
        json.and_then(|json| std::str::from_utf8(json).ok())
            .unwrap_or("null")
    }

    /// Returns the first character, which says what the value is.
    pub(crate) fn first(&self) -> u8 {
        let start = match self.at {
            0 => 0,
            at => self.place(at).map_or(0, |place| place.start as usize),
        };
        let first = self.document.json().get(start);
        first.copied().unwrap_or(b'n')
    }

    /// Returns the value of a member.
    pub(crate) fn value(&self, member: Member) -> Self {
        self.piece(member.at)
    }

    /// Returns the name of a member.
    pub(crate) fn name(&self, member: Member) -> Cow<'_, str> {
        let start = member.place.name as usize;
        let json = self.document.json();
        let length = plain_length(json.get(start..).unwrap_or_default());
        match json.get(start + length) {
            Some(b'"') => Cow::Borrowed(self.here(start, start + length)),
            // It has escapes, so it is read with its quotes; a colon follows.
            _ => {
                let string = self.here(start.saturating_sub(1), member.place.start as usize);
                decoded(string.trim_end().trim_end_matches(':').trim_end())
            }
        }
    }

    /// Returns the members of an object, in order; nothing for another value.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member> {
        let within = self.document.index().within(self.at);
        let members = within.filter(|(_, place)| place.name > 0);
        members.map(|(at, place)| Member { at, place })
    }

    /// Returns the value of a field. Of several with one name the last counts, as in other JSON readers.
    pub(crate) fn find(&self, name: &str) -> Option<Self> {
        let found = self.members().filter(|member| self.is_named(*member, name));
        found.last().map(|member| self.value(member))
    }

    /// Returns whether a member has a name.
    #[inline]
    pub(crate) fn is_named(&self, member: Member, name: &str) -> bool {
        match self.document.index().has_escaped_names {
            false => self.has_plain_name(member, name),
            true => self.name(member) == name,
        }
    }

    /// Returns the elements of a list; nothing for another value.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> + use<'_> {
        let within = self.document.index().within(self.at);
        let elements = within.filter(|(_, place)| place.name == 0);
        elements.map(|(at, _)| self.piece(at))
    }

    /// Returns the number of the place where the first element of a list is.
    pub(crate) const fn first_place(&self) -> u32 {
        self.at + 1
    }

    /// Returns the element of a list at a place, and the number of the place behind it; nothing behind the last.
    pub(crate) fn element_at(&self, at: u32) -> Option<(Self, u32)> {
        let mut within = self.document.index().within(self.at).from(at);
        let (at, place) = within.next().filter(|(_, place)| place.name == 0)?;
        Some((self.piece(at), at + place.count))
    }

    /// Returns a string without quotes and escapes; half of a surrogate pair is U+FFFD.
    pub(crate) fn string(&self) -> Cow<'_, str> {
        let text = self.as_str();
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        match inner {
            Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
            _ => decoded(text),
        }
    }

    /// Returns whether a member has a name, in a document in which names have no escapes.
    #[inline]
    fn has_plain_name(&self, member: Member, name: &str) -> bool {
        let (json, start) = (self.document.json(), member.place.name as usize);
        let end = start + name.len();
        // The quote first: it tells nearly all other names.
        json.get(end) == Some(&b'"') && json.get(start..end) == Some(name.as_bytes())
    }

    fn piece(&self, at: u32) -> Self {
        Self {
            document: Arc::clone(&self.document),
            at,
        }
    }

    fn place(&self, at: u32) -> Option<&Place> {
        self.document.index().place(at)
    }

    fn bytes(&self, place: &Place) -> Option<&[u8]> {
        let range = place.start as usize..place.end as usize;
        self.document.json().get(range)
    }

    fn here(&self, start: usize, end: usize) -> &str {
        let json = self.document.json().get(start..end);
        json.and_then(|json| std::str::from_utf8(json).ok())
            .unwrap_or_default()
    }
}

/// Reads a JSON string.
fn decoded(json: &str) -> Cow<'_, str> {
    match json.parse::<akoya_model::Json>() {
        Ok(string) => Cow::Owned(string.text().into_owned()),
        Err(_) => Cow::Borrowed(json),
    }
}
