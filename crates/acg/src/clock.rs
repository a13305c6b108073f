//! Time, handed in from outside so that a test controls it.

use std::fmt::Debug;
use std::time::{Duration, SystemTime};

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

    /// Returns the time since an arbitrary fixed moment, not that of [`monotonic`](Self::monotonic), including the
    /// time for which the machine was suspended: leases end while it sleeps. Default: `monotonic`.
    fn since_boot(&self) -> Duration {
        self.monotonic()
    }

    /// Returns both readings, for a question that every call asks: whether a token is still valid.
    /// They may be some milliseconds old, where that makes them cheaper. Default:
    /// [`now`](Self::now) and [`monotonic`](Self::monotonic).
    fn reading(&self) -> Reading {
        Reading {
            now: self.now(),
            monotonic: self.monotonic(),
        }
    }

    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Both readings of a [`Clock`], taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The calendar time.
    pub now: SystemTime,
    /// Time since an arbitrary fixed moment.
    pub monotonic: Duration,
}

/// The machine's clock. All of a process read the same: what one has measured, another can compare with.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock(());

impl SystemClock {
    /// Returns the machine's clock.
    pub fn new() -> Self {
        Self(())
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
        machine::monotonic()
    }

    #[cfg(target_os = "linux")]
    fn since_boot(&self) -> Duration {
        machine::since_boot()
    }

    #[cfg(target_os = "linux")]
    fn reading(&self) -> Reading {
        machine::reading()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What the standard library does not give: the time of the system's last tick, at a quarter of what the exact time
/// costs. It is ten milliseconds old at most, which is nothing to a token's life.
#[cfg(target_os = "linux")]
mod machine {
    use std::time::{Duration, SystemTime};

    use rustix::time::{ClockId, Timespec, clock_gettime};

    use super::Reading;

    pub(super) fn monotonic() -> Duration {
        duration(clock_gettime(ClockId::Monotonic))
    }

    pub(super) fn since_boot() -> Duration {
        duration(clock_gettime(ClockId::Boottime))
    }

    pub(super) fn reading() -> Reading {
        let now = duration(clock_gettime(ClockId::RealtimeCoarse));
        Reading {
            now: SystemTime::UNIX_EPOCH + now,
            monotonic: duration(clock_gettime(ClockId::MonotonicCoarse)),
        }
    }

    /// Returns the time since the clock's beginning; a calendar before 1970 counts as 1970.
    fn duration(time: Timespec) -> Duration {
        Duration::try_from(time).unwrap_or_default()
    }
}

#[cfg(not(target_os = "linux"))]
mod machine {
    use std::sync::OnceLock;
    use std::time::{Duration, Instant};

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    pub(super) fn monotonic() -> Duration {
        // An `Instant` cannot be read as a number; the time since the first reading can.
        static STARTED: OnceLock<Instant> = OnceLock::new();
        STARTED.get_or_init(Instant::now).elapsed()
    }
}

/// A clock that moves only when it is set: for tests.
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
    suspended: Duration,
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
                suspended: Duration::ZERO,
            })),
        }
    }

    /// Moves both readings forward.
    pub fn advance(&self, by: Duration) {
        self.with(|time| time.advance(by));
    }

    /// Suspends the machine: the calendar and the time since boot advance, the monotonic reading stays.
    pub fn suspend(&self, by: Duration) {
        self.with(|time| {
            time.now += by;
            time.suspended += by;
        });
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

    fn since_boot(&self) -> Duration {
        self.with(|time| time.monotonic + time.suspended)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let state = self.state.clone();
        Box::pin(async move {
            // Time passes for the one that sleeps, so a test waits for nothing.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves nothing of a suspended machine, which a test cannot have: only that it is the clock that counts it.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_time_since_boot_is_that_of_the_clock_that_counts_suspend() {
        use rustix::time::{ClockId, clock_gettime};
        let boot = || Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap();
        let (before, now, after) = (boot(), SystemClock::new().since_boot(), boot());
        assert!(before <= now);
        assert!(now <= after);
    }

    #[test]
    fn a_reading_of_the_machine_is_a_tick_old_at_most() {
        let clock = SystemClock::new();
        let (before, reading, after) = (clock.reading(), clock.monotonic(), clock.monotonic());
        assert!(reading <= after);
        assert!(before.monotonic <= reading);
        let age = clock.now().duration_since(before.now).unwrap_or_default();
        assert!(age < Duration::from_secs(10), "{age:?}");
        assert!(reading - before.monotonic < Duration::from_secs(10));
    }
}
