//! The engine of one grant: an endpoint that sends, a committer that keeps, and the circuit breaker of the client.
//!
//! The operations on top are in files of their own: the code exchange in `exchange.rs`, the revocation in
//! `revocation.rs`, the refresh in `crate::refresh`.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::consent::pending::UsedStates;
use crate::error::{ConsentCause, Error, ErrorKind};
use crate::future::spawn;
use crate::grant::cached_token::CachedToken;
use crate::grant::committer::{Committed, Committer, Expected};
use crate::grant::token_cache::{CacheKey, TokenCache};
use crate::grant::token_endpoint::TokenEndpoint;
use crate::grant::update::UpdateReason;
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::refresh::circuit_breaker::CircuitBreaker;
use crate::store::connection_id::ConnectionId;
use crate::store::record::Record;
use crate::token::oauth_token::OauthToken;
use crate::vault::policy::StorePolicy;
use crate::vault::records::Vault;

/// One grant: how to reach its provider, where it is kept, and whether its client works. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Engine {
    pub(crate) endpoint: TokenEndpoint,
    pub(crate) committer: Committer,
    pub(crate) breaker: Arc<CircuitBreaker>,
    pub(crate) used_states: Arc<UsedStates>,
}

impl Engine {
    /// Returns the engine of another connection of the same client, in the same vault.
    pub(crate) fn for_connection(&self, connection: ConnectionId) -> Self {
        let committer = &self.committer;
        let client_id = committer.credentials.oauth_client_id();
        let (vault, provider) = (&committer.vault, &*committer.provider);
        let cache = shared_cache(vault, &connection, provider, client_id, None);
        let committer = Committer {
            connection,
            cache,
            ..committer.clone()
        };
        Self {
            committer,
            ..self.clone()
        }
    }

    /// Returns whether the grant is kept in its credentials alone.
    pub(crate) fn is_in_memory(&self) -> bool {
        let committer = &self.committer;
        Arc::ptr_eq(&committer.cache, committer.credentials.cache())
    }

    /// Returns the name of the connection.
    pub(crate) fn connection(&self) -> &ConnectionId {
        &self.committer.connection
    }

    /// Commits a new token set, publishes it and calls the update callback.
    pub(crate) async fn commit_and_publish(
        &self,
        successor: Record,
        expected: Expected,
        reason: UpdateReason,
    ) -> Result<Arc<CachedToken>, Error> {
        let committer = &self.committer;
        match committer
            .commit(Box::new(successor), reason, expected)
            .await
        {
            Committed::Durable(record, written) => {
                // The new token set replaces one that an earlier failure left in memory.
                committer
                    .cache
                    .with_pending(|pending| pending.record = None);
                committer.publish_and_notify(*record, written, reason).await
            }
            Committed::Removed(successor) => {
                // No process could ever use it again, so it does not stay alive at the provider.
                self.revoke_orphan(&successor).await;
                let (operation, cause) = (Operation::Refresh, ConsentCause::NoGrant);
                Err(Error::consent_needed(operation, cause))
            }
            Committed::Pending(successor, error) => {
                self.on_pending(*successor, reason).await?;
                Err(error)
            }
        }
    }

    /// Does with a token set that the store failed to take what the program has decided.
    async fn on_pending(&self, successor: Record, reason: UpdateReason) -> Result<(), Error> {
        let committer = &self.committer;
        match committer.vault.policy() {
            StorePolicy::KeepServing => {
                self.spawn_offers();
                committer
                    .publish_and_notify(successor, None, reason)
                    .await?;
            }
            // The token stays unused until the store has it: a crash then costs nothing that a caller has seen.
            StorePolicy::FailClosed => self.spawn_offers(),
            StorePolicy::RevokeAndFail => {
                committer
                    .cache
                    .with_pending(|pending| pending.record = None);
                self.revoke_orphan(&successor).await;
            }
        }
        Ok(())
    }

    /// Makes a token set usable whose refresh token was kept without its bearer.
    pub(crate) async fn release(
        &self,
        token: OauthToken,
        reason: UpdateReason,
    ) -> Result<Arc<CachedToken>, Error> {
        let committer = &self.committer;
        let operation = reason.operation();
        let Some(loaded) = committer.load(operation).await? else {
            return Err(Error::consent_needed(operation, ConsentCause::NoGrant));
        };
        let (kept, now) = (loaded.record, loaded.now);
        if kept.token.refresh_token != token.refresh_token {
            // Another process has refreshed in the meantime: its token set is the newer one.
            let left = kept.head.remaining(now);
            return Ok(committer.publish(Cow::Owned(kept), left));
        }
        let generation = kept.head.generation.saturating_add(1);
        let (consent, parameters) = (kept.head.consent.clone(), kept.head.parameters.clone());
        let mut successor = committer.record(token, generation, consent, parameters);
        committer.date(&mut successor, now);
        successor.head.last_access = successor.head.last_access.max(kept.head.last_access);
        successor.head.history.clone_from(&kept.head.history);
        let expected = Expected::Version(loaded.version);
        self.commit_and_publish(successor, expected, reason).await
    }

