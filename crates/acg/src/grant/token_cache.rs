//! The token cache: one grant's token in memory, shared by everything in this process that uses the grant.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arc_swap::{ArcSwapOption, Guard};

use crate::clock::{Clock, Reading};
use crate::error::Error;
use crate::grant::cached_token::CachedToken;
use crate::grant::update::{TokenUpdate, UpdateReason};
use crate::refresh::single_flight::SingleFlight;
use crate::store::connection_id::ConnectionId;
use crate::store::memory::MemoryStore;
use crate::store::record::Record;
use crate::sync::{Mutex, lock};
use crate::token::oauth_token::OauthToken;

/// How often the store is asked whether a valid token is still this connection's. Another process may have removed
/// the grant or taken a new consent, perhaps another customer's. To ask before each call would cost a round trip;
/// not to ask would use the old token for the rest of its life, which is a day at some providers.
const CHECK_INTERVAL: Duration = Duration::from_secs(60);

/// One grant's token in this process.
pub(crate) struct TokenCache {
    /// The token that the program brought, until it is in the store.
    initial: Mutex<Option<OauthToken>>,
    /// Where the record lives when the program brings no store.
    memory_store: OnceLock<Arc<MemoryStore>>,
    current: ArcSwapOption<CachedToken>,
    /// The highest generation that was ever current, also of a grant that was removed.
    highest_generation: AtomicU64,
    /// When the customer was last active, in seconds since 1970; the least number when that is unknown.
    last_access: AtomicI64,
    /// The refresh in progress.
    pub(crate) refreshing: SingleFlight<Result<Arc<CachedToken>, Error>>,
    /// Held while a code or refresh token is sent, until its response is durable and published.
    pub(crate) send_lock: Arc<tokio::sync::Mutex<()>>,
    /// When the store was last asked whether the token is still this connection's, in seconds of the monotonic clock.
    checked_at: AtomicU64,
    pending: Mutex<Pending>,
    has_pending: AtomicBool,
}

/// What a store or an update callback failed to take.
#[derive(Default)]
pub(crate) struct Pending {
    pub(crate) record: Option<(Record, UpdateReason)>,
    pub(crate) update: Option<TokenUpdate>,
}

/// Whose token a cache holds, within one store.
///
/// Client and provider are part of it: another client or environment must not get out of memory what the store would
/// refuse to give it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    pub(crate) connection: ConnectionId,
    pub(crate) provider: String,
    pub(crate) client_id: String,
}

impl TokenCache {
    pub(crate) fn new(initial: Option<OauthToken>) -> Self {
        Self {
            initial: Mutex::new(initial),
            memory_store: OnceLock::new(),
            current: ArcSwapOption::empty(),
            highest_generation: AtomicU64::new(0),
            last_access: AtomicI64::new(i64::MIN),
            refreshing: SingleFlight::new(),
            send_lock: Arc::default(),
            checked_at: AtomicU64::new(0),
            pending: Mutex::default(),
            has_pending: AtomicBool::new(false),
        }
    }

    /// Takes a token that a program brings, unless the cache has one.
    pub(crate) fn offer(&self, token: Option<OauthToken>) {
        let mut initial = lock(&self.initial);
        // What this process has refreshed since is newer than what the program saved earlier.
        if initial.is_none() && self.current().is_none() {
            *initial = token;
        }
    }

    /// Returns the store of a grant whose program brings none, the same one for all clients of the same credentials.
    pub(crate) fn memory_store(&self, clock: &Arc<dyn Clock>) -> Arc<MemoryStore> {
        self.memory_store
            .get_or_init(|| Arc::new(MemoryStore::with_clock(clock.clone())))
            .clone()
    }

    /// Returns the current token.
    pub(crate) fn token(&self) -> Option<OauthToken> {
        self.current()
            .map(|current| (*current.token).clone())
            // Before the first use, the token that the program brought is the current one.
            .or_else(|| lock(&self.initial).clone())
    }

    pub(crate) fn current(&self) -> Option<Arc<CachedToken>> {
        self.current.load_full()
    }

    /// Lends the current token for a moment. It takes no lock and allocates nothing, and costs no reference count
    /// that all threads would share.
    #[inline]
    pub(crate) fn lend(&self) -> Guard<Option<Arc<CachedToken>>> {
        self.current.load()
    }

    /// Returns a generation higher than any that this process has seen.
    ///
    /// A consent after a revocation continues the count, so that an update callback never saves an old token over a new
    /// one that has the same number.
    pub(crate) fn next_generation(&self) -> u64 {
        self.highest_generation
            .load(Ordering::Relaxed)
            .saturating_add(1)
    }

    /// Returns whether the store has not been asked for a while whether the token is still this connection's.
    #[inline]
    pub(crate) fn is_check_due(&self, reading: &Reading) -> bool {
        let checked_at = self.checked_at.load(Ordering::Relaxed);
        reading.monotonic.as_secs().saturating_sub(checked_at) >= CHECK_INTERVAL.as_secs()
    }

    /// Begins the check that is due. Returns whether the caller is the one to make it: of several at the same
    /// moment, one is.
    pub(crate) fn begin_check(&self, reading: &Reading) -> bool {
        let now = reading.monotonic.as_secs();
        let before = self.checked_at.swap(now, Ordering::Relaxed);
        now.saturating_sub(before) >= CHECK_INTERVAL.as_secs()
    }

    pub(crate) fn publish(&self, current: Arc<CachedToken>) {
        lock(&self.initial).take();
        self.highest_generation
            .fetch_max(current.generation, Ordering::Relaxed);
        self.current.store(Some(current));
    }

    /// Notes when the customer was last active, unless a later time is known.
    pub(crate) fn note_last_access(&self, at: Option<i64>) {
        if let Some(at) = at {
            self.last_access.fetch_max(at, Ordering::Relaxed);
        }
    }

    /// Returns when the customer was last active, in seconds since 1970.
    pub(crate) fn last_access(&self) -> Option<i64> {
        Some(self.last_access.load(Ordering::Relaxed)).filter(|at| *at != i64::MIN)
    }

    pub(crate) fn clear(&self) {
        self.last_access.store(i64::MIN, Ordering::Relaxed);
        lock(&self.initial).take();
        self.current.store(None);
    }

    pub(crate) fn initial(&self) -> Option<OauthToken> {
        lock(&self.initial).clone()
    }

    /// Returns whether a store or an update callback still has something to take. One relaxed load: every call asks.
    #[inline]
    pub(crate) fn has_pending(&self) -> bool {
        self.has_pending.load(Ordering::Relaxed)
    }

    pub(crate) fn with_pending<R>(&self, change: impl FnOnce(&mut Pending) -> R) -> R {
        let mut pending = lock(&self.pending);
        let result = change(&mut pending);
        // Under the lock, so that the flag never says less than what is there.
        let has_pending = pending.record.is_some() || pending.update.is_some();
        self.has_pending.store(has_pending, Ordering::Relaxed);
        result
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCache")
    }
}
