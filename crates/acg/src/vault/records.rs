//! The vault itself: records go in sealed and come out opened.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::clock::{Clock, SystemClock};
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::{Head, damaged};
use crate::store::history::{Event, HistoryEntry};
use crate::store::record::{Record, TokensIn};
use crate::store::row::{Change, Row, Stored, Swap, Version};
use crate::store::time::StoreTime;
#[cfg(feature = "encryption")]
use crate::vault::encryption;
use crate::vault::spool::Spool;

/// How many rows are read at a time by what goes through the whole store.
pub(crate) const PAGE: usize = 500;

/// A token store with what belongs to it: keys, spool, policy and schedule. Cheap to clone.
///
/// A bare store is a vault too: tokens in clear, no spool.
///
/// ```
/// use std::sync::Arc;
/// use acg::Vault;
/// use acg::random::SystemRandom;
/// use acg::store::MemoryStore;
/// use acg::vault::{Keyring, SealingKey, StorePolicy};
///
/// let key = SealingKey::generate(&SystemRandom)?;
/// let vault = Vault::builder(Arc::new(MemoryStore::new()))
///     .keys(Keyring::new(key))
///     .policy(StorePolicy::FailClosed)
///     .build();
/// # let _ = vault;
/// # Ok::<(), acg::random::RandomError>(())
/// ```
#[derive(Clone)]
pub struct Vault(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Arc<dyn TokenStore>,
    #[cfg(feature = "encryption")]
    pub(crate) keys: Option<encryption::Keys>,
    pub(crate) accepts_unsealed: bool,
    pub(crate) spool: Option<Spool>,
    pub(crate) policy: StorePolicy,
    pub(crate) schedule: RefreshSchedule,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) is_drained: AtomicBool,
    /// How many refreshes, exchanges and revocations are under way.
    pub(crate) under_way: watch::Sender<usize>,
}

/// What happens to a new token that the store does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum StorePolicy {
    /// It is used from memory, and saved as soon as the store works. The operation that got it says once that it is not saved.
    /// If the process ends before that, what the spool does not hold is lost.
    KeepServing,
    /// Nobody sees it before it is saved; it is held in memory, and saved as soon as the store works. The old token is used
    /// while it is valid.
    #[default]
    FailClosed,
    /// It is revoked at the provider: no token lives that is not in the store. Consent is needed again.
    RevokeAndFail,
}

/// When a keeper refreshes a token: at a random moment between two parts of its life, so that tokens that were issued
/// together are not refreshed together.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct RefreshSchedule {
    /// The earliest part of the life, from 0 to 1. Default: 0.55.
    pub from: f64,
    /// The latest part of the life, from 0 to 1. Default: 0.80.
    pub to: f64,
    /// The least time from one refresh to the next, however short the life: for tokens that are refreshed when they are
    /// needed, and only kept from dying in between. Default: none.
    pub at_least: Duration,
}

impl Default for RefreshSchedule {
    fn default() -> Self {
        Self {
            from: 0.55,
            to: 0.80,
            at_least: Duration::ZERO,
        }
    }
}

impl RefreshSchedule {
    /// The wait for a token that lives for `life`; `fraction` from 0 to 1 is the jitter of the draw.
    pub fn wait(&self, life: Duration, fraction: f64) -> Duration {
        let (from, to) = (self.from.clamp(0.0, 1.0), self.to.clamp(0.0, 1.0));
        let part = from + (to - from).max(0.0) * fraction.clamp(0.0, 1.0);
        life.mul_f64(part).max(self.at_least)
    }
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

/// Whether a write touches the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tokens {
    /// They are new.
    Seal,
    /// They are as they were: they are not sealed again.
    Keep,
}

/// Collects a [`Vault`].
pub struct VaultBuilder(pub(crate) Inner);

impl Vault {
    /// A vault with this store, without keys and spool.
    pub fn builder(store: Arc<dyn TokenStore>) -> VaultBuilder {
        VaultBuilder(Inner {
            store,
            #[cfg(feature = "encryption")]
            keys: None,
            accepts_unsealed: false,
            spool: None,
            policy: StorePolicy::default(),
            schedule: RefreshSchedule::default(),
            clock: Arc::new(SystemClock::new()),
            is_drained: AtomicBool::new(false),
            under_way: watch::Sender::new(0),
        })
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn TokenStore> {
        &self.0.store
    }

    /// What happens to a token that the store does not take.
    pub fn policy(&self) -> StorePolicy {
        self.0.policy
    }

    /// When tokens are refreshed by a keeper.
    pub fn schedule(&self) -> RefreshSchedule {
        self.0.schedule
    }

    /// The record of a connection, or `None`.
    ///
    /// # Errors
    /// When the store cannot be read, the record is damaged, or its tokens cannot be opened.
    pub async fn load(&self, id: &ConnectionId) -> Result<Option<LoadedRecord>, StoreError> {
        self.replay_once().await?;
        let Some(stored) = self.0.store.load(id).await? else {
            return Ok(None);
        };
        self.open(id, &stored).await.map(Some)
    }

    /// At most 500 connections after `after`, or from the beginning, each with its record or what is wrong with it. An empty
    /// answer is the end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn page(
        &self,
        after: Option<&ConnectionId>,
    ) -> Result<Vec<(ConnectionId, Result<Record, StoreError>)>, StoreError> {
        self.replay_once().await?;
        let mut page = Vec::new();
        for (id, stored) in self.0.store.page(after, PAGE).await? {
            let record = self.open(&id, &stored).await.map(|loaded| loaded.record);
            page.push((id, record));
        }
        Ok(page)
    }