    /// Revokes a token that must not remain valid because no store holds it. A failure is ignored: it cannot be retried
    /// later, because the token is not kept.
    async fn revoke_orphan(&self, orphan: &Record) {
        self.committer.cache.clear();
        if let Some(token) = &orphan.token.refresh_token {
            let _ = self.endpoint.revoke(token).await;
        }
    }

    /// Retries what a store or an update callback failed to take. The send lock must be held.
    pub(crate) async fn retry_pending(&self) -> Result<(), Error> {
        let committer = &self.committer;
        let pending = committer
            .cache
            .with_pending(|pending| pending.record.clone());
        if let Some((record, reason)) = pending {
            let record = Box::new(record);
            // On the heap, because it is rare: every operation comes by here.
            match Box::pin(committer.commit(record, reason, Expected::Unknown)).await {
                Committed::Durable(stored, _) => drop(committer.publish(Cow::Owned(*stored), None)),
                Committed::Removed(record) => self.revoke_orphan(&record).await,
                Committed::Pending(_, error) => return Err(error),
            }
            committer
                .cache
                .with_pending(|pending| pending.record = None);
        }
        committer.retry_notification().await
    }

    /// Offers what is in memory alone to the store until that takes it, on a task of its own.
    ///
    /// The task holds the token set, so it is not lost with the last handle on the grant: a keeper drops its
    /// handles after each refresh, and many programs make one for each request.
    fn spawn_offers(&self) {
        let engine = self.clone();
        let unsaved = engine.committer.vault.note_unsaved();
        spawn(async move {
            let committer = &engine.committer;
            for attempt in 0.. {
                committer.clock.sleep(offer_wait(attempt)).await;
                let _sending = committer.cache.send_lock.lock().await;
                let is_pending = committer
                    .cache
                    .with_pending(|pending| pending.record.is_some());
                if !is_pending || engine.retry_pending_first().await.is_ok() {
                    break;
                }
            }
            drop(unsaved);
        });
    }

    /// Retries what is pending before another operation.
    ///
    /// A store that still fails stops the operation, which would act on an outdated record. An update callback that
    /// still fails does not: the failure is logged, and the update stays pending.
    pub(crate) async fn retry_pending_first(&self) -> Result<(), Error> {
        match self.retry_pending().await {
            Err(error) if error.kind() == ErrorKind::Store => Err(error),
            _ => Ok(()),
        }
    }

    /// Pauses for 25 to 400 milliseconds, longer at each attempt, with jitter.
    pub(crate) async fn pause(&self, attempt: u32) {
        // Short against a request to the provider, long against a read of the store.
        let base = 25.0 * f64::from(1 << attempt.min(4));
        // Processes that wait for the same lease must not all read the store at the same moment.
        let millis = base * (0.5 + self.committer.jitter() / 2.0);
        self.committer
            .clock
            .sleep(Duration::from_secs_f64(millis / 1000.0))
            .await;
    }
}

/// Returns the wait before the next offer: 1, 2, 4, 8 and then always 15 seconds.
fn offer_wait(attempt: u32) -> Duration {
    Duration::from_secs(15.min(1 << attempt.min(4)))
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("connection", &self.committer.connection)
            .field("provider", &self.committer.provider)
            .finish_non_exhaustive()
    }
}

/// Returns the token cache of a connection, the same one for every grant of this process that uses the connection.
pub(crate) fn shared_cache(
    vault: &Vault,
    connection: &ConnectionId,
    provider: &Provider,
    client_id: &str,
    initial: Option<OauthToken>,
) -> Arc<TokenCache> {
    let key = CacheKey {
        connection: connection.clone(),
        provider: provider.identity.clone(),
        client_id: client_id.to_owned(),
    };
    let caches = &vault.state().caches;
    let cache = caches.get_or_insert_with(key, || TokenCache::new(None));
    // Not at the creation alone: a later client of the connection may bring the token that the
    // first lacked.
    cache.offer(initial);
    cache
}
