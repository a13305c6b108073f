//! The keeper itself: its loop, and the limits within which it works.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, ErrorKind};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::keeper::health::Health;
use crate::keeper::rate_limiter::RateLimiter;
use crate::operation::Operation;
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::error::StoreError;
use crate::store::row::Version;
use crate::sync::{Mutex, lock};

/// How often the spool is replayed, for the responses that it retains.
const REPLAY_INTERVAL: Duration = Duration::from_secs(60);

/// How often leases are examined whose time has not come. A process that crashed leaves one, and its token must be
/// presented again within the provider's grace window.
const TAKE_OVER_INTERVAL: Duration = Duration::from_secs(15);

/// How long to wait for room for more than one refresh.
const GATHER: Duration = Duration::from_millis(5);

/// Refreshes what is due. Clones are the same keeper.
#[derive(Clone)]
pub struct Keeper(pub(super) Arc<Inner>);

pub(super) struct Inner {
    /// The engine from which those of all connections are made.
    pub(super) engine: Arc<Engine>,
    slots: Arc<Semaphore>,
    concurrency: usize,
    poll_interval: Duration,
    limiter: Mutex<RateLimiter>,
    pub(super) health: Mutex<Health>,
    /// The leases of live owners, by connection: the version that was seen, and since when.
    pub(super) watched: Mutex<HashMap<ConnectionId, (Version, Duration)>>,
    /// For each shard, how many of its first rows cannot be leased.
    pub(super) skipped: Mutex<HashMap<Shard, usize>>,
    /// How many requests were sent in this second of the monotonic clock.
    sent: Mutex<(u64, u32)>,
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
    /// Sets how many refreshes run at the same time. Default: 64. When the process is killed, that many consents depend on the
    /// provider's grace window.
    #[must_use]
    pub fn concurrency(mut self, count: usize) -> Self {
        self.concurrency = count.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Sets the most refreshes that are begun per second. Default: as many as the provider takes. It is this process's share:
    /// several keepers divide what the provider allows. Whatever the limit, the rate is halved when the provider receives too
    /// many requests, and recovers slowly.
    #[must_use]
    pub fn requests_per_second(mut self, rate: f64) -> Self {
        self.requests_per_second = rate;
        self
    }

    /// Sets how long the keeper sleeps when nothing was due. Default: 2 seconds.
    #[must_use]
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Completes the keeper.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the grant is kept in memory.
    pub fn build(self) -> Result<Keeper, Error> {
        let engine = self.auth.engine().clone();
        if engine.is_in_memory() {
            return Err(Error::configuration("a keeper needs a token store"));
        }
        let now = engine.committer.clock.monotonic();
        let limiter = RateLimiter::new(self.requests_per_second, now);
        Ok(Keeper(Arc::new(Inner {
            engine,
            slots: Arc::new(Semaphore::new(self.concurrency)),
            concurrency: self.concurrency,
            poll_interval: self.poll_interval,
            limiter: Mutex::new(limiter),
            health: Mutex::default(),
            watched: Mutex::default(),
            skipped: Mutex::default(),
            sent: Mutex::default(),
        })))
    }
}

impl Keeper {
    /// Starts a keeper of all connections that this grant's client has in this grant's store. Which connection the grant is of
    /// does not matter.
    pub fn builder(auth: AuthorizationCodeAuth) -> KeeperBuilder {
        KeeperBuilder {
            auth,
            concurrency: 64,
            requests_per_second: f64::INFINITY,
            poll_interval: Duration::from_secs(2),
        }
    }

    /// How the keeper is doing.
    pub fn health(&self) -> Health {
        Health {
            rate: lock(&self.0.limiter).rate(),
            ..*lock(&self.0.health)
        }
    }

