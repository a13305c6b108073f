//! The index of a document that is known to be JSON: where its values are, found in one pass that looks for where they
//! end, and at nothing in them.
//!
//! serde_json would check each value again on every level above it, and a list of members for each object that is
//! looked into costs as much as its text.

use std::ops::Range;
use std::sync::OnceLock;

use akoya_model::outline::{Items, Place, Places};
use bytes::Bytes;
use memchr::memchr2;

/// A document, and the places in it once one of them is asked for. It has less than 4 GiB.
pub(crate) struct Document {
    json: Bytes,
    index: OnceLock<Index>,
}

/// Where the values of a document are, in the order of their beginnings: what is in an object or a list follows it.
#[derive(Default)]
pub(crate) struct Index {
    places: Vec<Place>,
    /// Whether there is a name with escapes, which no comparison of bytes finds.
    pub(crate) has_escaped_names: bool,
}

/// The list of a document whose places the client has noted.
#[derive(Debug)]
pub(crate) struct NotedList {
    /// Where it is in the text of the document.
    range: Range<usize>,
    places: Places,
}

impl NotedList {
    /// Takes what the client has noted; nothing where that is not everything.
    pub(crate) fn of<T>(items: Option<Items<T>>) -> Option<Self> {
        let (range, places) = items?.into_places()?;
        Some(Self { range, places })
    }
}

impl Document {
    /// Takes JSON in UTF-8, of less than 4 GiB.
    pub(crate) const fn new(json: Bytes) -> Self {
        Self {
            json,
            index: OnceLock::new(),
        }
    }

    /// Takes such a document, which begins at once, and the places that the client has noted in it.
    pub(crate) fn noted(json: Bytes, list: &NotedList) -> Self {
        let index = Builder::new(&json).noting(list).build();
        Self {
            index: OnceLock::from(index),
            json,
        }
    }

    pub(crate) fn json(&self) -> &[u8] {
        &self.json
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Builder::new(&self.json).build())
    }
}

impl Index {
    /// Returns the place of a number.
    #[inline]
    pub(crate) fn place(&self, at: u32) -> Option<&Place> {
        self.places.get(at as usize)
    }

    /// Returns the numbers and places of what is directly in an object or a list.
    #[inline]
    pub(crate) fn within(&self, at: u32) -> Within<'_> {
        let end = self.place(at).map_or(0, |place| at + place.count);
        Within {
            index: self,
            at: at + 1,
            end,
        }
    }
}

/// What is directly in an object or a list.
pub(crate) struct Within<'a> {
    index: &'a Index,
    at: u32,
    end: u32,
}

impl Within<'_> {
    /// Begins at a place among these.
    pub(crate) fn from(self, at: u32) -> Self {
        Self { at, ..self }
    }
}

impl Iterator for Within<'_> {
    type Item = (u32, Place);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let (at, place) = (self.at, *self.index.place(self.at)?);
        self.at += place.count;
        Some((at, place))
    }
}

/// The pass over a document.
struct Builder<'a> {
    json: &'a [u8],
    at: usize,
    index: Index,
    /// The numbers of the objects and lists that have begun.
    open: Vec<usize>,
    /// Where the name of the value that comes next begins; 0 for one without a name.
    name: u32,
    noted: Option<&'a NotedList>,
}

impl<'a> Builder<'a> {
    fn new(json: &'a [u8]) -> Self {
        // About as many as a transaction has. What is not used is never touched.
        let places = Vec::with_capacity(json.len() / 24 + 4);
        Self {
            json,
            at: 0,
            index: Index {
                places,
                has_escaped_names: false,
            },
            open: Vec::new(),
            name: 0,
            noted: None,
        }
    }

    fn noting(self, list: &'a NotedList) -> Self {
        Self {
            noted: Some(list),
            ..self
        }
    }

    fn build(mut self) -> Index {
        while let Some(byte) = self.here() {
            match byte {
                b'"' => self.string(),
                b'{' | b'[' => self.begin(),
                b'}' | b']' => self.end(),
                b',' | b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                _ => self.word(),
            }
        }
        self.index
    }

    #[inline]
    fn here(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    /// Notes a string: a name where a colon follows, and otherwise a value.
    #[inline]
    fn string(&mut self) {
        let start = self.at;
        let is_escaped = self.pass_string();
        let end = self.at;
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.here() {
            self.at += 1;
        }
        if self.here() == Some(b':') {
            self.name = start as u32 + 1;
            self.index.has_escaped_names |= is_escaped;
            self.at += 1;
        } else {
            self.note(start, end);
        }
    }

    /// Notes a number, `true`, `false` or `null`.
    #[inline]
    fn word(&mut self) {
        let start = self.at;
        self.pass_word();
        self.note(start, self.at);
    }

    #[inline]
    fn note(&mut self, start: usize, end: usize) {
        self.index.places.push(Place {
            name: std::mem::take(&mut self.name),
            start: start as u32,
            end: end as u32,
            count: 1,
        });
    }

    /// Notes an object or a list. Until it ends, it reaches to the end of the document.
    fn begin(&mut self) {
        self.open.push(self.index.places.len());
        self.note(self.at, self.json.len());
        match self.noted {
            Some(list) if list.range.start == self.at && self.here() == Some(b'[') => {
                self.take(list);
            }
            _ => self.at += 1,
        }
    }

    /// Takes the places in a list as they were noted, and moves to its end.
    fn take(&mut self, list: &NotedList) {
        let places = list.places.all().unwrap_or_default();
        self.index.places.extend_from_slice(places);
        self.index.has_escaped_names |= list.places.has_escaped_names();
        self.at = list.range.end.saturating_sub(1);
    }

    fn end(&mut self) {
        self.at += 1;
        let Some(begun) = self.open.pop() else { return };
        let count = self.index.places.len() - begun;
        if let Some(place) = self.index.places.get_mut(begun) {
            (place.end, place.count) = (self.at as u32, count as u32);
        }
    }

    /// Passes a string, and returns whether it has escapes.
    #[inline]
    fn pass_string(&mut self) -> bool {
        self.at += 1;
        let mut is_escaped = false;
        loop {
            self.at += plain_length(self.json.get(self.at..).unwrap_or_default());
            match self.here() {
                Some(b'\\') => {
                    // What follows a backslash belongs to it.
                    self.at += 2;
                    is_escaped = true;
                }
                _ => break,
            }
        }
        self.at = (self.at + 1).min(self.json.len());
        is_escaped
    }

    #[inline]
    fn pass_word(&mut self) {
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
        let rest = self.json.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
    }
}

/// Returns how many bytes come before a quote or a backslash.
#[inline]
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len())
}
