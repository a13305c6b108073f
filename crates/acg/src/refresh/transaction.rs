//! The refresh as a transaction: load, take the lease, send, commit.
//!
//! A lease gates only the *sending* of a refresh token, so that one live process sends it. The *commit* is gated by the
//! generation alone. The lease is written before the request, and the response before anyone sees the new token.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{ConsentCause, Error, ErrorKind};
use crate::grant::cached_token::CachedToken;
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::refresh::lease::Prepared;
use crate::refresh::protocol::LeaseSeen;
use crate::store::head::GrantState;
use crate::store::row::Version;
use crate::vault::records::LoadedRecord;

/// What a caller wants of a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Any token that can be used now.
    Usable,
    /// Another token set than this generation, which is to be replaced.
    OtherThan(u64),
    /// Another token set than this generation, whose bearer an API has refused.
    InsteadOf(u64),
}

impl Wanted {
    /// Returns the generation that is not wanted.
    pub(crate) fn unwanted(self) -> Option<u64> {
        match self {
            Self::Usable => None,
            Self::OtherThan(generation) | Self::InsteadOf(generation) => Some(generation),
        }
    }
}

/// What one round of a refresh came to.
pub(crate) enum RefreshStep {
    /// There is a token.
    Done(Arc<CachedToken>),
    /// Another process has advanced the record, or is about to: it must be read again.
    Superseded,
}

/// A record that another process has to advance, and since when this process has seen it so.
#[derive(Clone, Copy)]
struct LeaseWatch {
    version: Version,
    since: Duration,
}

impl Engine {
    /// Refreshes until there is what the caller wants, or another process has kept the grant busy for two leases.
    pub(crate) async fn refresh(&self, wanted: Wanted) -> Result<Arc<CachedToken>, Error> {
        let clock = &self.committer.clock;
        // One lease for the process that has it, and one for the process that takes it over from
        // there.
        let patience = self.lease_length().saturating_mul(2);
        let deadline = clock.monotonic().saturating_add(patience);
        let mut watch = None;
        for attempt in 0.. {
            if let RefreshStep::Done(current) = self.try_refresh(wanted, &mut watch).await? {
                return Ok(current);
            }
            if clock.monotonic() > deadline {
                break;
            }
            // The send lock is not held during the pause: a new consent or a revocation
            // must not wait for another process.
            self.pause(attempt).await;
        }
        Err(busy())
    }

    /// Adopts what is in the store, or refreshes it.
    async fn try_refresh(
        &self,
        wanted: Wanted,
        watch: &mut Option<LeaseWatch>,
    ) -> Result<RefreshStep, Error> {
        let committer = &self.committer;
        let _sending = committer.cache.send_lock.lock().await;
        // A token set that is in memory alone is the newest one: the store must have it before its record is believed.
        self.retry_pending_first().await?;
        // Before the load: how long the store took must count against the lease, not for it.
        let started = committer.clock.since_boot();
        let Some(loaded) = committer.load(Operation::Refresh).await? else {
            committer.cache.clear();
            let cause = ConsentCause::NoGrant;
            return Err(Error::consent_needed(Operation::Refresh, cause));
        };
        // Refreshing what another process has just refreshed would spend a good token, and with it
        // a grace window.
        if let Some(current) = self.adopt(&loaded, wanted) {
            return Ok(RefreshStep::Done(current));
        }
        let seen = self.lease_seen(watch, loaded.version, started);
        let mut lease = match self.prepare_lease(loaded, seen, started).await? {
            Prepared::Lease(lease) => lease,
            Prepared::LookAgain => return Ok(RefreshStep::Superseded),
        };
        // A conflict is no failure. Another process was faster, and what it wrote is looked at from the
        // beginning.
        if !self.write_lease(&mut lease).await? {
            return Ok(RefreshStep::Superseded);
        }
        let step = self.run(lease).await?;
        if let (RefreshStep::Done(current), Wanted::InsteadOf(refused)) = (&step, wanted) {
            current.note_replaced(refused);
        }
        Ok(step)
    }

    /// Returns how long this process has seen the same version.
    ///
    /// Time is measured on the monotonic clock. The end that the lease names may have been written by a machine whose
    /// clock is a year ahead.
    fn lease_seen(
        &self,
        watch: &mut Option<LeaseWatch>,
        version: Version,
        now: Duration,
    ) -> LeaseSeen {
        // Any change of the row is a sign of life, so the watch begins again.
        let seen = watch.filter(|watch| watch.version == version);
        let seen = seen.unwrap_or(LeaseWatch {
            version,
            since: now,
        });
        *watch = Some(seen);
        self.seen_since(seen.since, now)
    }

    /// Returns the stored token, if it is what the caller wants: another process may have refreshed it.
    fn adopt(&self, loaded: &LoadedRecord, wanted: Wanted) -> Option<Arc<CachedToken>> {
        let committer = &self.committer;
        let head = &loaded.record.head;
        let current = committer.publish(Cow::Borrowed(&loaded.record), head.remaining(loaded.now));
        if wanted.unwanted() == Some(current.generation) {
            return None;
        }
        let skew = match &head.state {
            // As long as it cannot be refreshed, it is used to its last second.
            GrantState::ConsentNeeded { .. } | GrantState::Refreshing { .. } => Duration::ZERO,
            _ => committer.credentials.oauth_clock_skew(),
        };
        let is_usable = current.is_usable(&committer.clock.reading(), skew);
        is_usable.then_some(current)
    }
}

/// Returns the error of a refresh that another process has not finished within two leases.
fn busy() -> Error {
    let text = "another process has held the grant for too long";
    Error::new(ErrorKind::Transport, Operation::Refresh, text)
}
