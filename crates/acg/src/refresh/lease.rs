//! Taking the lease of a record: the right to send its refresh token.

use std::time::Duration;

use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::committer::{no_room, store_failure};
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::refresh::circuit_breaker::Tripped;
use crate::refresh::protocol::{self, LeaseDecision, LeaseRequest, LeaseSeen};
use crate::secret::Secret;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::history::Event;
use crate::store::newer::newer_state;
use crate::store::owner_state::OwnerState;
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::{CrashPoint, reached};
use crate::vault::records::{LoadedRecord, Tokens};
use crate::vault::spool_room::Reservation;

/// The right to send a record's refresh token.
pub(crate) struct Lease {
    /// The record, with the lease in its head.
    pub(crate) record: Record,
    /// The token to send.
    pub(crate) refresh_token: Secret,
    /// The record's version: without the lease until it is written, then with it.
    pub(crate) version: Version,
    /// Whether an earlier request may have sent the token, without a response.
    pub(crate) in_doubt: bool,
    /// Why the response to the first request under this lease is missing, when the token was presented again.
    pub(crate) first_failure: Option<Error>,
    /// The store's time when the record was read.
    pub(crate) read_at: StoreTime,
    /// The time since boot just before that.
    pub(crate) started: Duration,
    /// Where the response goes if the disk becomes full in the meantime; `None` without a spool.
    _room: Option<Reservation>,
}

/// A lease that may be taken, or the reason to look again.
pub(crate) enum Prepared {
    /// The lease may be written.
    Lease(Box<Lease>),
    /// Another process holds the lease, or has left a response in the spool that is in the store now.
    LookAgain,
}

impl Lease {
    /// Returns whether the grant has ended, and its token is presented once more.
    pub(crate) fn is_second_look(&self) -> bool {
        self.record.head.second_look.is_some()
    }

    /// Returns the store's time at this time since boot.
    pub(crate) fn store_time(&self, now: Duration) -> StoreTime {
        self.read_at.after(now.saturating_sub(self.started))
    }
}

impl Engine {
    /// Prepares the lease of a record; nothing is written yet.
    ///
    /// `started` is the monotonic time just before the record was read.
    pub(crate) async fn prepare_lease(
        &self,
        loaded: LoadedRecord,
        seen: LeaseSeen,
        started: Duration,
    ) -> Result<Prepared, Error> {
        if self.has_gone_back(&loaded).await? {
            return Ok(Prepared::LookAgain);
        }
        let (other_owner, decision) = self.request_lease(&loaded, seen).await;
        let refresh_token = token_to_send(&loaded.record, &decision)?;
        self.check_second_look(&loaded.record.head)?;
        let Permission::Granted { state, in_doubt } = permission(decision)? else {
            return Ok(Prepared::LookAgain);
        };
        // Before a token is presented a second time: its successor may lie in the spool of a process that crashed.
        // Sending without this look would make a provider that punishes reuse end the grant.
        if in_doubt && Box::pin(self.recover()).await? {
            return Ok(Prepared::LookAgain);
        }
        Ok(Prepared::Lease(Box::new(Lease {
            _room: self.clear_to_send(&loaded.record.head).await?,
            version: loaded.version,
            read_at: loaded.now,
            record: self.leased(loaded, state, other_owner),
            refresh_token,
            in_doubt,
            first_failure: None,
            started,
        })))
    }

