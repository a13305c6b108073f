//! The thread that resolves futures of asyncio, which needs the interpreter.
//!
//! It stays attached to the interpreter as long as it runs, and lets go while it waits. A thread that attaches for one future
//! has Python make and unmake its state, and a stack for it, each time.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use pyo3::prelude::*;

/// What is to be done with the interpreter at hand; nothing for the end.
type Work = Option<Box<dyn FnOnce(Python<'_>) + Send>>;

/// The way to the thread, which ends when this is dropped.
pub(crate) struct Resolver {
    sender: Sender<Work>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Resolver {
    pub(crate) fn start() -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let thread = thread::Builder::new().name("akoya-resolver".to_owned());
        let thread = thread.spawn(move || run(&Mutex::new(receiver)))?;
        Ok(Self {
            sender,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Has work done soon, after what was given before.
    pub(crate) fn give(&self, work: impl FnOnce(Python<'_>) + Send + 'static) {
        // Where the thread has ended, so have the loops that wait.
        let _ = self.sender.send(Some(Box::new(work)));
    }

    /// Ends the thread, and waits for that. Python ends the threads that come back to it when it has ended itself, and Rust
    /// aborts the program for that.
    pub(crate) fn end(&self) {
        let _ = self.sender.send(None);
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let _ = thread.map(JoinHandle::join);
    }
}

/// Does what comes until the end. The lock is this thread's alone: what waits without the interpreter has to be `Sync`.
fn run(coming: &Mutex<Receiver<Work>>) {
    let next = || coming.lock().unwrap_or_else(PoisonError::into_inner).recv();
    Python::attach(|py| {
        while let Ok(Some(work)) = py.detach(next) {
            // One that panics must not leave all others without their results.
            let _ = catch_unwind(AssertUnwindSafe(|| work(py)));
        }
    });
}
