//! The moment of a fork, at which no thread of the process may be inside SQLite.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

/// Held for reading by a thread that is inside SQLite.
static INSIDE: RwLock<()> = RwLock::new(());

/// Keeps all threads of this process out of SQLite until it is dropped, in every store:
/// also in one that is being opened or closed.
///
/// For a program that forks. SQLite has locks of its own for the whole process, for its memory for example,
/// and a child has them as they were: one that another thread held at the fork is never released there.
/// Make it in the thread that forks, after the stores are [paused](crate::SqliteStore::pause), and drop it
/// in that thread of the parent and of the child.
#[derive(Debug)]
#[must_use = "SQLite is used again when this is dropped"]
pub struct Standstill {
    _all: RwLockWriteGuard<'static, ()>,
}

impl Standstill {
    /// Waits until no thread is inside SQLite. Blocks, as long as a statement may take.
    pub fn begin() -> Self {
        Self {
            _all: INSIDE.write().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Enters SQLite until the value is dropped. Not twice in one thread: a standstill that begins in between would
/// wait forever.
pub(crate) fn inside() -> RwLockReadGuard<'static, ()> {
    INSIDE.read().unwrap_or_else(PoisonError::into_inner)
}

/// Enters SQLite as [`inside`] does, unless that would wait for a standstill.
pub(crate) fn try_inside() -> Option<RwLockReadGuard<'static, ()>> {
    match INSIDE.try_read() {
        Ok(inside) => Some(inside),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Returns whether there is a standstill, or one is about to begin.
pub(crate) fn is_on() -> bool {
    try_inside().is_none()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::database::Database;
    use crate::witness::Witnesses;
    use crate::worker::Worker;

    #[test]
    fn a_standstill_begins_when_what_is_under_way_is_done_and_not_with_a_paused_store() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("tokens.db");
        std::fs::write(&path, b"").unwrap();
        let witness = Witnesses::of(directory.path(), None);
        let worker = Worker::start(Database::open(&path, witness).unwrap()).unwrap();
        let (started, is_started) = mpsc::channel();
        let (end, ended) = mpsc::channel::<()>();
        let job = move |_: &mut Database| {
            started.send(()).unwrap();
            let _ = ended.recv();
            Ok(())
        };
        std::thread::scope(|scope| {
            let worker = &worker;
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build();
                runtime.unwrap().block_on(worker.run(job)).unwrap();
            });
            is_started.recv().unwrap();
            assert!(INSIDE.try_write().is_err(), "a job is under way");
            drop(end);
        });
        let paused = worker.pause().unwrap();
        drop(Standstill::begin());
        drop(paused);
        drop(worker.stop());
    }
}
