//! Answers that a process could not save.

use std::sync::atomic::Ordering;

use crate::error::ConsentCause;
use crate::refresh::protocol;
use crate::refresh::protocol::CommitDecision;
use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::{GrantState, Head};
use crate::store::history::{Event, HistoryEntry};
use crate::store::record::Record;
use crate::store::row::{Row, Stored, Swap, Version};
use crate::vault::records::{LoadedRecord, Tokens, Vault};
use crate::vault::spool::{Entry, Found};

/// What became of the entries of a spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Replayed {
    /// Answers that are in the store now and were not before.
    pub recovered: usize,
    /// Answers that the store had, or that something later has replaced.
    pub known: usize,
    /// Answers that cannot be opened, or that belong to a record that cannot be read: they wait in the spool.
    pub failed: usize,
}

impl Vault {
    /// Writes what processes have left in the spool into the store, and removes what the store has. It is done by itself before
    /// the first use; a process that runs for long repeats it now and then, for answers that are held.
    ///
    /// # Errors
    /// When the store or the spool fails. Nothing is lost by it.
    pub async fn replay(&self) -> Result<Replayed, StoreError> {
        let Some(spool) = &self.0.spool else {
            return Ok(Replayed::default());
        };
        self.drain_entries(spool.entries(&self.0.store.identity().id, None).await?)
            .await
    }

