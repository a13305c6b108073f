//! The spool in use: responses go into it before the store, and are replayed when a process could not save them.

use std::sync::atomic::Ordering;

use crate::future::BoxFuture;
use crate::refresh::protocol::{self, CommitDecision};
use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::Head;
use crate::store::history::Event;
use crate::store::record::Record;
use crate::store::row::{Row, Stored, Swap};
use crate::vault::records::Vault;
use crate::vault::sibling::Sibling;
use crate::vault::spool::{Spool, Spooled};
use crate::vault::spool_entry::{FoundEntry, Origin, SpoolEntry};
use crate::vault::spool_room::Reservation;

/// What became of the entries of a spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Replayed {
    /// Responses that the store has now and did not have before.
    pub recovered: usize,
    /// Responses that the store had already, or that a later one has replaced.
    pub known: usize,
    /// Responses that cannot be opened, or whose record cannot be read. They stay in the spool.
    pub failed: usize,
}

/// What became of one entry.
enum ReplayedEntry {
    Recovered,
    Known,
}

/// The row of an entry, if it may be written.
enum RecoveredRow {
    Writable(Row),
    /// The store has a grant of another client or provider under the same name.
    Foreign,
}

impl Vault {
    /// Writes what processes have left in the spool into the store, and removes what the store has.
    ///
    /// A vault does this by itself before its first use and after a failover of the store. A process that runs for
    /// long repeats it now and then, for responses that the spool retains.
    ///
    /// # Errors
    /// When the store or the spool fails. Nothing is lost.
    pub async fn replay(&self) -> Result<Replayed, StoreError> {
        self.replay_entries_of(None).await
    }

    pub(crate) async fn replay_once(&self) -> Result<(), StoreError> {
        if self.0.spool.is_none() || !self.is_replay_due() {
            return Ok(());
        }
        // One replays and the others wait: if each of a thousand callers read the whole spool, it would take
        // longer than a failover leaves time for.
        let _replaying = self.0.replaying.lock().await;
        if self.is_replay_due() {
            let failovers = self.0.store.failovers();
            self.replay().await?;
            // Noted afterwards: a replay that failed is repeated.
            self.0
                .replayed
                .store(failovers.saturating_add(1), Ordering::Release);
        }
        Ok(())
    }

    /// Returns whether the store may have forgotten, since the last replay, what is retained here.
    fn is_replay_due(&self) -> bool {
        self.0.replayed.load(Ordering::Acquire) <= self.0.store.failovers()
    }

    /// Looks for a response to this connection's refresh token that a process could not save. Returns whether there was
    /// one.
    pub(crate) async fn recover(&self, id: &ConnectionId) -> Result<bool, StoreError> {
        let has_recovered = self.replay_entries_of(Some(id)).await?.recovered > 0;
        // Nothing was news, so the next refresh need not look again.
        if let (Some(spool), false) = (&self.0.spool, has_recovered) {
            spool.forget_latest(&self.0.store.identity().id, id);
        }
        Ok(has_recovered)
    }

    /// Writes a later token set than that of `head` into the store, if the spool is known to have one: the store has
    /// forgotten a commit. Returns whether there was one.
    pub(crate) async fn recover_forgotten(
        &self,
        id: &ConnectionId,
        head: &Head,
    ) -> Result<bool, StoreError> {
        let store = &self.0.store.identity().id;
        match &self.0.spool {
            Some(spool) if spool.has_later(store, id, head) => self.recover(id).await,
            _ => Ok(false),
        }
    }

