//! Consents that were found in force a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use akoya::oauth::store::StoreTime;

/// For how long the next event about such a consent waits, in milliseconds: a forged event costs a verification, which
/// may be a refresh.
const PAUSE: i64 = 60_000;

/// When consents were found in force, by the store's clock. In this process alone: an attacker gains little from a
/// second server.
#[derive(Debug, Default)]
pub(crate) struct FoundInForce(Mutex<HashMap<String, StoreTime>>);

impl FoundInForce {
    /// Remembers that a consent was found in force after an event that was read at `now`.
    pub(crate) fn note(&self, consent: &str, now: StoreTime) {
        let mut found = self.lock();
        found.retain(|_, at| is_recent(*at, now));
        found.insert(consent.to_owned(), now);
    }

    /// Returns whether a consent was found in force so recently that an event about it waits.
    pub(crate) fn is_recent(&self, consent: &str, now: StoreTime) -> bool {
        self.lock()
            .get(consent)
            .is_some_and(|at| is_recent(*at, now))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, StoreTime>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns whether a moment is in the pause before `now`. One that is still to come, of a clock that was set back, is not.
fn is_recent(at: StoreTime, now: StoreTime) -> bool {
    (0..PAUSE).contains(&(now.0 - at.0))
}
