//! A place in the middle of something, where a test can hold it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

/// Holds whoever passes until the test opens it.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    arrived: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self {
            arrived: Arc::new(Semaphore::new(0)),
            opened: Arc::new(Semaphore::new(0)),
        }
    }

    /// For what is held: says that it is there and waits.
    pub(crate) async fn pass(&self) {
        self.arrived.add_permits(1);
        self.opened.acquire().await.unwrap().forget();
    }

    /// For the test: waits until something is held, which takes no time unless it never comes.
    pub(crate) async fn arrival(&self) {
        tokio::time::timeout(Duration::from_secs(60), self.arrived.acquire())
            .await
            .unwrap()
            .unwrap()
            .forget();
    }

    /// For the test: lets one pass.
    pub(crate) fn open(&self) {
        self.opened.add_permits(1);
    }
}
