//! The process's runtime: the threads that requests and refreshes run on, and how a Python thread waits for them.
//!
//! A fork copies the thread that forks and no other. So a runtime belongs to one process: a child makes its own,
//! and leaves its parent's alone, because to end it would wait for threads that are not there.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use acg::http::{HttpService, ReqwestOptions, ReqwestService};
use acg::vault::VaultBuilder;
use arc_swap::ArcSwapOption;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinError, JoinHandle};

/// How long a waiting thread goes without looking for signals: Ctrl-C ends the wait within this time.
const TICK: Duration = Duration::from_millis(50);

/// What a process has one of.
pub(crate) struct Process {
    id: u32,
    runtime: Runtime,
    /// The connections that all clients share, unless they bring their own HTTP client.
    http: Arc<dyn HttpService>,
}

/// No lock: one that another thread holds while a process forks stays locked in the child and is never released.
static PROCESS: ArcSwapOption<Process> = ArcSwapOption::const_empty();

impl Process {
    /// Returns this process's.
    pub(crate) fn current() -> PyResult<Arc<Self>> {
        let id = std::process::id();
        loop {
            let known = PROCESS.load_full();
            match known {
                Some(process) if process.id == id => return Ok(process),
                parents => {
                    let own = Arc::new(Self::start(id)?);
                    let before = PROCESS.compare_and_swap(&parents, Some(own.clone()));
                    if same(before.as_ref(), parents.as_ref()) {
                        // Neither the parent's is dropped, nor its threads waited for.
                        std::mem::forget(parents);
                        std::mem::forget(before);
                        return Ok(own);
                    }
                    if let Some(own) = Arc::into_inner(own) {
                        own.runtime.shutdown_background();
                    }
                }
            }
        }
    }

    fn start(id: u32) -> PyResult<Self> {
        let runtime = Builder::new_multi_thread()
            // A second one would be woken to look for work whenever the first has some.
            .worker_threads(1)
            .thread_name("akoya")
            .enable_all()
            .build()?;
        let options = ReqwestOptions::default();
        let http = ReqwestService::new(&options)
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        Ok(Self {
            id,
            runtime,
            http: Arc::new(http),
        })
    }

    pub(crate) fn http(&self) -> Arc<dyn HttpService> {
        self.http.clone()
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

fn same(one: Option<&Arc<Process>>, other: Option<&Arc<Process>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Waits for `work` without holding up other Python threads. A signal whose handler raises, as Ctrl-C's does, ends
/// the wait and drops `work`; a refresh that it has begun continues.
pub(crate) fn wait<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let process = Process::current()?;
    let mut work = pin!(work);
    loop {
        match py.detach(|| wait_a_tick(&process, work.as_mut())) {
            Some(done) => return Ok(done),
            None => py.check_signals()?,
        }
    }
}

/// Waits for `work`, so many seconds at most; nothing when it takes longer.
pub(crate) fn wait_at_most<T: Send>(
    py: Python<'_>,
    seconds: f64,
    work: impl Future<Output = T> + Send,
) -> PyResult<Option<T>> {
    let most = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    let done = wait(py, async { tokio::time::timeout(most, work).await })?;
    Ok(done.ok())
}

/// Waits for the next step of the work, and a tick at most. The thread parks by itself: a timer of the runtime for
/// each tick would wake the runtime's thread with every call.
fn wait_a_tick<T>(process: &Process, mut work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let _entered = process.runtime.enter();
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
        return Some(done);
    }
    std::thread::park_timeout(TICK);
    None
}

/// Wakes a thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Work of the runtime's thread, which ends when the value is dropped. A call is done there, and not by the thread
/// that waits for it: every part of its response would go from one to the other.
pub(crate) struct Running<T>(JoinHandle<T>);

impl<T: Send + 'static> Running<T> {
    pub(crate) fn start(work: impl Future<Output = T> + Send + 'static) -> PyResult<Self> {
        Ok(Self(Process::current()?.runtime.spawn(work)))
    }
}

impl<T> Future for Running<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Whether this process is a fork of one that had this module.
static IS_FORKED: AtomicBool = AtomicBool::new(false);

/// Runs in a process that was forked, before anything else is done there.
#[pyfunction]
pub(crate) fn forked() {
    IS_FORKED.store(true, Ordering::Relaxed);
}

/// Keeps what a process has inherited for as long as it runs, and longer: its end would wait for threads that the
/// process does not have, and Python drops what its modules hold when it ends.
#[pyfunction]
pub(crate) fn leave(inherited: Py<PyAny>) {
    std::mem::forget(inherited);
}

/// Keeps a vault of a process that was forked apart from what its parent has in memory:
/// refreshes that are under way there never end here.
pub(crate) fn of_this_process(builder: VaultBuilder) -> VaultBuilder {
    match IS_FORKED.load(Ordering::Relaxed) {
        true => builder.isolated(),
        false => builder,
    }
}
