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
use crate::session::{Kept, LONGEST_WAIT, Place, Session, outcome_unknown, refusal, store_failure, too_many};
use crate::store::{GrantState, Record, StoreTime, Stored, Swap, Version};
use crate::token::OauthToken;
use crate::update::UpdateReason;

/// The most flights that a caller joins before it gives up: one is usual, two happen.
const MOST_FLIGHTS: u32 = 16;

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

/// A record that others have to advance, and since when this process has seen it so.
#[derive(Clone, Copy)]
struct Wait {
    version: Version,
    since: Duration,
}

/// What came of spending a refresh token; `None` when somebody else has advanced the record, which is to be read again.
type Spent = Result<Option<Arc<Current>>, Error>;

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
            // The program has asked to be told, once, that the token is not saved where it wants it.
            Err(error) if error.kind() == ErrorKind::UpdateCallback => Err(error),
            // A failed early refresh does not displace a token that is still valid.
            Err(error) => self.cell.bearer(&*self.clock, Duration::ZERO).ok_or(error),
        }
    }

    /// Joins the refresh that is under way, or starts one, until there is what the caller needs.
    pub(crate) async fn renew(self: &Arc<Self>, need: Need) -> Result<Arc<Current>, Error> {
        for _ in 0..MOST_FLIGHTS {
            let current = self.join(need).await?;
            match need {
                // Somebody who is content with less started the flight.
                Need::OtherThan(generation) if current.generation == generation => {}
                _ => return Ok(current),
            }
        }
        Err(busy())
    }

    async fn join(self: &Arc<Self>, need: Need) -> Result<Arc<Current>, Error> {
        let mut flight = self.flight(need);
        let landed = flight.wait_for(Option::is_some).await;
        landed.ok().and_then(|result| result.clone()).unwrap_or_else(|| Err(interrupted()))
    }

    fn flight(self: &Arc<Self>, need: Need) -> Flight {
        let (sender, receiver) = {
            let mut flight = lock(&self.cell.flight);
            if let Some(flight) = &*flight {
                return flight.clone();
            }
            let (sender, receiver) = watch::channel(None);
            *flight = Some(receiver.clone());
            (sender, receiver)
        };
        // Made here, so that it also clears the flight of a task that never runs: without a runtime, or with one that ends.
        let landing = Landing(self.clone());
        tokio::spawn(async move {
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
        let patience = self.clock.monotonic().saturating_add(self.lease().saturating_mul(2));
        let mut wait = None;
        for turn in 0.. {
            if let Some(current) = self.try_to_refresh(need, &mut wait).await? {
                return Ok(current);
            }
            if self.clock.monotonic() > patience {
                break;
            }
            // The turn is given up meanwhile: a new consent or a revocation does not wait for another process.
            self.pause(turn).await;
        }
        Err(busy())
    }

    /// Adopts what is there or refreshes it; `None` when another process is at it.
    async fn try_to_refresh(&self, need: Need, wait: &mut Option<Wait>) -> Spent {
        let _turn = self.cell.turn.lock().await;
        self.settle().await.or_else(|error| if error.kind() == ErrorKind::Store { Err(error) } else { Ok(()) })?;
        let started = self.clock.monotonic();
        let Some(stored) = self.load(Operation::Refresh).await? else {
            self.cell.clear();
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant));
        };
        if let Some(current) = self.adopt(&stored.record, need) {
            return Ok(Some(current));
        }
        let seen = wait.filter(|wait| wait.version == stored.version);
        let seen = seen.unwrap_or(Wait { version: stored.version, since: started });
        *wait = Some(seen);
        let is_overdue = started.saturating_sub(seen.since) > self.lease();
        match self.claim(stored, is_overdue).await? {
            Claimed::Held(claim) => self.spend(*claim, started).await,
            Claimed::NotYet => Ok(None),
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

    /// Writes the intent to send. A lease that `is_overdue` has been waited for, whatever its end says: the clock that
    /// wrote it may have been wrong.
    async fn claim(&self, stored: Stored, is_overdue: bool) -> Result<Claimed, Error> {
        let Stored { mut record, version, now } = stored;
        let in_doubt = match &record.state {
            GrantState::ConsentNeeded { cause } => return Err(Error::consent_needed(Operation::Refresh, *cause)),
            GrantState::Refreshing { owner, until } => {
                let is_over = is_overdue || now >= *until || owner == self.store.owner();
                if !is_over && !self.store.is_owner_gone(owner).await {
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
        let wait = now.until(record.not_before);
        if !wait.is_zero() && wait <= LONGEST_WAIT {
            return Err(cooling_down(wait, in_doubt));
        }
        record.state = GrantState::Refreshing { owner: self.store.owner().to_owned(), until: now.after(self.lease()) };
        let swap = self.store.compare_and_swap(&self.connection, Some(version), &record).await;
        match swap.map_err(|error| store_failure(Operation::Refresh, "the refresh cannot be announced", error))? {
            Swap::Done(version) => Ok(Claimed::Held(Box::new(Claim { record, version, in_doubt, now }))),
            Swap::Conflict => Ok(Claimed::NotYet),
        }
    }

    /// Sends the refresh token and makes the answer durable.
    async fn spend(&self, claim: Claim, started: Duration) -> Spent {
        let Some(refresh_token) = claim.record.token.refresh_token.clone() else {
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoRefreshToken));
        };
        // A process that was stopped for longer than its lease must not send: another may be sending already.
        let passed = self.clock.monotonic().saturating_sub(started);
        if passed.saturating_add(self.provider.timeout) > self.lease() {
            return self.release(claim, None, busy()).await;
        }
        tracing::debug!(connection = %self.connection, generation = claim.record.generation, "refreshing the token");
        let answer = self.send(Operation::Refresh, Form::refresh(&refresh_token), &[refresh_token.expose()]).await;
        match answer {
            Answer::Tokens(token) => self.succeed(claim, *token).await,
            Answer::Refused(error, verdict) => self.refused(claim, error, verdict).await,
            Answer::TooMany(after) => {
                let error = too_many(Operation::Refresh, after);
                self.release(claim, after.or(Some(Duration::from_secs(1))), error).await
            }
            Answer::NotSent(error) => self.release(claim, None, error).await,
            Answer::Unexpected(error) => self.put_off(claim, error).await,
            Answer::Done => self.put_off(claim, busy()).await,
            Answer::Ambiguous(error) => self.doubt(claim, error).await,
        }
    }

    async fn succeed(&self, claim: Claim, mut token: OauthToken) -> Spent {
        let previous = &claim.record.token;
        if previous.subject().zip(token.subject()).is_some_and(|(before, after)| before != after) {
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
        let generation = claim.record.generation.saturating_add(1);
        let mut successor = self.record(token, generation, claim.record.parameters.clone());
        if lacks_bearer {
            successor.not_before = claim.now.after(cooldown(claim.record.attempts));
            successor.attempts = claim.record.attempts.saturating_add(1);
        }
        let place = Place(Some(claim.version));
        let current = self.install(successor, Some(place), UpdateReason::Refreshed).await?;
        if lacks_bearer {
            let text = "the provider's answer holds no bearer token; its new refresh token is kept";
            return Err(Error::new(ErrorKind::UnexpectedResponse, Operation::Refresh, text));
        }
        Ok(Some(current))
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
                self.cell.with_unsettled(|unsettled| unsettled.record = None);
                self.announce(&record, reason).await
            }
            Kept::Removed => {
                self.discard(&successor).await;
                Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant))
            }
            // Not durable, but better served from memory than lost: the store's failure is told, and saving goes on.
            Kept::OnlyInMemory(error) => {
                self.announce(&successor, reason).await?;
                Err(error)
            }
        }
    }

    /// The grant was revoked while its token was being refreshed: the new token must not live on.
    pub(crate) async fn discard(&self, successor: &Record) {
        self.cell.clear();
        if let Some(token) = &successor.token.refresh_token {
            let _ = self.send(Operation::Revoke, Form::revoke(token), &[token.expose()]).await;
        }
    }

    async fn refused(&self, claim: Claim, error: OauthProviderError, verdict: Verdict) -> Spent {
        tracing::warn!(connection = %self.connection, %error, ?verdict, "the provider refused to refresh");
        let cause = if claim.in_doubt { ConsentCause::RotationLost } else { ConsentCause::RefreshTokenRefused };
        let refusal = refusal(error, verdict, cause);
        match verdict {
            Verdict::Dead => self.end(claim, cause, refusal).await,
            Verdict::Transient | Verdict::Unclear => self.put_off(claim, refusal).await,
            Verdict::Misconfigured | Verdict::BadRequest => self.release(claim, None, refusal).await,
        }
    }

    /// Marks the grant as ended; nothing is deleted.
    async fn end(&self, claim: Claim, cause: ConsentCause, error: Error) -> Spent {
        self.settle_claim(claim, error, |record, _| record.state = GrantState::ConsentNeeded { cause }).await
    }

    /// Gives the claim back; the refresh token was not processed.
    async fn release(&self, claim: Claim, wait: Option<Duration>, error: Error) -> Spent {
        let state = if claim.in_doubt { GrantState::InDoubt } else { GrantState::Ready };
        self.settle_claim(claim, error, |record, now| {
            record.state = state;
            record.not_before = now.after(wait.unwrap_or_default().min(LONGEST_WAIT));
        })
        .await
    }

    /// Gives the claim back and keeps everybody from trying again at once.
    async fn put_off(&self, mut claim: Claim, error: Error) -> Spent {
        let wait = cooldown(claim.record.attempts);
        claim.record.attempts = claim.record.attempts.saturating_add(1);
        self.release(claim, Some(wait), error).await
    }

    /// Remembers that the refresh token may be spent.
    async fn doubt(&self, mut claim: Claim, error: Error) -> Spent {
        tracing::warn!(connection = %self.connection, "the answer to a refresh did not arrive");
        let retry_after = Some(cooldown(claim.record.attempts));
        claim.in_doubt = true;
        let error = outcome_unknown(Operation::Refresh, error, Recovery::OutcomeUnknown { retry_after });
        self.put_off(claim, error).await
    }

    /// Ends a claim with `error`, unless somebody else has advanced the record: then theirs stands and counts.
    async fn settle_claim(&self, claim: Claim, error: Error, change: impl FnOnce(&mut Record, StoreTime)) -> Spent {
        let Claim { mut record, version, now, .. } = claim;
        change(&mut record, now);
        match self.store.compare_and_swap(&self.connection, Some(version), &record).await {
            Ok(Swap::Conflict) => Ok(None),
            Ok(Swap::Done(_)) => Err(error),
            Err(failure) => {
                // Whoever comes next finds a lease that runs out by itself.
                tracing::error!(connection = %self.connection, error = %failure, "the store did not take a refresh's end");
                Err(error)
            }
        }
    }

    /// Longer than a request can take, twice.
    fn lease(&self) -> Duration {
        self.provider.timeout.saturating_mul(2).saturating_add(Duration::from_secs(15))
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
