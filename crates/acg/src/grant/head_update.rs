//! Changes to what is known about a grant, besides its tokens: when its customer was last active, and that its
//! bearer is refused.

use std::time::{Duration, SystemTime};

use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::store::head::{GrantState, Head};
use crate::store::row::Swap;
use crate::store::time::StoreTime;
use crate::vault::records::Tokens;

/// How often a record that another process is working on is looked at again.
const ATTEMPTS: u32 = 40;

/// How long to wait before that.
const WAIT: Duration = Duration::from_millis(250);

/// How long an API's refusal of a fresh bearer is remembered. Each attempt in between would cost a refresh token
/// and change nothing.
const REFUSAL_REMEMBERED: Duration = Duration::from_secs(10 * 60);

impl Engine {
    /// Keeps when the customer was last active, unless a later time is kept.
    pub(crate) async fn touch(&self, at: SystemTime) -> Result<(), Error> {
        let at = unix_seconds(at);
        self.committer.cache.note_last_access(Some(at));
        self.update_head(|head, _now| {
            // Two servers report in any order, and the later time is the true one.
            let is_later = head.last_access < Some(at);
            head.last_access = head.last_access.max(Some(at));
            is_later
        })
        .await
    }

    /// Remembers that an API refuses the bearer of a generation although it was refreshed for that.
    pub(crate) async fn remember_refusal(&self, generation: u64) -> Result<(), Error> {
        self.update_head(|head, now| {
            // A later token set says nothing of the one that was refused.
            let is_current = head.generation == generation;
            head.refused_at = if is_current {
                Some(now)
            } else {
                head.refused_at
            };
            is_current
        })
        .await
    }

    /// Returns whether an API has lately refused the bearer of this generation although it was fresh.
    pub(crate) async fn is_refused(&self, generation: u64) -> Result<bool, Error> {
        let loaded = self.committer.load(Operation::Restore).await?;
        Ok(loaded.is_some_and(|loaded| {
            let head = &loaded.record.head;
            let until = head.refused_at.map(|at| at.after(REFUSAL_REMEMBERED));
            head.generation == generation && until.is_some_and(|until| loaded.now < until)
        }))
    }

    /// Writes what `change` makes of the head, unless it changes nothing. Without a grant there is nothing to write.
    ///
    /// While another process refreshes, the record is left alone: the write would cost that process its place in
    /// the store.
    async fn update_head(
        &self,
        change: impl Fn(&mut Head, StoreTime) -> bool,
    ) -> Result<(), Error> {
        let committer = &self.committer;
        for _ in 0..ATTEMPTS {
            // No refresh of this process is in progress while the record is read and written.
            let sending = committer.cache.send_lock.lock().await;
            let Some(loaded) = committer.load(Operation::Restore).await? else {
                return Ok(());
            };
            let mut record = loaded.record;
            if !change(&mut record.head, loaded.now) {
                return Ok(());
            }
            if !matches!(record.head.state, GrantState::Refreshing { .. }) {
                let (vault, id) = (&committer.vault, &committer.connection);
                let swap = vault.swap(id, Some(loaded.version), &record, Tokens::Unchanged);
                let failed = |error| store_failure(Operation::Restore, NOT_KEPT, error);
                match swap.await.map_err(failed)? {
                    Swap::Done(_) => return Ok(()),
                    Swap::Conflict => continue,
                }
            }
            // Other tasks of this process need not wait for a refresh of another one.
            drop(sending);
            committer.clock.sleep(WAIT).await;
        }
        Err(Error::new(ErrorKind::Store, Operation::Restore, NOT_KEPT))
    }
}

const NOT_KEPT: &str = "failed to store what was learned about the grant";
