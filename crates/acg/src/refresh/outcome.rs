//! Sending a refresh token under a lease, and what becomes of the response.

use std::mem::take;
use std::time::Duration;

use crate::endpoint::failure::{Failure, no_bearer, outcome_unknown, refusal, throttled};
use crate::endpoint::token_response::{Issued, TokenResponse};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::future::BoxFuture;
use crate::grant::committer::{Expected, store_failure};
use crate::grant::engine::Engine;
use crate::grant::id_token::Judgement;
use crate::grant::update::UpdateReason;
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::{LostResponse, Verdict};
use crate::refresh::circuit_breaker::Refusal;
use crate::refresh::lease::Lease;
use crate::refresh::protocol::{self, LONGEST_WAIT};
use crate::refresh::transaction::RefreshStep;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::history::Event;
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::{CrashPoint, reached};
use crate::token::bearer::BearerSource;
use crate::token::oauth_token::OauthToken;
use crate::vault::records::Tokens;

/// The longest cooldown after a failed refresh. A token must not expire because an incident lasted some minutes.
const LONGEST_COOLDOWN: Duration = Duration::from_secs(60);

/// How long after a refusal its token is presented once more. Incidents are shorter as a rule, and a customer who has not consented
/// again by then is spared it if it was one.
const SECOND_LOOK: Duration = Duration::from_secs(6 * 60 * 60);

/// What sending a refresh token came to.
enum Sent {
    Response(TokenResponse),
    /// Nothing was sent: the response might arrive only after the lease has ended.
    LeaseTooShort,
}

