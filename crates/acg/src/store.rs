//! Where grants are kept: the contract, the rows, and a store in memory.
//!
//! A store is small on purpose. It keeps one row per connection and replaces it if its version is the expected one; it finds
//! the rows that are due. It understands none of them: the refresh transaction, the encryption and the schedule are the
//! engine's, so that every store gets them right. See [`Vault`](crate::Vault) for what stands between.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::BoxFuture;
pub use crate::protocol::OwnerState;
pub use crate::record::{Event, Fingerprint, GrantState, Head, HistoryEntry, Record};

#[cfg(feature = "testing")]
pub mod chaos;
#[cfg(feature = "testing")]
pub mod contract;
mod memory;
pub use self::memory::MemoryStore;

/// Keeps one [`Row`] per connection.
///
/// What an implementation promises:
/// - a write that was answered with [`Swap::Done`] survives a crash of the process and, as far as the medium allows, of the
///   machine; a write is seen whole or not at all;
/// - of several writers that expect the same version, one wins;
/// - every handle on the same rows, in whatever process, sees at once what another has written: a replica that lags behind
///   must not answer;
/// - [`Swap::Done`] carries the version that `load` then gives; a later version of a connection is larger, and none is
///   given twice, not even after a deletion;
/// - names are compared byte for byte: a key that ignores case, accents or spaces at the end merges two customers, and so
///   does a file name on many systems;
/// - [`Stored::now`] is the time at which the row was read, in milliseconds, by one clock for all processes that share the
///   store. It goes on by itself and never back, so a server's clock is better than that of each client;
/// - a future does not block the thread it is polled on; work that does goes to a thread of its own. One that is dropped
///   half-way has been done or not, never by half, and holds nothing that others wait for.
///
/// With the feature `testing` the module [`contract`](crate::store) holds a kit that tests most of these promises, and `chaos`
/// one that tests what they are for: that no refresh loses a grant, whatever fails. No kit sees what a crash of the machine
/// leaves, a thread that is blocked, or a future that is dropped.
///
/// # How to write one
///
/// One table is enough: the connection's name as the key, a version, and a column for each field of [`Row`], of which the
/// store reads only `due`, for an index. [`compare_and_swap`](Self::compare_and_swap) is one `UPDATE … WHERE version = …`
/// or `INSERT`; its version may come from a counter that all rows share. Neither a transaction across calls nor a lock is
/// needed.
///
/// The identity is a random name in a row of its own, written when the store is made and read when it is opened. Beside it a
/// store remembers where it is, and is quarantined when it finds itself elsewhere: `acg-postgres` keeps the server's name for
/// its data and the numbers of database and table; `acg-sqlite` keeps the file's inode and, outside of the file, the newest
/// version it has seen, by which it notices a backup that was put back in place. A store that cannot notice says so in
/// its documentation. A new one is not quarantined.
///
/// The owner is made anew whenever the store is opened, of host, process and randomness, because containers often share the
/// first two. [`Owners`](crate::Owners) gives such a name and tells, of processes on the same machine, whether they still
/// live.
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// What tells this store from every other one; see [`StoreIdentity`].
    fn identity(&self) -> &StoreIdentity;

    /// The row of a connection, or `None`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Writes `row` if the connection's version is still `expected` (`None`: if there is no row yet). A row whose `sealed` is
    /// `None` leaves that field as it is. The engine never writes a first row without one; a store may refuse it with an
    /// error or keep it with an empty field, which is then reported as damaged.
    ///
    /// # Errors
    /// When it is not known that the row is durable. It may be: load before trying again.
    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// Many writes at once, each for itself; the outcomes are in the order of `changes`. No connection is in it twice.
    /// Default: one after the other.
    ///
    /// # Errors
    /// As for [`compare_and_swap`](Self::compare_and_swap), for any of them.
    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        Box::pin(async move {
            let mut outcomes = Vec::with_capacity(changes.len());
            for change in changes {
                outcomes.push(
                    self.compare_and_swap(&change.id, change.expected, &change.row)
                        .await?,
                );
            }
            Ok(outcomes)
        })
    }

    /// Removes the row if its version is still `expected`. One that is not there is a [`Swap::Conflict`].
    ///
    /// # Errors
    /// As for [`compare_and_swap`](Self::compare_and_swap).
    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// The first `limit` rows of a shard whose `due` has come or comes `within` that time, the earliest first: those with
    /// `due <= now + within`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>>;

    /// At most `limit` rows after the connection `after`, or from the beginning, in an order of the store's own that does not
    /// change. Fewer than `limit` are the last ones. `after` itself is not among them and need not exist any more: the order
    /// is over names, not rows.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>>;

    /// The name under which leases are held through this value. No other living value has it, neither in another process
    /// nor in this one: who reads his own name in a lease takes it over.
    fn owner(&self) -> &str;

    /// What is known of the process that goes by `owner`. Default: nothing, which means that its lease is waited for.
    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        let _ = owner;
        Box::pin(std::future::ready(OwnerState::Unknown))
    }
}