    /// Removes a connection's row, whatever is in it. The provider is not told.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove(&self, id: &ConnectionId) -> Result<(), StoreError> {
        while let Some(stored) = self.0.store.load(id).await? {
            if let Swap::Done(_) = self
                .delete(id, stored.version, stored.row.generation)
                .await?
            {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn event(&self, event: Event, at: StoreTime) -> HistoryEntry {
        HistoryEntry {
            at,
            by: self.0.store.owner().to_owned(),
            event,
            before: None,
            after: None,
        }
    }

    /// Waits until nothing is under way that goes through this vault or a clone of it: for a program that ends. They are on tasks
    /// of their own, which no caller's end stops, but the process's would.
    ///
    /// What a store has not taken is not waited for: see
    /// [`AuthorizationCodeAuth::retry_pending`](crate::AuthorizationCodeAuth::settle).
    pub async fn wait_until_idle(&self) {
        let _ = self
            .0
            .under_way
            .subscribe()
            .wait_for(|count| *count == 0)
            .await;
    }

    /// Notes that something is under way, until the value is dropped.
    pub(crate) fn begin(&self) -> UnderWay {
        self.0.under_way.send_modify(|count| *count += 1);
        UnderWay(self.clone())
    }

    /// Why nothing may be sent, if so.
    pub(crate) fn check_sendable(&self) -> Result<(), StoreError> {
        match &self.0.store.identity().quarantine {
            None => Ok(()),
            Some(reason) => {
                Err(StoreError::new(reason.clone()).with_kind(StoreErrorKind::Quarantined))
            }
        }
    }

    pub(crate) async fn swap(
        &self,
        id: &ConnectionId,
        expected: Option<Version>,
        record: &Record,
        tokens: Tokens,
    ) -> Result<Swap, StoreError> {
        let sealed = match tokens {
            Tokens::Seal => Some(self.seal(id, record).await?),
            Tokens::Keep => None,
        };
        self.0
            .store
            .compare_and_swap(id, expected, &record.head.to_row(sealed)?)
            .await
    }

    /// Writes many heads at once; the tokens stay.
    pub(crate) async fn swap_heads(
        &self,
        changes: impl Iterator<Item = (&ConnectionId, Version, &Head)>,
    ) -> Result<Vec<Swap>, StoreError> {
        let changes = changes.map(|(id, version, head)| {
            Ok(Change::new(id.clone(), Some(version), head.to_row(None)?))
        });
        self.0
            .store
            .compare_and_swap_all(&changes.collect::<Result<Vec<_>, StoreError>>()?)
            .await
    }

    pub(crate) async fn open(
        &self,
        id: &ConnectionId,
        stored: &Stored,
    ) -> Result<LoadedRecord, StoreError> {
        self.open_as(id, stored, self.0.accepts_unsealed).await
    }

    pub(crate) async fn open_as(
        &self,
        id: &ConnectionId,
        stored: &Stored,
        accepts_unsealed: bool,
    ) -> Result<LoadedRecord, StoreError> {
        let head = Head::from_bytes(&stored.row.head)?;
        let record = self
            .open_row(id, head, &stored.row, accepts_unsealed)
            .await?;
        Ok(LoadedRecord {
            record,
            version: stored.version,
            now: stored.now,
        })
    }

    pub(crate) async fn open_row(
        &self,
        id: &ConnectionId,
        head: Head,
        row: &Row,
        accepts_unsealed: bool,
    ) -> Result<Record, StoreError> {
        let sealed = row.sealed.as_deref().unwrap_or_default();
        if sealed.is_empty() {
            let text = format!("the tokens of `{id}` are missing: the sealed field is empty");
            return Err(StoreError::new(text).with_kind(StoreErrorKind::Damaged));
        }
        let text = self.unseal(id, &head, sealed, accepts_unsealed).await?;
        let tokens: TokensIn = serde_json::from_slice(&text).map_err(|error| damaged(&error))?;
        Ok(Record::from_parts(head, tokens))
    }
}

/// Something that is not to be cut off.
pub(crate) struct UnderWay(Vault);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.0.under_way.send_modify(|count| *count -= 1);
    }
}

impl VaultBuilder {
    /// Writes every answer to this spool before the store. Default: none.
    #[must_use]
    pub fn spool(mut self, spool: Spool) -> Self {
        self.0.spool = Some(spool);
        self
    }

    /// Sets what happens to a token that the store does not take. Default: [`StorePolicy::FailClosed`].
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

    /// Sets the clock that a spool's entries are held by. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.0.clock = clock;
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

pub(crate) fn plaintext(record: &Record) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    serde_json::to_vec(&record.tokens())
        .map(Zeroizing::new)
        .map_err(|error| StoreError::new("the tokens cannot be written").with_source(error))
}
