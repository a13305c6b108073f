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
use crate::keeper::left_behind::LeftBehind;
use crate::keeper::rate_limiter::{RateLimiter, RequestFailure};
use crate::keeper::recurring::Recurring;
use crate::operation::Operation;
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::error::StoreError;
use crate::store::row::Version;
use crate::sync::{Mutex, lock};

/// How often the spool is replayed, for the responses that it retains.
const REPLAY_INTERVAL: Duration = Duration::from_secs(60);

/// How often the store is surveyed. The numbers of the health are as old as this at most, and a token that a
/// crashed process was refreshing must be presented again within the provider's grace window.
const SURVEY_INTERVAL: Duration = Duration::from_secs(15);

/// How often a keeper that the circuit breaker holds back looks whether the pause is over.
const PAUSED: Duration = Duration::from_secs(1);

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
    /// What the last survey found that can be taken over.
    pub(super) left_behind: Mutex<LeftBehind>,
    /// When the whole store was last read.
    pub(super) swept_at: Mutex<Option<Duration>>,
}

/// What is done beside the passes.
pub(super) struct Beside {
    replay: Recurring,
    survey: Recurring,
}

/// Collects a [`Keeper`].
#[derive(Debug)]
pub struct KeeperBuilder {
    auth: AuthorizationCodeAuth,
    concurrency: Option<usize>,
    requests_per_second: f64,
    poll_interval: Duration,
}

impl KeeperBuilder {
    /// Sets how many refreshes run at the same time. Default: 8, or 64 for a provider with a
    /// [grace window](crate::Provider::grace_window).
    ///
    /// When the process is killed, up to this many refresh tokens are spent with their successors in transit, and
    /// without a grace window these consents are lost. Eight at a time are 26 refreshes per second at a provider
    /// that responds within 300 milliseconds: half an hour for 40,000 connections.
    #[must_use]
    pub fn concurrency(mut self, count: usize) -> Self {
        self.concurrency = Some(count.clamp(1, Semaphore::MAX_PERMITS));
        self
    }

    /// Sets the most refreshes that are begun per second. Default: as many as the provider takes. It is this
    /// process's share: several keepers divide what the provider allows. Whatever the limit, the rate is halved
    /// when the provider receives too many requests, fails or cannot be reached. It is back within seconds after an
    /// outage; what was too many requests is approached slowly.
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
        let has_grace = !engine.endpoint.provider.grace_window.is_zero();
        let concurrency = self.concurrency.unwrap_or(if has_grace { 64 } else { 8 });
        let now = engine.committer.clock.monotonic();
        let limiter = RateLimiter::new(self.requests_per_second, now);
        Ok(Keeper(Arc::new(Inner {
            engine,
            slots: Arc::new(Semaphore::new(concurrency)),
            concurrency,
            poll_interval: self.poll_interval,
            limiter: Mutex::new(limiter),
            health: Mutex::default(),
            watched: Mutex::default(),
            skipped: Mutex::default(),
            left_behind: Mutex::default(),
            swept_at: Mutex::default(),
        })))
    }
}

impl Keeper {
    /// Starts a keeper of all connections that this grant's client has in this grant's store. Which
    /// connection the grant is of does not matter.
    pub fn builder(auth: AuthorizationCodeAuth) -> KeeperBuilder {
        KeeperBuilder {
            auth,
            concurrency: None,
            requests_per_second: f64::INFINITY,
            poll_interval: Duration::from_secs(2),
        }
    }

    /// Returns how the keeper is doing.
    pub fn health(&self) -> Health {
        let rate = lock(&self.0.limiter).rate();
        Health {
            rate,
            spool_failures: self.0.engine.committer.vault.spool_failures(),
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
        let mut beside = Beside {
            replay: Recurring::every(REPLAY_INTERVAL),
            survey: Recurring::every(SURVEY_INTERVAL),
        };
        // Before the first pass: the process before this one may have crashed a moment ago, and the health is asked
        // for.
        self.survey().await;
        loop {
            let pause = self.0.engine.breaker.pause(committer.clock.monotonic());
            if let Some(pause) = pause {
                self.begin_beside(&mut beside);
                committer.clock.sleep(pause.min(PAUSED)).await;
            } else if self.pass(&mut beside).await == 0 {
                self.rest().await;
            }
        }
    }

    /// Replays the spool and surveys the store at their times, beside the passes: a spool of many
    /// responses takes longer than some tokens live.
    pub(super) fn begin_beside(&self, beside: &mut Beside) {
        let now = self.0.engine.committer.clock.monotonic();
        beside.replay.begin_if_due(now, || {
            let keeper = self.clone();
            async move {
                let replayed = keeper.0.engine.committer.vault.replay().await;
                keeper.note_store(replayed);
            }
        });
        beside.survey.begin_if_due(now, || {
            let keeper = self.clone();
            async move { keeper.survey().await }
        });
    }

    /// Sleeps, since nothing could be begun.
    async fn rest(&self) {
        // The numbers of a backlog must not outlive it.
        if lock(&self.0.health).due > 0 {
            self.survey().await;
        }
        let committer = &self.0.engine.committer;
        let wait = self.0.poll_interval;
        let wait = wait.mul_f64(0.75 + committer.jitter() / 2.0);
        committer.clock.sleep(wait).await;
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

    pub(super) fn note_success(&self) {
        lock(&self.0.health).refreshed += 1;
        lock(&self.0.limiter).succeeded();
    }

    /// Notes the failure of a refresh that was sent at `sent_at`.
    pub(super) fn note_failure(&self, error: &Error, sent_at: Duration) {
        let unavailable = error.unavailable();
        let failure = match unavailable {
            Some(unavailable) if unavailable.status == 429 => RequestFailure::TooManyRequests,
            _ => RequestFailure::Other,
        };
        self.count_failure(error.kind(), failure);
        // The provider is well; one customer has ended a consent, or it is the store that fails.
        let concerns_one_grant = matches!(
            error.kind(),
            ErrorKind::ConsentNeeded | ErrorKind::Store | ErrorKind::UpdateCallback
        );
        if concerns_one_grant {
            return;
        }
        let retry_after = unavailable.and_then(|unavailable| unavailable.retry_after);
        let now = self.0.engine.committer.clock.monotonic();
        lock(&self.0.limiter).slow_down(failure, retry_after, sent_at, now);
    }

    fn count_failure(&self, kind: ErrorKind, failure: RequestFailure) {
        let mut health = lock(&self.0.health);
        health.throttled += u64::from(failure == RequestFailure::TooManyRequests);
        match kind {
            ErrorKind::ConsentNeeded => health.consent_needed += 1,
            ErrorKind::Store => health.store_failures += 1,
            // The token was refreshed and stored.
            ErrorKind::UpdateCallback => health.refreshed += 1,
            ErrorKind::OutcomeUnknown => health.unknown += 1,
            _ => health.failed += 1,
        }
    }

    /// Notes why a refresh was not begun. What waits for a cooldown or the circuit breaker has not failed.
    pub(super) fn note_unsent(&self, error: &Error) {
        if error.kind() == ErrorKind::Store {
            tracing::error!(%error, "a grant cannot be refreshed");
            lock(&self.0.health).store_failures += 1;
        }
    }

    /// Notes whether the store failed, and returns the result if it did not.
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