impl Engine {
    /// Sends the refresh token under a lease that is written, and makes the response durable.
    ///
    /// Behind a pointer, as [`release_lease`](Self::release_lease) is: a future and all that it waits for is compiled again in each unit
    /// of the crate that waits for it, and callers and keeper are two.
    #[inline(never)]
    pub(crate) fn run(&self, lease: Box<Lease>) -> BoxFuture<'_, Result<RefreshStep, Error>> {
        Box::pin(self.use_lease(lease))
    }

    async fn use_lease(&self, mut lease: Box<Lease>) -> Result<RefreshStep, Error> {
        // What can fail without the refresh token fails before it is sent.
        if let Err(error) = self.load_keys().await {
            return self.back_off(lease, error).await;
        }
        let Sent::Response(response) = self.send_refresh_token(&lease).await else {
            return self.back_off(lease, suspended()).await;
        };
        let response = match response {
            // The same process asks once more, at once: a provider with a grace window gives the successor again, for
            // seconds. Waiting for the next caller would waste the window.
            Err(Failure::Lost(error))
                if self.endpoint.provider.lost_response == LostResponse::PresentAgain
                    && patience(&error).is_none() =>
            {
                lease.in_doubt = true;
                // If the second response is a refusal, the first failure is why the consent is lost.
                lease.first_failure = Some(error.clone());
                Box::pin(self.ask_again(&lease, error)).await
            }
            response => response,
        };
        match response {
            Ok(issued) => self.on_tokens(lease, issued).await,
            // On the heap, as all that is rare: it would make the future of every refresh as large.
            Err(Failure::Refused(error, verdict)) => {
                Box::pin(self.on_refusal(lease, error, verdict)).await
            }
            Err(Failure::Throttled(after)) => {
                let error = throttled(Operation::Refresh, after);
                // A provider may ask for no patience at all, and mean it as little as the one that asks for an hour.
                let wait = self.cooldown(lease.record.head.attempts);
                let wait = wait.max(after.unwrap_or_default());
                self.back_off_for(lease, wait, error).await
            }
            // The token was certainly not used up, but trying at once would only repeat the failure: the provider
            // cannot be reached, or is confused.
            Err(Failure::NotSent(error) | Failure::Unexpected(error)) => {
                self.back_off(lease, error).await
            }
            Err(Failure::Lost(error) | Failure::Unusable(error)) => {
                Box::pin(self.on_lost_response(lease, error)).await
            }
        }
    }

    /// Sends the refresh token once.
    async fn send_refresh_token(&self, lease: &Lease) -> Sent {
        let committer = &self.committer;
        // The fence. A process that was suspended between writing the lease and this line must not
        // send: its lease may be over, and another process may be sending the same token. The time
        // since boot counts, not the store's clock.
        let passed = committer.clock.since_boot().saturating_sub(lease.started);
        if passed.saturating_add(self.endpoint.longest_wait()) > self.lease_length() {
            return Sent::LeaseTooShort;
        }
        let generation = lease.record.head.generation;
        tracing::debug!(connection = %committer.connection, generation, "refreshing the token");
        reached(CrashPoint::Sending);
        let key = lease.record.token.dpop_key.as_ref();
        Sent::Response(self.endpoint.refresh(&lease.refresh_token, key).await)
    }

    /// Presents the token once more after a lost response.
    async fn ask_again(&self, lease: &Lease, lost: Error) -> TokenResponse {
        match self.send_refresh_token(lease).await {
            // The second request says nothing about the first one, whose outcome is still unknown.
            Sent::LeaseTooShort | Sent::Response(Err(Failure::NotSent(_))) => {
                Err(Failure::Lost(lost))
            }
            Sent::Response(response) => response,
        }
    }

    async fn on_tokens(&self, lease: Box<Lease>, issued: Issued) -> Result<RefreshStep, Error> {
        let Issued { mut token, oddity } = issued;
        reached(CrashPoint::Received);
        let (committer, source) = (&self.committer, self.endpoint.provider.bearer);
        let group = self.group(&lease.record.head);
        let now = committer.clock.monotonic();
        let taken = committer.clock.since_boot().saturating_sub(lease.started);
        self.breaker
            .succeeded(now, now.saturating_sub(taken), group);
        let previous = &lease.record.token;
        let judgement = self.judge(Operation::Refresh, &token, Some(previous));
        // What a token says that is not to be believed ends nothing.
        let is_believed = !matches!(judgement, Judgement::Bad(_));
        // Read once: the token before, and the new one, which may be what expires.
        let [before, after] = [previous, &*token].map(OauthToken::registered_claims);
        let both = after.as_ref().zip(before.as_ref()).filter(|_| is_believed);
        if both.is_some_and(|(after, before)| after.are_of_another_customer(before)) {
            // The data of another customer must not be shown, not even if the provider mixed them up.
            let cause = ConsentCause::SubjectChanged;
            let error = Error::consent_needed(Operation::Refresh, cause);
            return Box::pin(self.mark_ended(lease, cause, error)).await;
        }
        let contradicts = both.is_some_and(|(after, before)| after.contradict(before));
        // A response may leave out what has not changed: the refresh token and the scope (RFC 6749 §6).
        token.inherit_from(previous, source);
        let received = committer.clock.now();
        match source {
            BearerSource::IdToken => token.stamp_by(after.as_ref(), received),
            BearerSource::AccessToken => token.stamp(source, received),
        }
        if let Some(oddity) = &oddity {
            tracing::warn!(connection = %committer.connection, oddity = oddity.problem, "the provider's token response breaks a rule");
        }
        match judgement {
            _ if token.bearer(source).is_none() => {
                let error = no_bearer(Operation::Refresh, oddity);
                Box::pin(self.commit_unusable(lease, *token, error)).await
            }
            _ if contradicts => {
                Box::pin(self.commit_unusable(lease, *token, contradiction())).await
            }
            Judgement::KeyUnknown => Box::pin(self.on_unknown_key(lease, *token)).await,
            judgement => match judgement.into_error() {
                Some(error) => Box::pin(self.commit_unusable(lease, *token, error)).await,
                None => self.commit_tokens(lease, *token).await,
            },
        }
    }

    /// Commits a token set and publishes it.
    async fn commit_tokens(
        &self,
        mut lease: Box<Lease>,
        token: OauthToken,
    ) -> Result<RefreshStep, Error> {
        let successor = self.successor(&mut lease, token);
        // Usually the lease still stands and one swap is enough. Where it does not, the commit
        // looks at the generation.
        let expected = Expected::Version(lease.version);
        let current = self
            .commit_and_publish(successor, expected, UpdateReason::Refreshed)
            .await?;
        Ok(RefreshStep::Done(current))
    }

    /// Commits the refresh token of a response whose bearer cannot be used, and reports why.
    async fn commit_unusable(
        &self,
        mut lease: Box<Lease>,
        token: OauthToken,
        error: Error,
    ) -> Result<RefreshStep, Error> {
        self.commit_refresh_token(&mut lease, token).await?;
        Err(error)
    }

    /// Commits a token set with the bearer as it was: the old refresh token is used up nevertheless.
    async fn commit_refresh_token(
        &self,
        lease: &mut Lease,
        mut token: OauthToken,
    ) -> Result<(), Error> {
        token.withhold(Some(&lease.record.token));
        let mut successor = self.successor(lease, token);
        self.delay_next(lease, &mut successor.head);
        let expected = Expected::Version(lease.version);
        self.commit_and_publish(successor, expected, UpdateReason::Refreshed)
            .await
            .map(drop)
    }

    /// Commits the refresh token of a response, and then loads the key that its id_token is signed with.
    async fn on_unknown_key(
        &self,
        mut lease: Box<Lease>,
        token: OauthToken,
    ) -> Result<RefreshStep, Error> {
        self.commit_refresh_token(&mut lease, token.clone()).await?;
        let previous = Some(&lease.record.token);
        self.judge_with_new_keys(Operation::Refresh, &token, previous)
            .await?;
        let current = self.release(token, UpdateReason::Refreshed).await?;
        Ok(RefreshStep::Done(current))
    }

    /// Builds the record that follows the lease's. What both have in common moves there: the lease's record is written no more.
    fn successor(&self, lease: &mut Lease, token: OauthToken) -> Record {
        let (committer, now) = (&self.committer, self.store_time_of(lease));
        let before = &mut lease.record.head;
        let generation = before.generation.saturating_add(1);
        let (consent, parameters) = (before.consent.take(), take(&mut before.parameters));
        let mut successor = committer.record(token, generation, consent, parameters);
        committer.date(&mut successor, now);
        let head = &mut successor.head;
        head.last_access = head.last_access.max(before.last_access);
        head.history = take(&mut before.history);
        head.newer = take(&mut before.newer);
        let event = committer.event(Event::Refreshed, now, Some(&lease.record), Some(&successor));
        successor.head.remember(event);
        successor
    }

    /// Keeps a token set without a usable bearer from being refreshed in a loop.
    fn delay_next(&self, lease: &Lease, successor: &mut Head) {
        let (attempts, now) = (lease.record.head.attempts, self.store_time_of(lease));
        successor.not_before = now.after(self.cooldown(attempts));
        successor.failed_at = Some(now);
        successor.attempts = attempts.saturating_add(1);
    }

    async fn on_refusal(
        &self,
        lease: Box<Lease>,
        error: OauthProviderError,
        verdict: Verdict,
    ) -> Result<RefreshStep, Error> {
        let committer = &self.committer;
        tracing::warn!(connection = %committer.connection, %error, ?verdict, "the provider refused to refresh");
        let cause = cause_of_refusal(&lease);
        let refusal = refusal(error, verdict, cause);
        let refusal = match &lease.first_failure {
            Some(first) => refusal.with_source(first.clone()),
            None => refusal,
        };
        match verdict {
            // Of two successors of one token the provider keeps one alive, and nothing in them tells which.
            Verdict::TokenInvalid if lease.record.sibling.is_some() => {
                self.use_sibling(lease).await
            }
            Verdict::TokenInvalid if self.is_believed(&lease) => {
                self.mark_ended(lease, cause, refusal).await
            }
            // The breaker makes the next probe another grant. The record only cools down: it outlives the incident.
            Verdict::TokenInvalid => {
                let wait = self.cooldown(lease.record.head.attempts);
                self.back_off_for(lease, wait, refusal_storm(refusal, wait))
                    .await
            }
            Verdict::Transient | Verdict::Unclear | Verdict::BadRequest => {
                self.back_off(lease, refusal).await
            }
            Verdict::Misconfigured => {
                // The breaker is the cooldown, and one of this secret: a corrected one is tried at once.
                let now = committer.clock.monotonic();
                self.breaker.client_rejected(now);
                self.release_lease(lease, Duration::ZERO, refusal).await
            }
        }
    }

    /// Reports a refusal to the circuit breaker, and returns whether it is believed.
    ///
    /// After a lost response a refusal is expected. But an outage loses the responses of all grants, and what the
    /// provider says just after it is not to be believed for all of them.
    fn is_believed(&self, lease: &Lease) -> bool {
        // Expected, and not counted: the second looks at what a bank has ended at once come together too, and are no incident.
        if lease.is_second_look() {
            return true;
        }
        let committer = &self.committer;
        let certainty = if lease.in_doubt {
            Refusal::InDoubt
        } else {
            Refusal::Certain
        };
        let (now, group) = (committer.clock.monotonic(), self.group(&lease.record.head));
        self.breaker
            .token_refused(now, group, &committer.connection, certainty)
    }

    /// Uses the sibling, since the provider refuses the token set beside it.
    async fn use_sibling(&self, lease: Box<Lease>) -> Result<RefreshStep, Error> {
        let (committer, now) = (&self.committer, self.store_time_of(&lease));
        let before = lease.record;
        let mut record = Record {
            sibling: None,
            ..before.clone()
        };
        record.token = before.sibling.clone().unwrap_or(record.token);
        // A generation of its own, so that every process that has the refused set in memory sees
        // that it is news.
        record.head.generation = record.head.generation.saturating_add(1);
        record.head.state = GrantState::Ready;
        record.head.second_look = None;
        let event = committer.event(Event::SiblingUsed, now, Some(&before), Some(&record));
        record.head.remember(event);
        let (id, expected) = (&committer.connection, Some(lease.version));
        let swap = committer
            .vault
            .swap(id, expected, &record, Tokens::New)
            .await;
        let text = "the sibling cannot be put in place of the refused token";
        swap.map_err(|error| store_failure(Operation::Refresh, text, error))?;
        Ok(RefreshStep::Superseded)
    }

    /// Marks the grant as ended. Nothing is deleted: a response that is still on its way can revive it, and so can a second look
    /// at a refusal.
    async fn mark_ended(
        &self,
        mut lease: Box<Lease>,
        cause: ConsentCause,
        error: Error,
    ) -> Result<RefreshStep, Error> {
        let now = self.store_time_of(&lease);
        if let Some(first) = lease.first_failure.take() {
            self.remember_lost_response(&mut lease, &first);
        }
        let ended = Event::Ended { cause };
        let event = self.committer.event(ended, now, Some(&lease.record), None);
        // An incident at the provider may have caused a refusal, so its token is presented once more. After a second one, and after
        // any other end, there is nothing to find out.
        let is_refusal = cause == cause_of_refusal(&lease);
        let second_look = (is_refusal && !lease.is_second_look()).then(|| {
            // Up to a quarter later, so that the grants that an incident ended together are not presented together.
            let wait = SECOND_LOOK.mul_f64(1.0 + self.committer.jitter() / 4.0);
            now.after(wait)
        });
        self.end_lease(lease, error, |head, _| {
            head.state = GrantState::ConsentNeeded { cause };
            head.second_look = second_look;
            head.remember(event);
        })
        .await
    }

    /// Gives the lease back. No process may send before `wait` has passed.
    #[inline(never)]
    pub(crate) fn release_lease(
        &self,
        lease: Box<Lease>,
        wait: Duration,
        error: Error,
    ) -> BoxFuture<'_, Result<RefreshStep, Error>> {
        Box::pin(self.give_back(lease, wait, error))
    }

    async fn give_back(
        &self,
        lease: Box<Lease>,
        wait: Duration,
        error: Error,
    ) -> Result<RefreshStep, Error> {
        let state = match lease.in_doubt {
            // A second look that came to nothing is repeated. Until it comes to something the grant has ended.
            _ if lease.is_second_look() => GrantState::ConsentNeeded {
                cause: cause_of_refusal(&lease),
            },
            true => GrantState::InDoubt,
            false => GrantState::Ready,
        };
        self.end_lease(lease, error, |head, now| {
            head.state = state;
            head.not_before = now.after(wait.min(LONGEST_WAIT));
            // Most failures are no event of the history, and a cooldown must be known as
            // one of a clock that was set back.
            head.failed_at = Some(now);
        })
        .await
    }

    /// Gives the lease back and keeps everybody from trying again at once, longer after each failure.
    async fn back_off(&self, lease: Box<Lease>, error: Error) -> Result<RefreshStep, Error> {
        let wait = self.cooldown(lease.record.head.attempts);
        self.back_off_for(lease, wait, error).await
    }

    async fn back_off_for(
        &self,
        mut lease: Box<Lease>,
        wait: Duration,
        error: Error,
    ) -> Result<RefreshStep, Error> {
        lease.record.head.attempts = lease.record.head.attempts.saturating_add(1);
        self.release_lease(lease, wait, error).await
    }

    /// Notes that the refresh token may be used up.
    async fn on_lost_response(
        &self,
        mut lease: Box<Lease>,
        error: Error,
    ) -> Result<RefreshStep, Error> {
        let wait = self
            .cooldown(lease.record.head.attempts)
            .max(patience(&error).unwrap_or_default());
        lease.in_doubt = true;
        self.remember_lost_response(&mut lease, &error);
        let retry_after = Some(wait);
        let recovery = Recovery::OutcomeUnknown { retry_after };
        let error = outcome_unknown(Operation::Refresh, error, recovery);
        self.back_off_for(lease, wait, error).await
    }

    /// Writes into log and history that no usable response arrived, and why.
    fn remember_lost_response(&self, lease: &mut Lease, error: &Error) {
        let (committer, now) = (&self.committer, self.store_time_of(lease));
        tracing::warn!(connection = %committer.connection, %error, "the response to a refresh was lost");
        let mut event = committer.event(Event::NoResponse, now, Some(&lease.record), None);
        event.detail = Some(error.message().to_owned());
        lease.record.head.remember(event);
    }

    /// Ends a lease with `error`, unless another process has advanced the record: then what it wrote counts.
    async fn end_lease(
        &self,
        lease: Box<Lease>,
        error: Error,
        change: impl FnOnce(&mut Head, StoreTime),
    ) -> Result<RefreshStep, Error> {
        let leased = lease.record;
        let mut record = leased.clone();
        change(&mut record.head, lease.read_at);
        match self
            .write_outcome(&leased.head, &record, lease.version)
            .await
        {
            Ok(Written::Done) => Err(error),
            Ok(Written::Superseded) => Ok(RefreshStep::Superseded),
            Err(failure) => {
                // The lease stays in the store. The next process finds it and waits for its end.
                tracing::error!(connection = %self.committer.connection, error = %failure, "failed to store the outcome of a refresh");
                Err(error)
            }
        }
    }

    /// Writes the record over the lease, also if the row was touched without being advanced, as by a change of keys.
    async fn write_outcome(
        &self,
        leased: &Head,
        record: &Record,
        mut version: Version,
    ) -> Result<Written, StoreError> {
        reached(CrashPoint::Failing);
        let (vault, id) = (&self.committer.vault, &self.committer.connection);
        loop {
            let swap = vault
                .swap(id, Some(version), record, Tokens::Unchanged)
                .await?;
            if let Swap::Done(_) = swap {
                return Ok(Written::Done);
            }
            let Some(stored) = vault.store().load(id).await? else {
                return Ok(Written::Superseded);
            };
            if !protocol::lease_stands(&Head::from_bytes(&stored.row.head)?, leased) {
                return Ok(Written::Superseded);
            }
            // Another process may have stored a sibling beside the refused token set: it may be the one that lives, and
            // must be tried before the grant is given up.
            let has_ended = matches!(record.head.state, GrantState::ConsentNeeded { .. });
            let sibling = vault.open(id, &stored).await?.record.sibling;
            if has_ended && sibling.is_some() && record.sibling.is_none() {
                return Ok(Written::Superseded);
            }
            version = stored.version;
        }
    }

    fn store_time_of(&self, lease: &Lease) -> StoreTime {
        lease.store_time(self.committer.clock.since_boot())
    }

    fn cooldown(&self, attempts: u32) -> Duration {
        cooldown(attempts, self.committer.jitter())
    }
}

