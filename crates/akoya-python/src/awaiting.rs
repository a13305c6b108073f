//! Waiting for work: the thread that asked, or asyncio by a future of the package's own making,
//! which is resolved from a thread that is there for that.

use std::sync::Arc;

use pyo3::panic::PanicException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use tokio::task::AbortHandle;

use crate::resolver::Resolver;
use crate::runtime::{self, Process};

/// Waits for work, or has its result given to a future of asyncio, which is returned.
pub(crate) fn run<'py, T: Send + 'static>(
    py: Python<'py>,
    future: Option<Bound<'py, PyAny>>,
    work: impl Future<Output = T> + Send + 'static,
    give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(future) = future {
        begin(&future, work, give)?;
        return Ok(future);
    }
    let done = runtime::wait(py, work)?;
    Ok(give(py, done)?.into_bound(py))
}

/// Starts `work`, whose result `give` makes with the interpreter at hand. Cancelling the future drops `work`; a refresh
/// that it has begun continues. When the interpreter is about to end, the work is done before this returns.
fn begin<T: Send + 'static>(
    future: &Bound<'_, PyAny>,
    work: impl Future<Output = T> + Send + 'static,
    give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<()> {
    let process = Process::current()?;
    let Some(resolver) = process.resolver()? else {
        let done = runtime::wait(future.py(), work)?;
        resolve(future, give(future.py(), done));
        return Ok(());
    };
    let promise = Promise {
        future: Some(future.clone().unbind()),
        resolver,
    };
    let driver = process.driver();
    let standing = driver.stand();
    let task = driver.runtime().spawn(async move {
        let done = work.await;
        drop(standing);
        // Waiting for the interpreter must not hold up what else the runtime has to do.
        let resolver = promise.resolver.clone();
        resolver.give(|py| promise.resolve(py, give(py, done)));
    });
    future.call_method1("add_done_callback", (Cancellation(task.abort_handle()),))?;
    Ok(())
}

/// A future that waits in an event loop of another thread, and not forever: where its work or the making of its result panics,
/// this is dropped, and the future ends with an exception.
struct Promise {
    future: Option<Py<PyAny>>,
    resolver: Arc<Resolver>,
}

impl Promise {
    fn resolve(mut self, py: Python<'_>, result: PyResult<Py<PyAny>>) {
        if let Some(future) = self.future.take() {
            resolve(future.bind(py), result);
        }
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        if let Some(future) = self.future.take() {
            let panic = "the call has ended in a panic, whose message is on the standard error";
            let panic = move || PanicException::new_err(panic);
            let resolver = &self.resolver;
            resolver.give(move |py| resolve(future.bind(py), Err(panic())));
        }
    }
}

/// Has a future resolved in its own loop.
fn resolve(future: &Bound<'_, PyAny>, result: PyResult<Py<PyAny>>) {
    // A loop that is closed has nobody left who waits.
    let _ = try_resolve(future, result);
}

fn try_resolve(future: &Bound<'_, PyAny>, result: PyResult<Py<PyAny>>) -> PyResult<()> {
    static RESOLVE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = future.py();
    let function = RESOLVE.import(py, "akoyaapisv240._futures", "resolve")?;
    let is_failure = result.is_err();
    let result = result.unwrap_or_else(|error| error.into_value(py).into_any());
    let event_loop = future.call_method0("get_loop")?;
    let arguments = (function, future, result, is_failure);
    event_loop.call_method1("call_soon_threadsafe", arguments)?;
    Ok(())
}

/// Stops the work of a future that is cancelled.
#[pyclass(frozen)]
struct Cancellation(AbortHandle);

#[pymethods]
impl Cancellation {
    #[pyo3(signature = (*arguments))]
    fn __call__(&self, arguments: &Bound<'_, PyTuple>) -> PyResult<()> {
        let future = arguments.get_item(0)?;
        if future.call_method0("cancelled")?.is_truthy()? {
            self.0.abort();
        }
        Ok(())
    }
}
