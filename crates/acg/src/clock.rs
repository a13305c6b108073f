//! Time, handed in from outside so that a test controls it.

use std::fmt::Debug;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use crate::future::BoxFuture;
use crate::sync::{Mutex, lock};

/// A source of time.
///
/// Two readings are needed: calendar time for expiries that outlive the process, and a reading that never goes
/// back for everything measured inside it, so that a corrected system clock does not extend a token's life.
pub trait Clock: Debug + Send + Sync {
    /// Returns the calendar time.
    fn now(&self) -> SystemTime;

    /// Returns the time since an arbitrary fixed moment; it never decreases.
    fn monotonic(&self) -> Duration;

    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's clock. All of a process read the same: what one has measured, another can compare with.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock(());

impl SystemClock {
    /// Returns the machine's clock.
    pub fn new() -> Self {
        Self(())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    fn started() -> Instant {
        static STARTED: OnceLock<Instant> = OnceLock::new();
        *STARTED.get_or_init(Instant::now)
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        Self::started().elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock that moves only when told to: for tests.
///
/// [`sleep`](Clock::sleep) advances the clock by the time asked for and completes at once, so that no test waits.
#[derive(Debug)]
pub struct ManualClock {
    state: std::sync::Arc<Mutex<ManualTime>>,
}

#[derive(Debug, Clone, Copy)]
struct ManualTime {
    now: SystemTime,
    monotonic: Duration,
}

impl ManualTime {
    fn advance(&mut self, by: Duration) {
        self.now += by;
        self.monotonic += by;
    }
}

impl ManualClock {
    /// Creates a clock that stands at `now`.
    pub fn new(now: SystemTime) -> Self {
        Self {
            state: std::sync::Arc::new(Mutex::new(ManualTime {
                now,
                monotonic: Duration::ZERO,
            })),
        }
    }

    /// Moves both readings forward.
    pub fn advance(&self, by: Duration) {
        self.with(|time| time.advance(by));
    }

    /// Sets the calendar time alone, as an operator or a time daemon would; the monotonic reading stays.
    pub fn set(&self, now: SystemTime) {
        self.with(|time| time.now = now);
    }

    fn with<R>(&self, change: impl FnOnce(&mut ManualTime) -> R) -> R {
        change(&mut lock(&self.state))
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.with(|time| time.now)
    }

    fn monotonic(&self) -> Duration {
        self.with(|time| time.monotonic)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let state = self.state.clone();
        Box::pin(async move {
            lock(&state).advance(duration);
            tokio::task::yield_now().await;
        })
    }
}

/// Milliseconds since 1970-01-01 UTC; an earlier moment is 0.
pub(crate) fn unix_millis(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    u64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
}

/// Returns the seconds since 1970-01-01 UTC; a time before that is 0.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// Returns the moment `seconds` after 1970-01-01 UTC; a moment that the platform cannot hold is the epoch, long
/// expired.
pub(crate) fn from_unix_seconds(seconds: i64) -> SystemTime {
    u64::try_from(seconds)
        .ok()
        .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)))
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