fn cause_of_refusal(lease: &Lease) -> ConsentCause {
    if lease.in_doubt {
        ConsentCause::RotationLost
    } else {
        ConsentCause::RefreshTokenRefused
    }
}

/// What came of writing the outcome of a refresh.
enum Written {
    Done,
    /// Another process has advanced the record; nothing was written.
    Superseded,
}

/// Returns how long the provider asks to wait before the next request.
fn patience(error: &Error) -> Option<Duration> {
    let retry_after = error.unavailable()?.retry_after?;
    Some(retry_after.min(LONGEST_WAIT))
}

/// Returns the wait before the next attempt: 1, 2, 4 … 60 seconds, and up to a quarter more by jitter, so that what
/// failed together is not tried again together.
fn cooldown(attempts: u32, jitter: f64) -> Duration {
    Duration::from_secs(1 << attempts.min(6))
        .min(LONGEST_COOLDOWN)
        .mul_f64(1.0 + jitter / 4.0)
}

/// Returns the error of an id_token that is not of the grant (OpenID Connect Core §12.2).
fn contradiction() -> Error {
    let text = "the id_token of the refresh has another issuer or audience and is not used; the refresh token is kept";
    Error::new(ErrorKind::UnexpectedResponse, Operation::Refresh, text)
}

/// Returns the error of a process that stood still for so long that its lease may be over.
fn suspended() -> Error {
    let text = "this process was suspended past its lease; nothing was sent";
    Error::new(ErrorKind::Transport, Operation::Refresh, text)
}

/// Returns the error of a refusal that the circuit breaker does not believe.
fn refusal_storm(refusal: Error, wait: Duration) -> Error {
    let text = "the provider refuses unusually many refresh tokens; not treating any as revoked";
    let recovery = Recovery::Retry { after: Some(wait) };
    Error::new(ErrorKind::Provider, Operation::Refresh, text)
        .with_source(refusal)
        .with_recovery(recovery)
}
