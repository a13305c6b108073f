//! What callers ask for: a bearer. All who ask at the same time share one refresh.
//!
//! The refresh runs on a task of its own, so that dropping a caller loses nothing.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::clock::Reading;
use crate::error::{ConsentCause, Error, ErrorKind};
use crate::future::{BoxFuture, spawn};
use crate::grant::cached_token::{CachedToken, Validity};
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::refresh::single_flight::Leader;
use crate::refresh::transaction::Wanted;
use crate::token::bearer::Bearer;

/// The most refreshes that a caller joins before it gives up. One is usual; two happen when the first one was
/// begun by a caller that is content with less.
const MOST_JOINED: u32 = 16;

impl Engine {
    /// Returns the bearer of the token in memory, while it is valid; this takes no lock and allocates nothing.
    /// When little of its life is left, it begins a refresh that nobody waits for. Every call comes by here, so
    /// the clock is read once.
    #[inline]
    pub(crate) fn bearer_in_memory(self: &Arc<Self>) -> Option<Bearer> {
        let committer = &self.committer;
        let cache = &committer.cache;
        if cache.has_pending() {
            // The call does not wait: the token in memory is valid, and only the store is behind.
            self.spawn_retry();
        }
        let reading = committer.clock.reading();
        let current = cache.lend();
        let current = current.as_ref()?;
        match current.validity(&reading, committer.credentials.oauth_clock_skew()) {
            Validity::Fresh if cache.is_check_due(&reading) => self.check_consent(&reading),
            Validity::Fresh => {}
            // The caller continues with the bearer it has; nobody waits for a refresh that is not needed yet.
            Validity::RefreshEarly => self.refresh_early(current.generation),
            Validity::Expired => return None,
        }
        // Last, where it is returned. Handed from function to function it would be copied each time right after
        // it was written, and the processor waits for that as long as for all the rest.
        current.fresh_bearer()
    }

    /// Returns a bearer after a refresh.
    ///
    /// On the heap: the future of every call is as large as its largest moment, and this one is rare. Behind a pointer to a future of any
    /// type it is compiled here, and not again in each program that asks for a bearer.
    pub(crate) fn renewed_bearer(self: &Arc<Self>) -> BoxFuture<'_, Result<Bearer, Error>> {
        Box::pin(self.bearer_after_refresh())
    }

    async fn bearer_after_refresh(self: &Arc<Self>) -> Result<Bearer, Error> {
        let committer = &self.committer;
        match self.renew(Wanted::Usable).await {
            Ok(current) => current
                .fresh_bearer()
                .ok_or_else(|| Error::consent_needed(Operation::Restore, ConsentCause::NoGrant)),
            // The program has asked for an error, once, when its callback did not take the token.
            Err(error) if error.kind() == ErrorKind::UpdateCallback => Err(error),
            // A refresh that failed within the safety margin does not take away a token that is still valid.
            Err(error) => {
                let reading = committer.clock.reading();
                let current = committer.cache.current();
                current
                    .filter(|current| current.is_usable(&reading, Duration::ZERO))
                    .and_then(|current| current.fresh_bearer())
                    .ok_or(error)
            }
        }
    }

    /// Joins the refresh in progress, or begins one, until there is what the caller wants.
    pub(crate) async fn renew(self: &Arc<Self>, wanted: Wanted) -> Result<Arc<CachedToken>, Error> {
        for _ in 0..MOST_JOINED {
            let current = self.join(wanted).await?;
            // Otherwise a caller that is content with any usable token began the refresh, and the store had one.
            if wanted.unwanted() != Some(current.generation) {
                return Ok(current);
            }
        }
        let text = "other callers kept the grant busy";
        Err(Error::new(ErrorKind::Transport, Operation::Refresh, text))
    }

    /// Returns a bearer other than the refused one of this generation.
    ///
    /// Only a token that was obtained after the refusal, and because of it, is a replacement. One that another
    /// caller, an early refresh or another process had obtained already may be as old as the refused one: an API
    /// that refuses it too has not refused a fresh one.
    pub(crate) async fn bearer_instead_of(
        self: &Arc<Self>,
        refused: u64,
    ) -> Result<Option<Bearer>, Error> {
        let known = self.committer.cache.current();
        let was_current = known.is_none_or(|known| known.generation == refused);
        let current = self.renew(Wanted::InsteadOf(refused)).await?;
        let bearer = current.fresh_bearer();
        Ok(if was_current && current.replaces(refused) {
            bearer.map(Bearer::into_replacement)
        } else {
            bearer
        })
    }

    async fn join(self: &Arc<Self>, wanted: Wanted) -> Result<Arc<CachedToken>, Error> {
        // Leader and waiters are treated alike: the leader's caller may be dropped as any other's.
        let (waiter, leader) = self.committer.cache.refreshing.join();
        if let Some(leader) = leader {
            self.spawn_refresh(leader, wanted);
        }
        waiter.wait().await.unwrap_or_else(|| Err(interrupted()))
    }

    fn spawn_refresh(
        self: &Arc<Self>,
        leader: Leader<Result<Arc<CachedToken>, Error>>,
        wanted: Wanted,
    ) {
        // Counted before the task is spawned: a shutdown that begins in between must wait for it.
        let (engine, running) = (self.clone(), self.committer.vault.begin());
        spawn(async move {
            let result = engine.refresh(wanted).await;
            drop(running);
            leader.complete(result);
        });
    }

    #[cold]
    fn refresh_early(self: &Arc<Self>, generation: u64) {
        // A bearer is also read outside a runtime, where nothing can be spawned.
        if Handle::try_current().is_err() {
            return;
        }
        if let (_, Some(leader)) = self.committer.cache.refreshing.join() {
            self.spawn_refresh(leader, Wanted::OtherThan(generation));
        }
    }

    /// Looks now and then, on a task of its own, whether the token in memory is still that of the connection.
    #[cold]
    fn check_consent(self: &Arc<Self>, reading: &Reading) {
        if Handle::try_current().is_err() {
            return;
        }
        if !self.committer.cache.begin_check(reading) {
            return;
        }
        let engine = self.clone();
        spawn(async move {
            let committer = &engine.committer;
            // An operation that holds the lock looks into the store by itself.
            let Ok(_sending) = committer.cache.send_lock.try_lock() else {
                return;
            };
            match committer.load(Operation::Restore).await {
                Ok(Some(loaded)) => {
                    let left = loaded.record.head.remaining(loaded.now);
                    committer.publish(Cow::Owned(loaded.record), left);
                }
                Ok(None) => committer.cache.clear(),
                // A store that is down says nothing about the consent.
                Err(_) => {}
            }
        });
    }

    /// Retries what is pending on a task of its own, so that a caller with a valid token does not wait for it.
    #[cold]
    fn spawn_retry(self: &Arc<Self>) {
        if Handle::try_current().is_err() {
            return;
        }
        let engine = self.clone();
        spawn(async move {
            // Whatever operation holds the lock retries by itself.
            if let Ok(_sending) = engine.committer.cache.send_lock.try_lock() {
                let _ = engine.retry_pending().await;
            }
        });
    }
}

/// Returns the error of a refresh whose task ended without a result: it panicked, or its runtime is shutting down.
fn interrupted() -> Error {
    let text = "the refresh was interrupted; the next call resumes it";
    Error::new(ErrorKind::OutcomeUnknown, Operation::Refresh, text)
}
