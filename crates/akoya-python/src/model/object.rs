//! An object of the API, as Python holds it: a place for attributes, and the text that they are made of.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::runtime::Runtime;
use super::table::Class;
use super::text::{Member, Text};

/// The base of the models. What an object has is in its dictionary, as with any object of Python; what nobody has
/// asked for yet is in the text only. A response of a thousand transactions costs what is looked at.
#[pyclass(
    frozen,
    subclass,
    dict,
    weakref,
    name = "Record",
    module = "akoyaapisv240._akoya"
)]
pub(crate) struct Record {
    source: OnceLock<Source>,
}

/// The text of an object whose attributes are not all made.
pub(crate) struct Source {
    pub(crate) class: &'static Class,
    pub(crate) text: Text,
    /// All attributes have been made: one that is missing now was deleted.
    is_open: AtomicBool,
}

impl Record {
    /// Returns an object without text.
    pub(crate) fn empty() -> Self {
        Self {
            source: OnceLock::new(),
        }
    }

    /// Makes an object from its text, of the class of Python that is alone in a tuple.
    pub(crate) fn make<'py>(
        of: &Bound<'py, PyTuple>,
        class: &'static Class,
        text: &Text,
    ) -> PyResult<Bound<'py, Self>> {
        let made = Runtime::get(of.py())?.new_object(of)?;
        let record = made.cast_into::<Self>()?;
        let _ = record.get().source.set(Source {
            class,
            text: text.clone(),
            is_open: AtomicBool::new(false),
        });
        Ok(record)
    }

    /// Returns the text, as long as there are attributes in it that have not been made.
    pub(crate) fn source(&self) -> Option<&Source> {
        let source = self.source.get();
        source.filter(|source| !source.is_open.load(Ordering::Acquire))
    }
}

impl Source {
    /// Returns the members that the class does not know.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = Member> {
        let members = self.text.members();
        members.filter(|member| self.class.by_wire(&self.text.name(*member)).is_none())
    }

    /// Notes that all attributes have been made.
    pub(crate) fn close(&self) {
        self.is_open.store(true, Ordering::Release);
    }
}