    /// Keeps a second look from being made during an incident, where it would find what the first one found, and take the turn of a
    /// probe that can tell more.
    fn check_second_look(&self, head: &Head) -> Result<(), Error> {
        match head.state {
            GrantState::ConsentNeeded { cause } if !self.breaker.is_closed(self.group(head)) => {
                Err(Error::consent_needed(Operation::Refresh, cause))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether the store forgot what this process or its spool knows, and has it again now.
    async fn has_gone_back(&self, loaded: &LoadedRecord) -> Result<bool, Error> {
        let committer = &self.committer;
        // A copied or restored store may hold tokens that the original has replaced since.
        committer.vault.check_sendable().map_err(not_refreshed)?;
        // The highest generation that this process or its spool knows counts, not the one that the store says: a store
        // that went back holds a token that was spent.
        let restored = committer.restore_forgotten(loaded).await;
        restored.map_err(not_refreshed)
    }

    /// Returns whether a response was in the spool, and is in the store now.
    async fn recover(&self) -> Result<bool, Error> {
        let committer = &self.committer;
        let recovered = committer.vault.recover(&committer.connection).await;
        recovered.map_err(not_refreshed)
    }

    /// Reserves room for the response, and passes the circuit breaker.
    async fn clear_to_send(&self, head: &Head) -> Result<Option<Reservation>, Error> {
        let committer = &self.committer;
        let (clock, connection) = (&committer.clock, &committer.connection);
        let (breaker, group) = (&self.breaker, self.group(head));
        let held_back = |(tripped, wait)| paused(tripped, wait);
        // The disk is not asked for each of thousands that the breaker holds back.
        breaker
            .check(clock.monotonic(), group, connection)
            .map_err(held_back)?;
        // A response that cannot be kept costs the grant.
        let generation = head.generation.saturating_add(1);
        let room = committer.vault.reserve(connection, generation).await;
        let room = room.map_err(|error| no_room(Operation::Refresh, error))?;
        // Last, because a caller that passes an open breaker is its probe.
        breaker
            .admit(clock.monotonic(), group, connection)
            .map_err(held_back)?;
        Ok(room)
    }

    /// Asks the protocol whether the lease of a record is free. Returns the owner that it is taken from, too.
    async fn request_lease(
        &self,
        loaded: &LoadedRecord,
        seen: LeaseSeen,
    ) -> (Option<String>, LeaseDecision) {
        let head = &loaded.record.head;
        // Asked of the store and not of the clock: a process that is seen alive may still receive its response.
        let (other_owner, owner) = self.other_owner(head).await;
        let store = self.committer.vault.store();
        let request = LeaseRequest {
            owner,
            seen,
            ..LeaseRequest::new(store.owner(), loaded.now, self.lease_length())
        };
        (other_owner, protocol::request_lease(head, request))
    }

    /// Puts the lease into the record, and into its history from whom it was taken.
    fn leased(&self, loaded: LoadedRecord, state: GrantState, from: Option<String>) -> Record {
        let (mut record, now) = (loaded.record, loaded.now);
        record.head.state = state;
        if let Some(from) = from {
            let taken = Event::TakenOver { from };
            let event = self.committer.event(taken, now, Some(&record), None);
            record.head.remember(event);
        }
        record
    }

    /// Returns the other process that holds a lease, and what is known about it.
    async fn other_owner(&self, head: &Head) -> (Option<String>, OwnerState) {
        let store = self.committer.vault.store();
        match &head.state {
            GrantState::Refreshing { owner, .. } if owner != store.owner() => {
                (Some(owner.clone()), store.owner_state(owner).await)
            }
            _ => (None, OwnerState::Unknown),
        }
    }

    /// Writes the lease into the store. Returns whether this process has it; if not,
    /// another process has changed the record.
    pub(crate) async fn write_lease(&self, lease: &mut Lease) -> Result<bool, Error> {
        let committer = &self.committer;
        let (id, expected) = (&committer.connection, Some(lease.version));
        let swap = committer
            .vault
            .swap(id, expected, &lease.record, Tokens::Unchanged)
            .await;
        let text = "the lease of the refresh cannot be written; nothing was sent";
        match swap.map_err(|error| store_failure(Operation::Refresh, text, error))? {
            Swap::Done(version) => {
                // From here on the row is this process's, until the lease ends: whatever happens,
                // it has to be given back.
                lease.version = version;
                reached(CrashPoint::Leased);
                Ok(true)
            }
            Swap::Conflict => Ok(false),
        }
    }

    /// Returns what the grant has in common with those that share its incidents.
    pub(crate) fn group<'a>(&self, head: &'a Head) -> &'a str {
        let Some(name) = &self.endpoint.provider.incident_group else {
            return "";
        };
        let mut parameters = head.parameters.iter();
        let found = parameters.find(|(parameter, _)| parameter == name);
        found.map_or("", |(_, value)| value)
    }

    /// Returns how long a lease lasts.
    pub(crate) fn lease_length(&self) -> Duration {
        lease_length(&self.endpoint.provider)
    }

    /// Returns how long a lease was seen that was the same at `since` and is so now.
    pub(crate) fn seen_since(&self, since: Duration, now: Duration) -> LeaseSeen {
        if now.saturating_sub(since) > self.lease_length() {
            LeaseSeen::WholeLength
        } else {
            LeaseSeen::Briefly
        }
    }
}

/// What a decision that is not an error permits.
enum Permission {
    /// To write this state, which has the lease in it. `in_doubt`: an earlier request may have sent the token.
    Granted { state: GrantState, in_doubt: bool },
    /// Nothing until the record was read again.
    LookAgain,
}

/// Returns what a decision permits, or the error that ends the refresh.
fn permission(decision: LeaseDecision) -> Result<Permission, Error> {
    match decision {
        LeaseDecision::Take { state, in_doubt } => Ok(Permission::Granted { state, in_doubt }),
        LeaseDecision::CoolingDown { wait, in_doubt } if in_doubt => Err(still_unknown(wait)),
        LeaseDecision::CoolingDown { wait, .. } => Err(cooling_down(wait)),
        LeaseDecision::Newer => Err(not_refreshed(newer_state())),
        LeaseDecision::Wait | LeaseDecision::Ended(_) => Ok(Permission::LookAgain),
    }
}

/// Returns the refresh token, if the grant lives and has one.
fn token_to_send(record: &Record, decision: &LeaseDecision) -> Result<Secret, Error> {
    if let LeaseDecision::Ended(cause) = *decision {
        // No request is worth sending: only the customer can begin a new chain of refresh tokens.
        return Err(Error::consent_needed(Operation::Refresh, cause));
    }
    let token = record.token.refresh_token.clone();
    token.ok_or_else(|| {
        let cause = ConsentCause::NoRefreshToken;
        Error::consent_needed(Operation::Refresh, cause)
    })
}

/// Returns how long a lease lasts with this provider: twice the longest request, because a lost response is asked for
/// once more under the same lease, and time to write the outcome.
fn lease_length(provider: &Provider) -> Duration {
    provider
        .timeout
        .saturating_mul(2)
        .saturating_add(Duration::from_secs(15))
}

/// Returns the error of a refresh whose record cannot be trusted or read.
fn not_refreshed(error: StoreError) -> Error {
    store_failure(Operation::Refresh, "nothing is refreshed", error)
}

/// Returns the error of a refresh that the circuit breaker holds back.
fn paused(tripped: Tripped, wait: Duration) -> Error {
    let failed = |kind, text| Error::new(kind, Operation::Refresh, text);
    match tripped {
        Tripped::ClientRejected => failed(
            ErrorKind::Configuration,
            "the provider does not accept the client's credentials; refreshes are paused",
        ),
        Tripped::RefusalStorm => failed(
            ErrorKind::Provider,
            "the provider refused unusually many refresh tokens; refreshes are paused",
        )
        .with_recovery(Recovery::Retry { after: Some(wait) }),
    }
}

/// Returns the error of a refresh after one that has failed.
fn cooling_down(wait: Duration) -> Error {
    let recovery = Recovery::Retry { after: Some(wait) };
    just_failed(ErrorKind::Provider, recovery)
}

/// Returns the error of a refresh after one whose outcome is unknown.
fn still_unknown(wait: Duration) -> Error {
    let retry_after = Some(wait);
    just_failed(
        ErrorKind::OutcomeUnknown,
        Recovery::OutcomeUnknown { retry_after },
    )
}

fn just_failed(kind: ErrorKind, recovery: Recovery) -> Error {
    Error::new(kind, Operation::Refresh, "the last refresh has just failed").with_recovery(recovery)
}
