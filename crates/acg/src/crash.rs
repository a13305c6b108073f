//! Moments of a refresh at which a process may end (feature `testing`).
//!
//! A harness that kills processes sets a handler with [`on_point`] and ends the process in it, or stops it, when the moment comes
//! that it wants to try. The engine calls it from the task that refreshes.

use std::sync::{Arc, Mutex, PoisonError};

/// A moment of a refresh; of an exchange too, from [`Spooled`](Self::Spooled) on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Point {
    /// The lease is in the store; nothing has been sent under it.
    Claimed,
    /// The request is about to leave.
    Sending,
    /// The answer is there, in memory alone.
    Answered,
    /// The answer is in the spool, if there is one and it took it; not yet in the store.
    Spooled,
    /// The answer is in the store; its entry is still in the spool.
    Committed,
    /// The entry is gone from the spool; nobody has seen the token.
    Settled,
    /// This process's callers use the token; the update callback has not been called.
    Published,
    /// The provider gave no token; the end of the refresh is about to be written.
    Ending,
}

impl Point {
    /// All, in the order in which a refresh passes them.
    pub const ALL: [Self; 8] = [
        Self::Claimed,
        Self::Sending,
        Self::Answered,
        Self::Spooled,
        Self::Committed,
        Self::Settled,
        Self::Published,
        Self::Ending,
    ];
}

type Handler = Arc<dyn Fn(Point) + Send + Sync>;

static HANDLER: Mutex<Option<Handler>> = Mutex::new(None);

/// Calls `handler` at every point of every refresh in this process, instead of the one that was set before.
pub fn on_point(handler: impl Fn(Point) + Send + Sync + 'static) {
    *HANDLER.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(handler));
}

/// The lock is not held while the handler runs: one that stops its process there stops no other refresh.
pub(crate) fn at(point: Point) {
    let handler = HANDLER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if let Some(handler) = handler {
        handler(point);
    }
}
