//! The single flight with a mistake: looking for a flight and starting one are two steps.

use std::sync::Arc;

use tokio::sync::watch;

use crate::sync::{Mutex, lock};

pub(crate) struct Flights<T>(Arc<Mutex<Option<watch::Receiver<Option<T>>>>>);

pub(crate) struct Seat<T>(watch::Receiver<Option<T>>);

pub(crate) struct Pilot<T> {
    flights: Flights<T>,
    result: watch::Sender<Option<T>>,
}

impl<T> Flights<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    pub(crate) fn board(&self) -> (Seat<T>, Option<Pilot<T>>) {
        let known = lock(&self.0).as_ref().cloned();
        if let Some(result) = known {
            return (Seat(result), None);
        }
        let (sender, receiver) = watch::channel(None);
        *lock(&self.0) = Some(receiver.clone());
        (
            Seat(receiver),
            Some(Pilot {
                flights: Self(self.0.clone()),
                result: sender,
            }),
        )
    }
}

impl<T: Clone> Seat<T> {
    pub(crate) async fn landed(mut self) -> Option<T> {
        self.0
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|result| result.clone())
    }
}

impl<T> Pilot<T> {
    pub(crate) fn land(self, result: T) {
        lock(&self.flights.0).take();
        self.result.send_replace(Some(result));
    }
}
