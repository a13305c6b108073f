//! A batch: the leases of many connections, taken in one write.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit};

use crate::error::{Error, ErrorKind};
use crate::future::{spawn, spawn_with_result};
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::keeper::service::Keeper;
use crate::operation::Operation;
use crate::refresh::lease::{Lease, Prepared};
use crate::refresh::protocol::LeaseSeen;
use crate::refresh::transaction::RefreshStep;
use crate::store::connection_id::ConnectionId;
use crate::store::head::GrantState;
use crate::store::row::{Listed, Swap, Version};
use crate::sync::lock;
use crate::vault::records::is_removed;

/// The most leases of live owners that are watched.
const MOST_WATCHED: usize = 10_000;

/// A refresh that is to be run.
struct Job {
    engine: Arc<Engine>,
    lease: Box<Lease>,
    /// Keeps the callers of this process from refreshing the same connection.
    sending: OwnedMutexGuard<()>,
}

impl Keeper {
    /// Takes the leases of as many rows as there are permits, and runs their refreshes. Returns how many were begun.
    pub(super) async fn begin(
        &self,
        rows: Vec<Listed>,
        permits: Vec<OwnedSemaphorePermit>,
        started: Duration,
    ) -> usize {
        let mut jobs = Vec::new();
        for row in rows {
            if jobs.len() == permits.len() {
                break;
            }
            match self.job(row, started).await {
                Ok(job) => jobs.extend(job),
                // One grant that cannot be refreshed does not stop the others.
                Err(error) => self.note_unsent(&error),
            }
        }
        if jobs.is_empty() {
            return 0;
        }
        // On a task of its own: a keeper that is told to stop between the write and the sending would leave leases that
        // nobody uses.
        let keeper = self.clone();
        let begin = async move { keeper.lease_and_run(jobs, permits).await };
        let begun = spawn_with_result(Box::pin(begin));
        begun.await.unwrap_or_default()
    }

    /// Writes the leases and runs the refreshes of those that were written. Returns how many.
    async fn lease_and_run(&self, jobs: Vec<Job>, permits: Vec<OwnedSemaphorePermit>) -> usize {
        let leases = jobs.iter().map(|job| {
            let head = &job.lease.record.head;
            (job.engine.connection(), job.lease.version, head)
        });
        let swaps = self.0.engine.committer.vault.swap_heads(leases).await;
        let Some(swaps) = self.note_store(swaps) else {
            give_back(jobs).await;
            return 0;
        };
        let mut begun = 0;
        for ((mut job, swap), permit) in jobs.into_iter().zip(swaps).zip(permits) {
            if let Swap::Done(version) = swap {
                job.lease.version = version;
                self.spawn(job, permit);
                begun += 1;
            }
        }
        begun
    }

    /// Returns the refresh of a row, if this process may do it: not while it is refreshing the connection already, and
    /// not for another client.
    async fn job(&self, (id, stored): Listed, started: Duration) -> Result<Option<Job>, Error> {
        let failed = |error| store_failure(Operation::Refresh, "a grant cannot be read", error);
        if id.is_reserved() {
            // A note is due when it has expired.
            let store = self.0.engine.committer.vault.store();
            store.delete(&id, stored.version).await.map_err(failed)?;
            return Ok(None);
        }
        let engine = Arc::new(self.0.engine.for_connection(id.clone()));
        let committer = &engine.committer;
        let Ok(sending) = committer.cache.send_lock.clone().try_lock_owned() else {
            return Ok(None);
        };
        if is_removed(&stored) {
            committer
                .vault
                .sweep_removed(&id, &stored)
                .await
                .map_err(failed)?;
            return Ok(None);
        }
        let loaded = committer.vault.open(&id, &stored).await.map_err(failed)?;
        let head = &loaded.record.head;
        // A state of a newer version is left to keepers of that.
        let is_known = !matches!(head.state, GrantState::Newer(_));
        if !is_known || committer.check_issuer(head).is_err() {
            return Ok(None);
        }
        let seen = self.lease_seen(&id, stored.version, started);
        let prepared = engine.prepare_lease(loaded, seen, started).await?;
        Ok(match prepared {
            Prepared::Lease(lease) => Some(Job {
                engine,
                lease,
                sending,
            }),
            Prepared::LookAgain => None,
        })
    }

    /// Returns how long the same version has been due. After a whole lease, its owner is alive and does not end it.
    fn lease_seen(&self, id: &ConnectionId, version: Version, now: Duration) -> LeaseSeen {
        let mut watched = lock(&self.0.watched);
        if let Some((seen, since)) = watched.get(id)
            && *seen == version
        {
            return self.0.engine.seen_since(*since, now);
        }
        // Forgetting all only means waiting for the length of a lease once more.
        if watched.len() >= MOST_WATCHED {
            watched.clear();
        }
        watched.insert(id.clone(), (version, now));
        LeaseSeen::Briefly
    }

    fn spawn(&self, job: Job, permit: OwnedSemaphorePermit) {
        let keeper = self.clone();
        lock(&self.0.watched).remove(job.engine.connection());
        lock(&self.0.health).in_flight += 1;
        spawn(async move {
            let Job {
                engine,
                lease,
                sending,
            } = job;
            let _running = engine.committer.vault.begin();
            let sent_at = engine.committer.clock.monotonic();
            match engine.run(lease).await {
                Ok(RefreshStep::Done(_)) => keeper.note_success(),
                Ok(RefreshStep::Superseded) => {}
                Err(error) => keeper.note_failure(&error, sent_at),
            }
            lock(&keeper.0.health).in_flight -= 1;
            drop((sending, permit));
        });
    }
}

/// Gives back leases that may have been written although the store reported a failure: nothing was sent under them.
/// What the store does not take now is taken over by the next survey.
async fn give_back(jobs: Vec<Job>) {
    for Job { engine, lease, .. } in jobs {
        let text = "the lease of the refresh cannot be written; nothing was sent";
        let error = Error::new(ErrorKind::Store, Operation::Refresh, text);
        let _ = engine.release_lease(lease, Duration::ZERO, error).await;
    }
}
