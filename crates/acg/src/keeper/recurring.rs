//! Work that is done again and again beside the passes.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::future::spawn;

/// Work that is begun at regular times on a task of its own, one at a time. Dropping it stops the work.
#[derive(Debug)]
pub(super) struct Recurring {
    interval: Duration,
    begun: Option<Duration>,
    task: Option<JoinHandle<()>>,
}

impl Recurring {
    /// Plans work that is begun at once, and then at this interval.
    pub(super) fn every(interval: Duration) -> Self {
        Self {
            interval,
            begun: None,
            task: None,
        }
    }

    /// Begins the work if it is time and the last one has ended.
    pub(super) fn begin_if_due<F>(&mut self, now: Duration, work: impl FnOnce() -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let passed = self.begun.map(|begun| now.saturating_sub(begun));
        let is_running = self.task.as_ref().is_some_and(|task| !task.is_finished());
        if is_running || passed.is_some_and(|passed| passed < self.interval) {
            return;
        }
        self.begun = Some(now);
        self.task = Some(spawn(work()));
    }
}

impl Drop for Recurring {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
