//! A walk over a document that is known to be JSON: it looks for where values end, and at nothing in them.
//!
//! serde_json would check each value again on every level above it, which took a third of the time in which a list was
//! read.

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr2;

/// The text of a document, with the places of its objects and lists once one of them is passed.
pub(crate) struct Document {
    json: Box<str>,
    /// Where each object and list begins and ends, in the order of their beginnings.
    nested: OnceLock<Box<[(u32, u32)]>>,
}

/// A value that was passed.
pub(crate) struct Value {
    /// Where it stands in the document.
    pub(crate) place: Range<u32>,
    /// Whether it is a string with escapes.
    pub(crate) is_escaped: bool,
}

/// A place in a document. It has less than 4 GiB.
pub(crate) struct Walk<'a> {
    document: &'a Document,
    at: usize,
}

impl Document {
    /// Takes JSON of less than 4 GiB.
    pub(crate) fn new(json: &str) -> Self {
        Self {
            json: json.into(),
            nested: OnceLock::new(),
        }
    }

    /// Returns the text from one place to another.
    pub(crate) fn at(&self, start: u32, end: u32) -> Option<&str> {
        self.json.get(start as usize..end as usize)
    }

    /// Returns a walk that begins at a value.
    pub(crate) fn walk(&self, start: u32) -> Walk<'_> {
        Walk {
            document: self,
            at: start as usize,
        }
    }

    /// Returns where the object or list ends that begins here.
    fn end_of(&self, start: usize) -> usize {
        let nested = self.nested.get_or_init(|| self.find_nested());
        let found = nested.binary_search_by_key(&(start as u32), |(start, _)| *start);
        let place = found.ok().and_then(|at| nested.get(at));
        place.map_or(self.json.len(), |(_, end)| *end as usize)
    }

    fn find_nested(&self) -> Box<[(u32, u32)]> {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        let mut walk = self.walk(0);
        while let Some(byte) = walk.here() {
            match byte {
                b'"' => {
                    walk.pass_string();
                    continue;
                }
                b'{' | b'[' => {
                    open.push(found.len());
                    found.push((walk.at as u32, self.json.len() as u32));
                }
                b'}' | b']' => {
                    let ended = open.pop().and_then(|at| found.get_mut(at));
                    if let Some((_, end)) = ended {
                        *end = walk.at as u32 + 1;
                    }
                }
                _ => {}
            }
            walk.at += 1;
        }
        found.into_boxed_slice()
    }
}

impl Walk<'_> {
    /// Returns the byte here, behind white space.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.here() {
            self.at += 1;
        }
        self.here()
    }

    /// Passes a byte, if it is the one here.
    pub(crate) fn takes(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    /// Passes the value here.
    pub(crate) fn value(&mut self) -> Value {
        let first = self.peek();
        let start = self.at as u32;
        let mut is_escaped = false;
        match first {
            Some(b'"') => is_escaped = self.pass_string(),
            Some(b'{' | b'[') => self.at = self.document.end_of(self.at),
            _ => self.pass_word(),
        }
        Value {
            place: start..self.at as u32,
            is_escaped,
        }
    }

    #[inline]
    fn here(&self) -> Option<u8> {
        self.document.json.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        let json = self.document.json.as_bytes();
        json.get(self.at..).unwrap_or_default()
    }

    /// Passes a string, and returns whether it has escapes.
    fn pass_string(&mut self) -> bool {
        self.at += 1;
        let mut is_escaped = false;
        while let Some(next) = memchr2(b'"', b'\\', self.rest()) {
            self.at += next + 1;
            if self.document.json.as_bytes().get(self.at - 1) == Some(&b'"') {
                return is_escaped;
            }
            // What follows a backslash belongs to it.
            self.at += 1;
            is_escaped = true;
        }
        self.at = self.document.json.len();
        is_escaped
    }

    /// Passes a number, `true`, `false` or `null`.
    fn pass_word(&mut self) {
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
        let rest = self.rest();
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
    }
}
