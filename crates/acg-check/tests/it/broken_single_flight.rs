//! The single flight with a defect: looking for work in progress and beginning it are two steps.

use std::sync::Arc;

use tokio::sync::watch;

use crate::sync::{Mutex, lock};

pub(crate) struct SingleFlight<T>(Arc<Mutex<Option<watch::Receiver<Option<T>>>>>);

pub(crate) struct Waiter<T>(watch::Receiver<Option<T>>);

pub(crate) struct Leader<T> {
    flight: SingleFlight<T>,
    result: watch::Sender<Option<T>>,
}

impl<T> SingleFlight<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    pub(crate) fn join(&self) -> (Waiter<T>, Option<Leader<T>>) {
        let known = lock(&self.0).as_ref().cloned();
        if let Some(result) = known {
            return (Waiter(result), None);
        }
        let (result, receiver) = watch::channel(None);
        *lock(&self.0) = Some(receiver.clone());
        let flight = Self(self.0.clone());
        (Waiter(receiver), Some(Leader { flight, result }))
    }
}

impl<T: Clone> Waiter<T> {
    pub(crate) async fn wait(mut self) -> Option<T> {
        self.0
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|result| result.clone())
    }
}

impl<T> Leader<T> {
    pub(crate) fn complete(self, result: T) {
        lock(&self.flight.0).take();
        self.result.send_replace(Some(result));
    }
}
