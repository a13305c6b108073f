//! A clock for tests that jumps to the next sleeper when all tasks wait.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

/// A clock for many tasks of a runtime with one thread. It stands still while anyone has something to do; then it
/// advances to the moment at which the first sleeper wakes. Nobody waits, and work takes no time.
///
/// It suits a store that is ready the first time it is polled, as one in memory does, even if it blocks the thread
/// until then. It does not suit one that waits for another thread (`spawn_blocking`) or a network: that does not
/// hold this clock up, and leases run out in the meantime.
#[derive(Debug, Default)]
pub struct AutoAdvanceClock(Arc<Mutex<Time>>);

#[derive(Debug, Default)]
struct Time {
    now: Duration,
    /// When each of those who sleep wakes.
    ends: BTreeSet<(Duration, u64)>,
    sleeps: u64,
}

/// The beginning of 2026.
const EPOCH: Duration = Duration::from_secs(1_767_225_600);

/// How often everybody else gets a turn before time moves.
const TURNS: usize = 3;

/// A task that sleeps, until it is dropped.
struct Sleeper {
    time: Arc<Mutex<Time>>,
    end: (Duration, u64),
}

impl Sleeper {
    fn new(time: Arc<Mutex<Time>>, duration: Duration) -> Self {
        let mut known = lock(&time);
        known.sleeps += 1;
        let end = (known.now.saturating_add(duration), known.sleeps);
        known.ends.insert(end);
        drop(known);
        Self { time, end }
    }

    /// Returns whether the time of this sleeper has come; it comes when no other one's is earlier.
    fn wakes(&self) -> bool {
        let mut time = lock(&self.time);
        // Only the earliest sleeper moves the time, so the others wake in their order.
        if time.ends.first() == Some(&self.end) {
            time.now = time.now.max(self.end.0);
        }
        time.now >= self.end.0
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        // A sleeper that was dropped must not hold the clock back.
        lock(&self.time).ends.remove(&self.end);
    }
}

impl Clock for AutoAdvanceClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + EPOCH + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        lock(&self.0).now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let sleeper = Sleeper::new(self.0.clone(), duration);
        Box::pin(async move {
            loop {
                for _ in 0..TURNS {
                    tokio::task::yield_now().await;
                }
                if sleeper.wakes() {
                    return;
                }
            }
        })
    }
}
