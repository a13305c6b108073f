//! The connections of a token store, one after the other, and whether their grants have ended.

use akoya::oauth::store::{GrantState, Record, StoreError, StoreErrorKind, StoreTime};
use akoya::oauth::{ConnectionId, Vault};

use crate::notified_once::MEMORY;

/// Whether a grant has ended, as far as its record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It has not.
    None,
    /// Its refresh token was refused and is presented once more later: an incident at the provider looks the same.
    Likely,
    /// It has.
    Certain,
}

/// Returns whether a record's grant has ended.
pub(crate) fn end_of(record: &Record) -> End {
    match record.head.state {
        GrantState::ConsentNeeded { .. } if record.head.second_look.is_none() => End::Certain,
        GrantState::ConsentNeeded { .. } => End::Likely,
        _ => End::None,
    }
}

/// Returns whether the last event of a grant is so recent that what was done about it is remembered.
pub(crate) fn has_ended_lately(record: &Record, now: StoreTime) -> bool {
    let last = record.head.history.last();
    last.is_some_and(|last| last.at.0 > now.0 - MEMORY)
}

/// The connections that can be read, with their records.
pub(crate) struct Connections<'a> {
    vault: &'a Vault,
    last: Option<ConnectionId>,
    page: std::vec::IntoIter<(ConnectionId, Result<Record, StoreError>)>,
}

impl<'a> Connections<'a> {
    pub(crate) fn of(vault: &'a Vault) -> Self {
        Self {
            vault,
            last: None,
            page: Vec::new().into_iter(),
        }
    }

    /// Returns the next one; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<(ConnectionId, Record)>, StoreError> {
        loop {
            let Some((connection, record)) = self.page.next() else {
                let page = self.vault.page(self.last.as_ref()).await?;
                let Some((id, _)) = page.last() else {
                    return Ok(None);
                };
                self.last = Some(id.clone());
                self.page = page.into_iter();
                continue;
            };
            match record {
                Ok(record) => return Ok(Some((connection, record))),
                Err(error) if error.kind() == StoreErrorKind::Damaged => {
                    tracing::error!(%connection, %error, "a connection cannot be read; notifications that concern it are not recognised");
                }
                // The keys may be back later. To continue without them would drop every event in silence.
                Err(error) => return Err(error),
            }
        }
    }
}
