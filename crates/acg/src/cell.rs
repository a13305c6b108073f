//! The token in memory, shared by everything in this process that uses the same grant.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;
use http::HeaderValue;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::error::Error;
use crate::store::{ConnectionId, MemoryStore, Record, TokenStore};
use crate::token::{BearerSource, DEFAULT_LIFETIME, OauthToken};
use crate::update::{TokenUpdate, UpdateReason};

/// One grant's token in this process.
pub(crate) struct TokenCell {
    /// The token that the program brought, until it is in the store.
    initial: Mutex<Option<OauthToken>>,
    /// Where the record lives when the program brings no store.
    home: OnceLock<Arc<MemoryStore>>,
    current: ArcSwapOption<Current>,
    /// The highest generation that was ever current, also of a grant that is gone.
    highest: AtomicU64,
    pub(crate) flight: Mutex<Option<Flight>>,
    /// Held by whoever sends the grant's code or refresh token, until its answer is durable and announced.
    pub(crate) turn: tokio::sync::Mutex<()>,
    pending: Mutex<Unsettled>,
    unsettled: AtomicBool,
}

/// A refresh that is under way: its result comes to everybody who waits.
pub(crate) type Flight = watch::Receiver<Option<Result<Arc<Current>, Error>>>;

/// What a failed store or callback has not taken yet.
#[derive(Default)]
pub(crate) struct Unsettled {
    pub(crate) record: Option<(Record, UpdateReason)>,
    pub(crate) update: Option<TokenUpdate>,
}

/// Whose token a cell holds. A session of another client or provider has another cell, so that what the store would
/// refuse to give it does not come out of memory.
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct CellKey {
    pub(crate) connection: ConnectionId,
    pub(crate) provider: String,
    pub(crate) client_id: String,
}

impl TokenCell {
    pub(crate) fn new(initial: Option<OauthToken>) -> Self {
        Self {
            initial: Mutex::new(initial),
            home: OnceLock::new(),
            current: ArcSwapOption::empty(),
            highest: AtomicU64::new(0),
            flight: Mutex::new(None),
            turn: tokio::sync::Mutex::new(()),
            pending: Mutex::default(),
            unsettled: AtomicBool::new(false),
        }
    }

    /// The cell of a connection in a store: the same one for every session of this process.
    pub(crate) fn shared(store: &Arc<dyn TokenStore>, key: CellKey, initial: Option<OauthToken>) -> Arc<Self> {
        type Cells = HashMap<(usize, CellKey), Weak<TokenCell>>;
        static CELLS: OnceLock<Mutex<Cells>> = OnceLock::new();
        // A session keeps its store alive, so an address with a living cell belongs to that store alone.
        let address = Arc::as_ptr(store).cast::<()>().addr();
        let key = (address, key);
        let mut cells = lock(CELLS.get_or_init(Mutex::default));
        if let Some(cell) = cells.get(&key).and_then(Weak::upgrade) {
            cell.offer(initial);
            return cell;
        }
        if cells.len().is_power_of_two() {
            cells.retain(|_, cell| cell.strong_count() > 0);
        }
        let cell = Arc::new(Self::new(initial));
        cells.insert(key, Arc::downgrade(&cell));
        cell
    }

    /// Takes a token that a program brings to a cell that has none.
    fn offer(&self, token: Option<OauthToken>) {
        let mut initial = lock(&self.initial);
        if initial.is_none() && self.current().is_none() {
            *initial = token;
        }
    }

    pub(crate) fn home(&self, clock: &Arc<dyn Clock>) -> Arc<MemoryStore> {
        self.home.get_or_init(|| Arc::new(MemoryStore::with_clock(clock.clone()))).clone()
    }

    /// The token as it is now.
    pub(crate) fn token(&self) -> Option<OauthToken> {
        self.current().map(|current| (*current.token).clone()).or_else(|| lock(&self.initial).clone())
    }

    pub(crate) fn current(&self) -> Option<Arc<Current>> {
        self.current.load_full()
    }

