//! The service that refreshes what is due.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, ErrorKind};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::grant::session::{Session, store_failure};
use crate::keeper::rate_limiter::Pace;
use crate::operation::Operation;
use crate::refresh::transaction::Claim;
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::error::StoreError;
use crate::store::owner_state::OwnerState;
use crate::store::row::{Listed, Swap, Version};
use crate::sync::{Mutex, lock};

/// How often held answers of the spool are looked after.
const DRAIN_EVERY: Duration = Duration::from_secs(60);

/// How often leases are looked at whose time has not come: what a process left that has ended is taken up at once, within the
/// provider's grace if it has one.
const LOOK_AHEAD_EVERY: Duration = Duration::from_secs(15);

/// How long room for more than one refresh is waited for.
const GATHER: Duration = Duration::from_millis(5);

/// The most rows of a shard that are looked at for such leases.
const MOST_LOOKED_AT: usize = 64;

/// The most leases of living owners that are watched.
const MOST_WATCHED: usize = 10_000;

/// The most rows of a shard that are passed over because they cannot be claimed.
const MOST_SKIPPED: usize = 1_000;

/// Refreshes what is due. Clones are the same keeper.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    session: Arc<Session>,
    slots: Arc<Semaphore>,
    concurrency: usize,
    poll_interval: Duration,
    pace: Mutex<Pace>,
    health: Mutex<Health>,
    watched: Mutex<HashMap<ConnectionId, (Version, Duration)>>,
    /// For each shard, how many rows at its head cannot be claimed.
    skipped: Mutex<HashMap<Shard, usize>>,
    /// Sent in this second of the monotonic clock.
    sent: Mutex<(u64, u32)>,
}

/// How a keeper is doing. Counts are since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Health {
    /// Connections that were found due in the last pass over the store.
    pub due: u64,
    /// Refreshes that gave a new token.
    pub refreshed: u64,
    /// Grants that the provider has ended.
    pub consent_needed: u64,
    /// Refreshes whose outcome is not known.
    pub unknown: u64,
    /// Refreshes that failed otherwise: they are tried again.
    pub failed: u64,
    /// Answers that said that there are too many requests.
    pub throttled: u64,
    /// Failures of the store.
    pub store_failures: u64,
    /// Refreshes that are under way.
    pub in_flight: u64,
    /// By how much the connection that waits longest is overdue, in the last pass.
    pub lag: Duration,
    /// Requests per second that are allowed by now; [`f64::MAX`] for any number.
    pub rate: f64,
    /// Passes over the whole store.
    pub passes: u64,
}

/// Collects a [`Keeper`].
#[derive(Debug)]
pub struct KeeperBuilder {
    auth: AuthorizationCodeAuth,
    concurrency: usize,
    requests_per_second: f64,
    poll_interval: Duration,
}

