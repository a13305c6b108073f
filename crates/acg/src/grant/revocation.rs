//! Ending a grant (RFC 7009).

use crate::endpoint::exchange::{Answer, Form};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::session::{Session, outcome_unknown, refusal, store_failure, too_many};
use crate::grant::update::{TokenUpdate, UpdateReason};
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::Verdict;
use crate::store::head::GrantState;
use crate::store::owner_state::OwnerState;
use crate::store::row::Swap;
use crate::vault::records::LoadedRecord;

/// How a revocation ended. In every case this process and the store hold no token any more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Revocation {
    /// The provider has revoked the grant.
    Revoked,
    /// The provider did not know the refresh token: it was spent, revoked or expired before. If another program holds a
    /// newer token of the same consent, that one still lives.
    AlreadyInvalid(OauthProviderError),
    /// There was no grant, or none that can be revoked (no refresh token).
    NothingToRevoke,
}

impl Session {
    pub(crate) async fn revoke(&self) -> Result<Revocation, Error> {
        let _turn = self.cell.turn.lock().await;
        // A token that lives in memory alone is the one to revoke, not the spent one in the store.
        self.retry_pending().await.or_else(|error| {
            if error.kind() == ErrorKind::Store {
                Err(error)
            } else {
                Ok(())
            }
        })?;
        let mut waits = 0;
        let mut was_revoked = false;
        loop {
            let Some(stored) = self.load(Operation::Revoke).await? else {
                return self.ended(Revocation::NothingToRevoke, None).await;
            };
            if self.is_being_refreshed(&stored).await {
                self.pause(waits).await;
                waits += 1;
                continue;
            }
            let mut outcome = self.revoke_at_provider(&stored).await?;
            was_revoked |= outcome == Revocation::Revoked;
            if was_revoked {
                outcome = Revocation::Revoked;
            }
            let generation = stored.record.head.generation;
            let deleted = self
                .vault
                .delete(&self.connection, stored.version, generation)
                .await;
            let failed = |error| {
                store_failure(
                    Operation::Revoke,
                    "the revoked token cannot be removed from the store",
                    error,
                )
            };
            if let Swap::Done(_) = deleted.map_err(failed)? {
                return self.ended(outcome, Some(generation)).await;
            }
        }
    }

    /// A refresh under way elsewhere gives a new token, which is the one to revoke.
    async fn is_being_refreshed(&self, stored: &LoadedRecord) -> bool {
        let GrantState::Refreshing { owner, until } = &stored.record.head.state else {
            return false;
        };
        let store = self.vault.store();
        stored.now < *until
            && owner != store.owner()
            && store.owner_state(owner).await != OwnerState::Gone
    }

    async fn revoke_at_provider(&self, stored: &LoadedRecord) -> Result<Revocation, Error> {
        let Some(token) = &stored.record.token.refresh_token else {
            return Ok(Revocation::NothingToRevoke);
        };
        match self
            .send(Operation::Revoke, Form::revoke(token), &[token.expose()])
            .await
        {
            Answer::Done | Answer::Tokens(_) => Ok(Revocation::Revoked),
            Answer::Refused(error, Verdict::TokenInvalid) => Ok(Revocation::AlreadyInvalid(error)),
            Answer::Refused(error, verdict) => {
                Err(refusal(error, verdict, ConsentCause::RefreshTokenRefused))
            }
            Answer::TooMany(after) => Err(too_many(Operation::Revoke, after)),
            Answer::NotSent(error) | Answer::Unexpected(error) => Err(error),
            // Revoking twice does no harm.
            Answer::Ambiguous(error) => Err(outcome_unknown(
                Operation::Revoke,
                error,
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
            self.notify(TokenUpdate::new(None, UpdateReason::Revoked, generation))
                .await?;
        }
        Ok(outcome)
    }

    /// Removes the token here without telling the provider.
    pub(crate) async fn forget(&self) -> Result<(), Error> {
        let _turn = self.cell.turn.lock().await;
        let failed = |error| {
            store_failure(
                Operation::Revoke,
                "the token cannot be removed from the store",
                error,
            )
        };
        let mut generation = self.cell.current().map(|current| current.generation);
        while let Some(stored) = self
            .vault
            .store()
            .load(&self.connection)
            .await
            .map_err(failed)?
        {
            generation = Some(stored.row.generation);
            let deleted = self
                .vault
                .delete(&self.connection, stored.version, stored.row.generation)
                .await;
            if let Swap::Done(_) = deleted.map_err(failed)? {
                break;
            }
        }
        self.remove_from_memory();
        match generation {
            Some(generation) => {
                self.notify(TokenUpdate::new(None, UpdateReason::Forgotten, generation))
                    .await
            }
            None => Ok(()),
        }
    }

    /// Nothing that waited for the store comes back into it. A callback that has not taken a removal is still offered it.
    fn remove_from_memory(&self) {
        self.cell.clear();
        self.cell.with_unsettled(|unsettled| {
            unsettled.record = None;
            unsettled.update.take_if(|update| update.token().is_some());
        });
    }
}
