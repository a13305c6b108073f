//! When the customer was last active: told by the program, kept beside the grant.

use std::time::{Duration, SystemTime};

use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::grant::committer::store_failure;
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::store::head::GrantState;
use crate::store::row::Swap;
use crate::vault::records::Tokens;

/// How often a record that another process is working on is looked at again.
const ATTEMPTS: u32 = 40;

/// How long to wait before that.
const WAIT: Duration = Duration::from_millis(250);

impl Engine {
    /// Keeps the time, unless a later one is kept.
    ///
    /// While another process refreshes, the record is left alone: the write would cost that process its place in the store.
    pub(crate) async fn touch(&self, at: SystemTime) -> Result<(), Error> {
        let committer = &self.committer;
        let at = unix_seconds(at);
        committer.cache.note_last_access(Some(at));
        for _ in 0..ATTEMPTS {
            // No refresh of this process is in progress while the record is read and written.
            let sending = committer.cache.send_lock.lock().await;
            let Some(loaded) = committer.load(Operation::Restore).await? else {
                return Ok(());
            };
            let mut record = loaded.record;
            if record.head.last_access >= Some(at) {
                return Ok(());
            }
            if !matches!(record.head.state, GrantState::Refreshing { .. }) {
                record.head.last_access = Some(at);
                let (vault, id) = (&committer.vault, &committer.connection);
                let swap = vault.swap(id, Some(loaded.version), &record, Tokens::Unchanged);
                match swap.await.map_err(not_kept)? {
                    Swap::Done(_) => return Ok(()),
                    Swap::Conflict => continue,
                }
            }
            drop(sending);
            committer.clock.sleep(WAIT).await;
        }
        let (kind, operation) = (ErrorKind::Store, Operation::Restore);
        let text = "another process works on the record: the customer's last access is not kept";
        Err(Error::new(kind, operation, text))
    }
}

fn not_kept(error: crate::store::error::StoreError) -> Error {
    let text = "the customer's last access is not kept";
    store_failure(Operation::Restore, text, error)
}
