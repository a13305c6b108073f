//! What can be changed about a running sandbox without being part of its state.

use std::sync::Mutex;
use std::time::Duration;

use crate::partial_response::PartialResponse;
use crate::sync::lock;

/// How a sandbox behaves from now on. Times are in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) lifetimes: Lifetimes,
    /// How many data calls succeed in each second; `None` for all.
    pub(crate) rate_limit: Option<u32>,
    /// When v2 of the data API ends; `None` if it stays.
    pub(crate) v2_until: Option<i64>,
    /// Whether v3 requires `x-akoya-intent-type`.
    pub(crate) intent_type_required: bool,
    pub(crate) partial_response: PartialResponse,
}

/// How long things are valid, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetimes {
    pub(crate) code: i64,
    pub(crate) id_token: i64,
    /// Since the consent; `None` if they never expire.
    pub(crate) refresh_token: Option<i64>,
    /// For how long after a rotation the previous refresh token still works.
    pub(crate) refresh_reuse: i64,
}

/// Converts a duration to milliseconds, as settings and state count.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The settings in force, and those that a reset restores.
#[derive(Debug)]
pub(crate) struct AdjustableSettings {
    current: Mutex<Settings>,
    initial: Settings,
    limiter: Mutex<RateLimiter>,
}

impl AdjustableSettings {
    pub(crate) fn new(initial: Settings) -> Self {
        Self {
            current: Mutex::new(initial),
            initial,
            limiter: Mutex::default(),
        }
    }

    pub(crate) fn get(&self) -> Settings {
        *lock(&self.current)
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut lock(&self.current));
    }

    pub(crate) fn reset(&self) {
        *lock(&self.current) = self.initial;
    }

    /// Counts a data call and returns whether it is one too many in its second.
    pub(crate) fn exceeds_rate_limit(&self, now_ms: i64) -> bool {
        lock(&self.limiter).exceeds(self.get().rate_limit, now_ms)
    }
}

/// Counts data calls in each second of the sandbox's clock.
#[derive(Debug, Default)]
struct RateLimiter {
    second: i64,
    count: u32,
}

impl RateLimiter {
    /// Counts one call and returns whether it is above the limit.
    fn exceeds(&mut self, limit: Option<u32>, now_ms: i64) -> bool {
        let Some(limit) = limit else {
            return false;
        };
        let second = now_ms.div_euclid(1000);
        if self.second != second {
            (self.second, self.count) = (second, 0);
        }
        self.count = self.count.saturating_add(1);
        self.count > limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_second_has_its_own_count_and_no_limit_counts_nothing() {
        let mut limiter = RateLimiter::default();
        let mut exceeds = |limit, now| limiter.exceeds(limit, now);
        assert!(!exceeds(None, 5000));
        assert!(!exceeds(Some(1), 5000));
        assert!(exceeds(Some(1), 5999));
        assert!(!exceeds(Some(1), 6000));
        assert!(exceeds(Some(0), 7000));
    }
}
