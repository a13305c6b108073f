//! The names of connections, checked once, and the shards that they fall into.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The program's name for one consent of one customer, for example `customer-4711/mikomo`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConnectionId(String);

impl ConnectionId {
    /// Checks a name: 1 to 255 bytes without control characters.
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

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the name is one of the engine's own, which begin with `acg.`: no connection can be used under
    /// it.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with("acg.")
    }

    /// Returns the part of a store that the connection is in, always the same one on every machine.
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

impl std::str::FromStr for ConnectionId {
    type Err = InvalidConnectionId;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
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
#[error("a connection name must have 1 to 255 bytes and no control characters")]
pub struct InvalidConnectionId;

/// One of the 256 parts of a store, by which processes divide work on many connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Shard(pub u8);
