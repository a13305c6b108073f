//! Lets an object behind a pointer be read and written as the object itself.

use super::cursor::{Cursor, Malformed};
use super::node::{Fields, Fit, Node, View, Wire};
use super::object;
use super::shape::Shape;

impl<T: Node> Node for Box<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Wire + Fields + Default> Wire for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    #[inline]
    fn read_into(cursor: &mut Cursor<'_>, slot: &mut Option<Self>) -> Result<Fit, Malformed> {
        object::read_into(slot, cursor)
    }

    #[inline]
    fn fill(slot: &mut Option<Self>) -> Option<&mut dyn Fields> {
        *slot = Some(Self::default());
        match slot {
            Some(object) => Some(&mut **object),
            None => None,
        }
    }
}
