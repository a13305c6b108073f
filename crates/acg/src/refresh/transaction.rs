//! The refresh as a transaction.
//!
//! A lease gates only the *sending* of a refresh token, so that one live process sends it. The *commit* is gated by the
//! generation alone. The lease is written before the request, the answer before anybody sees the new token. All of it
//! runs on a task of its own: dropping a caller loses nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::session::{Session, store_failure};
use crate::grant::token_cache::Current;
use crate::operation::Operation;
use crate::refresh::circuit_breaker::Trouble;
use crate::refresh::protocol;
use crate::refresh::protocol::{LeaseDecision, LeaseRequest};
use crate::refresh::single_flight::Leader;
use crate::store::head::{GrantState, Head};
use crate::store::history::Event;
use crate::store::owner_state::OwnerState;
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::CrashPoint;
use crate::testing::crash_point::reached;
use crate::token::bearer::Bearer;
use crate::vault::records::{LoadedRecord, Tokens};

/// The most flights that a caller joins before it gives up: one is usual, two happen.
const MOST_FLIGHTS: u32 = 16;

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
    pub(crate) in_doubt: bool,
    /// The store's time when it was read.
    pub(crate) now: StoreTime,
    /// This process's time just before that.
    pub(crate) started: Duration,
}

/// A record that others have to advance, and since when this process has seen it so.
#[derive(Clone, Copy)]
struct Wait {
    version: Version,
    since: Duration,
}

