//! The items of a list that comes in pages: each is made when it is asked for, and freed when its last holder lets it go.
//!
//! A list of a page's items would keep all of them until the page is read, and Python's collector would look at each.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

use super::object::Record;
use super::table::Kind;
use super::text::Text;
use super::value;

/// An iterator over the items of the pages that it is given.
#[pyclass(frozen, module = "akoyaapisv240._akoya")]
pub(crate) struct Items {
    /// The attribute of a page that has its items.
    field: String,
    /// What is called for another page: it returns the page's document and the positions of items that are left out,
    /// or `None` behind the last.
    more: Py<PyAny>,
    /// More than one where threads share the iterator.
    pages: Mutex<VecDeque<Page>>,
}

/// What has not been asked for of a page.
struct Page {
    kind: &'static Kind,
    list: Text,
    /// The number of the next item's place.
    at: u32,
    position: usize,
    left_out: Vec<usize>,
}

#[pymethods]
impl Items {
    #[new]
    fn new(field: String, more: Py<PyAny>) -> Self {
        Self {
            field,
            more,
            pages: Mutex::default(),
        }
    }

    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        loop {
            if let Some((kind, item)) = self.item() {
                return value::of_kind(py, kind, &item).map(Some);
            }
            let more = self.more.bind(py).call0()?;
            let Some((document, left_out)) = more.extract()? else {
                return Ok(None);
            };
            self.add(&document, left_out);
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.more)
    }
}

impl Items {
    /// Takes the next item. The lock is not held while Python makes anything, which may call other code.
    fn item(&self) -> Option<(&'static Kind, Text)> {
        let mut pages = self.pages();
        loop {
            let page = pages.front_mut()?;
            match page.item() {
                Some(item) => return Some((page.kind, item)),
                None => drop(pages.pop_front()),
            }
        }
    }

    fn add(&self, document: &Bound<'_, Record>, left_out: Vec<usize>) {
        let page = document.get().source().and_then(|source| {
            let position = source.class.position(&self.field)?;
            let attribute = source.class.attributes.get(position)?;
            let Kind::List(kind) = &attribute.kind else {
                return None;
            };
            let list = source.text.find(attribute.wire)?;
            Some(Page {
                kind,
                at: list.first_place(),
                list,
                position: 0,
                left_out,
            })
        });
        self.pages().extend(page);
    }

    fn pages(&self) -> MutexGuard<'_, VecDeque<Page>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Page {
    fn item(&mut self) -> Option<Text> {
        loop {
            let (item, next) = self.list.element_at(self.at)?;
            self.at = next;
            let position = self.position;
            self.position += 1;
            if !self.left_out.contains(&position) {
                return Some(item);
            }
        }
    }
}
