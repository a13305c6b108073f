//! The refresh as a transaction.
//!
//! A lease gates only the *sending* of a refresh token, so that one live process sends it. The *commit* is gated by the
//! generation alone. The lease is written before the request, the answer before anybody sees the new token. All of it
//! runs on a task of its own: dropping a caller loses nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::cell::{Bearer, Current, Flight, lock};
use crate::error::{ConsentCause, Error, ErrorKind, Operation, Recovery};
use crate::exchange::{Answer, Form};
use crate::provider::Verdict;
use crate::provider_error::OauthProviderError;
use crate::session::{Kept, Session, outcome_unknown, refusal, store_failure, too_many};
use crate::store::{GrantState, Record, StoreTime, Stored, Swap, Version};
use crate::token::OauthToken;
use crate::update::UpdateReason;

/// The most that a failing refresh is put off.
const LONGEST_COOLDOWN: Duration = Duration::from_secs(60);

/// What a caller wants of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Any token that can be used now.
    Usable,
    /// Another token set than this one, which was refused or is to be replaced.
    OtherThan(u64),
}

/// The right to send a record's refresh token.
struct Claim {
    record: Record,
    version: Version,
    /// The token may have been sent before, by a request whose answer nobody has.
    in_doubt: bool,
    now: StoreTime,
}

enum Claimed {
    Held(Box<Claim>),
    /// Somebody else holds it or was faster.
    NotYet,
}

impl Session {
    /// A bearer for an API call. Without lock or allocation while the token is valid.
    pub(crate) async fn bearer(self: &Arc<Self>) -> Result<Bearer, Error> {
        if self.cell.is_unsettled() {
            self.settle_apart();
        }
        let skew = self.credentials.oauth_clock_skew();
        if let Some(bearer) = self.cell.bearer(&*self.clock, skew) {
            return Ok(bearer);
        }
        match self.renew(Need::Usable).await {
            Ok(current) => {
                current.fresh_bearer().ok_or_else(|| Error::consent_needed(Operation::Restore, ConsentCause::NoGrant))
            }
            // A failed early refresh does not displace a token that is still valid.
            Err(error) => self.cell.bearer(&*self.clock, Duration::ZERO).ok_or(error),
        }
    }

    /// Joins the refresh that is under way, or starts one, until there is what the caller needs.
    pub(crate) async fn renew(self: &Arc<Self>, need: Need) -> Result<Arc<Current>, Error> {
        loop {
            let current = self.join(need).await?;
            match need {
                Need::OtherThan(generation) if current.generation == generation => {}
                _ => return Ok(current),
            }
        }
    }

    async fn join(self: &Arc<Self>, need: Need) -> Result<Arc<Current>, Error> {
        let mut flight = self.flight(need);
        let landed = flight.wait_for(Option::is_some).await;
        landed.ok().and_then(|result| result.clone()).unwrap_or_else(|| Err(interrupted()))
    }

    fn flight(self: &Arc<Self>, need: Need) -> Flight {
        let mut flight = lock(&self.cell.flight);
        if let Some(flight) = &*flight {
            return flight.clone();
        }
        let (sender, receiver) = watch::channel(None);
        *flight = Some(receiver.clone());
        let session = self.clone();
        tokio::spawn(async move {
            let landing = Landing(session);
            let result = landing.0.refresh(need).await;
            drop(landing);
            sender.send_replace(Some(result));
        });
        receiver
    }

    fn settle_apart(self: &Arc<Self>) {
        let session = self.clone();
        tokio::spawn(async move {
            // Whoever holds the turn settles by itself.
            if let Ok(_turn) = session.cell.turn.try_lock() {
                let _ = session.settle().await;
            }
        });
    }

