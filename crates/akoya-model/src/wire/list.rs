//! Lists: one bad element does not spoil the others.

use super::cursor::{Cursor, Malformed};
use super::json::Json;
use super::node::{Fit, List, Node, Slot, View, Wire, skip};
use super::shape::Shape;

impl<T: Wire> Node for Vec<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Wire> List for Vec<T> {
    #[inline]
    fn get(&self, index: usize) -> Option<View<'_>> {
        self.as_slice().get(index).map(T::view)
    }

    #[inline]
    fn read_element(&mut self, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
        let mut element = None;
        let fit = read_element(&mut element, cursor)?;
        if let Some(element) = element {
            self.push(element);
        }
        Ok(fit)
    }

    #[inline]
    fn with_empty(&self, fill: &mut dyn FnMut(&mut dyn Slot)) {
        T::with_empty(fill);
    }

    #[inline]
    fn element(&self) -> Shape {
        T::SHAPE
    }
}

impl<T: Wire> Wire for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    #[inline]
    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        match cursor.enter_list() {
            true => read_elements(slot.insert(Self::new()), cursor),
            false => skip(cursor),
        }
    }
}

/// Reads the elements of a list, which the cursor has entered.
fn read_elements(list: &mut dyn List, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
    let mut all = Fit::Complete;
    let mut is_first = true;
    while cursor.next_element(&mut is_first)? {
        if list.read_element(cursor)? == Fit::Partial {
            all = Fit::Partial;
        }
    }
    Ok(all)
}

/// Reads an element into a place that is empty. An element that does not fit and cannot be kept is missing, and the
/// list is one in part.
pub(crate) fn read_element(slot: &mut dyn Slot, cursor: &mut Cursor<'_>) -> Result<Fit, Malformed> {
    let start = cursor.position();
    let fit = slot.read(cursor)?;
    if fit == Fit::Mismatch {
        keep_whole(slot, cursor.since(start));
    }
    Ok(match slot.view() {
        Some(_) => fit,
        None => Fit::Partial,
    })
}

/// Keeps an element that should be an object and is not.
#[cold]
fn keep_whole(slot: &mut dyn Slot, json: &str) {
    if let Some(object) = slot.fill() {
        object.extra_mut().keep_whole(Json::from_checked(json));
    }
}

/// Returns the raw elements of a JSON array; nothing when it is not one.
pub(crate) fn elements(json: &str) -> Option<Vec<&str>> {
    let mut cursor = Cursor::new(json);
    if !cursor.enter_list() {
        return None;
    }
    let mut is_first = true;
    let mut elements = Vec::new();
    while cursor.next_element(&mut is_first).ok()? {
        elements.push(cursor.skip().ok()?);
    }
    Some(elements)
}
