//! The process's runtime: what requests and refreshes run on, and how a Python thread waits for them.
//!
//! A fork copies the thread that forks and no other. So a runtime belongs to one process: a child makes its own,
//! and leaves its parent's alone, because to end it would wait for threads that are not there.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use acg::http::{HttpClient, HttpClientOptions, HttpService};
use acg::vault::VaultBuilder;
use arc_swap::ArcSwapOption;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::driver::Driver;
use crate::resolver::Resolver;

/// How long a waiting thread goes without looking for signals: Ctrl-C ends the wait within this time.
const TICK: Duration = Duration::from_millis(50);

/// What a process has one of.
pub(crate) struct Process {
    id: u32,
    driver: Arc<Driver>,
    /// Started with the first call of asyncio.
    resolver: Mutex<Option<Arc<Resolver>>>,
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
                    let own = Arc::new(Self::new(id)?);
                    let before = PROCESS.compare_and_swap(&parents, Some(own.clone()));
                    if same(before.as_ref(), parents.as_ref()) {
                        // The parent's is not dropped: that would wait for threads that are not here.
                        std::mem::forget(parents);
                        std::mem::forget(before);
                        own.driver.start()?;
                        return Ok(own);
                    }
                }
            }
        }
    }

    fn new(id: u32) -> PyResult<Self> {
        let options = HttpClientOptions::default();
        let http = HttpClient::new(&options)
            .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        Ok(Self {
            id,
            driver: Arc::new(Driver::new()?),
            resolver: Mutex::default(),
            http: Arc::new(http),
        })
    }

    pub(crate) fn http(&self) -> Arc<dyn HttpService> {
        self.http.clone()
    }

    pub(crate) fn driver(&self) -> &Arc<Driver> {
        &self.driver
    }
}

/// The thread that ends the interpreter, when it is about to end.
static ENDS: OnceLock<ThreadId> = OnceLock::new();

impl Process {
    /// Returns the resolver, which is started if there is none; nothing for the thread that ends the interpreter, which may still call:
    /// nobody would end another resolver. A daemon thread runs on then, and what it started would be left with an interpreter that
    /// has ended.
    pub(crate) fn resolver(&self) -> PyResult<Option<Arc<Resolver>>> {
        let mut resolver = self.resolver.lock().unwrap_or_else(PoisonError::into_inner);
        // With the lock: what ends the resolver looks for it after this was set.
        match (ENDS.get(), &*resolver) {
            (Some(thread), _) if *thread == thread::current().id() => Ok(None),
            (Some(_), _) => Err(PyRuntimeError::new_err(
                "no call can begin: the program ends",
            )),
            (None, Some(resolver)) => Ok(Some(resolver.clone())),
            (None, None) => {
                let started = Arc::new(Resolver::start()?);
                *resolver = Some(started.clone());
                Ok(Some(started))
            }
        }
    }
}

/// Ends the thread that resolves futures of asyncio, before the interpreter ends.
#[pyfunction]
pub(crate) fn stop_resolving(py: Python<'_>) {
    let _ = ENDS.set(thread::current().id());
    let process = PROCESS.load_full();
    let Some(process) = process.filter(|process| process.id == std::process::id()) else {
        return;
    };
    let resolver = process
        .resolver
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some(resolver) = resolver {
        py.detach(|| resolver.end());
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
    // What is dropped may have to spawn something.
    let _entered = process.driver.runtime().enter();
    let mut work = pin!(work);
    loop {
        let tick = || process.driver.drive(a_tick_of(work.as_mut()));
        match py.detach(tick) {
            Some(done) => return Ok(done),
            None => py.check_signals()?,
        }
    }
}

/// Waits for the work, and a tick at most.
async fn a_tick_of<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(TICK, work).await.ok()
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
