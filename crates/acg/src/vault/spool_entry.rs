//! An entry of the spool: a response, as it is written into a file and read from one.

use std::path::PathBuf;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::hex::hex;
use crate::store::connection_id::ConnectionId;
use crate::store::consent_id::{ConsentId, order_of};
use crate::store::error::{StoreError, StoreErrorKind, damaged};
use crate::store::head::Head;
use crate::store::row::Row;

/// The order of a response among those of its connection: by its consent, then by its token set.
pub(crate) type Order = (u64, u64);

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct SpoolEntry {
    pub(crate) store: String,
    pub(crate) connection: ConnectionId,
    pub(crate) row: Row,
    /// The consent that the response belongs to. It stands in the row's head; here it is at hand.
    pub(crate) consent: Option<ConsentId>,
    /// The process that wrote it. It is part of the file's name, so that no two processes write the same file.
    pub(crate) owner: String,
    pub(crate) origin: Origin,
}

/// What a response was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// A new consent, which needs no record to be there.
    Consent,
    /// A refresh, whose response is worth something only as the successor of a record.
    Refresh,
}

/// An entry that was found.
#[derive(Debug)]
pub(crate) struct FoundEntry {
    pub(crate) entry: SpoolEntry,
    pub(crate) path: PathBuf,
    pub(crate) written: SystemTime,
}

impl FoundEntry {
    /// Returns whether it belongs to the store, and to the connection whose entries' names begin so.
    pub(crate) fn is_of(&self, store: &str, prefix: Option<&str>) -> bool {
        let of = |wanted: &str| *wanted == *name_prefix(store, &self.entry.connection);
        self.entry.store == store && prefix.is_none_or(of)
    }
}

/// An entry as a file holds it.
#[derive(Serialize, Deserialize)]
struct EntryFile {
    store: String,
    connection: ConnectionId,
    generation: u64,
    owner: String,
    /// Entries of an older version say `is_consent` instead.
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default, skip_serializing)]
    is_consent: bool,
    head: String,
    sealed: String,
}

impl SpoolEntry {
    pub(crate) fn order(&self) -> Order {
        (order_of(self.consent.as_ref()), self.row.generation)
    }

    /// Returns the content of its file, which holds no zero byte.
    pub(crate) fn to_text(&self) -> Result<Vec<u8>, StoreError> {
        let sealed = self.row.sealed.as_deref().unwrap_or_default();
        let file = EntryFile {
            store: self.store.clone(),
            connection: self.connection.clone(),
            generation: self.row.generation,
            owner: self.owner.clone(),
            origin: Some(self.origin),
            is_consent: false,
            head: String::from_utf8_lossy(&self.row.head).into_owned(),
            sealed: STANDARD.encode(sealed),
        };
        serde_json::to_vec(&file).map_err(|error| {
            StoreError::new("the spool's entry cannot be written").with_source(error)
        })
    }

    /// Reads what [`to_text`](Self::to_text) has made, in this version or an older one.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, StoreError> {
        let file: EntryFile = serde_json::from_slice(text).map_err(|error| damaged(&error))?;
        let origin = file.origin();
        let sealed = STANDARD.decode(&file.sealed).map_err(|_| {
            StoreError::new("the tokens of a spool entry are not base64")
                .with_kind(StoreErrorKind::Damaged)
        })?;
        let head = file.head.into_bytes();
        // A head that cannot be read here may be one of a newer version: the entry is not damaged.
        let consent = Head::from_bytes(&head).ok().and_then(|head| head.consent);
        Ok(Self {
            consent,
            store: file.store,
            connection: file.connection,
            row: Row::new(file.generation, None, None, head, Some(sealed)),
            owner: file.owner,
            origin,
        })
    }
}

/// Returns the start of the names of a connection's entries.
pub(crate) fn name_prefix(store: &str, connection: &ConnectionId) -> String {
    let digest = sha2::Sha256::new()
        .chain_update(store)
        .chain_update([0])
        .chain_update(connection.as_str())
        .finalize();
    format!("{}.", hex(&digest[..12]))
}

impl EntryFile {
    fn origin(&self) -> Origin {
        self.origin.unwrap_or(if self.is_consent {
            Origin::Consent
        } else {
            Origin::Refresh
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_older_version_keeps_what_it_came_from() {
        for (is_consent, origin) in [(true, Origin::Consent), (false, Origin::Refresh)] {
            let text = format!(
                r#"{{"store":"s","connection":"c","generation":1,"owner":"o","is_consent":{is_consent},"head":"{{}}","sealed":""}}"#
            );
            assert_eq!(SpoolEntry::parse(text.as_bytes()).unwrap().origin, origin);
        }
    }
}
