//! The vault itself: records go in sealed and come out opened.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::clock::{Clock, SystemClock};
use crate::registry::{self, StoreState};
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::error::{StoreError, StoreErrorKind, damaged};
use crate::store::head::Head;
use crate::store::history::{Event, HistoryEntry};
use crate::store::newer::NewerFields;
use crate::store::record::{Record, StoredTokens};
use crate::store::row::{Change, Row, Stored, Swap, Version};
use crate::store::time::StoreTime;
#[cfg(feature = "encryption")]
use crate::vault::keyring::KeyProvider;
#[cfg(feature = "encryption")]
use crate::vault::keys::Keys;
use crate::vault::policy::{RefreshSchedule, StorePolicy};
use crate::vault::spool::Spool;
use crate::vault::written_row::WrittenRow;

/// How many rows are read at a time when the whole store is read.
pub(crate) const PAGE_SIZE: usize = 500;

/// A token store with what belongs to it: the keys that seal its tokens, a spool in front of
/// it, a policy and a schedule. Cheap to clone.
///
/// A bare store is a vault too, with tokens in clear and without a spool.
///
/// ```
/// use std::sync::Arc;
/// use acg::Vault;
/// use acg::random::{RandomError, SystemRandom};
/// use acg::store::MemoryStore;
/// use acg::vault::{Keyring, SealingKey, StorePolicy};
///
/// let key = SealingKey::generate(&SystemRandom)?;
/// let vault = Vault::builder(Arc::new(MemoryStore::new()))
///     .keys(Keyring::new(key))
///     .policy(StorePolicy::FailClosed)
///     .build();
/// # let _ = vault;
/// # Ok::<(), RandomError>(())
/// ```
#[derive(Clone)]
pub struct Vault(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn TokenStore>,
    /// What all vaults on this store share in memory.
    pub(crate) state: Arc<StoreState>,
    #[cfg(feature = "encryption")]
    pub(crate) keys: Option<Keys>,
    pub(crate) unsealed: Unsealed,
    pub(crate) spool: Option<Spool>,
    pub(crate) policy: StorePolicy,
    pub(crate) schedule: RefreshSchedule,
    pub(crate) clock: Arc<dyn Clock>,
    /// The store's failovers, plus one, at the last replay by itself; 0 before the first one.
    pub(crate) replayed: AtomicU64,
    /// Held by the one that replays by itself.
    pub(crate) replaying: tokio::sync::Mutex<()>,
    /// How many responses were not written to the spool.
    pub(crate) spool_failures: AtomicU64,
    /// How many refreshes, exchanges and revocations are running.
    pub(crate) running: watch::Sender<usize>,
    /// How many token sets are in memory alone.
    pub(crate) unsaved: watch::Sender<usize>,
}

/// A record with what the store knows about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoadedRecord {
    /// The record.
    pub record: Record,
    /// Its version.
    pub version: Version,
    /// The store's time when it was read.
    pub now: StoreTime,
}

impl LoadedRecord {
    /// Combines what is in a row with what the store knows about it.
    pub(crate) fn new(record: Record, stored: &Stored) -> Self {
        Self {
            record,
            version: stored.version,
            now: stored.now,
        }
    }
}

/// Whether a write changes the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tokens {
    /// They are new.
    New,
    /// They are as they were, and are not sealed again.
    Unchanged,
}

/// What to do with tokens that are not sealed although there are keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsealed {
    #[cfg_attr(
        not(feature = "encryption"),
        expect(dead_code, reason = "without encryption no tokens are sealed")
    )]
    Accept,
    Refuse,
}

/// Collects a [`Vault`].
pub struct VaultBuilder(Inner);