    /// Keeps tokens fresh until `stop` completes, then waits for the running refreshes.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store) when the store is quarantined. A store that fails is tried again.
    ///
    /// # Cancel safety
    /// The running refreshes continue when the future is dropped.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<Health, Error> {
        let inner = &self.0;
        let quarantined = |error| store_failure(Operation::Refresh, "nothing is refreshed", error);
        let vault = &inner.engine.committer.vault;
        vault.check_sendable().map_err(quarantined)?;
        tokio::select! {
            () = stop => {}
            () = self.work() => {}
        }
        // Every running refresh holds a slot, so all slots are free when all have ended.
        let all = u32::try_from(inner.concurrency).unwrap_or(u32::MAX);
        let _ = inner.slots.acquire_many(all).await;
        Ok(self.health())
    }

    async fn work(&self) {
        let committer = &self.0.engine.committer;
        let clock = &committer.clock;
        let mut replayed = clock.monotonic();
        let mut taken_over: Option<Duration> = None;
        let is_time = |last: Duration, interval| clock.monotonic().saturating_sub(last) > interval;
        loop {
            if is_time(replayed, REPLAY_INTERVAL) {
                replayed = clock.monotonic();
                self.note_store(committer.vault.replay().await.map(drop));
            }
            self.note_store(committer.vault.replay_once().await);
            // At the start too: the process before this one may have crashed a moment ago.
            if taken_over.is_none_or(|last| is_time(last, TAKE_OVER_INTERVAL)) {
                taken_over = Some(clock.monotonic());
                self.take_over().await;
            }
            if self.pass().await == 0 {
                let wait = self
                    .0
                    .poll_interval
                    .mul_f64(0.75 + committer.jitter() / 2.0);
                clock.sleep(wait).await;
            }
        }
    }

    /// Waits for room for one refresh, and takes as much more as there is.
    pub(super) async fn permits(&self) -> Vec<OwnedSemaphorePermit> {
        let inner = &self.0;
        let clock = &inner.engine.committer.clock;
        let mut permits = Vec::new();
        while permits.is_empty() {
            permits.extend(inner.slots.clone().acquire_owned().await);
            // A batch of leases costs the store hardly more than one. When most slots are taken, some more are about to
            // become free, and are worth the wait.
            if inner.slots.available_permits() < inner.concurrency / 4 {
                clock.sleep(GATHER).await;
            }
            while let Ok(permit) = inner.slots.clone().try_acquire_owned() {
                permits.push(permit);
            }
            let wait = {
                let mut limiter = lock(&inner.limiter);
                permits.truncate(limiter.take(permits.len(), clock.monotonic()));
                limiter.wait()
            };
            if permits.is_empty() {
                clock.sleep(wait.max(Duration::from_millis(1))).await;
            }
        }
        permits
    }

    /// Gives back the room for refreshes that were not begun.
    pub(super) fn refund(&self, count: usize) {
        lock(&self.0.limiter).refund(count);
    }

    pub(super) fn count_sent(&self) {
        let second = self.0.engine.committer.clock.monotonic().as_secs();
        let mut sent = lock(&self.0.sent);
        *sent = if sent.0 == second {
            (second, sent.1 + 1)
        } else {
            (second, 1)
        };
    }

    pub(super) fn slow_down(&self) {
        let sent = lock(&self.0.sent).1;
        let now = self.0.engine.committer.clock.monotonic();
        lock(&self.0.health).throttled += 1;
        lock(&self.0.limiter).slow_down(f64::from(sent), now);
    }

    pub(super) fn note(&self, error: &Error) {
        let mut health = lock(&self.0.health);
        match error.kind() {
            ErrorKind::ConsentNeeded => health.consent_needed += 1,
            ErrorKind::OutcomeUnknown => health.unknown += 1,
            ErrorKind::Store => health.store_failures += 1,
            _ => health.failed += 1,
        }
    }

    /// The result, if the store did not fail.
    pub(super) fn note_store<T>(&self, result: Result<T, StoreError>) -> Option<T> {
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
