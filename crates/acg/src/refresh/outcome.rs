//! Sending a refresh token, and what becomes of the answer.

use std::sync::Arc;
use std::time::Duration;

use crate::endpoint::exchange::{Answer, Form};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::session::{
    Kept, LAST_LOOK, Place, Session, outcome_unknown, refusal, store_failure, too_many,
};
use crate::grant::token_cache::Current;
use crate::grant::update::UpdateReason;
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::{LostResponse, Verdict};
use crate::refresh::protocol;
use crate::refresh::protocol::LONGEST_WAIT;
use crate::refresh::transaction::Claim;
use crate::refresh::transaction::{RefreshStep, busy};
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::history::Event;
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::CrashPoint;
use crate::testing::crash_point::reached;
use crate::token::oauth_token::OauthToken;
use crate::vault::records::{StorePolicy, Tokens};

/// The most that a failing refresh is put off.
const LONGEST_COOLDOWN: Duration = Duration::from_secs(60);

impl Session {
    /// Sends the refresh token and makes the answer durable.
    pub(crate) async fn spend(&self, mut claim: Claim) -> RefreshStep {
        let Some(answer) = self.present(&claim).await else {
            return self.release(claim, None, busy()).await;
        };
        let answer = match answer {
            Answer::Ambiguous(error)
                if self.provider.lost_response == LostResponse::PresentAgain =>
            {
                claim.in_doubt = true;
                match self.present(&claim).await {
                    None | Some(Answer::NotSent(_)) => Answer::Ambiguous(error),
                    Some(answer) => answer,
                }
            }
            answer => answer,
        };
        match answer {
            Answer::Tokens(token) => self.succeed(claim, *token).await,
            Answer::Refused(error, verdict) => self.refused(claim, error, verdict).await,
            Answer::TooMany(after) => {
                self.breaker.throttle();
                let error = too_many(Operation::Refresh, after);
                self.release(claim, after.or(Some(Duration::from_secs(1))), error)
                    .await
            }
            Answer::NotSent(error) => self.release(claim, None, error).await,
            Answer::Unexpected(error) => self.put_off(claim, error).await,
            Answer::Done => self.put_off(claim, busy()).await,
            Answer::Ambiguous(error) => self.doubt(claim, error).await,
        }
    }

    /// Sends the refresh token once. `None` when the lease could end before the answer is here: a process that was stopped
    /// for so long must not send, another may be sending already.
    async fn present(&self, claim: &Claim) -> Option<Answer> {
        let passed = self.clock.monotonic().saturating_sub(claim.started);
        if passed
            .saturating_add(self.provider.timeout)
            .saturating_add(LAST_LOOK)
            > self.lease()
        {
            return None;
        }
        let refresh_token = claim.record.token.refresh_token.as_ref()?;
        let generation = claim.record.head.generation;
        tracing::debug!(connection = %self.connection, generation, "refreshing the token");
        reached(CrashPoint::Sending);
        Some(
            self.send(
                Operation::Refresh,
                Form::refresh(refresh_token),
                &[refresh_token.expose()],
            )
            .await,
        )
    }

    /// The store's time by now.
    fn store_time_of(&self, claim: &Claim) -> StoreTime {
        claim
            .now
            .after(self.clock.monotonic().saturating_sub(claim.started))
    }

    async fn succeed(&self, claim: Claim, mut token: OauthToken) -> RefreshStep {
        reached(CrashPoint::Received);
        self.breaker.succeeded(self.clock.monotonic());
        let previous = &claim.record.token;
        if previous
            .subject()
            .zip(token.subject())
            .is_some_and(|(before, after)| before != after)
        {
            let error = Error::consent_needed(Operation::Refresh, ConsentCause::SubjectChanged);
            return self.end(claim, ConsentCause::SubjectChanged, error).await;
        }
        token.keep_from(previous, self.provider.bearer);
        token.stamp(self.provider.bearer, self.clock.now());
        let lacks_bearer = token.bearer(self.provider.bearer).is_none();
        if lacks_bearer {
            // The refresh token is spent all the same: its successor is kept, with the bearer as it was.
            token.id_token.clone_from(&previous.id_token);
            token.access_token.clone_from(&previous.access_token);
            token.expiry = previous.expiry;
        }
        let successor = self.successor(&claim, token, lacks_bearer);
        let place = Place(Some(claim.version));
        let current = self
            .install(successor, Some(place), UpdateReason::Refreshed)
            .await?;
        if lacks_bearer {
            let text = "the provider's answer holds no bearer token; its new refresh token is kept";
            return Err(Error::new(
                ErrorKind::UnexpectedResponse,
                Operation::Refresh,
                text,
            ));
        }
        Ok(Some(current))
    }

