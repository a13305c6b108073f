//! A gate: a moment in the middle of something, at which a test can hold it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a test waits for something to arrive that never does.
const PATIENCE: Duration = Duration::from_secs(60);

/// Holds what passes until the test opens it. Clones are the same gate.
#[derive(Debug, Clone)]
pub struct Gate {
    arrived: Arc<Semaphore>,
    opened: Arc<Semaphore>,
}

impl Gate {
    /// Creates a closed gate.
    pub fn new() -> Self {
        Self {
            arrived: Arc::new(Semaphore::new(0)),
            opened: Arc::new(Semaphore::new(0)),
        }
    }

    /// Says that something has arrived, and holds it until the gate is opened.
    pub async fn pass(&self) {
        self.arrived.add_permits(1);
        take_one(&self.opened).await;
    }

    /// Waits until something is held.
    ///
    /// # Panics
    /// When nothing arrives within a minute: the test is wrong.
    pub async fn arrival(&self) {
        let arrived = timeout(PATIENCE, take_one(&self.arrived)).await;
        assert!(arrived.is_ok(), "nothing arrived at the gate");
    }

    /// Lets one pass.
    pub fn open(&self) {
        self.opened.add_permits(1);
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

async fn take_one(semaphore: &Semaphore) {
    // The semaphores are never closed.
    if let Ok(permit) = semaphore.acquire().await {
        permit.forget();
    }
}
