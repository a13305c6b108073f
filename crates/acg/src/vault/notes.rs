//! Small values beside the grants: sealed as tokens are, under names that no connection can have.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::ConsentCause;
use crate::hex::hex;
use crate::secret::Secret;
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::{GrantState, Head};
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::token::oauth_token::OauthToken;
use crate::vault::records::{LoadedRecord, PAGE_SIZE, Tokens, Vault};

/// The most expired notes that are removed when a new one is written.
const MOST_SWEPT: usize = 100;

/// Values of one kind, each under a name, in the store of a vault: what a fleet of
/// processes has to agree on beside its grants.
///
/// A note is replaced and removed by version, as a grant is, so of several processes one wins. It is
/// sealed with the vault's keys, and its name is in the store as a digest alone. One that expires is
/// removed by a keeper, or when later notes are written.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), acg::store::StoreError> {
/// use std::sync::Arc;
/// use acg::store::{MemoryStore, Swap};
/// use acg::Vault;
/// use acg::vault::Notes;
///
/// let notes = Notes::new(&Vault::from(Arc::new(MemoryStore::new())), "greeting");
/// let written = notes.swap("first", None, &"hello", None).await?;
/// assert!(matches!(written, Swap::Done(_)));
/// assert_eq!(notes.swap("first", None, &"too late", None).await?, Swap::Conflict);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Notes {
    vault: Vault,
    kind: &'static str,
}

/// A note as the store has it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Note<T> {
    /// What it says.
    pub value: T,
    /// Its version: the one to name when it is replaced or removed.
    pub version: Version,
    /// When it expires; `None` for never. It may be there a while longer.
    pub expires_at: Option<StoreTime>,
    /// The store's time when it was read.
    pub now: StoreTime,
}

impl Notes {
    /// Opens the notes of this kind, a short word.
    pub fn new(vault: &Vault, kind: &'static str) -> Self {
        Self {
            vault: vault.clone(),
            kind,
        }
    }

    /// Loads the note of this name, or `None`.
    ///
    /// # Errors
    /// When the store cannot be read, or the note cannot be opened.
    pub async fn load<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<Note<T>>, StoreError> {
        let Some(loaded) = self.vault.load(&self.id(name)?).await? else {
            return Ok(None);
        };
        note(loaded).map(Some)
    }

    /// Loads all notes of the kind that can be opened, in no order. It reads the whole store: for a program that
    /// starts.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn all<T: DeserializeOwned>(&self) -> Result<Vec<Note<T>>, StoreError> {
        let (mut notes, mut last) = (Vec::new(), None);
        loop {
            let page = self.vault.store().page(last.as_ref(), PAGE_SIZE).await?;
            let Some((id, _)) = page.last() else {
                return Ok(notes);
            };
            last = Some(id.clone());
            for (id, stored) in page.iter().filter(|(id, _)| self.is_one(id)) {
                match self.vault.open(id, stored).await.and_then(note) {
                    Ok(note) => notes.push(note),
                    // One note under a lost key must not hide the others from a program that starts.
                    Err(error) => tracing::error!(note = %id, %error, "a note cannot be read"),
                }
            }
        }
    }

    /// Writes a note if its version is still `expected` (`None`: if there is none yet).
    ///
    /// # Errors
    /// When it is not known that the note is durable. It may be: load before trying again.
    pub async fn swap<T: Serialize>(
        &self,
        name: &str,
        expected: Option<Version>,
        value: &T,
        expires_at: Option<StoreTime>,
    ) -> Result<Swap, StoreError> {
        let id = self.id(name)?;
        // Only a new note sweeps: replacing one does not make the store grow.
        if expected.is_none() {
            self.vault.sweep(id.shard()).await?;
        }
        let text = serde_json::to_vec(value)
            .map(Zeroizing::new)
            .map_err(|error| StoreError::new("the note cannot be written").with_source(error))?;
        let record = record(Secret::new(STANDARD.encode(&*text)), expires_at);
        self.vault.swap(&id, expected, &record, Tokens::New).await
    }

    /// Removes a note if its version is still `expected`.
    ///
    /// # Errors
    /// As for [`swap`](Self::swap).
    pub async fn delete(&self, name: &str, expected: Version) -> Result<Swap, StoreError> {
        self.vault.store().delete(&self.id(name)?, expected).await
    }

    fn is_one(&self, id: &ConnectionId) -> bool {
        let name = id.as_str().strip_prefix("acg.");
        let name = name.and_then(|name| name.strip_prefix(self.kind));
        name.is_some_and(|name| name.starts_with('/'))
    }

    /// Hashes the name, which may be secret, long, or hold any character.
    fn id(&self, name: &str) -> Result<ConnectionId, StoreError> {
        let name = hex(&Sha256::digest(name));
        ConnectionId::new(format!("acg.{}/{name}", self.kind))
            .map_err(|error| StoreError::new("the note has no name").with_source(error))
    }
}

impl Vault {
    /// Removes notes of a shard that have expired. Names are spread over the shards by chance, so sweeping the
    /// shard of each new note keeps the number of expired ones small.
    async fn sweep(&self, shard: Shard) -> Result<(), StoreError> {
        let due = self
            .store()
            .due(shard, std::time::Duration::ZERO, MOST_SWEPT);
        for (id, stored) in due.await? {
            if id.is_reserved() {
                self.store().delete(&id, stored.version).await?;
            }
        }
        Ok(())
    }
}

/// Wraps a note in the record that it travels as. Its JSON text is the refresh token, in base64 because a token is
/// visible ASCII: sealing, changing keys and the check for damage are then those of tokens. No client has an empty id,
/// so no keeper sends it.
fn record(text: Secret, expires_at: Option<StoreTime>) -> Record {
    let state = match expires_at {
        Some(_) => GrantState::Ready,
        // The state of a row that is never due, so that no sweep removes it.
        None => GrantState::ConsentNeeded {
            cause: ConsentCause::NoGrant,
        },
    };
    let head = Head {
        refresh_at: expires_at,
        ..Head::new(0, None, state)
    };
    Record::new(head, OauthToken::empty().with_refresh_token(text))
}

fn note<T: DeserializeOwned>(loaded: LoadedRecord) -> Result<Note<T>, StoreError> {
    let text = loaded.record.token.refresh_token;
    let text = STANDARD.decode(text.as_ref().map_or("", Secret::expose));
    let text = Zeroizing::new(text.unwrap_or_default());
    Ok(Note {
        value: serde_json::from_slice(&text).map_err(|error| damaged(&error))?,
        version: loaded.version,
        expires_at: loaded.record.head.refresh_at,
        now: loaded.now,
    })
}

fn damaged(error: &serde_json::Error) -> StoreError {
    let text = format!("a note is damaged at column {}", error.column());
    StoreError::new(text).with_kind(StoreErrorKind::Damaged)
}