    fn successor(&self, claim: &Claim, token: OauthToken, lacks_bearer: bool) -> Record {
        let before = &claim.record.head;
        let now = self.store_time_of(claim);
        let mut successor = self.record(
            token,
            before.generation.saturating_add(1),
            before.parameters.clone(),
        );
        self.date(&mut successor, now);
        successor.head.history.clone_from(&before.history);
        let event = self.event(Event::Refreshed, now, Some(&claim.record), Some(&successor));
        successor.head.remember(event);
        if lacks_bearer {
            successor.head.not_before = now.after(cooldown(before.attempts, self.jitter()));
            successor.head.attempts = before.attempts.saturating_add(1);
        }
        successor
    }

    /// Keeps a new token set, then publishes and announces it.
    pub(crate) async fn install(
        &self,
        successor: Record,
        place: Option<Place>,
        reason: UpdateReason,
    ) -> Result<Arc<Current>, Error> {
        match self.keep(successor.clone(), reason, place).await {
            Kept::Durable(record) => {
                // What an earlier consent has left in memory is over.
                self.cell
                    .with_unsettled(|unsettled| unsettled.record = None);
                self.announce(&record, reason).await
            }
            Kept::Removed => {
                self.discard(&successor).await;
                Err(Error::consent_needed(
                    Operation::Refresh,
                    ConsentCause::NoGrant,
                ))
            }
            Kept::OnlyInMemory(error) => {
                match self.vault.policy() {
                    StorePolicy::KeepServing => drop(self.announce(&successor, reason).await?),
                    StorePolicy::FailClosed => {}
                    StorePolicy::RevokeAndFail => {
                        self.cell
                            .with_unsettled(|unsettled| unsettled.record = None);
                        self.discard(&successor).await;
                    }
                }
                Err(error)
            }
        }
    }

    /// The grant was revoked while its token was being refreshed: the new token must not live on.
    pub(crate) async fn discard(&self, successor: &Record) {
        self.cell.clear();
        if let Some(token) = &successor.token.refresh_token {
            let _ = self
                .send(Operation::Revoke, Form::revoke(token), &[token.expose()])
                .await;
        }
    }

    async fn refused(
        &self,
        claim: Claim,
        error: OauthProviderError,
        verdict: Verdict,
    ) -> RefreshStep {
        tracing::warn!(connection = %self.connection, %error, ?verdict, "the provider refused to refresh");
        let cause = if claim.in_doubt {
            ConsentCause::RotationLost
        } else {
            ConsentCause::RefreshTokenRefused
        };
        let refusal = refusal(error, verdict, cause);
        match verdict {
            Verdict::TokenInvalid if claim.record.sibling.is_some() => self.switch(claim).await,
            // After a lost answer a refusal is no surprise, and tells nothing of the other grants.
            Verdict::TokenInvalid
                if claim.in_doubt || self.breaker.token_refused(self.clock.monotonic()) =>
            {
                self.end(claim, cause, refusal).await
            }
            Verdict::TokenInvalid => {
                let text =
                    "the provider refuses unusually many refresh tokens; none is taken for dead";
                let error =
                    Error::new(ErrorKind::Provider, Operation::Refresh, text).with_source(refusal);
                self.put_off(
                    claim,
                    error.with_recovery(Recovery::Retry {
                        after: Some(LONGEST_COOLDOWN),
                    }),
                )
                .await
            }
            Verdict::Transient | Verdict::Unclear => self.put_off(claim, refusal).await,
            Verdict::Misconfigured => {
                self.breaker.client_refused(self.clock.monotonic());
                self.release(claim, None, refusal).await
            }
            Verdict::BadRequest => self.release(claim, None, refusal).await,
        }
    }

    /// Goes on with the second answer to the last refresh token, since the provider refuses the first one.
    async fn switch(&self, claim: Claim) -> RefreshStep {
        let now = self.store_time_of(&claim);
        let before = claim.record;
        let mut record = Record {
            sibling: None,
            ..before.clone()
        };
        record.token = before.sibling.clone().unwrap_or(record.token);
        record.head.generation = record.head.generation.saturating_add(1);
        record.head.state = GrantState::Ready;
        record
            .head
            .remember(self.event(Event::SiblingUsed, now, Some(&before), Some(&record)));
        let swap = self
            .vault
            .swap(&self.connection, Some(claim.version), &record, Tokens::Seal)
            .await;
        swap.map_err(|error| {
            store_failure(
                Operation::Refresh,
                "the second answer cannot be taken up",
                error,
            )
        })?;
        Ok(None)
    }

