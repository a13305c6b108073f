//! Ending a grant: revocation at the provider (RFC 7009), and removal without it.

use crate::endpoint::failure::Failure;
use crate::error::{ConsentCause, Error, Recovery};
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::grant::update::{TokenUpdate, UpdateReason};
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::Verdict;
use crate::store::error::StoreError;
use crate::store::head::GrantState;
use crate::store::owner_state::OwnerState;
use crate::store::row::{Swap, Version};
use crate::vault::records::{LoadedRecord, is_removed};

/// How a revocation ended. In every case, neither this process nor the store holds a token afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// The provider has revoked the grant.
    Revoked,
    /// The provider did not know the refresh token: it was used, revoked or expired before. If another program holds a
    /// newer token of the same consent, that token is still alive.
    AlreadyInvalid(OauthProviderError),
    /// There was no grant, or none that can be revoked (it has no refresh token).
    NothingToRevoke,
}

impl Engine {
    /// Revokes the grant at the provider, then removes it here.
    pub(crate) async fn revoke(&self) -> Result<Revocation, Error> {
        let committer = &self.committer;
        let _sending = committer.cache.send_lock.lock().await;
        // A token set that is in memory alone is the one to revoke, not the used one in the store.
        self.retry_pending_first().await?;
        let mut pauses = 0;
        let mut was_revoked = false;
        loop {
            let Some(loaded) = committer.load(Operation::Revoke).await? else {
                return self.ended(Revocation::NothingToRevoke, None).await;
            };
            // The refresh in progress gives a new token, and that is the one to revoke.
            if self.is_being_refreshed(&loaded).await {
                self.pause(pauses).await;
                // Waits without the send lock being given up: no new refresh of this process may
                // begin during it.
                pauses += 1;
                continue;
            }
            let mut outcome = self.revoke_at_provider(&loaded).await?;
            // In an earlier round the record changed after its token was revoked. That this one is unknown, as the
            // rest of the same grant, does not make the outcome "already invalid".
            was_revoked |= outcome == Revocation::Revoked;
            if was_revoked {
                outcome = Revocation::Revoked;
            }
            let text = "the revoked token cannot be removed from the store";
            let generation = loaded.record.head.generation;
            let removed = self.remove_version(loaded.version).await;
            if let Swap::Done(_) = removed.map_err(failed(text))? {
                return self.ended(outcome, Some(generation)).await;
            }
        }
    }

    /// Returns whether another process is refreshing the grant.
    async fn is_being_refreshed(&self, loaded: &LoadedRecord) -> bool {
        let GrantState::Refreshing { owner, until } = &loaded.record.head.state else {
            return false;
        };
        let store = self.committer.vault.store();
        loaded.now < *until
            && owner != store.owner()
            && store.owner_state(owner).await != OwnerState::Gone
    }

    async fn revoke_at_provider(&self, loaded: &LoadedRecord) -> Result<Revocation, Error> {
        let Some(token) = &loaded.record.token.refresh_token else {
            return Ok(Revocation::NothingToRevoke);
        };
        match self.endpoint.revoke(token).await {
            Ok(()) => Ok(Revocation::Revoked),
            Err(Failure::Refused(error, Verdict::TokenInvalid)) => {
                Ok(Revocation::AlreadyInvalid(error))
            }
            // After a lost response the revocation may be repeated: revoking twice does no harm.
            Err(failure) => Err(failure.into_error(
                Operation::Revoke,
                ConsentCause::RefreshTokenRefused,
                Recovery::Retry { after: None },
            )),
        }
    }

    async fn ended(
        &self,
        outcome: Revocation,
        generation: Option<u64>,
    ) -> Result<Revocation, Error> {
        self.remove_from_memory();
        if let Some(generation) = generation {
            let update = TokenUpdate::new(None, UpdateReason::Revoked, generation);
            self.committer.notify(update).await?;
        }
        Ok(outcome)
    }

    /// Removes the grant here without telling the provider.
    pub(crate) async fn forget(&self) -> Result<(), Error> {
        let committer = &self.committer;
        let (vault, connection) = (&committer.vault, &committer.connection);
        let _sending = committer.cache.send_lock.lock().await;
        let text = "the token cannot be removed from the store";
        let current = committer.cache.current();
        let mut generation = current.map(|current| current.generation);
        // The record is not opened: what cannot be read can still be removed.
        while let Some(stored) = vault.store().load(connection).await.map_err(failed(text))? {
            if is_removed(&stored) {
                break;
            }
            generation = Some(stored.row.generation);
            let removed = vault.remove_row(connection, &stored).await;
            if let Swap::Done(_) = removed.map_err(failed(text))? {
                break;
            }
        }
        self.remove_from_memory();
        let Some(generation) = generation else {
            return Ok(());
        };
        let update = TokenUpdate::new(None, UpdateReason::Forgotten, generation);
        committer.notify(update).await
    }

    /// Removes the grant if its record is still in this version.
    async fn remove_version(&self, version: Version) -> Result<Swap, StoreError> {
        let committer = &self.committer;
        let (vault, connection) = (&committer.vault, &committer.connection);
        match vault.store().load(connection).await? {
            Some(stored) if stored.version == version => {
                vault.remove_row(connection, &stored).await
            }
            _ => Ok(Swap::Conflict),
        }
    }

    /// Forgets the token and what was to be written of it. An update callback that has not taken a removal is still
    /// offered it.
    fn remove_from_memory(&self) {
        let cache = &self.committer.cache;
        cache.clear();
        cache.with_pending(|pending| {
            pending.record = None;
            pending.update.take_if(|update| update.token().is_some());
        });
    }
}

fn failed(message: &'static str) -> impl Fn(StoreError) -> Error {
    move |error| store_failure(Operation::Revoke, message, error)
}
