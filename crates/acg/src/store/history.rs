//! The history of a grant: its last events, with digests in place of tokens.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::ConsentCause;
use crate::hex::hex;
use crate::secret::Secret;
use crate::store::newer::{Newer, NewerFields};
use crate::store::time::StoreTime;

/// One event in the life of a grant: who did what to which token.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HistoryEntry {
    /// When, by the store's clock.
    pub at: StoreTime,
    /// Host, process and store handle: see [`TokenStore::owner`](crate::store::TokenStore::owner).
    pub by: String,
    /// What.
    pub event: Event,
    /// The refresh token before; `None` when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Fingerprint>,
    /// The refresh token after, when it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Fingerprint>,
    /// Why, in the words of the error; `None` when the event says it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What a newer version has written; it is written back as it was.
    #[serde(flatten)]
    pub(crate) newer: NewerFields,
}

/// What happened to a grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// The customer has consented.
    Consented,
    /// The token was refreshed.
    Refreshed,
    /// The provider has ended the grant.
    Ended {
        /// Why.
        cause: ConsentCause,
    },
    /// The refresh token was sent and no response arrived.
    NoResponse,
    /// The lease of another process was taken over.
    TakenOver {
        /// Whose.
        from: String,
    },
    /// A response that a process could not save before it ended came from its spool.
    Recovered,
    /// A second successor of the same refresh token arrived and was stored as a sibling.
    SiblingStored,
    /// The sibling took the place of the first successor, which the provider refuses.
    SiblingUsed,
    /// An event that a newer version has written.
    #[serde(untagged)]
    Newer(Newer),
}

/// A short digest of a token: distinguishes two tokens and discloses neither. The same on every machine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// Computes the digest of a token: 12 hexadecimal digits.
    pub fn of(token: &Secret) -> Self {
        use sha2::Digest as _;
        let digest = sha2::Sha256::new()
            // A prefix of its own, so that a digest of the token from elsewhere is not this one.
            .chain_update(b"acg fingerprint\0")
            .chain_update(token.expose())
            .finalize();
        // 48 bits are enough to distinguish the tokens of one grant.
        Self(hex(&digest[..6]))
    }

    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Consented => f.write_str("the customer consented"),
            Self::Refreshed => f.write_str("refreshed"),
            Self::Ended { cause } => write!(f, "ended: {cause}"),
            Self::NoResponse => f.write_str("sent, no response"),
            Self::TakenOver { from } => write!(f, "taken over from {from}"),
            Self::Recovered => f.write_str("recovered from a spool"),
            Self::SiblingStored => f.write_str("a sibling was stored"),
            Self::SiblingUsed => f.write_str("continued with the sibling"),
            Self::Newer(event) => event.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_tokens_apart_and_holds_none() {
        let (one, two) = (
            Fingerprint::of(&"token-1".into()),
            Fingerprint::of(&"token-2".into()),
        );
        assert_ne!(one, two);
        assert_eq!(one, Fingerprint::of(&"token-1".into()));
        assert_eq!(one.as_str().len(), 12);
        assert!(!one.as_str().contains("token"));
    }
}