    /// Marks the grant as ended; nothing is deleted.
    async fn end(&self, claim: Claim, cause: ConsentCause, error: Error) -> RefreshStep {
        let event = self.event(
            Event::Ended { cause },
            self.store_time_of(&claim),
            Some(&claim.record),
            None,
        );
        self.settle_claim(claim, error, |head, _| {
            head.state = GrantState::ConsentNeeded { cause };
            head.remember(event);
        })
        .await
    }

    /// Gives the claim back; the refresh token was not processed.
    async fn release(&self, claim: Claim, wait: Option<Duration>, error: Error) -> RefreshStep {
        let state = if claim.in_doubt {
            GrantState::InDoubt
        } else {
            GrantState::Ready
        };
        self.settle_claim(claim, error, |head, now| {
            head.state = state;
            head.not_before = now.after(wait.unwrap_or_default().min(LONGEST_WAIT));
        })
        .await
    }

    /// Gives the claim back and keeps everybody from trying again at once.
    async fn put_off(&self, claim: Claim, error: Error) -> RefreshStep {
        let wait = cooldown(claim.record.head.attempts, self.jitter());
        self.put_off_for(claim, wait, error).await
    }

    async fn put_off_for(&self, mut claim: Claim, wait: Duration, error: Error) -> RefreshStep {
        claim.record.head.attempts = claim.record.head.attempts.saturating_add(1);
        self.release(claim, Some(wait), error).await
    }

    /// Remembers that the refresh token may be spent.
    async fn doubt(&self, mut claim: Claim, error: Error) -> RefreshStep {
        tracing::warn!(connection = %self.connection, "the answer to a refresh did not arrive");
        let wait = cooldown(claim.record.head.attempts, self.jitter());
        claim.in_doubt = true;
        let event = self.event(
            Event::NoResponse,
            self.store_time_of(&claim),
            Some(&claim.record),
            None,
        );
        claim.record.head.remember(event);
        let recovery = Recovery::OutcomeUnknown {
            retry_after: Some(wait),
        };
        self.put_off_for(
            claim,
            wait,
            outcome_unknown(Operation::Refresh, error, recovery),
        )
        .await
    }

    /// Ends a claim with `error`, unless somebody else has advanced the record: then theirs stands and counts.
    async fn settle_claim(
        &self,
        claim: Claim,
        error: Error,
        change: impl FnOnce(&mut Head, StoreTime),
    ) -> RefreshStep {
        let Claim {
            record: claimed,
            version,
            now,
            ..
        } = claim;
        let mut record = claimed.clone();
        change(&mut record.head, now);
        match self.write_end(&claimed.head, &record, version).await {
            Ok(true) => Err(error),
            Ok(false) => Ok(None),
            Err(failure) => {
                // Whoever comes next finds a lease that runs out by itself.
                tracing::error!(connection = %self.connection, error = %failure, "the store did not take a refresh's end");
                Err(error)
            }
        }
    }

    /// Writes a record over the claim, also over one that was touched without being advanced. Whether it was still there.
    async fn write_end(
        &self,
        claimed: &Head,
        record: &Record,
        mut version: Version,
    ) -> Result<bool, StoreError> {
        reached(CrashPoint::Failing);
        loop {
            let swap = self
                .vault
                .swap(&self.connection, Some(version), record, Tokens::Keep)
                .await?;
            if let Swap::Done(_) = swap {
                return Ok(true);
            }
            match self.vault.store().load(&self.connection).await? {
                Some(stored)
                    if protocol::lease_stands(&Head::from_bytes(&stored.row.head)?, claimed) =>
                {
                    let has_ended = matches!(record.head.state, GrantState::ConsentNeeded { .. });
                    let sibling = self
                        .vault
                        .open(&self.connection, &stored)
                        .await?
                        .record
                        .sibling;
                    // A second answer was put beside the refused one meanwhile: it may be the one that lives.
                    if has_ended && sibling.is_some() && record.sibling.is_none() {
                        return Ok(false);
                    }
                    version = stored.version;
                }
                _ => return Ok(false),
            }
        }
    }
}

/// 1, 2, 4 … 60 seconds, and up to a quarter more by jitter, so that what failed together is not tried again together.
fn cooldown(attempts: u32, jitter: f64) -> Duration {
    Duration::from_secs(1 << attempts.min(6))
        .min(LONGEST_COOLDOWN)
        .mul_f64(1.0 + jitter / 4.0)
}
