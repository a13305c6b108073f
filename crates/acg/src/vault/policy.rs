//! What a vault does when its store fails, and when its tokens are refreshed.

use std::time::Duration;

/// What happens to a new token that the store fails to save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum StorePolicy {
    /// It is used from memory, and saved as soon as the store works. The operation that got it reports once that it
    /// is not saved. If the process ends before that, what the spool does not hold is lost.
    KeepServing,
    /// No caller gets it before it is saved. It is held in memory, and saved as soon as the store works;
    /// the old token is used while it is valid.
    #[default]
    FailClosed,
    /// It is revoked at the provider: no token lives that is not in the store. Consent is needed again.
    RevokeAndFail,
}

/// When a keeper refreshes a token: at a random moment between two parts of its life, so that tokens that were issued
/// together are not refreshed together.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RefreshSchedule {
    /// The earliest part of the life, from 0 to 1. Default: 0.55.
    pub from: f64,
    /// The latest part of the life, from 0 to 1. Default: 0.80.
    pub to: f64,
    /// The least time between two refreshes, however short the life: for tokens that are refreshed when they are
    /// needed, and only kept alive in between. Default: none.
    pub at_least: Duration,
}

impl Default for RefreshSchedule {
    fn default() -> Self {
        Self {
            from: 0.55,
            to: 0.80,
            at_least: Duration::ZERO,
        }
    }
}

impl RefreshSchedule {
    /// Returns the wait before a token that lives for `life` is refreshed. `jitter`, from 0 to 1, chooses the moment.
    pub fn wait(&self, life: Duration, jitter: f64) -> Duration {
        let (from, to) = (self.from.clamp(0.0, 1.0), self.to.clamp(0.0, 1.0));
        let part = from + (to - from).max(0.0) * jitter.clamp(0.0, 1.0);
        life.mul_f64(part).max(self.at_least)
    }
}