    /// Replays the entries of one connection, or of all. Behind a pointer: it is rare, and is compiled once so, and not again in each unit
    /// of the crate that waits for it.
    #[inline(never)]
    fn replay_entries_of<'a>(
        &'a self,
        id: Option<&'a ConnectionId>,
    ) -> BoxFuture<'a, Result<Replayed, StoreError>> {
        Box::pin(self.replay_found(id))
    }

    async fn replay_found(&self, id: Option<&ConnectionId>) -> Result<Replayed, StoreError> {
        let mut replayed = Replayed::default();
        let Some(spool) = &self.0.spool else {
            return Ok(replayed);
        };
        let store = &self.0.store.identity().id;
        for found in spool.entries(store, id).await? {
            let connection = &found.entry.connection;
            match self.replay_entry(&found.entry).await {
                Ok(ReplayedEntry::Recovered) => {
                    tracing::warn!(%connection, "recovered a response that was not saved");
                    replayed.recovered += 1;
                }
                Ok(ReplayedEntry::Known) => replayed.known += 1,
                // The trouble of one connection must not stop the others. The entry stays, for the right key.
                Err(error) if concerns_one_connection(&error) => {
                    tracing::error!(%connection, %error, "a response in the spool cannot be read");
                    replayed.failed += 1;
                    continue;
                }
                Err(error) => return Err(error),
            }
            self.discard_unless_retained(spool, found).await;
        }
        Ok(replayed)
    }

    async fn discard_unless_retained(&self, spool: &Spool, found: FoundEntry) {
        if !spool.retains(&found, self.0.clock.now()) {
            spool.remove(found.path).await;
        }
    }

    /// Commits an entry, by the same rules as the process that wrote it.
    async fn replay_entry(&self, entry: &SpoolEntry) -> Result<ReplayedEntry, StoreError> {
        let id = &entry.connection;
        loop {
            let stored = self.0.store.load(id).await?;
            let present = stored
                .as_ref()
                .map(|stored| Head::from_bytes(&stored.row.head));
            let (present, head) = (present.transpose()?, Head::from_bytes(&entry.row.head)?);
            let decision = protocol::commit(present.as_ref(), &head);
            let version = match (decision, entry.origin, &stored) {
                (CommitDecision::Write, _, Some(stored)) => Some(stored.version),
                // A consent needs nothing to be there. A refreshed token of a grant that was removed must not
                // bring it back, and neither must a consent that was removed: as long as that is not
                // forgotten, `stored` says it.
                (CommitDecision::Removed, Origin::Consent, None) => None,
                (CommitDecision::SameGeneration, Origin::Refresh, Some(stored)) => {
                    match self.replay_sibling(entry, stored).await? {
                        Sibling::Stored => return Ok(ReplayedEntry::Known),
                        Sibling::RecordChanged => continue,
                    }
                }
                _ => return Ok(ReplayedEntry::Known),
            };
            // Opened before it counts: what is damaged or planted must not replace a living
            // token. It waits for the right key.
            self.open_row(id, head.clone(), &entry.row).await?;
            let recovered = self.recovered_row(entry, head, stored.as_ref(), present)?;
            let RecoveredRow::Writable(row) = recovered else {
                return Ok(ReplayedEntry::Known);
            };
            if let Swap::Done(_) = self.0.store.compare_and_swap(id, version, &row).await? {
                return Ok(ReplayedEntry::Recovered);
            }
        }
    }

    /// Builds the row of an entry, to be written over `stored`.
    fn recovered_row(
        &self,
        entry: &SpoolEntry,
        mut head: Head,
        stored: Option<&Stored>,
        present: Option<Head>,
    ) -> Result<RecoveredRow, StoreError> {
        if let Some((stored, present)) = stored.zip(present) {
            let is_foreign =
                (&present.provider, &present.client_id) != (&head.provider, &head.client_id);
            // What another client has removed is no longer in the way.
            if is_foreign && !present.is_removed() {
                return Ok(RecoveredRow::Foreign);
            }
            head.remember(self.event(Event::Recovered, stored.now));
        }
        // The tokens stay sealed as they are: the spool's form is the store's.
        let row = head.to_row(entry.row.sealed.clone())?;
        Ok(RecoveredRow::Writable(row))
    }

    /// Replays an entry where the store has a successor of the same refresh token: this very one, or a sibling.
    async fn replay_sibling(
        &self,
        entry: &SpoolEntry,
        stored: &Stored,
    ) -> Result<Sibling, StoreError> {
        let id = &entry.connection;
        let head = Head::from_bytes(&entry.row.head)?;
        let spooled = self.open_row(id, head, &entry.row).await?;
        let loaded = self.open(id, stored).await?;
        self.store_sibling(id, loaded, &spooled).await
    }

    /// Reserves room in the spool for the response to a request whose token set would be of this generation; `None`
    /// without a spool. Without room nothing may be sent: the response could not be kept.
    pub(crate) async fn reserve(
        &self,
        id: &ConnectionId,
        generation: u64,
    ) -> Result<Option<Reservation>, StoreError> {
        let Some(spool) = &self.0.spool else {
            return Ok(None);
        };
        let store = &self.0.store;
        let reserved = spool.reserve(&store.identity().id, id, generation, store.owner());
        let reserved = reserved.await;
        if reserved.is_err() {
            self.0.spool_failures.fetch_add(1, Ordering::Relaxed);
        }
        reserved.map(Some)
    }

    /// Writes a record into the spool, if there is one. Returns the entry, which is to be
    /// discarded when the store has the record.
    pub(crate) async fn spool(
        &self,
        id: &ConnectionId,
        record: &Record,
        origin: Origin,
    ) -> Option<Spooled> {
        let spool = self.0.spool.as_ref()?;
        match self.put(spool, id, record, origin).await {
            Ok(spooled) => Some(spooled),
            Err(error) => {
                self.0.spool_failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!(connection = %id, %error, "failed to spool a response");
                // A long response needs more room than was reserved; the part of it that does
                // not come again needs less.
                let least = Record::new(record.head.clone(), record.token.refreshable());
                self.put(spool, id, &least, origin).await.ok()
            }
        }
    }

    async fn put(
        &self,
        spool: &Spool,
        id: &ConnectionId,
        record: &Record,
        origin: Origin,
    ) -> Result<Spooled, StoreError> {
        let entry = SpoolEntry {
            store: self.0.store.identity().id.clone(),
            connection: id.clone(),
            row: record.head.to_row(Some(self.seal(id, record).await?))?,
            consent: record.head.consent.clone(),
            owner: self.0.store.owner().to_owned(),
            origin,
        };
        spool.put(entry).await
    }

    /// Returns how many responses were not written to the spool since the vault was built.
    pub(crate) fn spool_failures(&self) -> u64 {
        self.0.spool_failures.load(Ordering::Relaxed)
    }

    /// Removes an entry whose record the store has, unless the spool retains it.
    pub(crate) async fn discard_spooled(&self, spooled: Option<Spooled>) {
        if let (Some(spool), Some(spooled)) = (&self.0.spool, spooled) {
            spool.discard(spooled).await;
        }
    }
}

