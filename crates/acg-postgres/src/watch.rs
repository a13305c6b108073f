//! Watching the database: whether it is still the one that was opened, and whether its server failed over.
//!
//! A program runs for months, and an administrator restores a dump or promotes a standby under it. So the database
//! is looked at when a connection is new, and again before leases are written.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use acg::store::StoreIdentity;
use tokio::time::Instant;

use crate::database::Database;
use crate::error::{Error, ErrorKind};
use crate::place::{self, PlaceCheck, Sighting};

/// How long a look is good for. Behind a pooler a connection outlives the server it was made to.
const FRESH: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Watch {
    schema: String,
    /// How long no lease is given after a failover.
    hold: Duration,
    identity: StoreIdentity,
    /// The same in quarantine, from the moment when the database is another one than was opened.
    copied: OnceLock<StoreIdentity>,
    /// How many connections the pool has made.
    connections: Arc<AtomicU64>,
    seen: Mutex<Seen>,
    /// Held by the one that looks.
    looking: tokio::sync::Mutex<()>,
    failovers: AtomicU64,
}

/// What the last look saw.
#[derive(Debug)]
struct Seen {
    at: Instant,
    /// Whether it is good for a moment.
    is_sure: bool,
    connections: u64,
    /// The failover, by the server's clock.
    failed_over_at: Option<i64>,
    held_until: Option<Instant>,
}

impl Watch {
    /// Begins with a look at the database.
    pub(crate) async fn begin(
        database: &Database,
        schema: &str,
        hold: Duration,
    ) -> Result<Self, Error> {
        let connections = database.connections();
        let before = connections.load(Ordering::Acquire);
        let sighting = place::look(database, schema).await?;
        let identity = StoreIdentity::new(sighting.store_id.clone());
        let watch = Self {
            schema: schema.to_owned(),
            hold,
            identity: match sighting.finding {
                PlaceCheck::Copied => identity.quarantined(QUARANTINE),
                PlaceCheck::Same { .. } => identity,
            },
            copied: OnceLock::new(),
            connections,
            seen: Mutex::new(Seen {
                at: Instant::now(),
                is_sure: false,
                connections: before,
                failed_over_at: None,
                held_until: None,
            }),
            looking: tokio::sync::Mutex::default(),
            failovers: AtomicU64::new(0),
        };
        watch.note(&sighting, before);
        // The first look replays every spool anyway.
        watch.failovers.store(0, Ordering::Release);
        Ok(watch)
    }

    /// Returns which store it is, and whether it is in quarantine.
    pub(crate) fn identity(&self) -> &StoreIdentity {
        self.copied.get().unwrap_or(&self.identity)
    }

    /// Returns how many failovers were seen since the store was opened.
    pub(crate) fn failovers(&self) -> u64 {
        self.failovers.load(Ordering::Acquire)
    }

    /// Looks at the database, if a connection is new or the last look was long ago.
    pub(crate) async fn look(&self, database: &Database) -> Result<(), Error> {
        if self.is_fresh() {
            return Ok(());
        }
        // One looks and the others wait for it: when a server is back, everybody has a new connection at the same
        // moment.
        let _looking = self.looking.lock().await;
        if self.is_fresh() {
            return Ok(());
        }
        let connections = self.connections.load(Ordering::Acquire);
        let sighting = place::look(database, &self.schema).await?;
        self.note(&sighting, connections);
        Ok(())
    }

    fn is_fresh(&self) -> bool {
        let connections = self.connections.load(Ordering::Acquire);
        let seen = self.seen();
        seen.is_sure && seen.connections == connections && seen.at.elapsed() < FRESH
    }

    /// Checks that a lease may be written, and its refresh token sent.
    pub(crate) async fn check_lease(&self, database: &Database) -> Result<(), Error> {
        self.look(database).await?;
        if self.copied.get().is_some() {
            return Err(Error::new(ErrorKind::Copied, QUARANTINE));
        }
        let held_until = self.seen().held_until;
        let left = held_until.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        });
        if left.is_zero() {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::FailedOver,
            format!(
                "the token store's server failed over and may have forgotten its last writes: nothing is refreshed for {} more \
                 seconds, until the spools have restored them",
                left.as_secs().saturating_add(1)
            ),
        ))
    }

    fn note(&self, sighting: &Sighting, connections: u64) {
        let mut seen = self.seen();
        seen.at = Instant::now();
        seen.is_sure = sighting.is_sure;
        seen.connections = connections;
        match &sighting.finding {
            PlaceCheck::Copied => {
                let identity = self.identity.clone().quarantined(QUARANTINE);
                if self.identity.quarantine.is_none() && self.copied.set(identity).is_ok() {
                    tracing::error!("the token store was replaced while it was open: {QUARANTINE}");
                }
            }
            PlaceCheck::Same { failed_over } => {
                let Some(failover) = failed_over else {
                    return;
                };
                if seen.failed_over_at != Some(failover.at) {
                    seen.failed_over_at = Some(failover.at);
                    let left = self.hold.checked_sub(failover.ago);
                    seen.held_until = left.map(|left| Instant::now() + left);
                    self.failovers.fetch_add(1, Ordering::AcqRel);
                }
            }
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const QUARANTINE: &str = "this token store is a copy, or was restored from a backup: its tokens may have been replaced \
     at the original since, so nothing is refreshed from it. Go back to the original, or, if that is gone for good, \
     make this one the original with `PostgresStore::adopt`";
