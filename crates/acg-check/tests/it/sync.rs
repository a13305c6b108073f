//! `acg`'s `sync` module with shuttle's lock in it: every use of it is a moment at which another thread may continue.

pub(crate) use shuttle::sync::{Mutex, MutexGuard};

/// Like the one it stands for, it does not mind that a holder has panicked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