    /// The header of a token that is usable for at least `skew` more.
    pub(crate) fn bearer(&self, clock: &dyn Clock, skew: Duration) -> Option<Bearer> {
        let current = self.current.load();
        current.as_ref()?.bearer(clock, skew)
    }

    /// A generation higher than any that this process has seen: a consent after a revocation counts on.
    pub(crate) fn next_generation(&self) -> u64 {
        self.highest.load(Ordering::Relaxed).saturating_add(1)
    }

    pub(crate) fn publish(&self, current: Arc<Current>) {
        lock(&self.initial).take();
        self.highest.fetch_max(current.generation, Ordering::Relaxed);
        self.current.store(Some(current));
    }

    pub(crate) fn clear(&self) {
        lock(&self.initial).take();
        self.current.store(None);
    }

    pub(crate) fn initial(&self) -> Option<OauthToken> {
        lock(&self.initial).clone()
    }

    /// Whether a store or callback still has to take something; one relaxed load.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.unsettled.load(Ordering::Relaxed)
    }

    pub(crate) fn with_unsettled<R>(&self, change: impl FnOnce(&mut Unsettled) -> R) -> R {
        let mut pending = lock(&self.pending);
        let result = change(&mut pending);
        self.unsettled.store(pending.record.is_some() || pending.update.is_some(), Ordering::Relaxed);
        result
    }
}

impl fmt::Debug for TokenCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCell")
    }
}

/// A panic cannot leave one of these values half changed.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A token set made ready for use.
pub(crate) struct Current {
    pub(crate) token: Arc<OauthToken>,
    pub(crate) generation: u64,
    header: Option<HeaderValue>,
    expires_at: SystemTime,
    /// The same moment on the clock that nobody can set back.
    deadline: Duration,
    /// At most half of the token's life is taken as safety margin.
    margin: Duration,
}

impl Current {
    pub(crate) fn new(token: &OauthToken, generation: u64, source: BearerSource, clock: &dyn Clock) -> Self {
        let now = clock.now();
        let expires_at = token.expires_at(source).unwrap_or_else(|| unknown_expiry(token, now));
        let left = expires_at.duration_since(now).unwrap_or_default();
        Self {
            header: token.bearer(source).and_then(|bearer| header(bearer.expose())),
            generation,
            expires_at,
            deadline: clock.monotonic().saturating_add(left),
            margin: token.life(source).unwrap_or(DEFAULT_LIFETIME) / 2,
            token: Arc::new(token.clone()),
        }
    }

    /// The header, if the token is usable for at least `skew` more.
    pub(crate) fn bearer(&self, clock: &dyn Clock, skew: Duration) -> Option<Bearer> {
        let skew = skew.min(self.margin);
        let by_calendar = clock.now().checked_add(skew).is_some_and(|then| then < self.expires_at);
        let by_duration = clock.monotonic().saturating_add(skew) < self.deadline;
        if by_calendar && by_duration { self.fresh_bearer() } else { None }
    }

    /// The header, whatever the expiry says: for a token that has just come from the provider.
    pub(crate) fn fresh_bearer(&self) -> Option<Bearer> {
        Some(Bearer { header: self.header.clone()?, generation: self.generation })
    }
}

/// Without any statement about its expiry a token that can be refreshed is, and one that cannot is tried for a while.
fn unknown_expiry(token: &OauthToken, now: SystemTime) -> SystemTime {
    if token.refresh_token.is_some() { SystemTime::UNIX_EPOCH } else { now + DEFAULT_LIFETIME }
}

fn header(bearer: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {bearer}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A bearer token ready to be sent: the value of an `Authorization` header (RFC 6750 §2.1), marked sensitive.
#[derive(Debug, Clone)]
pub struct Bearer {
    header: HeaderValue,
    generation: u64,
}

impl Bearer {
    /// The header's value.
    pub fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Which token set of the grant this is; see [`TokenUpdate::generation`].
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
