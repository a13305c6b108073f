//! Waiting for work: the thread that asked, or asyncio by a future of the running loop,
//! which is settled from a thread that is there for that.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tokio::task::AbortHandle;

use crate::runtime::{self, Process};

/// Waits for work, or gives asyncio a future of it.
pub(crate) fn run<'py, T: Send + 'static>(
    py: Python<'py>,
    is_awaited: bool,
    work: impl Future<Output = T> + Send + 'static,
    give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    if is_awaited {
        return future(py, work, give);
    }
    let done = runtime::wait(py, work)?;
    Ok(give(py, done)?.into_bound(py))
}

/// Starts `work` and returns the future of its result, which `give` makes with the interpreter at hand. Cancelling
/// the future drops `work`; a refresh that it has begun continues.
fn future<'py, T: Send + 'static>(
    py: Python<'py>,
    work: impl Future<Output = T> + Send + 'static,
    give: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let event_loop = py.import("asyncio")?.call_method0("get_running_loop")?;
    let future = event_loop.call_method0("create_future")?;
    let promise = Promise {
        event_loop: event_loop.unbind(),
        future: future.clone().unbind(),
    };
    let process = Process::current()?;
    let resolver = process.resolver()?;
    let driver = process.driver();
    let standing = driver.stand();
    let task = driver.runtime().spawn(async move {
        let done = work.await;
        drop(standing);
        // Waiting for the interpreter must not hold up what else the runtime has to do.
        resolver.give(|py| promise.resolve(py, give(py, done)));
    });
    future.call_method1("add_done_callback", (Cancellation(task.abort_handle()),))?;
    Ok(future)
}

/// A future that waits in an event loop of another thread.
struct Promise {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
}

impl Promise {
    fn resolve(self, py: Python<'_>, result: PyResult<Py<PyAny>>) {
        let (method, value) = match result {
            Ok(value) => ("set_result", value),
            Err(error) => ("set_exception", error.into_value(py).into_any()),
        };
        let resolve = Settlement {
            future: self.future,
            method,
            value,
        };
        // A loop that is closed has nobody left who waits.
        let _ = self
            .event_loop
            .call_method1(py, "call_soon_threadsafe", (resolve,));
    }
}

/// Runs in the loop's own thread, where a future may be settled.
#[pyclass(frozen)]
struct Settlement {
    future: Py<PyAny>,
    method: &'static str,
    value: Py<PyAny>,
}

#[pymethods]
impl Settlement {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        let future = self.future.bind(py);
        if !future.call_method0("done")?.is_truthy()? {
            future.call_method1(self.method, (&self.value,))?;
        }
        Ok(())
    }
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
