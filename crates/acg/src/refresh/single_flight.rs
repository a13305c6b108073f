//! Single flight: of all callers that want the same work at the same time, one does it and all get the result.

use std::sync::Arc;

use tokio::sync::watch;

use crate::sync::{Mutex, lock};

/// The piece of work that is in progress, if any.
#[derive(Debug)]
pub(crate) struct SingleFlight<T>(Arc<Mutex<Option<watch::Receiver<Option<T>>>>>);

/// A handle on the result of the work in progress.
#[derive(Debug)]
pub(crate) struct Waiter<T>(watch::Receiver<Option<T>>);

/// The duty to do the work.
///
/// A leader that is dropped without [`complete`](Self::complete), because it panicked or its runtime
/// shut down, ends the flight without a result.
#[derive(Debug)]
pub(crate) struct Leader<T> {
    flight: SingleFlight<T>,
    result: watch::Sender<Option<T>>,
}

impl<T> SingleFlight<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    /// Joins the work in progress, or begins it: then the caller is its leader.
    pub(crate) fn join(&self) -> (Waiter<T>, Option<Leader<T>>) {
        // Looking and beginning are one step under one lock. As two steps, two callers could both begin.
        let mut current = lock(&self.0);
        if let Some(result) = &*current {
            return (Waiter(result.clone()), None);
        }
        let (result, receiver) = watch::channel(None);
        *current = Some(receiver.clone());
        let flight = Self(self.0.clone());
        (Waiter(receiver), Some(Leader { flight, result }))
    }
}

impl<T: Clone> Waiter<T> {
    /// Waits for the result; `None` when the leader ended without one.
    pub(crate) async fn wait(mut self) -> Option<T> {
        self.0
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|result| result.clone())
    }
}

impl<T> Leader<T> {
    /// Gives the result to all waiters. A caller that comes afterwards begins a new flight.
    pub(crate) fn complete(self, result: T) {
        // In this order: a caller that sees the result must not be able to join the flight that gave it.
        lock(&self.flight.0).take();
        self.result.send_replace(Some(result));
    }
}

impl<T> Drop for Leader<T> {
    fn drop(&mut self) {
        // After `complete` another flight may be in progress already, which must stay.
        if self.result.borrow().is_none() {
            lock(&self.flight.0).take();
        }
    }
}