    pub(crate) async fn replay_once(&self) -> Result<(), StoreError> {
        if self.0.spool.is_some() && !self.0.is_drained.load(Ordering::Acquire) {
            self.replay().await?;
            self.0.is_drained.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// Deletes the row of a generation, and what the spool still holds of it: a drain would take that for a commit that the
    /// store forgot.
    pub(crate) async fn delete(
        &self,
        id: &ConnectionId,
        version: Version,
        generation: u64,
    ) -> Result<Swap, StoreError> {
        let swap = self.0.store.delete(id, version).await?;
        let (Swap::Done(_), Some(spool)) = (swap, &self.0.spool) else {
            return Ok(swap);
        };
        for found in spool.entries(&self.0.store.identity().id, Some(id)).await? {
            if found.entry.row.generation <= generation {
                spool.remove(found.path).await;
            }
        }
        Ok(swap)
    }

    /// Looks for an answer to this connection's refresh token that another process could not save. Whether there was one.
    pub(crate) async fn recover(&self, id: &ConnectionId) -> Result<bool, StoreError> {
        let Some(spool) = &self.0.spool else {
            return Ok(false);
        };
        let entries = spool.entries(&self.0.store.identity().id, Some(id)).await?;
        Ok(self.drain_entries(entries).await?.recovered > 0)
    }

    async fn drain_entries(&self, entries: Vec<Found>) -> Result<Replayed, StoreError> {
        let mut drained = Replayed::default();
        let Some(spool) = &self.0.spool else {
            return Ok(drained);
        };
        for found in entries {
            let is_taken = match self.drain_entry(&found.entry).await {
                // One connection's trouble is not the others'.
                Err(error)
                    if matches!(
                        error.kind(),
                        StoreErrorKind::Sealed | StoreErrorKind::Damaged
                    ) =>
                {
                    tracing::error!(connection = %found.entry.connection, %error, "an answer in the spool cannot be read");
                    drained.failed += 1;
                    continue;
                }
                is_taken => is_taken?,
            };
            if is_taken {
                drained.recovered += 1;
                tracing::warn!(connection = %found.entry.connection, "an unsaved answer was recovered from the spool");
            } else {
                drained.known += 1;
            }
            if !spool.is_held(&found, self.0.clock.now()) {
                spool.remove(found.path).await;
            }
        }
        Ok(drained)
    }

    /// Commits an entry; whether the store took it.
    async fn drain_entry(&self, entry: &Entry) -> Result<bool, StoreError> {
        let id = &entry.connection;
        loop {
            let stored = self.0.store.load(id).await?;
            let generation = stored.as_ref().map(|stored| stored.row.generation);
            let version = match (protocol::commit(generation, entry.row.generation), &stored) {
                (CommitDecision::Write, Some(stored)) => Some(stored.version),
                (CommitDecision::Removed, None) if entry.is_consent => None,
                (CommitDecision::SameGeneration, Some(stored)) if !entry.is_consent => {
                    if self.drain_twin(entry, stored).await? {
                        return Ok(false);
                    }
                    continue;
                }
                _ => return Ok(false),
            };
            let Some(row) = self.recovered(entry, stored.as_ref())? else {
                return Ok(false);
            };
            if let Swap::Done(_) = self.0.store.compare_and_swap(id, version, &row).await? {
                return Ok(true);
            }
        }
    }

    /// The row of an entry, to be written over `stored`; `None` when that is another client's or provider's.
    fn recovered(&self, entry: &Entry, stored: Option<&Stored>) -> Result<Option<Row>, StoreError> {
        let mut head = Head::from_bytes(&entry.row.head)?;
        if let Some(stored) = stored {
            let present = Head::from_bytes(&stored.row.head)?;
            if (&present.provider, &present.client_id) != (&head.provider, &head.client_id) {
                return Ok(None);
            }
            head.remember(self.event(Event::Recovered, stored.now));
        }
        head.to_row(entry.row.sealed.clone()).map(Some)
    }

    /// The store has an answer to the same refresh token: this very one, or a second one. `false` when it was changed
    /// meanwhile.
    async fn drain_twin(&self, entry: &Entry, stored: &Stored) -> Result<bool, StoreError> {
        let head = Head::from_bytes(&entry.row.head)?;
        let spooled = self
            .open_row(&entry.connection, head, &entry.row, self.0.accepts_unsealed)
            .await?;
        let loaded = self.open(&entry.connection, stored).await?;
        self.park(&entry.connection, loaded, &spooled).await
    }

    /// Keeps a second answer beside the first, if there is room and it is another one. When the provider has refused the
    /// first, the second takes its place. `false` when the record is another one by now, and is to be looked at again.
    pub(crate) async fn park(
        &self,
        id: &ConnectionId,
        loaded: LoadedRecord,
        second: &Record,
    ) -> Result<bool, StoreError> {
        let LoadedRecord {
            mut record,
            version,
            now,
        } = loaded;
        if record.token == second.token || record.sibling.is_some() {
            return Ok(true);
        }
        let (before, after) = (record.fingerprint(), second.fingerprint());
        if has_refused(&record.head) {
            let event = HistoryEntry {
                before,
                after,
                ..self.event(Event::SiblingUsed, now)
            };
            self.revive(id, &record, version, second, event).await?;
            return Ok(false);
        }
        record.head.remember(HistoryEntry {
            before,
            after,
            ..self.event(Event::SiblingStored, now)
        });
        record.sibling = Some(second.token.clone());
        let swap = self.swap(id, Some(version), &record, Tokens::Seal).await?;
        Ok(matches!(swap, Swap::Done(_)))
    }

    /// Goes on with a second answer: it may be the one that lives.
    async fn revive(
        &self,
        id: &ConnectionId,
        ended: &Record,
        version: Version,
        second: &Record,
        event: HistoryEntry,
    ) -> Result<Swap, StoreError> {
        let mut record = second.clone();
        record.head.generation = ended.head.generation.saturating_add(1);
        record.head.history.clone_from(&ended.head.history);
        record.head.remember(event);
        self.swap(id, Some(version), &record, Tokens::Seal).await
    }

    /// Puts a record into the spool, if there is one; what is given back is to be settled when the store has it.
    pub(crate) async fn spool(
        &self,
        id: &ConnectionId,
        record: &Record,
        is_consent: bool,
    ) -> Option<Entry> {
        let spool = self.0.spool.as_ref()?;
        let (store, owner) = (
            self.0.store.identity().id.clone(),
            self.0.store.owner().to_owned(),
        );
        let put = async {
            let row = record.head.to_row(Some(self.seal(id, record).await?))?;
            let entry = Entry {
                store,
                connection: id.clone(),
                row,
                owner,
                is_consent,
            };
            spool.put(entry.clone()).await.map(|()| entry)
        };
        // The store may still take it.
        put.await
            .inspect_err(|error| tracing::error!(connection = %id, %error, "the spool did not take an answer"))
            .ok()
    }

    pub(crate) async fn settled(&self, entry: Option<Entry>) {
        if let (Some(spool), Some(entry)) = (&self.0.spool, entry) {
            spool.settled(entry).await;
        }
    }
}

/// Whether the grant has ended because the provider did not take its refresh token.
fn has_refused(head: &Head) -> bool {
    let GrantState::ConsentNeeded { cause } = head.state else {
        return false;
    };
    matches!(
        cause,
        ConsentCause::RefreshTokenRefused | ConsentCause::RotationLost
    )
}