fn concerns_one_connection(error: &StoreError) -> bool {
    matches!(
        error.kind(),
        StoreErrorKind::Sealed | StoreErrorKind::Damaged
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::store::head::GrantState;
    use crate::store::memory::MemoryStore;
    use crate::token::oauth_token::OauthToken;

    #[tokio::test]
    async fn a_long_response_on_a_full_disk_leaves_its_refresh_token_in_the_room() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        let store = Arc::new(MemoryStore::new());
        let vault = Vault::builder(store).spool(spool).build();
        let id = ConnectionId::new("x").unwrap();
        let _room = vault.reserve(&id, 2).await.unwrap();
        // No file can be made from here on.
        let folders: Vec<_> = (0..=u8::MAX)
            .map(|number| directory.path().join(format!("{number:02x}")))
            .collect();
        folders.iter().for_each(|path| fs::write(path, "").unwrap());
        let token = OauthToken::from_access_token("a".repeat(300_000)).with_refresh_token("r-2");
        let record = Record::new(Head::new(2, None, GrantState::Ready), token);
        let spooled = vault.spool(&id, &record, Origin::Refresh).await;
        assert!(spooled.is_some());
        folders
            .iter()
            .for_each(|path| fs::remove_file(path).unwrap());
        let entries = vault.0.spool.as_ref().unwrap();
        let store = &vault.0.store.identity().id;
        let found = entries.entries(store, Some(&id)).await.unwrap();
        let row = &found[0].entry.row;
        let head = Head::from_bytes(&row.head).unwrap();
        let kept = vault.open_row(&id, head, row).await.unwrap().token;
        assert_eq!(kept.refresh_token, Some("r-2".into()));
        assert_eq!(kept.access_token, None);
    }
}
