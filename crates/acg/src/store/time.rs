//! The time by a store's clock, which all processes of a grant share.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::clock::unix_millis;

/// Milliseconds since 1970-01-01 UTC by the store's clock.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct StoreTime(pub i64);

impl StoreTime {
    /// Converts a machine's time to a store's.
    pub(crate) fn of(time: SystemTime) -> Self {
        Self(i64::try_from(unix_millis(time)).unwrap_or(i64::MAX))
    }

    pub(crate) fn after(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// Returns the time from `self` to `later`; zero when it is not later.
    pub(crate) fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }
}
