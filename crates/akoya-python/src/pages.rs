//! The pages of a list, one at a time: the way from page to page is the Rust client's, the items are read in Python.

use std::sync::Arc;

use akoya::{Client, Error, Paged};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use tokio::sync::Mutex;

use crate::awaiting::run;
use crate::call::{self, Options};
use crate::exchange::{Exchange, Keep, Recorder};
use crate::failure;

/// A list that is being read.
#[pyclass(frozen)]
pub(crate) struct Pages {
    pages: Arc<Mutex<Box<dyn Following>>>,
    /// One for all pages: a page whose reader was cancelled is read on by the next.
    recorder: Recorder,
    /// Whose connections it reads through.
    process: u32,
    /// The client's, so that it keeps what it calls as long as pages may come.
    _working: Arc<()>,
}

/// The next page of a list of any kind: the positions of the items that it repeats.
type Next<'a> = acg::BoxFuture<'a, Option<Result<Vec<usize>, Error>>>;

/// The pages of a list of any kind.
trait Following: Send {
    fn following(&mut self) -> Next<'_>;
}

impl<T: Paged + Send + 'static> Following for akoya::Pages<T> {
    fn following(&mut self) -> Next<'_> {
        Box::pin(async {
            let page = self.next().await?;
            Some(page.map(|page| page.left_out().to_vec()))
        })
    }
}

impl Pages {
    pub(crate) fn start(
        py: Python<'_>,
        client: &Client,
        operation: &str,
        path: &[String],
        options: &Options,
        working: Arc<()>,
    ) -> PyResult<Self> {
        let pages = match operation {
            "transactions" => boxed(call::transactions(client, path, options)?.by_page()),
            "statements" => boxed(call::statements(client, path, options)?.by_page()),
            "tax_lots" => boxed(call::tax_lots(client, path, options)?.by_page()),
            _ => return Err(PyValueError::new_err("the operation has no pages")),
        };
        let pages = pages.map_err(|error| failure::exception(py, &error, None))?;
        Ok(Self {
            pages: Arc::new(Mutex::new(pages)),
            recorder: Recorder::new(Keep::Everything),
            process: std::process::id(),
            _working: working,
        })
    }
}

fn boxed<T: Paged + Send + 'static>(
    pages: Result<akoya::Pages<T>, Error>,
) -> Result<Box<dyn Following>, Error> {
    Ok(Box::new(pages?))
}

#[pymethods]
impl Pages {
    /// Returns the next page with the positions of the items that the page before had too; nothing after the last.
    fn next<'py>(&self, py: Python<'py>, is_awaited: bool) -> PyResult<Bound<'py, PyAny>> {
        if self.process != std::process::id() {
            let text = "the list was started in another process: read it from the beginning";
            return Err(PyRuntimeError::new_err(text));
        }
        let (pages, recorder) = (self.pages.clone(), self.recorder.clone());
        let work = async move {
            let mut pages = pages.lock().await;
            recorder.observe(pages.following()).await
        };
        run(py, is_awaited, work, give)
    }
}

fn give(
    py: Python<'_>,
    (page, exchange): (Option<Result<Vec<usize>, Error>>, Option<Exchange>),
) -> PyResult<Py<PyAny>> {
    match page {
        None => Ok(py.None()),
        Some(Ok(left_out)) => (exchange.map(Exchange::read), left_out).into_py_any(py),
        Some(Err(error)) => Err(failure::exception(py, &error, exchange)),
    }
}
