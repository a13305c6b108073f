//! The token in memory, shared by everything in this process that uses the same grant.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwapOption;

use crate::clock::Clock;
use crate::error::Error;
use crate::grant::update::{TokenUpdate, UpdateReason};
use crate::refresh::single_flight::SingleFlight;
use crate::store::connection_id::ConnectionId;
use crate::store::memory::MemoryStore;
use crate::store::record::Record;
use crate::sync::{Mutex, lock};
use crate::token::bearer::Bearer;
use crate::token::bearer::BearerSource;
use crate::token::oauth_token::{DEFAULT_LIFETIME, OauthToken};

/// One grant's token in this process.
pub(crate) struct TokenCell {
    /// The token that the program brought, until it is in the store.
    initial: Mutex<Option<OauthToken>>,
    /// Where the record lives when the program brings no store.
    home: OnceLock<Arc<MemoryStore>>,
    current: ArcSwapOption<Current>,
    /// The highest generation that was ever current, also of a grant that is gone.
    highest: AtomicU64,
    /// Refreshes, one at a time.
    pub(crate) refreshing: SingleFlight<Result<Arc<Current>, Error>>,
    /// Held by whoever sends the grant's code or refresh token, until its answer is durable and announced.
    pub(crate) turn: Arc<tokio::sync::Mutex<()>>,
    pending: Mutex<Unsettled>,
    unsettled: AtomicBool,
}

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
    /// The store's identity.
    pub(crate) store: String,
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
            refreshing: SingleFlight::new(),
            turn: Arc::default(),
            pending: Mutex::default(),
            unsettled: AtomicBool::new(false),
        }
    }

    /// The cell of a connection: the same one for every session of this process, however it came to the store.
    pub(crate) fn shared(key: CellKey, initial: Option<OauthToken>) -> Arc<Self> {
        static CELLS: OnceLock<Mutex<HashMap<CellKey, Weak<TokenCell>>>> = OnceLock::new();
        let mut cells = lock(CELLS.get_or_init(Mutex::default));
        if let Some(cell) = cells.get(&key).and_then(Weak::upgrade) {
            cell.offer(initial);
            return cell;
        }
        // A growing table is swept before it grows: what is in use decides its size, not what was ever used.
        if cells.len() == cells.capacity() {
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
        self.home
            .get_or_init(|| Arc::new(MemoryStore::with_clock(clock.clone())))
            .clone()
    }

    /// The token as it is now.
    pub(crate) fn token(&self) -> Option<OauthToken> {
        self.current()
            .map(|current| (*current.token).clone())
            .or_else(|| lock(&self.initial).clone())
    }

    pub(crate) fn current(&self) -> Option<Arc<Current>> {
        self.current.load_full()
    }

    /// The header of a token that is usable for at least `skew` more, and whether its early refresh is to begin now.
    pub(crate) fn bearer(&self, clock: &dyn Clock, skew: Duration) -> Option<(Bearer, bool)> {
        let current = self.current.load();
        let current = current.as_ref()?;
        Some((
            current.bearer(clock, skew)?,
            current.begins_early(clock, skew),
        ))
    }

    /// A generation higher than any that this process has seen: a consent after a revocation counts on.
    pub(crate) fn next_generation(&self) -> u64 {
        self.highest.load(Ordering::Relaxed).saturating_add(1)
    }

    pub(crate) fn publish(&self, current: Arc<Current>) {
        lock(&self.initial).take();
        self.highest
            .fetch_max(current.generation, Ordering::Relaxed);
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
        self.unsettled.store(
            pending.record.is_some() || pending.update.is_some(),
            Ordering::Relaxed,
        );
        result
    }
}

impl fmt::Debug for TokenCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCell")
    }
}

/// A token set made ready for use.
pub(crate) struct Current {
    pub(crate) token: Arc<OauthToken>,
    pub(crate) generation: u64,
    bearer: Option<Bearer>,
    expires_at: SystemTime,
    /// The same moment on the clock that nobody can set back.
    deadline: Duration,
    /// At most half of the token's life is taken as safety margin.
    margin: Duration,
    /// How long before the safety margin a refresh begins that nobody waits for.
    early: Duration,
    /// Whether that refresh has begun.
    has_begun: AtomicBool,
}

/// The most of a token's life that is left to an early refresh: a tenth.
const EARLY_PART: u32 = 10;

/// The longest time before the safety margin that an early refresh begins.
const LONGEST_EARLY: Duration = Duration::from_secs(300);

impl Current {
    /// A token set that expires `left` from now, if that is known better than the token says. `jitter` from 0 to 1 decides when
    /// its early refresh begins: processes that share the token do not begin at the same moment.
    pub(crate) fn new(
        token: &OauthToken,
        generation: u64,
        source: BearerSource,
        clock: &dyn Clock,
        left: Option<Duration>,
        jitter: f64,
    ) -> Self {
        let now = clock.now();
        let told = || {
            token
                .expires_at(source)
                .unwrap_or_else(|| unknown_expiry(token, now))
        };
        let expires_at = left
            .and_then(|left| now.checked_add(left))
            .unwrap_or_else(told);
        let left = expires_at.duration_since(now).unwrap_or_default();
        let life = token.life(source);
        let early = (life.unwrap_or_default() / EARLY_PART).min(LONGEST_EARLY);
        Self {
            bearer: token
                .bearer(source)
                .and_then(|bearer| Bearer::new(bearer, generation)),
            generation,
            expires_at,
            deadline: clock.monotonic().saturating_add(left),
            margin: life.unwrap_or(DEFAULT_LIFETIME) / 2,
            early: early.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0),
            has_begun: AtomicBool::new(token.refresh_token.is_none()),
            token: Arc::new(token.clone()),
        }
    }

    /// The header, if the token is usable for at least `skew` more.
    pub(crate) fn bearer(&self, clock: &dyn Clock, skew: Duration) -> Option<Bearer> {
        let skew = skew.min(self.margin);
        let by_calendar = clock
            .now()
            .checked_add(skew)
            .is_some_and(|then| then < self.expires_at);
        let by_duration = clock.monotonic().saturating_add(skew) < self.deadline;
        if by_calendar && by_duration {
            self.fresh_bearer()
        } else {
            None
        }
    }

    /// Whether the early refresh is to begin now: the answer is yes once.
    pub(crate) fn begins_early(&self, clock: &dyn Clock, skew: Duration) -> bool {
        let before = skew.min(self.margin).saturating_add(self.early);
        let is_time = clock.monotonic().saturating_add(before) >= self.deadline;
        is_time && !self.has_begun.swap(true, Ordering::Relaxed)
    }

    /// The header, whatever the expiry says: for a token that has just come from the provider.
    pub(crate) fn fresh_bearer(&self) -> Option<Bearer> {
        self.bearer.clone()
    }
}

/// Without any statement about its expiry a token that can be refreshed is, and one that cannot is tried for a while.
fn unknown_expiry(token: &OauthToken, now: SystemTime) -> SystemTime {
    if token.refresh_token.is_some() {
        SystemTime::UNIX_EPOCH
    } else {
        now + DEFAULT_LIFETIME
    }
}