impl KeeperBuilder {
    /// Sets how many refreshes are under way at once. Default: 64. When the process is killed, as many consents are at the mercy
    /// of the provider's grace.
    #[must_use]
    pub fn concurrency(mut self, count: usize) -> Self {
        self.concurrency = count.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Sets how many refreshes are begun per second, at most. Default: as many as the provider takes. It is this process's share:
    /// several keepers divide what the provider allows. When the provider has too many all the same, the rate is halved and
    /// recovers slowly.
    #[must_use]
    pub fn requests_per_second(mut self, rate: f64) -> Self {
        self.requests_per_second = rate;
        self
    }

    /// Sets how long it sleeps when nothing was due. Default: 2 seconds.
    #[must_use]
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Completes the keeper.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the grant has no store but its memory.
    pub fn build(self) -> Result<Keeper, Error> {
        let session = self.auth.session().clone();
        if Arc::ptr_eq(&session.cell, session.credentials.cell()) {
            return Err(Error::configuration("a keeper needs a token store"));
        }
        let pace = Pace::new(self.requests_per_second, session.clock.monotonic());
        Ok(Keeper(Arc::new(Inner {
            session,
            slots: Arc::new(Semaphore::new(self.concurrency)),
            concurrency: self.concurrency,
            poll_interval: self.poll_interval,
            pace: Mutex::new(pace),
            health: Mutex::default(),
            watched: Mutex::default(),
            skipped: Mutex::default(),
            sent: Mutex::default(),
        })))
    }
}

/// What a pass over the store has seen.
#[derive(Default)]
struct Pass {
    due: u64,
    begun: usize,
    lag: Duration,
}

/// A claim, with what keeps the rest of this process from doing the same.
struct Ticket {
    session: Arc<Session>,
    claim: Claim,
    turn: OwnedMutexGuard<()>,
}

impl Keeper {
    /// A keeper of all connections that this grant's client has in this grant's store; the grant's own connection does not
    /// matter.
    pub fn builder(auth: AuthorizationCodeAuth) -> KeeperBuilder {
        KeeperBuilder {
            auth,
            concurrency: 64,
            requests_per_second: f64::INFINITY,
            poll_interval: Duration::from_secs(2),
        }
    }

    /// How it is doing.
    pub fn health(&self) -> Health {
        Health {
            rate: lock(&self.0.pace).rate(),
            ..*lock(&self.0.health)
        }
    }

    /// Keeps tokens fresh until `stop` completes, then waits for the refreshes that are under way.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store) when the store is quarantined. A store that fails is asked again.
    ///
    /// # Cancel safety
    /// Refreshes that are under way go on when the future is dropped.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<Health, Error> {
        let inner = &self.0;
        let quarantined = |error| store_failure(Operation::Refresh, "nothing is refreshed", error);
        inner.session.vault.check_sendable().map_err(quarantined)?;
        tokio::select! {
            () = stop => {}
            () = self.work() => {}
        }
        // Whoever holds a slot is under way.
        let _ = inner
            .slots
            .acquire_many(u32::try_from(inner.concurrency).unwrap_or(u32::MAX))
            .await;
        Ok(self.health())
    }

    async fn work(&self) {
        let clock = &self.0.session.clock;
        let mut drained = clock.monotonic();
        let mut looked: Option<Duration> = None;
        loop {
            if clock.monotonic().saturating_sub(drained) > DRAIN_EVERY {
                drained = clock.monotonic();
                self.note_store(self.0.session.vault.replay().await.map(drop));
            }
            if looked.is_none_or(|at| clock.monotonic().saturating_sub(at) > LOOK_AHEAD_EVERY) {
                looked = Some(clock.monotonic());
                self.take_over().await;
            }
            if self.pass().await == 0 {
                clock
                    .sleep(
                        self.0
                            .poll_interval
                            .mul_f64(0.75 + self.0.session.jitter() / 2.0),
                    )
                    .await;
            }
        }
    }

    /// Goes once over all shards, in random order, and begins what is due there. How many refreshes were begun.
    async fn pass(&self) -> usize {
        let mut pass = Pass::default();
        for shard in self.shards() {
            while self.shard(shard, &mut pass).await {}
        }
        let mut health = lock(&self.0.health);
        health.passes += 1;
        (health.due, health.lag) = (pass.due, pass.lag);
        pass.begun
    }

    fn shards(&self) -> Vec<Shard> {
        let mut shards: Vec<Shard> = (0..=u8::MAX).map(Shard).collect();
        for index in (1..shards.len()).rev() {
            let other = (self.0.session.jitter() * (index + 1) as f64) as usize;
            shards.swap(index, other.min(index));
        }
        shards
    }

