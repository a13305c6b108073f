//! The rows of a store, and what a store says about them.

use crate::store::connection_id::ConnectionId;
use crate::store::time::StoreTime;

/// A row as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// Counts the token sets of the grant: for people who look into the store.
    pub generation: u64,
    /// When a process has to act on the grant; `None` for never. The store finds rows by it.
    pub due: Option<StoreTime>,
    /// The owner that holds a lease in it; `None` when none does.
    pub owner: Option<String>,
    /// Which client of which provider the grant belongs to, as a short text; empty when it is not a client's, or an
    /// older version has written it. The store finds rows by it.
    pub client: String,
    /// What is known of the grant, without any secret; opaque to the store.
    pub head: Vec<u8>,
    /// The tokens, encrypted if the program gave a key; opaque to the store. `None` in a write: as they are.
    pub sealed: Option<Vec<u8>>,
}

impl Row {
    /// Creates a row as a store reads it back.
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
            client: String::new(),
            head,
            sealed,
        }
    }

    /// Sets the client.
    #[must_use]
    pub fn with_client(mut self, client: impl Into<String>) -> Self {
        self.client = client.into();
        self
    }

    /// Returns whether a keeper of this client looks at the row.
    pub(crate) fn concerns(&self, client: &str) -> bool {
        // An older version wrote no client: its rows must not be left to expire.
        self.client == client || self.client.is_empty()
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
    /// Describes one of many writes.
    pub fn new(id: ConnectionId, expected: Option<Version>, row: Row) -> Self {
        Self { id, expected, row }
    }
}

/// A connection with its row.
pub type Listed = (ConnectionId, Stored);

/// Counts the writes of a store. Unique per connection; larger is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version(pub u64);

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
    /// Combines a row with what a store knows about it.
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
    /// Another process was faster, or there is no such record: nothing was written.
    Conflict,
}
