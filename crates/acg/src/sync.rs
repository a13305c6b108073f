//! The locks of this crate, in one place so that a model checker can put its own there.

pub(crate) use std::sync::{Mutex, MutexGuard};

/// Locks a value. A panic cannot leave one of the values behind these locks half changed, so a poisoned lock is used.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
