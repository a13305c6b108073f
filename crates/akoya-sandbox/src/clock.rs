//! The clock of the sandbox: real time plus an offset that tests can move.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use crate::error::Error;
use crate::state::State;

/// The source of real time.
pub(crate) type TimeSource = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The sandbox's own time: a source of real time plus an offset kept in the state.
///
/// Tokens, codes, pages and default date ranges depend on this clock alone. The offset survives a restart, and all
/// processes that share a state file see a change at once. A clone is another handle to the same clock.
#[derive(Clone)]
pub struct SandboxClock {
    source: TimeSource,
    state: Arc<State>,
    moved: Arc<Notify>,
}

impl SandboxClock {
    /// Creates a clock that signals to `moved` whenever it is moved.
    pub(crate) fn new(source: TimeSource, state: Arc<State>, moved: Arc<Notify>) -> Self {
        Self {
            source,
            state,
            moved,
        }
    }

    /// Returns the sandbox's current time.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) if the offset cannot be read.
    pub fn now(&self) -> Result<SystemTime, Error> {
        Ok(UNIX_EPOCH + Duration::from_millis(self.now_ms()?.unsigned_abs()))
    }

    /// Moves the clock forward.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) if the offset cannot be written.
    pub fn advance(&self, by: Duration) -> Result<(), Error> {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.change_offset(|offset| offset.saturating_add(by))
    }

    /// Sets the clock, forward or backward. It continues from there.
    ///
    /// # Errors
    /// [`ErrorKind::State`](crate::ErrorKind::State) if the offset cannot be written.
    pub fn set(&self, time: SystemTime) -> Result<(), Error> {
        let offset = unix_ms(time).saturating_sub(unix_ms((self.source)()));
        self.change_offset(|_| offset)
    }

    fn change_offset(&self, change: impl FnOnce(i64) -> i64) -> Result<(), Error> {
        self.state.change_clock_offset(change)?;
        self.moved.notify_one();
        Ok(())
    }

    /// Milliseconds since 1970, from 0 to the end of the year 9998, which every date format can express.
    pub(crate) fn now_ms(&self) -> Result<i64, Error> {
        const YEAR_9999: i64 = 253_370_764_800_000;
        let now = unix_ms((self.source)()).saturating_add(self.state.clock_offset()?);
        Ok(now.clamp(0, YEAR_9999))
    }
}

impl fmt::Debug for SandboxClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxClock").finish_non_exhaustive()
    }
}

/// Milliseconds since 1970, negative before it.
pub(crate) fn unix_ms(time: SystemTime) -> i64 {
    let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    time.duration_since(UNIX_EPOCH)
        .map_or_else(|before| -ms(before.duration()), ms)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the only place where the sandbox reads the system clock"
)]
pub(crate) fn real_time() -> TimeSource {
    Arc::new(SystemTime::now)
}
