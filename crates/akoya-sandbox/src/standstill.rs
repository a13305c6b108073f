//! The moment of a fork, at which no thread of the process may be inside SQLite.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Held for reading by a thread that is inside SQLite.
static INSIDE: RwLock<()> = RwLock::new(());

/// Keeps all sandboxes of this process out of SQLite until it is dropped.
///
/// For a program that forks with a sandbox in it. SQLite has locks of its own for the whole process, for its memory for
/// example, and a child has them as they were: one that a sandbox held at the fork, because it served a request, is never
/// released there, and the child waits for it at its own first use of SQLite.
#[derive(Debug)]
#[must_use = "SQLite is used again when this is dropped"]
pub struct Standstill {
    _all: RwLockWriteGuard<'static, ()>,
}

impl Standstill {
    /// Waits until no sandbox is inside SQLite. Blocks, as long as a statement may take.
    pub fn begin() -> Self {
        Self {
            _all: INSIDE.write().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Enters SQLite until the value is dropped. Not twice in one thread: a standstill that begins in between would wait
/// forever.
pub(crate) fn inside() -> RwLockReadGuard<'static, ()> {
    INSIDE.read().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::State;

    #[test]
    fn a_standstill_waits_for_what_is_under_way_in_a_sandbox() {
        let (state, _) = State::open(None).unwrap();
        let is_inside = || INSIDE.try_write().is_err();
        assert!(state.write_now(|_| Ok(is_inside())).unwrap());
        assert!(state.read(|_| Ok(is_inside())).unwrap());
        drop(Standstill::begin());
    }
}