    async fn refresh(&self, need: Need) -> Result<Arc<Current>, Error> {
        let _turn = self.cell.turn.lock().await;
        self.settle().await.or_else(|error| if error.kind() == ErrorKind::Store { Err(error) } else { Ok(()) })?;
        let patience = self.clock.monotonic().saturating_add(2 * self.lease());
        let mut waits = 0;
        loop {
            let started = self.clock.monotonic();
            let Some(stored) = self.load(Operation::Refresh).await? else {
                self.cell.clear();
                return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant));
            };
            if let Some(current) = self.adopt(&stored.record, need) {
                return Ok(current);
            }
            if let Claimed::Held(claim) = self.claim(stored).await? {
                return self.spend(*claim, started).await;
            }
            if self.clock.monotonic() > patience {
                return Err(busy());
            }
            self.pause(waits).await;
            waits += 1;
        }
    }

    /// The stored token, if it is what the caller needs: another process may have refreshed it.
    fn adopt(&self, record: &Record, need: Need) -> Option<Arc<Current>> {
        let current = self.publish(record);
        let skew = match (need, &record.state) {
            (Need::OtherThan(generation), _) if current.generation == generation => return None,
            // While it cannot be refreshed, it is used to its last second.
            (_, GrantState::ConsentNeeded { .. } | GrantState::Refreshing { .. }) => Duration::ZERO,
            _ => self.credentials.oauth_clock_skew(),
        };
        current.bearer(&*self.clock, skew).map(|_| current)
    }

    /// Writes the intent to send.
    async fn claim(&self, stored: Stored) -> Result<Claimed, Error> {
        let Stored { mut record, version, now } = stored;
        let in_doubt = match &record.state {
            GrantState::ConsentNeeded { cause } => return Err(Error::consent_needed(Operation::Refresh, *cause)),
            GrantState::Refreshing { owner, until } => {
                if now < *until && owner != self.store.owner() && !self.store.is_owner_gone(owner).await {
                    return Ok(Claimed::NotYet);
                }
                true
            }
            GrantState::InDoubt => true,
            GrantState::Ready => false,
        };
        if record.token.refresh_token.is_none() {
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoRefreshToken));
        }
        if now < record.not_before {
            return Err(cooling_down(now.until(record.not_before), in_doubt));
        }
        record.state = GrantState::Refreshing { owner: self.store.owner().to_owned(), until: now.after(self.lease()) };
        let swap = self.store.compare_and_swap(&self.connection, Some(version), &record).await;
        match swap.map_err(|error| store_failure(Operation::Refresh, "the refresh cannot be announced", error))? {
            Swap::Done(version) => Ok(Claimed::Held(Box::new(Claim { record, version, in_doubt, now }))),
            Swap::Conflict => Ok(Claimed::NotYet),
        }
    }

    /// Sends the refresh token and makes the answer durable.
    async fn spend(&self, claim: Claim, started: Duration) -> Result<Arc<Current>, Error> {
        let Some(refresh_token) = claim.record.token.refresh_token.clone() else {
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoRefreshToken));
        };
        // A process that was stopped for longer than its lease must not send: another may be sending already.
        if self.clock.monotonic().saturating_sub(started) + self.provider.timeout > self.lease() {
            return Err(self.release(claim, None, busy()).await);
        }
        tracing::debug!(connection = %self.connection, generation = claim.record.generation, "refreshing the token");
        let answer = self.send(Operation::Refresh, Form::refresh(&refresh_token), &[refresh_token.expose()]).await;
        match answer {
            Answer::Tokens(token) => self.succeed(claim, *token).await,
            Answer::Refused(error, verdict) => Err(self.refused(claim, error, verdict).await),
            Answer::TooMany(after) => {
                let error = too_many(Operation::Refresh, after);
                Err(self.release(claim, after.or(Some(Duration::from_secs(1))), error).await)
            }
            Answer::NotSent(error) => Err(self.release(claim, None, error).await),
            Answer::Unexpected(error) => Err(self.put_off(claim, error).await),
            Answer::Done => Err(self.put_off(claim, busy()).await),
            Answer::Ambiguous(error) => Err(self.doubt(claim, error).await),
        }
    }

    async fn succeed(&self, claim: Claim, mut token: OauthToken) -> Result<Arc<Current>, Error> {
        let previous = &claim.record.token;
        if previous.subject().zip(token.subject()).is_some_and(|(before, after)| before != after) {
            return Err(self.end(claim, ConsentCause::SubjectChanged).await);
        }
        token.keep_from(previous);
        token.stamp(self.provider.bearer, self.clock.now());
        let lacks_bearer = token.bearer(self.provider.bearer).is_none();
        if lacks_bearer {
            // The refresh token is spent all the same: its successor is kept, with the bearer as it was.
            token.id_token.clone_from(&previous.id_token);
            token.access_token.clone_from(&previous.access_token);
            token.expiry = previous.expiry;
        }
        let mut successor = self.record(token, claim.record.generation + 1, claim.record.parameters.clone());
        if lacks_bearer {
            successor.not_before = claim.now.after(cooldown(0));
        }
        let current = self.install(successor, Some(claim.version), UpdateReason::Refreshed).await?;
        if lacks_bearer {
            let text = "the provider's answer holds no bearer token; its new refresh token is kept";
            return Err(Error::new(ErrorKind::UnexpectedResponse, Operation::Refresh, text));
        }
        Ok(current)
    }

    /// Keeps a new token set, then publishes and announces it.
    pub(crate) async fn install(
        &self,
        successor: Record,
        expected: Option<Version>,
        reason: UpdateReason,
    ) -> Result<Arc<Current>, Error> {
        match self.keep(successor.clone(), expected).await {
            Kept::Durable(record) => self.announce(&record, reason).await,
            Kept::Removed if reason == UpdateReason::Refreshed => {
                self.discard(&successor).await;
                Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant))
            }
            Kept::Removed => match self.keep(successor, None).await {
                Kept::OnlyInMemory(error) => Err(error),
                Kept::Durable(record) => self.announce(&record, reason).await,
                Kept::Removed => Err(busy()),
            },
            // Not durable, but better served from memory than lost: the store's failure is told, and saving goes on.
            Kept::OnlyInMemory(error) => {
                self.announce(&successor, reason).await?;
                Err(error)
            }
        }
    }

    /// The grant was revoked while its token was being refreshed: the new token must not live on.
    async fn discard(&self, successor: &Record) {
        self.cell.clear();
        if let Some(token) = &successor.token.refresh_token {
            let _ = self.send(Operation::Revoke, Form::revoke(token), &[token.expose()]).await;
        }
    }

    async fn refused(&self, claim: Claim, error: OauthProviderError, verdict: Verdict) -> Error {
        tracing::warn!(connection = %self.connection, %error, ?verdict, "the provider refused to refresh");
        let cause = if claim.in_doubt { ConsentCause::RotationLost } else { ConsentCause::RefreshTokenRefused };
        let refusal = refusal(error, verdict, cause);
        match verdict {
            Verdict::Dead => {
                self.end(claim, cause).await;
                refusal
            }
            Verdict::Transient | Verdict::Unclear => self.put_off(claim, refusal).await,
            Verdict::Misconfigured | Verdict::BadRequest => self.release(claim, None, refusal).await,
        }
    }

    /// Marks the grant as ended; nothing is deleted.
    async fn end(&self, claim: Claim, cause: ConsentCause) -> Error {
        self.settle_claim(claim, |record, _| record.state = GrantState::ConsentNeeded { cause }).await;
        Error::consent_needed(Operation::Refresh, cause)
    }

    /// Gives the claim back; the refresh token was not processed.
    async fn release(&self, claim: Claim, wait: Option<Duration>, error: Error) -> Error {
        let state = if claim.in_doubt { GrantState::InDoubt } else { GrantState::Ready };
        self.settle_claim(claim, |record, now| {
            record.state = state;
            record.not_before = now.after(wait.unwrap_or_default());
        })
        .await;
        error
    }

    /// Gives the claim back and keeps everybody from trying again at once.
    async fn put_off(&self, claim: Claim, error: Error) -> Error {
        let wait = cooldown(claim.record.attempts);
        let mut claim = claim;
        claim.record.attempts += 1;
        self.release(claim, Some(wait), error).await
    }

    /// Remembers that the refresh token may be spent.
    async fn doubt(&self, mut claim: Claim, error: Error) -> Error {
        let wait = cooldown(claim.record.attempts);
        claim.record.attempts += 1;
        claim.in_doubt = true;
        tracing::warn!(connection = %self.connection, "the answer to a refresh did not arrive");
        let error = outcome_unknown(Operation::Refresh, error, Recovery::OutcomeUnknown { retry_after: Some(wait) });
        self.release(claim, Some(wait), error).await
    }

    /// Ends a claim. If somebody else has advanced the record, theirs stands.
    async fn settle_claim(&self, claim: Claim, change: impl FnOnce(&mut Record, StoreTime)) {
        let Claim { mut record, version, now, .. } = claim;
        change(&mut record, now);
        if let Err(error) = self.store.compare_and_swap(&self.connection, Some(version), &record).await {
            // The lease runs out by itself.
            tracing::error!(connection = %self.connection, %error, "the store did not take the end of a refresh");
        }
    }

    /// Longer than a request can take, twice.
    fn lease(&self) -> Duration {
        2 * self.provider.timeout + Duration::from_secs(15)
    }
}

/// Clears the flight when its task ends, however it ends.
struct Landing(Arc<Session>);

impl Drop for Landing {
    fn drop(&mut self) {
        lock(&self.0.cell.flight).take();
    }
}

/// 1, 2, 4 … 60 seconds.
fn cooldown(attempts: u32) -> Duration {
    Duration::from_secs(1 << attempts.min(6)).min(LONGEST_COOLDOWN)
}

fn cooling_down(wait: Duration, in_doubt: bool) -> Error {
    let recovery = if in_doubt {
        Recovery::OutcomeUnknown { retry_after: Some(wait) }
    } else {
        Recovery::Retry { after: Some(wait) }
    };
    let kind = if in_doubt { ErrorKind::OutcomeUnknown } else { ErrorKind::Provider };
    Error::new(kind, Operation::Refresh, "the last refresh failed a moment ago").with_recovery(recovery)
}

fn busy() -> Error {
    Error::new(ErrorKind::Transport, Operation::Refresh, "another process holds the grant for too long")
}

/// The flight's task ended without a result: its runtime is shutting down.
fn interrupted() -> Error {
    let text = "the refresh was interrupted; it is taken up again by the next call";
    Error::new(ErrorKind::OutcomeUnknown, Operation::Refresh, text)
}
