//! The locks of the single flight, in one place so that a model checker can put its own there.

pub(crate) use std::sync::{Mutex, MutexGuard, PoisonError};

/// A panic cannot leave one of the values behind these locks half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
