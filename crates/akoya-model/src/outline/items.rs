//! The items of a list, each as far as the outline has it.

use std::ops::Range;

use super::places::{NO_NAME, Places};
use crate::wire::cursor::{Cursor, Malformed};
use crate::wire::node::{Fit, List, Node, Slot, View, Wire, skip};
use crate::wire::shape::Shape;

/// The items of a list, and where in the text they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items<T> {
    /// The items, in the provider's order.
    pub elements: Vec<T>,
    /// Where the list is in the text.
    start: usize,
    end: usize,
    places: Places,
}

/// An item of a list, as far as the outline has it.
pub trait Item: Wire {
    /// Reads an item whose place has begun, and notes what is in it.
    fn read(cursor: &mut Cursor<'_>, places: &mut Places) -> Result<Self, Malformed>;
}

impl<T> Items<T> {
    /// Returns where the list is in the text of the document, without a byte order mark, and the places in it; nothing
    /// where not all are known.
    pub fn into_places(self) -> Option<(Range<usize>, Places)> {
        let is_complete = self.places.all().is_some();
        is_complete.then_some((self.start..self.end, self.places))
    }
}

impl<T: Item> Node for Items<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Item> List for Items<T> {
    fn get(&self, index: usize) -> Option<View<'_>> {
        self.elements.as_slice().get(index).map(T::view)
    }

    fn read_element(&mut self, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
        let number = self.places.begin(NO_NAME, cursor);
        self.elements.push(T::read(cursor, &mut self.places)?);
        self.places.end(number, cursor);
        Ok(Fit::Complete)
    }

    fn with_empty(&self, fill: &mut dyn FnMut(&mut dyn Slot)) {
        T::with_empty(fill);
    }

    fn element(&self) -> Shape {
        T::SHAPE
    }
}

impl<T: Item> Wire for Items<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        let start = cursor.position();
        if !cursor.enter_list() {
            return skip(cursor);
        }
        let items = slot.insert(Self {
            elements: Vec::new(),
            start,
            end: start,
            places: Places::within(cursor.whole(), start),
        });
        // A list that the document has twice is read again, from a text of its own, where it begins at once.
        if start == 0 {
            items.places.leave();
        }
        let mut is_first = true;
        while cursor.next_element(&mut is_first)? {
            items.read_element(cursor)?;
        }
        items.end = cursor.position();
        Ok(Fit::Complete)
    }
}
