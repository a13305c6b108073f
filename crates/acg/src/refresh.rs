//! The refresh as a transaction.
//!
//! A lease gates only the *sending* of a refresh token, so that one live process sends it. The *commit* is gated by the
//! generation alone. The lease is written before the request, the answer before anybody sees the new token. All of it
//! runs on a task of its own: dropping a caller loses nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::breaker::Trouble;
use crate::cell::{Bearer, Current};
use crate::error::{ConsentCause, Error, ErrorKind, Operation, Recovery};
use crate::exchange::{Answer, Form};
use crate::flight::Pilot;
use crate::protocol::{self, Claim as Decision, Claimant, LONGEST_WAIT, OwnerState};
use crate::provider::{LostAnswer, Verdict};
use crate::provider_error::OauthProviderError;
use crate::record::{Event, GrantState, Head, Record};
use crate::session::{Kept, LAST_LOOK, Place, Session, outcome_unknown, refusal, store_failure, too_many};
use crate::store::{StoreError, StoreTime, Swap, Version};
use crate::token::OauthToken;
use crate::update::UpdateReason;
use crate::vault::{Loaded, StorePolicy, Tokens};

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
pub(crate) struct Claim {
    /// With the lease in it.
    pub(crate) record: Record,
    /// Of the record without the lease, until it is written.
    pub(crate) version: Version,
    /// The token may have been sent before, by a request whose answer nobody has.
    in_doubt: bool,
    /// The store's time when it was read.
    now: StoreTime,
    /// This process's time just before that.
    started: Duration,
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
    /// A bearer for an API call. Without lock or allocation while the token is valid; when little of its life is left, a
    /// refresh begins that nobody waits for.
    pub(crate) async fn bearer(self: &Arc<Self>) -> Result<Bearer, Error> {
        if self.cell.is_unsettled() {
            self.settle_apart();
        }
        let skew = self.credentials.oauth_clock_skew();
        if let Some((bearer, begins_early)) = self.cell.bearer(&*self.clock, skew) {
            if begins_early {
                self.refresh_early(bearer.generation());
            }
            return Ok(bearer);
        }
        match self.renew(Need::Usable).await {
            Ok(current) => {
                current.fresh_bearer().ok_or_else(|| Error::consent_needed(Operation::Restore, ConsentCause::NoGrant))
            }
            // The program has asked to be told, once, that the token is not saved where it wants it.
            Err(error) if error.kind() == ErrorKind::UpdateCallback => Err(error),
            // A failed early refresh does not displace a token that is still valid.
            Err(error) => self.cell.bearer(&*self.clock, Duration::ZERO).map(|(bearer, _)| bearer).ok_or(error),
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
        let (seat, pilot) = self.cell.flights.board();
        if let Some(pilot) = pilot {
            self.fly(pilot, need);
        }
        seat.landed().await.unwrap_or_else(|| Err(interrupted()))
    }

    /// On a task of its own: dropping whoever waits for it loses nothing.
    fn fly(self: &Arc<Self>, pilot: Pilot<Result<Arc<Current>, Error>>, need: Need) {
        let session = self.clone();
        tokio::spawn(async move {
            let result = session.refresh(need).await;
            pilot.land(result);
        });
    }

    fn refresh_early(self: &Arc<Self>, generation: u64) {
        if Handle::try_current().is_err() {
            return;
        }
        if let (_, Some(pilot)) = self.cell.flights.board() {
            self.fly(pilot, Need::OtherThan(generation));
        }
    }

    fn settle_apart(self: &Arc<Self>) {
        let Ok(runtime) = Handle::try_current() else { return };
        let session = self.clone();
        runtime.spawn(async move {
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
        let Some(loaded) = self.load(Operation::Refresh).await? else {
            self.cell.clear();
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant));
        };
        if let Some(current) = self.adopt(&loaded, need) {
            return Ok(Some(current));
        }
        let seen = wait.filter(|wait| wait.version == loaded.version);
        let seen = seen.unwrap_or(Wait { version: loaded.version, since: started });
        *wait = Some(seen);
        let has_waited = started.saturating_sub(seen.since) > self.lease();
        let Some(claim) = self.prepare(loaded, has_waited, started).await? else { return Ok(None) };
        match self.announce_claim(claim).await? {
            Some(claim) => self.spend(claim).await,
            None => Ok(None),
        }
    }

    /// The stored token, if it is what the caller needs: another process may have refreshed it.
    fn adopt(&self, loaded: &Loaded, need: Need) -> Option<Arc<Current>> {
        let head = &loaded.record.head;
        let current = self.publish(&loaded.record, head.remaining(loaded.now));
        let skew = match (need, &head.state) {
            (Need::OtherThan(generation), _) if current.generation == generation => return None,
            // While it cannot be refreshed, it is used to its last second.
            (_, GrantState::ConsentNeeded { .. } | GrantState::Refreshing { .. }) => Duration::ZERO,
            _ => self.credentials.oauth_clock_skew(),
        };
        current.bearer(&*self.clock, skew).map(|_| current)
    }

    /// The claim that may be made, with its lease not yet written; `None` when another process is sending. A lease that
    /// this process `has_waited` for is over, whatever its end says: the clock that wrote it may have been wrong.
    pub(crate) async fn prepare(
        &self,
        loaded: Loaded,
        has_waited: bool,
        started: Duration,
    ) -> Result<Option<Claim>, Error> {
        let failed = |error| store_failure(Operation::Refresh, "nothing is refreshed", error);
        self.vault.check_sendable().map_err(failed)?;
        let Loaded { mut record, version, now } = loaded;
        let (lease_of, owner) = self.lease_owner(&record.head).await;
        let me = self.vault.store().owner();
        let claimant = Claimant { owner, has_waited, ..Claimant::new(me, now, self.lease()) };
        let decision = protocol::claim(&record.head, claimant);
        if let Decision::Ended(cause) = decision {
            return Err(Error::consent_needed(Operation::Refresh, cause));
        }
        if record.token.refresh_token.is_none() {
            return Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoRefreshToken));
        }
        let (head, in_doubt) = match decision {
            Decision::Send { head, in_doubt } => (*head, in_doubt),
            Decision::CoolingDown { wait, in_doubt } => return Err(cooling_down(wait, in_doubt)),
            _ => return Ok(None),
        };
        if in_doubt && self.vault.recover(&self.connection).await.map_err(failed)? {
            return Ok(None);
        }
        self.breaker.check(self.clock.monotonic()).map_err(|(trouble, wait)| paused(trouble, wait))?;
        record.head = head;
        if let Some(from) = lease_of {
            let event = self.event(Event::TakenOver { from }, now, Some(&record), None);
            record.head.remember(event);
        }
        Ok(Some(Claim { record, version, in_doubt, now, started }))
    }

    /// Who else holds a lease, and what is known of him.
    async fn lease_owner(&self, head: &Head) -> (Option<String>, OwnerState) {
        match &head.state {
            GrantState::Refreshing { owner, .. } if owner != self.vault.store().owner() => {
                (Some(owner.clone()), self.vault.store().owner_state(owner).await)
            }
            _ => (None, OwnerState::Unknown),
        }
    }

    /// Writes the intent to send; `None` when somebody else was faster.
    async fn announce_claim(&self, mut claim: Claim) -> Result<Option<Claim>, Error> {
        let swap = self.vault.swap(&self.connection, Some(claim.version), &claim.record, Tokens::Keep).await;
        match swap.map_err(|error| store_failure(Operation::Refresh, "the refresh cannot be announced", error))? {
            Swap::Done(version) => {
                claim.version = version;
                crash_point!(Claimed);
                Ok(Some(claim))
            }
            Swap::Conflict => Ok(None),
        }
    }

    /// Sends the refresh token and makes the answer durable.
    pub(crate) async fn spend(&self, mut claim: Claim) -> Spent {
        let Some(answer) = self.present(&claim).await else { return self.release(claim, None, busy()).await };
        let answer = match answer {
            Answer::Ambiguous(error) if self.provider.lost_answer == LostAnswer::PresentAgain => {
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
                self.release(claim, after.or(Some(Duration::from_secs(1))), error).await
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
        if passed.saturating_add(self.provider.timeout).saturating_add(LAST_LOOK) > self.lease() {
            return None;
        }
        let refresh_token = claim.record.token.refresh_token.as_ref()?;
        let generation = claim.record.head.generation;
        tracing::debug!(connection = %self.connection, generation, "refreshing the token");
        crash_point!(Sending);
        Some(self.send(Operation::Refresh, Form::refresh(refresh_token), &[refresh_token.expose()]).await)
    }

    /// The store's time by now.
    fn store_time_of(&self, claim: &Claim) -> StoreTime {
        claim.now.after(self.clock.monotonic().saturating_sub(claim.started))
    }

    async fn succeed(&self, claim: Claim, mut token: OauthToken) -> Spent {
        crash_point!(Answered);
        self.breaker.succeeded(self.clock.monotonic());
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
        let successor = self.successor(&claim, token, lacks_bearer);
        let place = Place(Some(claim.version));
        let current = self.install(successor, Some(place), UpdateReason::Refreshed).await?;
        if lacks_bearer {
            let text = "the provider's answer holds no bearer token; its new refresh token is kept";
            return Err(Error::new(ErrorKind::UnexpectedResponse, Operation::Refresh, text));
        }
        Ok(Some(current))
    }

    fn successor(&self, claim: &Claim, token: OauthToken, lacks_bearer: bool) -> Record {
        let before = &claim.record.head;
        let now = self.store_time_of(claim);
        let mut successor = self.record(token, before.generation.saturating_add(1), before.parameters.clone());
        self.date(&mut successor, now);
        successor.head.history.clone_from(&before.history);
        let event = self.event(Event::Refreshed, now, Some(&claim.record), Some(&successor));
        successor.head.remember(event);
        if lacks_bearer {
            successor.head.not_before = now.after(cooldown(before.attempts, self.luck()));
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
                self.cell.with_unsettled(|unsettled| unsettled.record = None);
                self.announce(&record, reason).await
            }
            Kept::Removed => {
                self.discard(&successor).await;
                Err(Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant))
            }
            Kept::OnlyInMemory(error) => {
                match self.vault.policy() {
                    StorePolicy::KeepServing => drop(self.announce(&successor, reason).await?),
                    StorePolicy::FailClosed => {}
                    StorePolicy::RevokeAndFail => {
                        self.cell.with_unsettled(|unsettled| unsettled.record = None);
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
            let _ = self.send(Operation::Revoke, Form::revoke(token), &[token.expose()]).await;
        }
    }

    async fn refused(&self, claim: Claim, error: OauthProviderError, verdict: Verdict) -> Spent {
        tracing::warn!(connection = %self.connection, %error, ?verdict, "the provider refused to refresh");
        let cause = if claim.in_doubt { ConsentCause::RotationLost } else { ConsentCause::RefreshTokenRefused };
        let refusal = refusal(error, verdict, cause);
        match verdict {
            Verdict::Dead if claim.record.alternate.is_some() => self.switch(claim).await,
            // After a lost answer a refusal is no surprise, and tells nothing of the other grants.
            Verdict::Dead if claim.in_doubt || self.breaker.token_refused(self.clock.monotonic()) => {
                self.end(claim, cause, refusal).await
            }
            Verdict::Dead => {
                let text = "the provider refuses unusually many refresh tokens; none is taken for dead";
                let error = Error::new(ErrorKind::Provider, Operation::Refresh, text).with_source(refusal);
                self.put_off(claim, error.with_recovery(Recovery::Retry { after: Some(LONGEST_COOLDOWN) })).await
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
    async fn switch(&self, claim: Claim) -> Spent {
        let now = self.store_time_of(&claim);
        let before = claim.record;
        let mut record = Record { alternate: None, ..before.clone() };
        record.token = before.alternate.clone().unwrap_or(record.token);
        record.head.generation = record.head.generation.saturating_add(1);
        record.head.state = GrantState::Ready;
        record.head.remember(self.event(Event::Switched, now, Some(&before), Some(&record)));
        let swap = self.vault.swap(&self.connection, Some(claim.version), &record, Tokens::Seal).await;
        swap.map_err(|error| store_failure(Operation::Refresh, "the second answer cannot be taken up", error))?;
        Ok(None)
    }

    /// Marks the grant as ended; nothing is deleted.
    async fn end(&self, claim: Claim, cause: ConsentCause, error: Error) -> Spent {
        let event = self.event(Event::Ended { cause }, self.store_time_of(&claim), Some(&claim.record), None);
        self.settle_claim(claim, error, |head, _| {
            head.state = GrantState::ConsentNeeded { cause };
            head.remember(event);
        })
        .await
    }

    /// Gives the claim back; the refresh token was not processed.
    async fn release(&self, claim: Claim, wait: Option<Duration>, error: Error) -> Spent {
        let state = if claim.in_doubt { GrantState::InDoubt } else { GrantState::Ready };
        self.settle_claim(claim, error, |head, now| {
            head.state = state;
            head.not_before = now.after(wait.unwrap_or_default().min(LONGEST_WAIT));
        })
        .await
    }

    /// Gives the claim back and keeps everybody from trying again at once.
    async fn put_off(&self, claim: Claim, error: Error) -> Spent {
        let wait = cooldown(claim.record.head.attempts, self.luck());
        self.put_off_for(claim, wait, error).await
    }

    async fn put_off_for(&self, mut claim: Claim, wait: Duration, error: Error) -> Spent {
        claim.record.head.attempts = claim.record.head.attempts.saturating_add(1);
        self.release(claim, Some(wait), error).await
    }

    /// Remembers that the refresh token may be spent.
    async fn doubt(&self, mut claim: Claim, error: Error) -> Spent {
        tracing::warn!(connection = %self.connection, "the answer to a refresh did not arrive");
        let wait = cooldown(claim.record.head.attempts, self.luck());
        claim.in_doubt = true;
        let event = self.event(Event::Unanswered, self.store_time_of(&claim), Some(&claim.record), None);
        claim.record.head.remember(event);
        let recovery = Recovery::OutcomeUnknown { retry_after: Some(wait) };
        self.put_off_for(claim, wait, outcome_unknown(Operation::Refresh, error, recovery)).await
    }

    /// Ends a claim with `error`, unless somebody else has advanced the record: then theirs stands and counts.
    async fn settle_claim(&self, claim: Claim, error: Error, change: impl FnOnce(&mut Head, StoreTime)) -> Spent {
        let Claim { record: claimed, version, now, .. } = claim;
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
    async fn write_end(&self, claimed: &Head, record: &Record, mut version: Version) -> Result<bool, StoreError> {
        crash_point!(Ending);
        loop {
            let swap = self.vault.swap(&self.connection, Some(version), record, Tokens::Keep).await?;
            if let Swap::Done(_) = swap {
                return Ok(true);
            }
            match self.vault.store().load(&self.connection).await? {
                Some(stored) if protocol::may_end(&Head::from_bytes(&stored.row.head)?, claimed) => {
                    let has_ended = matches!(record.head.state, GrantState::ConsentNeeded { .. });
                    let alternate = self.vault.open(&self.connection, &stored).await?.record.alternate;
                    // A second answer was put beside the refused one meanwhile: it may be the one that lives.
                    if has_ended && alternate.is_some() && record.alternate.is_none() {
                        return Ok(false);
                    }
                    version = stored.version;
                }
                _ => return Ok(false),
            }
        }
    }

    /// Longer than a request can take, twice.
    pub(crate) fn lease(&self) -> Duration {
        self.provider.timeout.saturating_mul(2).saturating_add(Duration::from_secs(15))
    }
}

/// 1, 2, 4 … 60 seconds, and up to a quarter more by luck, so that what failed together is not tried again together.
fn cooldown(attempts: u32, luck: f64) -> Duration {
    Duration::from_secs(1 << attempts.min(6)).min(LONGEST_COOLDOWN).mul_f64(1.0 + luck / 4.0)
}

/// Nothing is sent for this client for now.
fn paused(trouble: Trouble, wait: Duration) -> Error {
    match trouble {
        Trouble::Client => Error::new(
            ErrorKind::Configuration,
            Operation::Refresh,
            "the provider does not accept the client's credentials; nothing is sent until a pause is over",
        ),
        Trouble::Refusals => Error::new(
            ErrorKind::Provider,
            Operation::Refresh,
            "the provider refused unusually many refresh tokens; nothing is sent until a pause is over",
        )
        .with_recovery(Recovery::Retry { after: Some(wait) }),
    }
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
