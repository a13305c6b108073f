//! A file that is read as it arrives: a statement or a tax form, of which no more than a piece is in memory.

use std::path::PathBuf;
use std::sync::Arc;

use akoya::Error;
use bytes::Bytes;
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tokio::sync::Mutex;

use crate::awaiting::run;
use crate::exchange::Exchange;
use crate::failure;

/// A file that has begun to arrive.
#[pyclass(frozen)]
pub(crate) struct Download {
    /// Nothing once it was closed or saved.
    document: Arc<Mutex<Option<akoya::Download>>>,
    #[pyo3(get)]
    exchange: Option<Exchange>,
    #[pyo3(get)]
    length: Option<u64>,
    /// Whose connection it arrives by.
    process: u32,
}

impl Download {
    pub(crate) fn new(document: akoya::Download, exchange: Option<Exchange>) -> Self {
        Self {
            length: document.length(),
            document: Arc::new(Mutex::new(Some(document))),
            exchange,
            process: std::process::id(),
        }
    }
}

#[pymethods]
impl Download {
    /// Returns the next piece; nothing after the last.
    fn next<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let document = self.of_this_process()?;
        let work = async move {
            let mut document = document.lock().await;
            let document = document.as_mut().ok_or(Broken::Closed)?;
            document.chunk().await.map_err(Broken::Failed)
        };
        run(py, future, work, give_piece)
    }

    /// Writes what is still to come to a file, and returns its size.
    fn save<'py>(
        &self,
        py: Python<'py>,
        path: PathBuf,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let document = self.of_this_process()?;
        let work = async move {
            let document = document.lock().await.take().ok_or(Broken::Closed)?;
            document.save_to(path).await.map_err(Broken::Failed)
        };
        run(py, future, work, |py, saved| {
            saved.map_err(|broken| broken.raised(py))?.into_py_any(py)
        })
    }

    /// Ends the response. A second time does nothing.
    fn close(&self) {
        // One that is being read, by another thread, ends with that.
        if let Ok(mut document) = self.document.try_lock() {
            document.take();
        }
    }
}

impl Download {
    fn of_this_process(&self) -> PyResult<Arc<Mutex<Option<akoya::Download>>>> {
        if self.process != std::process::id() {
            let text = "the file was opened in another process: open it here";
            return Err(PyRuntimeError::new_err(text));
        }
        Ok(self.document.clone())
    }
}

fn give_piece(py: Python<'_>, piece: Result<Option<Bytes>, Broken>) -> PyResult<Py<PyAny>> {
    let piece = piece.map_err(|broken| broken.raised(py))?;
    piece.map(|piece| PyBytes::new(py, &piece)).into_py_any(py)
}

/// Why a file cannot be read to its end.
enum Broken {
    /// The program has closed it.
    Closed,
    Failed(Error),
}

impl Broken {
    /// Makes the exception; of a file that was closed, Python's own.
    fn raised(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Closed => PyValueError::new_err("the file is closed"),
            Self::Failed(error) => failure::exception(py, &error, None),
        }
    }
}