impl Vault {
    /// Starts a vault on this store, without keys and spool.
    pub fn builder(store: Arc<dyn TokenStore>) -> VaultBuilder {
        VaultBuilder(Inner {
            state: registry::store_state(&store.identity().id),
            store,
            #[cfg(feature = "encryption")]
            keys: None,
            unsealed: Unsealed::Refuse,
            spool: None,
            policy: StorePolicy::default(),
            schedule: RefreshSchedule::default(),
            clock: Arc::new(SystemClock::new()),
            replayed: AtomicU64::new(0),
            replaying: tokio::sync::Mutex::default(),
            spool_failures: AtomicU64::new(0),
            running: watch::Sender::new(0),
            unsaved: watch::Sender::new(0),
        })
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<dyn TokenStore> {
        &self.0.store
    }

    /// Returns what happens to a token that the store fails to save.
    pub fn policy(&self) -> StorePolicy {
        self.0.policy
    }

    /// Returns when a keeper refreshes tokens.
    pub fn schedule(&self) -> RefreshSchedule {
        self.0.schedule
    }

    /// Loads the record of a connection; `None` when there is none.
    ///
    /// # Errors
    /// When the store cannot be read, the record is damaged, or its tokens cannot be opened.
    pub async fn load(&self, id: &ConnectionId) -> Result<Option<LoadedRecord>, StoreError> {
        match self.load_row(id).await? {
            Some(stored) => self.open_living(id, &stored).await,
            None => Ok(None),
        }
    }

    /// Loads the row of a connection, unopened; `None` when there is none.
    pub(crate) async fn load_row(&self, id: &ConnectionId) -> Result<Option<Stored>, StoreError> {
        self.replay_once().await?;
        self.0.store.load(id).await
    }

    /// Opens a row; `None` when its grant was removed.
    pub(crate) async fn open_living(
        &self,
        id: &ConnectionId,
        stored: &Stored,
    ) -> Result<Option<LoadedRecord>, StoreError> {
        let head = Head::from_bytes(&stored.row.head)?;
        // A removed grant keeps a row, so that a late response to it is known to be old. To callers it is no
        // record.
        if head.is_removed() {
            return Ok(None);
        }
        self.open_with(id, head, stored).await.map(Some)
    }

    /// Loads up to 500 connections after `after`, or from the start, each with its record or the reason why it
    /// cannot be read. An empty page is the end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn page(
        &self,
        after: Option<&ConnectionId>,
    ) -> Result<Vec<(ConnectionId, Result<Record, StoreError>)>, StoreError> {
        self.replay_once().await?;
        let (mut page, mut last) = (Vec::new(), after.cloned());
        // An empty page is the end, so a page of nothing but notes and removed grants is read past.
        while page.is_empty() {
            let rows = self.0.store.page(last.as_ref(), PAGE_SIZE).await?;
            let Some((id, _)) = rows.last() else {
                break;
            };
            last = Some(id.clone());
            for (id, stored) in rows.into_iter().filter(|(id, _)| !id.is_reserved()) {
                if is_removed(&stored) {
                    // Any process that lists the store sweeps it: there may be no keeper.
                    self.sweep_removed(&id, &stored).await?;
                    continue;
                }
                let record = self.open(&id, &stored).await.map(|loaded| loaded.record);
                page.push((id, record));
            }
        }
        Ok(page)
    }

    /// Waits until no operation on this vault or a clone of it runs: for a program that ends.
    /// Operations run on tasks of their own, which outlive their callers but not the process.
    ///
    /// It does not wait for what a store has not taken: see [`wait_until_saved`](Self::wait_until_saved).
    pub async fn wait_until_idle(&self) {
        let mut running = self.0.running.subscribe();
        // The vault holds the sender, so this cannot fail.
        let _ = running.wait_for(|count| *count == 0).await;
    }

    /// Returns how many token sets are in memory alone, because the store failed to take them. They are offered to it
    /// until it takes them, as long as this process lives: a program says that a token is saved only when this is 0.
    pub fn unsaved(&self) -> usize {
        *self.0.unsaved.borrow()
    }

    /// Waits until no token set is in memory alone: for a program that ends. It may wait for as long as the store
    /// fails.
    pub async fn wait_until_saved(&self) {
        let mut unsaved = self.0.unsaved.subscribe();
        let _ = unsaved.wait_for(|count| *count == 0).await;
    }

