//! The pages of a list, one at a time: the way from page to page is the Rust client's, the items are read in Python.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use akoya::{Call, Client, Error, Paged};
use pyo3::IntoPyObjectExt as _;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use crate::awaiting::run;
use crate::call::{self, Noted, Options};
use crate::exchange::{Exchange, Keep, Recorder};
use crate::failure;
use crate::model::NotedList;

/// A list that is being read.
#[pyclass(frozen)]
pub(crate) struct Pages {
    pages: Arc<tokio::sync::Mutex<Box<dyn Following>>>,
    /// What was read and nobody has taken: a caller that waits for it may be cancelled when it is there.
    read: Arc<Mutex<Option<Read>>>,
    /// One for all pages: a page whose reader was cancelled is read on by the next.
    recorder: Recorder,
    /// Whose connections it reads through.
    process: u32,
    /// The client's, so that it keeps what it calls as long as pages may come.
    _working: Arc<()>,
}

/// A page: the positions of the items that it repeats, and the places that were noted in its text.
type Page = Result<(Vec<usize>, Option<NotedList>), Error>;

/// A page that was read, and what went over the wire for it.
type Read = (Page, Option<Exchange>);

/// The next page of a list of any kind.
type Next<'a> = acg::BoxFuture<'a, Option<Page>>;

/// The pages of a list of any kind.
trait Following: Send {
    fn following(&mut self) -> Next<'_>;
}

/// Pages of one kind, and what was noted in one.
struct Walk<T> {
    pages: akoya::Pages<T>,
    noted: Noted<T>,
}

impl<T: Paged> Following for Walk<T> {
    fn following(&mut self) -> Next<'_> {
        Box::pin(async {
            let page = self.pages.next().await?;
            Some(page.map(|page| (page.left_out().to_vec(), (self.noted)(page.into_body()))))
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
            "transactions" => {
                let call = call::transactions(client, path, options)?.outline();
                boxed(call, |page| NotedList::of(page.transactions))
            }
            "statements" => boxed(call::statements(client, path, options)?, |_| None),
            "tax_lots" => boxed(call::tax_lots(client, path, options)?, |_| None),
            _ => return Err(PyValueError::new_err("the operation has no pages")),
        };
        let pages = pages.map_err(|error| failure::exception(py, &error, None))?;
        Ok(Self {
            pages: Arc::new(tokio::sync::Mutex::new(pages)),
            read: Arc::default(),
            recorder: Recorder::new(Keep::Everything),
            process: std::process::id(),
            _working: working,
        })
    }
}

fn boxed<T: Paged>(call: Call<T>, noted: Noted<T>) -> Result<Box<dyn Following>, Error> {
    let pages = call.by_page()?;
    Ok(Box::new(Walk { pages, noted }))
}

#[pymethods]
impl Pages {
    /// Reads the next page, to be taken; false after the last. It is not read as long as there is one to be taken.
    fn next<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.refuse_in_fork()?;
        let (pages, recorder, read) =
            (self.pages.clone(), self.recorder.clone(), self.read.clone());
        let work = async move {
            let mut pages = pages.lock().await;
            if locked(&read).is_some() {
                return true;
            }
            let (page, exchange) = recorder.observe(pages.following()).await;
            let mut read = locked(&read);
            *read = page.map(|page| (page, exchange));
            read.is_some()
        };
        run(py, future, work, |py, is_there| is_there.into_py_any(py))
    }

    /// Returns a page that was read, with the positions of the items that the page before had too; nothing where none was.
    fn take(&self, py: Python<'_>) -> PyResult<Option<(Option<Exchange>, Vec<usize>)>> {
        self.refuse_in_fork()?;
        let read = locked(&self.read).take();
        match read {
            None => Ok(None),
            Some((Ok((left_out, list)), exchange)) => Ok(Some((
                exchange.map(|exchange| exchange.read(list)),
                left_out,
            ))),
            Some((Err(error), exchange)) => Err(failure::exception(py, &error, exchange)),
        }
    }
}

impl Pages {
    fn refuse_in_fork(&self) -> PyResult<()> {
        if self.process == std::process::id() {
            return Ok(());
        }
        let text = "the list was started in another process: read it from the beginning";
        Err(PyRuntimeError::new_err(text))
    }
}

fn locked(read: &Mutex<Option<Read>>) -> MutexGuard<'_, Option<Read>> {
    read.lock().unwrap_or_else(PoisonError::into_inner)
}