    /// Begins what is due in a shard, as far as there is room. Whether there may be more.
    async fn shard(&self, shard: Shard, pass: &mut Pass) -> bool {
        let permits = self.permits().await;
        let granted = permits.len();
        let skipped = lock(&self.0.skipped)
            .get(&shard)
            .copied()
            .unwrap_or_default();
        let started = self.0.session.clock.monotonic();
        let rows = self
            .0
            .session
            .vault
            .store()
            .due(shard, Duration::ZERO, granted + skipped)
            .await;
        let Some(rows) = self.note_store(rows) else {
            self.give_back(granted);
            self.0.session.clock.sleep(Duration::from_secs(1)).await;
            return false;
        };
        let (found, is_more) = (rows.len(), rows.len() >= granted + skipped);
        let overdue = rows
            .first()
            .and_then(|(_, stored)| Some(stored.row.due?.until(stored.now)));
        let begun = self.begin(rows, permits, started).await;
        self.give_back(granted.saturating_sub(begun));
        lock(&self.0.skipped).insert(shard, found.saturating_sub(begun).min(MOST_SKIPPED));
        pass.due += found as u64;
        pass.begun += begun;
        pass.lag = pass.lag.max(overdue.unwrap_or_default());
        is_more && begun > 0
    }

    /// Takes up what processes have left that are known to have ended, before their leases end by themselves: a provider's
    /// grace is shorter.
    async fn take_over(&self) {
        let store = self.0.session.vault.store();
        let mut states: HashMap<String, OwnerState> = HashMap::new();
        for shard in (0..=u8::MAX).map(Shard) {
            let rows = store
                .due(shard, self.0.session.lease(), MOST_LOOKED_AT)
                .await;
            let mut left = Vec::new();
            for listed in self.note_store(rows).unwrap_or_default() {
                let Some(owner) = listed.1.row.owner.clone() else {
                    continue;
                };
                let state = match states.get(&owner) {
                    Some(state) => *state,
                    None => store.owner_state(&owner).await,
                };
                states.insert(owner, state);
                left.extend((state == OwnerState::Gone).then_some(listed));
            }
            if !left.is_empty() {
                let (permits, started) = (self.permits().await, self.0.session.clock.monotonic());
                let granted = permits.len();
                let begun = self.begin(left, permits, started).await;
                self.give_back(granted.saturating_sub(begun));
            }
        }
    }

    /// Room for at least one refresh, and as many more as may begin now.
    async fn permits(&self) -> Vec<OwnedSemaphorePermit> {
        let inner = &self.0;
        let mut permits = Vec::new();
        while permits.is_empty() {
            permits.extend(inner.slots.clone().acquire_owned().await);
            if inner.slots.available_permits() < inner.concurrency / 4 {
                // A batch costs the store hardly more than one claim: others that are about to land come along.
                inner.session.clock.sleep(GATHER).await;
            }
            while let Ok(permit) = inner.slots.clone().try_acquire_owned() {
                permits.push(permit);
            }
            let wait = {
                let mut pace = lock(&inner.pace);
                permits.truncate(pace.take(permits.len(), inner.session.clock.monotonic()));
                pace.wait()
            };
            if permits.is_empty() {
                inner
                    .session
                    .clock
                    .sleep(wait.max(Duration::from_millis(1)))
                    .await;
            }
        }
        permits
    }

    fn give_back(&self, count: usize) {
        lock(&self.0.pace).give_back(count);
    }

    /// Claims what can be claimed and lets it fly. How many were begun.
    async fn begin(
        &self,
        rows: Vec<Listed>,
        permits: Vec<OwnedSemaphorePermit>,
        started: Duration,
    ) -> usize {
        let mut tickets = Vec::new();
        for row in rows {
            if tickets.len() == permits.len() {
                break;
            }
            match self.ticket(row, started).await {
                Ok(ticket) => tickets.extend(ticket),
                Err(error) => self.note(&error),
            }
        }
        let claims = tickets.iter().map(|ticket| {
            (
                &ticket.session.connection,
                ticket.claim.version,
                &ticket.claim.record.head,
            )
        });
        let swaps = self.0.session.vault.swap_heads(claims).await;
        let Some(swaps) = self.note_store(swaps) else {
            return 0;
        };
        let mut begun = 0;
        for ((mut ticket, swap), permit) in tickets.into_iter().zip(swaps).zip(permits) {
            if let Swap::Done(version) = swap {
                ticket.claim.version = version;
                self.fly(ticket, permit);
                begun += 1;
            }
        }
        begun
    }

