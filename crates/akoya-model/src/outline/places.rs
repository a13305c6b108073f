//! Where the values in a list are, noted while they are passed over, so that a program that reads them later need not
//! look for them again.

use std::borrow::Cow;

use crate::wire::cursor::{Cursor, Malformed};

/// How many objects and lists in one another are looked into. What is deeper leaves the list without its places.
const DEPTH: usize = 32;

/// In place of where a name begins.
pub(super) const NO_NAME: usize = 0;

/// Where a value is in the text of a document, in bytes. It has less than 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the package's own")]
pub struct Place {
    /// Where its name begins, behind the quote; 0 for one without a name.
    pub name: u32,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How many places it and all that is in it have. So many further on is the place of what comes behind it.
    pub count: u32,
}

/// The places of the values in a list, in the order of their beginnings: what is in an object or a list follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    places: Vec<Place>,
    has_escaped_names: bool,
    is_incomplete: bool,
    depth: usize,
}

impl Places {
    /// Begins a list in a text from a position on.
    pub(super) fn within(text: &str, position: usize) -> Self {
        Self {
            // About as many as a transaction has. What is not used is never touched.
            places: Vec::with_capacity((text.len() - position) / 24 + 4),
            is_incomplete: u32::try_from(text.len()).is_err(),
            ..Self::default()
        }
    }

    /// Returns them, if all have been noted.
    pub fn all(&self) -> Option<&[Place]> {
        (!self.is_incomplete).then_some(&self.places)
    }

    /// Returns whether there is a name with escapes, which no comparison of bytes finds.
    pub fn has_escaped_names(&self) -> bool {
        self.has_escaped_names
    }

    /// Gives up: something is not as the places would say.
    pub(super) fn leave(&mut self) {
        self.is_incomplete = true;
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// Keeps so many.
    pub(super) fn forget(&mut self, count: usize) {
        self.places.truncate(count);
    }

    /// Notes the value that begins here, and where its name does, and returns its number.
    #[inline]
    pub(super) fn begin(&mut self, name: usize, cursor: &Cursor<'_>) -> usize {
        let number = self.places.len();
        self.places.push(Place {
            name: name as u32,
            start: cursor.position() as u32,
            end: 0,
            count: 1,
        });
        number
    }

    /// Notes that a value ends here.
    #[inline]
    pub(super) fn end(&mut self, number: usize, cursor: &Cursor<'_>) {
        let count = self.places.len() - number;
        if let Some(place) = self.places.get_mut(number) {
            place.end = cursor.position() as u32;
            place.count = count as u32;
        }
    }

    /// Moves to the next field of an object, and notes that its value begins. Returns its name and number.
    #[inline(always)]
    pub(super) fn next_field<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
        is_first: &mut bool,
    ) -> Result<Option<(Cow<'a, str>, usize)>, Malformed> {
        let Some(name) = cursor.next_name(is_first)? else {
            return Ok(None);
        };
        self.has_escaped_names |= matches!(name, Cow::Owned(_));
        let number = self.begin(cursor.name_position(), cursor);
        Ok(Some((name, number)))
    }

    /// Passes over the value that has begun, and notes what is in it.
    #[inline(always)]
    pub(super) fn pass(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        match cursor.peek() {
            Some(b'{' | b'[') => self.pass_into(cursor),
            _ => cursor.pass(),
        }
    }

    /// Passes over an object or a list.
    fn pass_into(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        if self.depth < DEPTH {
            if cursor.enter_object() {
                return self.pass_fields(cursor);
            } else if cursor.enter_list() {
                return self.pass_elements(cursor);
            }
        }
        // It is too deep.
        self.leave();
        cursor.pass()
    }

    fn pass_fields(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        self.depth += 1;
        let mut is_first = true;
        while let Some(is_escaped) = cursor.pass_name(&mut is_first)? {
            self.has_escaped_names |= is_escaped;
            let number = self.begin(cursor.name_position(), cursor);
            self.pass(cursor)?;
            self.end(number, cursor);
        }
        self.depth -= 1;
        Ok(())
    }

    fn pass_elements(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Malformed> {
        self.depth += 1;
        let mut is_first = true;
        while cursor.next_element(&mut is_first)? {
            let number = self.begin(NO_NAME, cursor);
            self.pass(cursor)?;
            self.end(number, cursor);
        }
        self.depth -= 1;
        Ok(())
    }
}
