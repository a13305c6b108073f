//! Moments of a refresh at which a process may end.
//!
//! A harness that kills processes sets a handler with [`on_crash_point`]. The handler ends or suspends the process
//! at the moment that is to be tested. The engine calls it from the task that refreshes.

#[cfg(feature = "testing")]
use std::sync::Arc;

#[cfg(feature = "testing")]
use crate::sync::{Mutex, lock};

/// A moment of a refresh; from [`Spooled`](Self::Spooled) on, of a code exchange too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[cfg_attr(
    not(feature = "testing"),
    expect(unreachable_pub, reason = "public with the feature `testing`")
)]
pub enum CrashPoint {
    /// The lease is in the store; nothing has been sent under it.
    Leased,
    /// The request is about to be sent.
    Sending,
    /// The response has arrived and is in memory only.
    Received,
    /// The response is in the spool, if there is one and it worked; it is not in the store yet.
    Spooled,
    /// The response is in the store; its entry is still in the spool.
    Committed,
    /// The entry is gone from the spool; no caller has seen the token.
    SpoolCleared,
    /// The callers in this process use the token; the update callback has not been called.
    Published,
    /// The provider gave no token; the outcome of the refresh is about to be written.
    Failing,
}

#[cfg(feature = "testing")]
impl CrashPoint {
    /// All points, in the order in which a refresh passes them.
    pub const ALL: [Self; 8] = [
        Self::Leased,
        Self::Sending,
        Self::Received,
        Self::Spooled,
        Self::Committed,
        Self::SpoolCleared,
        Self::Published,
        Self::Failing,
    ];
}

#[cfg(feature = "testing")]
type Handler = Arc<dyn Fn(CrashPoint) + Send + Sync>;

#[cfg(feature = "testing")]
static HANDLER: Mutex<Option<Handler>> = Mutex::new(None);

/// Calls `handler` at every point of every refresh in this process. It replaces the handler that was set before.
#[cfg(feature = "testing")]
pub fn on_crash_point(handler: impl Fn(CrashPoint) + Send + Sync + 'static) {
    *lock(&HANDLER) = Some(Arc::new(handler));
}

/// Calls the handler, if there is one, when a refresh has reached a point.
#[cfg(feature = "testing")]
pub(crate) fn reached(point: CrashPoint) {
    // The lock is not held while the handler runs: a handler that suspends one refresh must not suspend the others.
    let handler = lock(&HANDLER).clone();
    if let Some(handler) = handler {
        handler(point);
    }
}

/// Does nothing: the crash points belong to the feature `testing`.
#[cfg(not(feature = "testing"))]
#[inline]
pub(crate) fn reached(_: CrashPoint) {}
