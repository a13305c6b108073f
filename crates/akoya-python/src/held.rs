//! Holds the Python objects that a client calls back (update callback, observer), so that Python's
//! garbage collector can see and clear them.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;

/// An object of the program, held once, so that the collector's count is right. A callback that holds its client would
/// otherwise keep both forever: the way back leads through Rust, where the collector does not look.
pub(crate) struct Held(Mutex<Option<Py<PyAny>>>);

impl Held {
    pub(crate) fn new(object: Py<PyAny>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(object))))
    }

    /// Returns the object; `None` once the collector has taken it away, with the client that called it.
    pub(crate) fn get(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|object| object.clone_ref(py))
    }

    pub(crate) fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Where the lock is taken, the object is about to be called. What is not visited is not collected this time.
        match self.0.try_lock() {
            Ok(held) => visit.call(held.as_ref()),
            Err(_) => Ok(()),
        }
    }

    pub(crate) fn clear(&self) {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Not under the lock: what an object does when it ends is the program's own affair.
        drop(held);
    }
}
