//! Siblings, two successors of the same refresh token: where the second one is stored.
//!
//! A provider with a grace window may respond to a token twice, each time with another successor, and
//! keep only one of them alive. Nothing in them says which. So the second one is kept beside the
//! first, and used when the first is refused.

use crate::error::ConsentCause;
use crate::store::connection_id::ConnectionId;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::history::{Event, HistoryEntry};
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::vault::records::{LoadedRecord, Tokens, Vault};

/// What came of storing a sibling.
pub(crate) enum Sibling {
    /// It is in the record, or need not be.
    Stored,
    /// The record has changed, and must be looked at again.
    RecordChanged,
}

impl Vault {
    /// Keeps a sibling in the record, beside the token set of the same generation.
    pub(crate) async fn store_sibling(
        &self,
        id: &ConnectionId,
        loaded: LoadedRecord,
        sibling: &Record,
    ) -> Result<Sibling, StoreError> {
        let LoadedRecord {
            mut record,
            version,
            now,
        } = loaded;
        // A record has room for one sibling. A third successor needs two lost responses within one window, and the
        // process that has it serves it until it expires.
        let is_same = record.token == sibling.token
            // What a full disk has taken of it.
            || record.token.refreshable() == sibling.token;
        if is_same || record.sibling.is_some() {
            return Ok(Sibling::Stored);
        }
        let (before, after) = (record.fingerprint(), sibling.fingerprint());
        let entry = |event| HistoryEntry {
            before,
            after,
            ..self.event(event, now)
        };
        if was_refused(&record.head) {
            let entry = entry(Event::SiblingUsed);
            self.revive(id, &record, version, sibling, entry).await?;
            // Whatever came of it, the record is not the one that was loaded.
            return Ok(Sibling::RecordChanged);
        }
        record.head.remember(entry(Event::SiblingStored));
        record.sibling = Some(sibling.token.clone());
        let swap = self.swap(id, Some(version), &record, Tokens::New).await?;
        Ok(match swap {
            Swap::Done(_) => Sibling::Stored,
            Swap::Conflict => Sibling::RecordChanged,
        })
    }

    /// Puts the sibling in the place of a token set that the provider has refused: it may be the one that lives.
    async fn revive(
        &self,
        id: &ConnectionId,
        ended: &Record,
        version: Version,
        sibling: &Record,
        entry: HistoryEntry,
    ) -> Result<Swap, StoreError> {
        let mut record = sibling.clone();
        record.head.generation = ended.head.generation.saturating_add(1);
        record.head.history.clone_from(&ended.head.history);
        record.head.remember(entry);
        self.swap(id, Some(version), &record, Tokens::New).await
    }
}

/// Returns whether the grant has ended because the provider refused its refresh token.
fn was_refused(head: &Head) -> bool {
    let GrantState::ConsentNeeded { cause } = head.state else {
        return false;
    };
    matches!(
        cause,
        ConsentCause::RefreshTokenRefused | ConsentCause::RotationLost
    )
}