/// What came of spending a refresh token; `None` when somebody else has advanced the record, which is to be read again.
pub(crate) type RefreshStep = Result<Option<Arc<Current>>, Error>;

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
            Ok(current) => current
                .fresh_bearer()
                .ok_or_else(|| Error::consent_needed(Operation::Restore, ConsentCause::NoGrant)),
            // The program has asked to be told, once, that the token is not saved where it wants it.
            Err(error) if error.kind() == ErrorKind::UpdateCallback => Err(error),
            // A failed early refresh does not displace a token that is still valid.
            Err(error) => self
                .cell
                .bearer(&*self.clock, Duration::ZERO)
                .map(|(bearer, _)| bearer)
                .ok_or(error),
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
        let (waiter, leader) = self.cell.refreshing.join();
        if let Some(leader) = leader {
            self.spawn_refresh(leader, need);
        }
        waiter.wait().await.unwrap_or_else(|| Err(interrupted()))
    }

    /// On a task of its own: dropping whoever waits for it loses nothing.
    fn spawn_refresh(self: &Arc<Self>, leader: Leader<Result<Arc<Current>, Error>>, need: Need) {
        let (session, under_way) = (self.clone(), self.vault.begin());
        tokio::spawn(async move {
            let result = session.refresh(need).await;
            drop(under_way);
            leader.complete(result);
        });
    }

    fn refresh_early(self: &Arc<Self>, generation: u64) {
        if Handle::try_current().is_err() {
            return;
        }
        if let (_, Some(leader)) = self.cell.refreshing.join() {
            self.spawn_refresh(leader, Need::OtherThan(generation));
        }
    }

    fn settle_apart(self: &Arc<Self>) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let session = self.clone();
        runtime.spawn(async move {
            // Whoever holds the turn settles by itself.
            if let Ok(_turn) = session.cell.turn.try_lock() {
                let _ = session.retry_pending().await;
            }
        });
    }

    async fn refresh(&self, need: Need) -> Result<Arc<Current>, Error> {
        let patience = self
            .clock
            .monotonic()
            .saturating_add(self.lease().saturating_mul(2));
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
    async fn try_to_refresh(&self, need: Need, wait: &mut Option<Wait>) -> RefreshStep {
        let _turn = self.cell.turn.lock().await;
        self.retry_pending().await.or_else(|error| {
            if error.kind() == ErrorKind::Store {
                Err(error)
            } else {
                Ok(())
            }
        })?;
        let started = self.clock.monotonic();
        let Some(loaded) = self.load(Operation::Refresh).await? else {
            self.cell.clear();
            return Err(Error::consent_needed(
                Operation::Refresh,
                ConsentCause::NoGrant,
            ));
        };
        if let Some(current) = self.adopt(&loaded, need) {
            return Ok(Some(current));
        }
        let seen = wait.filter(|wait| wait.version == loaded.version);
        let seen = seen.unwrap_or(Wait {
            version: loaded.version,
            since: started,
        });
        *wait = Some(seen);
        let has_waited = started.saturating_sub(seen.since) > self.lease();
        let Some(claim) = self.prepare(loaded, has_waited, started).await? else {
            return Ok(None);
        };
        match self.announce_claim(claim).await? {
            Some(claim) => self.spend(claim).await,
            None => Ok(None),
        }
    }

    /// The stored token, if it is what the caller needs: another process may have refreshed it.
    fn adopt(&self, loaded: &LoadedRecord, need: Need) -> Option<Arc<Current>> {
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
        loaded: LoadedRecord,
        has_waited: bool,
        started: Duration,
    ) -> Result<Option<Claim>, Error> {
        let failed = |error| store_failure(Operation::Refresh, "nothing is refreshed", error);
        self.vault.check_sendable().map_err(failed)?;
        let LoadedRecord {
            mut record,
            version,
            now,
        } = loaded;
        let (lease_of, owner) = self.lease_owner(&record.head).await;
        let me = self.vault.store().owner();
        let claimant = LeaseRequest {
            owner,
            has_waited,
            ..LeaseRequest::new(me, now, self.lease())
        };
        let decision = protocol::request_lease(&record.head, claimant);
        if let LeaseDecision::Ended(cause) = decision {
            return Err(Error::consent_needed(Operation::Refresh, cause));
        }
        if record.token.refresh_token.is_none() {
            return Err(Error::consent_needed(
                Operation::Refresh,
                ConsentCause::NoRefreshToken,
            ));
        }
        let (head, in_doubt) = match decision {
            LeaseDecision::Take { head, in_doubt } => (*head, in_doubt),
            LeaseDecision::CoolingDown { wait, in_doubt } => {
                return Err(cooling_down(wait, in_doubt));
            }
            _ => return Ok(None),
        };
        if in_doubt && self.vault.recover(&self.connection).await.map_err(failed)? {
            return Ok(None);
        }
        self.breaker
            .check(self.clock.monotonic())
            .map_err(|(trouble, wait)| paused(trouble, wait))?;
        record.head = head;
        if let Some(from) = lease_of {
            let event = self.event(Event::TakenOver { from }, now, Some(&record), None);
            record.head.remember(event);
        }
        Ok(Some(Claim {
            record,
            version,
            in_doubt,
            now,
            started,
        }))
    }

    /// Who else holds a lease, and what is known of him.
    async fn lease_owner(&self, head: &Head) -> (Option<String>, OwnerState) {
        match &head.state {
            GrantState::Refreshing { owner, .. } if owner != self.vault.store().owner() => (
                Some(owner.clone()),
                self.vault.store().owner_state(owner).await,
            ),
            _ => (None, OwnerState::Unknown),
        }
    }

    /// Writes the intent to send; `None` when somebody else was faster.
    async fn announce_claim(&self, mut claim: Claim) -> Result<Option<Claim>, Error> {
        let swap = self
            .vault
            .swap(
                &self.connection,
                Some(claim.version),
                &claim.record,
                Tokens::Keep,
            )
            .await;
        match swap.map_err(|error| {
            store_failure(Operation::Refresh, "the refresh cannot be announced", error)
        })? {
            Swap::Done(version) => {
                claim.version = version;
                reached(CrashPoint::Leased);
                Ok(Some(claim))
            }
            Swap::Conflict => Ok(None),
        }
    }

    /// Longer than a request can take, twice.
    pub(crate) fn lease(&self) -> Duration {
        self.provider
            .timeout
            .saturating_mul(2)
            .saturating_add(Duration::from_secs(15))
    }
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
        Recovery::OutcomeUnknown {
            retry_after: Some(wait),
        }
    } else {
        Recovery::Retry { after: Some(wait) }
    };
    let kind = if in_doubt {
        ErrorKind::OutcomeUnknown
    } else {
        ErrorKind::Provider
    };
    Error::new(
        kind,
        Operation::Refresh,
        "the last refresh failed a moment ago",
    )
    .with_recovery(recovery)
}

pub(crate) fn busy() -> Error {
    Error::new(
        ErrorKind::Transport,
        Operation::Refresh,
        "another process holds the grant for too long",
    )
}

/// The flight's task ended without a result: its runtime is shutting down.
fn interrupted() -> Error {
    let text = "the refresh was interrupted; it is taken up again by the next call";
    Error::new(ErrorKind::OutcomeUnknown, Operation::Refresh, text)
}
