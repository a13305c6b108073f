//! A place in the middle of something, where a test can hold it.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// Holds whoever passes until the test opens it.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    arrived: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self { arrived: Arc::new(Semaphore::new(0)), opened: Arc::new(Semaphore::new(0)) }
    }

    /// For what is held: says that it is there and waits.
    pub(crate) async fn pass(&self) {
        self.arrived.add_permits(1);
        self.opened.acquire().await.unwrap().forget();
    }

    /// For the test: waits until something is held.
    pub(crate) async fn arrival(&self) {
        self.arrived.acquire().await.unwrap().forget();
    }

    /// For the test: lets one pass.
    pub(crate) fn open(&self) {
        self.opened.add_permits(1);
    }
}
