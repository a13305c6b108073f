//! One piece of work at a time, whoever asks: all who come while it is under way get its result.

use std::sync::Arc;

use tokio::sync::watch;

use crate::sync::{Mutex, lock};

/// The work that is under way, if any.
#[derive(Debug)]
pub(crate) struct Flights<T>(Arc<Mutex<Option<watch::Receiver<Option<T>>>>>);

/// A place in a flight: the result comes to everybody who has one.
#[derive(Debug)]
pub(crate) struct Seat<T>(watch::Receiver<Option<T>>);

/// The duty to land a flight. Dropped without [`land`](Self::land), by a panic or a runtime that ends, it lands empty.
#[derive(Debug)]
pub(crate) struct Pilot<T> {
    flights: Flights<T>,
    result: watch::Sender<Option<T>>,
}

impl<T> Flights<T> {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    /// A seat in the flight that is under way, or in a new one, which the caller has to fly.
    pub(crate) fn board(&self) -> (Seat<T>, Option<Pilot<T>>) {
        let mut flight = lock(&self.0);
        if let Some(result) = &*flight {
            return (Seat(result.clone()), None);
        }
        let (sender, receiver) = watch::channel(None);
        *flight = Some(receiver.clone());
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
    /// The result; `None` when the flight ended without one.
    pub(crate) async fn landed(mut self) -> Option<T> {
        self.0
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|result| result.clone())
    }
}

impl<T> Pilot<T> {
    /// Ends the flight. Whoever comes from now on starts another.
    pub(crate) fn land(self, result: T) {
        lock(&self.flights.0).take();
        self.result.send_replace(Some(result));
    }
}

impl<T> Drop for Pilot<T> {
    fn drop(&mut self) {
        if self.result.borrow().is_none() {
            lock(&self.flights.0).take();
        }
    }
}