    /// Notes that a token set is in memory alone, until the value is dropped.
    pub(crate) fn note_unsaved(&self) -> Unsaved {
        self.0.unsaved.send_modify(|count| *count += 1);
        Unsaved(self.clone())
    }

    /// Notes that an operation runs, until the value is dropped.
    pub(crate) fn begin(&self) -> Running {
        self.0.running.send_modify(|count| *count += 1);
        Running(self.clone())
    }

    /// Returns how long the spool retains what the store has taken.
    pub(crate) fn retention(&self) -> Duration {
        self.0
            .spool
            .as_ref()
            .map_or(Duration::ZERO, Spool::retention)
    }

    pub(crate) fn state(&self) -> &StoreState {
        &self.0.state
    }

    /// Checks that the store is not quarantined.
    pub(crate) fn check_sendable(&self) -> Result<(), StoreError> {
        match &self.0.store.identity().quarantine {
            None => Ok(()),
            // In the store's own words: it knows what was copied, and how one gets back to the original.
            Some(reason) => {
                Err(StoreError::new(reason.clone()).with_kind(StoreErrorKind::Quarantined))
            }
        }
    }

    /// Builds an entry of a history, without fingerprints.
    pub(crate) fn event(&self, event: Event, at: StoreTime) -> HistoryEntry {
        HistoryEntry {
            at,
            by: self.0.store.owner().to_owned(),
            event,
            before: None,
            after: None,
            detail: None,
            newer: NewerFields::new(),
        }
    }

    /// Writes a record if the connection is in the expected version; `None` expects no record.
    pub(crate) async fn swap(
        &self,
        id: &ConnectionId,
        expected: Option<Version>,
        record: &Record,
        tokens: Tokens,
    ) -> Result<Swap, StoreError> {
        let sealed = match tokens {
            Tokens::New => Some(self.seal(id, record).await?),
            // A lease changes the head alone: it must be possible while the keys are out of reach.
            Tokens::Unchanged => None,
        };
        let row = record.head.to_row(sealed)?;
        self.0.store.compare_and_swap(id, expected, &row).await
    }

    /// Writes a record with new tokens. Also returns what is in the row, if it was written.
    pub(crate) async fn write(
        &self,
        id: &ConnectionId,
        expected: Option<Version>,
        record: &Record,
    ) -> Result<(Swap, Option<WrittenRow>), StoreError> {
        // Before the sealing: with keys that come in between the row is opened.
        let keys = self.keys_in_use();
        let row = record.head.to_row(Some(self.seal(id, record).await?))?;
        let swap = self.0.store.compare_and_swap(id, expected, &row).await?;
        Ok((swap, keys.and_then(|keys| WrittenRow::new(keys, &row))))
    }

    /// Writes many heads at once; the tokens stay.
    pub(crate) async fn swap_heads(
        &self,
        changes: impl Iterator<Item = (&ConnectionId, Version, &Head)>,
    ) -> Result<Vec<Swap>, StoreError> {
        let changes = changes.map(|(id, version, head)| {
            Ok(Change::new(id.clone(), Some(version), head.to_row(None)?))
        });
        let changes = changes.collect::<Result<Vec<_>, StoreError>>()?;
        self.0.store.compare_and_swap_all(&changes).await
    }

    pub(crate) async fn open(
        &self,
        id: &ConnectionId,
        stored: &Stored,
    ) -> Result<LoadedRecord, StoreError> {
        let head = Head::from_bytes(&stored.row.head)?;
        self.open_with(id, head, stored).await
    }

    /// Opens a row whose head was read.
    async fn open_with(
        &self,
        id: &ConnectionId,
        head: Head,
        stored: &Stored,
    ) -> Result<LoadedRecord, StoreError> {
        let record = self.open_row(id, head, &stored.row).await?;
        Ok(LoadedRecord::new(record, stored))
    }