/// What tells a store from every other one, and from a copy of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoreIdentity {
    /// A name made when the store was created, and never again: handles on the same records have the same one.
    pub id: String,
    /// Why nothing may be refreshed from this store, if so: it is a copy or was restored, and its tokens may long have been
    /// replaced. What it holds can be read.
    pub quarantine: Option<String>,
}

impl StoreIdentity {
    /// A store that may be used.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            quarantine: None,
        }
    }

    /// A store that nothing is refreshed from, and why.
    #[must_use]
    pub fn quarantined(mut self, reason: impl Into<String>) -> Self {
        self.quarantine = Some(reason.into());
        self
    }
}

/// A row as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// Counts the token sets of the grant: for people who look into the store.
    pub generation: u64,
    /// When somebody has to act on the grant; `None` for never. The store finds rows by it.
    pub due: Option<StoreTime>,
    /// Who holds a lease in it; `None` when nobody does.
    pub owner: Option<String>,
    /// What is known of the grant, without any secret; opaque to the store.
    pub head: Vec<u8>,
    /// The tokens, encrypted if the program gave a key; opaque to the store. `None` in a write: as they are.
    pub sealed: Option<Vec<u8>>,
}

impl Row {
    /// A row as a store reads it back.
    pub fn new(
        generation: u64,
        due: Option<StoreTime>,
        owner: Option<String>,
        head: Vec<u8>,
        sealed: Option<Vec<u8>>,
    ) -> Self {
        Self {
            generation,
            due,
            owner,
            head,
            sealed,
        }
    }
}

/// One of many writes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Change {
    /// Whose row.
    pub id: ConnectionId,
    /// The version it must have; `None`: there must be none.
    pub expected: Option<Version>,
    /// The new row.
    pub row: Row,
}

impl Change {
    /// One of many writes.
    pub fn new(id: ConnectionId, expected: Option<Version>, row: Row) -> Self {
        Self { id, expected, row }
    }
}

/// A connection with its row.
pub type Listed = (ConnectionId, Stored);

/// One of 256 parts of a store: work on many connections is shared by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard(pub u8);

/// The program's name for one consent of one customer, for example `customer-4711/mikomo`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

impl ConnectionId {
    /// A name of 1 to 255 bytes without control characters.
    ///
    /// # Errors
    /// When the name is not one.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidConnectionId> {
        let name = name.into();
        let valid = (1..=255).contains(&name.len()) && !name.chars().any(char::is_control);
        if valid {
            Ok(Self(name))
        } else {
            Err(InvalidConnectionId)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part of a store that the connection is in: always the same one, on every machine.
    pub fn shard(&self) -> Shard {
        use sha2::Digest as _;
        Shard(sha2::Sha256::digest(self.0.as_bytes())[0])
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ConnectionId {
    type Error = InvalidConnectionId;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(name)
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.0
    }
}

/// A text that cannot name a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a connection's name has 1 to 255 bytes and no control characters")]
pub struct InvalidConnectionId;

/// Counts the writes of a store. Unique per connection; larger is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version(pub u64);

/// Milliseconds since 1970-01-01 UTC by the store's clock.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct StoreTime(pub i64);

impl StoreTime {
    pub(crate) fn after(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// The time from `self` to `later`; zero when it is not later.
    pub(crate) fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

/// A row as a store gives it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Stored {
    /// The row; its tokens are there.
    pub row: Row,
    /// Its version.
    pub version: Version,
    /// The store's time when it was read.
    pub now: StoreTime,
}

impl Stored {
    /// A row with what a store knows about it.
    pub fn new(row: Row, version: Version, now: StoreTime) -> Self {
        Self { row, version, now }
    }
}

/// The outcome of a conditional write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Swap {
    /// Written; the record's version now (after a deletion: the version that was deleted).
    Done(Version),
    /// Somebody else was faster, or there is no such record: nothing was written.
    Conflict,
}

/// A store failed.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    kind: StoreErrorKind,
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`StoreError`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// The store cannot be reached, read or written. Repair it.
    Unavailable,
    /// What it holds makes no sense. Nothing was overwritten; look at the connection that the text names.
    Damaged,
    /// The tokens cannot be opened: the key is missing, or the row was changed, swapped or set back. Nothing was
    /// overwritten; give the right key.
    Sealed,
    /// The store is a copy or was restored: nothing is refreshed from it until somebody says that it is the original.
    Quarantined,
}

impl StoreError {
    /// An error with this text, which holds no secret. Its kind is [`Unavailable`](StoreErrorKind::Unavailable).
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            kind: StoreErrorKind::Unavailable,
            message: message.into(),
            source: None,
        }
    }

    /// Sets the kind.
    #[must_use]
    pub fn with_kind(mut self, kind: StoreErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// What happened.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }
}
