//! Where grants are kept: the contract, the record, and a store in memory.
//!
//! A store is small on purpose: load, compare-and-swap by version, delete. The refresh transaction is built from these by
//! the engine, so that every store gets it right.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::BoxFuture;
use crate::error::ConsentCause;
use crate::token::OauthToken;

#[cfg(feature = "testing")]
pub mod contract;
mod memory;
pub use self::memory::MemoryStore;

/// Keeps one [`Record`] per connection.
///
/// What an implementation promises:
/// - a write that was answered with [`Swap::Done`] survives a crash of the process and, as far as the medium allows, of the
///   machine; a write is seen whole or not at all;
/// - of several writers that expect the same version, one wins;
/// - a version is never given twice to the same connection, not even after a deletion;
/// - `now` comes from one clock for all processes that share the store.
///
/// With the feature `testing` the module [`contract`](crate::store) holds a kit that tests these promises.
pub trait TokenStore: fmt::Debug + Send + Sync {
    /// The record of a connection, or `None`.
    ///
    /// # Errors
    /// When the store cannot be read or the record makes no sense.
    fn load<'a>(&'a self, id: &'a ConnectionId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Writes `record` if the connection's version is still `expected` (`None`: if there is no record yet).
    ///
    /// # Errors
    /// When it is not known that the record is durable. It may be: load before trying again.
    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// Removes the record if its version is still `expected`.
    ///
    /// # Errors
    /// As for [`compare_and_swap`](Self::compare_and_swap).
    fn delete<'a>(&'a self, id: &'a ConnectionId, expected: Version) -> BoxFuture<'a, Result<Swap, StoreError>>;

    /// The name under which leases are held through this value. No other living value has it, neither in another process
    /// nor in this one: who reads his own name in a lease takes it over.
    fn owner(&self) -> &str;

    /// Whether the process that goes by `owner` has certainly ended. Default: not known, which means its lease is waited for.
    fn is_owner_gone<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, bool> {
        let _ = owner;
        Box::pin(std::future::ready(false))
    }
}

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
        if valid { Ok(Self(name)) } else { Err(InvalidConnectionId) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoreTime(pub i64);

impl StoreTime {
    pub(crate) fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The time from `self` to `later`; zero when it is not later.
    pub(crate) fn until(self, later: Self) -> Duration {
        Duration::from_millis(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

/// A record as a store gives it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// Its version.
    pub version: Version,
    /// The store's time when it was read.
    pub now: StoreTime,
}

impl Stored {
    /// A record with what a store knows about it.
    pub fn new(record: Record, version: Version, now: StoreTime) -> Self {
        Self { record, version, now }
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

/// One consent's tokens and what is known about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Record {
    /// The newest token set known to be good, or the last one that was.
    pub token: OauthToken,
    /// Counts the token sets of this consent, from 1.
    pub generation: u64,
    /// What may be done with it.
    pub state: GrantState,
    /// The client that the tokens were given to.
    pub client_id: String,
    /// The provider and environment that gave them: see [`Provider::identity`](crate::Provider::identity).
    pub provider: String,
    /// The program's own parameter values of the authorization, for example the connector.
    #[serde(default)]
    pub parameters: Vec<(String, String)>,
    /// Refreshes in a row that failed for now.
    #[serde(default)]
    pub attempts: u32,
    /// No refresh is sent before this.
    #[serde(default)]
    pub not_before: StoreTime,
}

/// What may be done with a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GrantState {
    /// The refresh token has not been sent.
    Ready,
    /// A process may be sending the refresh token. If it ends without an answer, whoever comes next presents the same
    /// token again.
    Refreshing {
        /// The process: see [`TokenStore::owner`].
        owner: String,
        /// When others may take over.
        until: StoreTime,
    },
    /// The refresh token was sent and no answer came. It is presented again, once, by the next caller.
    InDoubt,
    /// The provider has ended the grant.
    ConsentNeeded {
        /// Why.
        cause: ConsentCause,
    },
}

impl Record {
    /// The form in which a store keeps the record. It holds the tokens in clear.
    ///
    /// # Errors
    /// Never for a record that this crate made.
    pub fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec(self).map_err(|error| StoreError::new("the record cannot be written").with_source(error))
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// When the bytes are not a record. The text says where, not what.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(bytes).map_err(|error| {
            StoreError::new(format!("the record is damaged at line {} column {}", error.line(), error.column()))
        })
    }
}

/// A store failed.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    /// An error with this text, which holds no secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Keeps the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}