    /// The claim that can be made on a row, if any: not on one of another client, and not while this process is at it.
    async fn ticket(
        &self,
        (id, stored): Listed,
        started: Duration,
    ) -> Result<Option<Ticket>, Error> {
        let template = &self.0.session;
        let failed = |error| store_failure(Operation::Refresh, "a grant cannot be read", error);
        let session = Arc::new(template.for_connection(id.clone(), None));
        let Ok(turn) = session.cell.turn.clone().try_lock_owned() else {
            return Ok(None);
        };
        let loaded = session.vault.open(&id, &stored).await.map_err(failed)?;
        if session.check_owner(&loaded.record.head).is_err() {
            return Ok(None);
        }
        let has_waited = self.has_waited(&id, stored.version, started);
        let claim = session.prepare(loaded, has_waited, started).await?;
        Ok(claim.map(|claim| Ticket {
            session,
            claim,
            turn,
        }))
    }

    /// Whether the same row has been due for a whole lease: its owner lives and does not end it.
    fn has_waited(&self, id: &ConnectionId, version: Version, now: Duration) -> bool {
        let mut watched = lock(&self.0.watched);
        match watched.get(id) {
            Some((seen, since)) if *seen == version => {
                now.saturating_sub(*since) > self.0.session.lease()
            }
            _ => {
                if watched.len() >= MOST_WATCHED {
                    watched.clear();
                }
                watched.insert(id.clone(), (version, now));
                false
            }
        }
    }

    fn fly(&self, ticket: Ticket, permit: OwnedSemaphorePermit) {
        let keeper = self.clone();
        lock(&self.0.watched).remove(&ticket.session.connection);
        self.count_sent();
        lock(&self.0.health).in_flight += 1;
        tokio::spawn(async move {
            let Ticket {
                session,
                claim,
                turn,
            } = ticket;
            let _under_way = session.vault.begin();
            let throttled = session.breaker.throttled();
            match session.spend(claim).await {
                Ok(Some(_)) => lock(&keeper.0.health).refreshed += 1,
                Ok(None) => {}
                Err(error) => keeper.note(&error),
            }
            if session.breaker.throttled() > throttled {
                keeper.slow_down();
            }
            lock(&keeper.0.health).in_flight -= 1;
            drop((turn, permit));
        });
    }

    fn count_sent(&self) {
        let second = self.0.session.clock.monotonic().as_secs();
        let mut sent = lock(&self.0.sent);
        *sent = if sent.0 == second {
            (second, sent.1 + 1)
        } else {
            (second, 1)
        };
    }

    fn slow_down(&self) {
        let sent = lock(&self.0.sent).1;
        lock(&self.0.health).throttled += 1;
        lock(&self.0.pace).slow_down(f64::from(sent), self.0.session.clock.monotonic());
    }

    fn note(&self, error: &Error) {
        let mut health = lock(&self.0.health);
        match error.kind() {
            ErrorKind::ConsentNeeded => health.consent_needed += 1,
            ErrorKind::OutcomeUnknown => health.unknown += 1,
            ErrorKind::Store => health.store_failures += 1,
            _ => health.failed += 1,
        }
    }

    fn note_store<T>(&self, result: Result<T, StoreError>) -> Option<T> {
        result
            .inspect_err(|error| {
                tracing::error!(%error, "the keeper's store failed");
                lock(&self.0.health).store_failures += 1;
            })
            .ok()
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper")
            .field("health", &self.health())
            .finish_non_exhaustive()
    }
}