    pub(crate) async fn open_row(
        &self,
        id: &ConnectionId,
        head: Head,
        row: &Row,
    ) -> Result<Record, StoreError> {
        let sealed = row.sealed.as_deref().unwrap_or_default();
        // Otherwise the error would be about a key or about JSON, and would send its reader to the wrong place.
        if sealed.is_empty() {
            let text = format!("the tokens of `{id}` are missing: the sealed field is empty");
            return Err(StoreError::new(text).with_kind(StoreErrorKind::Damaged));
        }
        let text = self.unseal(id, &head, sealed, self.0.unsealed).await?;
        let tokens: StoredTokens =
            serde_json::from_slice(&text).map_err(|error| damaged(&error))?;
        Ok(Record::from_parts(head, tokens))
    }
}

/// A token set that is in memory alone.
pub(crate) struct Unsaved(Vault);

impl Drop for Unsaved {
    fn drop(&mut self) {
        self.0.0.unsaved.send_modify(|count| *count -= 1);
    }
}

/// An operation that runs.
pub(crate) struct Running(Vault);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.running.send_modify(|count| *count -= 1);
    }
}

impl VaultBuilder {
    /// Seals the tokens with these keys. Default: they are kept in clear.
    #[cfg(feature = "encryption")]
    #[must_use]
    pub fn keys(mut self, keys: impl KeyProvider + 'static) -> Self {
        self.0.keys = Some(Keys::new(Arc::new(keys)));
        self
    }

    /// Reads tokens that are not sealed although there are keys: while a store is being encrypted. Default: they are
    /// refused, because an attacker who can write to the store could put a token of their own into it.
    #[cfg(feature = "encryption")]
    #[must_use]
    pub fn accept_unsealed(mut self) -> Self {
        self.0.unsealed = Unsealed::Accept;
        self
    }

    /// Writes every response to this spool before the store. Default: none.
    #[must_use]
    pub fn spool(mut self, spool: Spool) -> Self {
        self.0.spool = Some(spool);
        self
    }

    /// Sets what happens to a token that the store fails to save. Default: [`StorePolicy::FailClosed`].
    #[must_use]
    pub fn policy(mut self, policy: StorePolicy) -> Self {
        self.0.policy = policy;
        self
    }

    /// Sets when a keeper refreshes. Default: between 55 and 80 % of a token's life.
    #[must_use]
    pub fn schedule(mut self, schedule: RefreshSchedule) -> Self {
        self.0.schedule = schedule;
        self
    }

    /// Sets the clock that measures how long the spool retains its entries. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.0.clock = clock;
        self
    }

    /// Shares nothing in memory with other vaults on the same store, as if this one were in another process: for
    /// tests, and for a process that was forked, where what its parent had under way never ends.
    #[must_use]
    pub fn isolated(mut self) -> Self {
        self.0.state = Arc::default();
        self
    }

    /// Completes the vault. Nothing is read yet.
    pub fn build(self) -> Vault {
        Vault(Arc::new(self.0))
    }
}

impl<S: TokenStore + 'static> From<Arc<S>> for Vault {
    fn from(store: Arc<S>) -> Self {
        Self::builder(store).build()
    }
}

impl From<Arc<dyn TokenStore>> for Vault {
    fn from(store: Arc<dyn TokenStore>) -> Self {
        Self::builder(store).build()
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("store", &self.0.store)
            .field("policy", &self.0.policy)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for VaultBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultBuilder")
            .field("store", &self.0.store)
            .finish_non_exhaustive()
    }
}

/// Returns whether the row only says that its grant was removed. A head that cannot be read does not say that.
pub(crate) fn is_removed(stored: &Stored) -> bool {
    Head::from_bytes(&stored.row.head).is_ok_and(|head| head.is_removed())
}

/// Writes the tokens of a record as text, in clear.
pub(crate) fn to_text(record: &Record) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    // To grow is to copy, and the shorter copy is not zeroed.
    let mut text = Zeroizing::new(Vec::with_capacity(record.text_length()));
    serde_json::to_writer(&mut *text, &record.tokens())
        .map_err(|error| StoreError::new("the tokens cannot be written").with_source(error))?;
    Ok(text)
}
