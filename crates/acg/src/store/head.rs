//! What is known about a grant's tokens, without the tokens.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::ConsentCause;
use crate::hex::hex;
use crate::store::consent_id::ConsentId;
use crate::store::error::{StoreError, damaged};
use crate::store::history::HistoryEntry;
use crate::store::newer::{Newer, NewerFields, newer_state};
use crate::store::row::Row;
use crate::store::time::StoreTime;

/// The most entries of a history; the oldest go.
const LONGEST_HISTORY: usize = 8;

/// What is known about a grant's tokens, without them: a store keeps it in clear.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Head {
    /// Counts the token sets of the connection, from 1. A new consent continues the count.
    pub generation: u64,
    /// Which consent the tokens came from; `None` when an older version of this crate has written the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentId>,
    /// What may be done with it.
    pub state: GrantState,
    /// The client that the tokens were given to.
    pub client_id: String,
    /// The provider and environment that gave them: see [`Provider::identity`](crate::Provider::identity).
    pub provider: String,
    /// The program's own parameter values of the authorization, for example the connector.
    #[serde(default)]
    pub parameters: Vec<(String, String)>,
    /// How many refreshes in a row have failed without ending the grant.
    #[serde(default)]
    pub attempts: u32,
    /// No refresh is sent before this.
    #[serde(default)]
    pub not_before: StoreTime,
    /// When the last refresh failed for now; `None` after one that did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<StoreTime>,
    /// When the bearer expires, by the store's clock; `None` when only the token itself says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<StoreTime>,
    /// When a keeper refreshes it; `None` for never, as without a refresh token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_at: Option<StoreTime>,
    /// When the customer was last active, in seconds since 1970: as the program says, by a consent, or as the
    /// `id_token` says when the customer signed in. `None` when nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_access: Option<i64>,
    /// When an API refused the bearer of this generation although it was refreshed for that; `None` when none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<StoreTime>,
    /// When a refresh token that was refused is presented once more: an incident at the provider looks like the end of a
    /// consent. `None` when it was not refused, or has been looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_look: Option<StoreTime>,
    /// What happened to the grant, oldest first; the last eight events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<HistoryEntry>,
    /// What a newer version has written; it is written back as it was.
    #[serde(flatten)]
    pub(crate) newer: NewerFields,
}

/// What may be done with a grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GrantState {
    /// The refresh token has not been sent.
    Ready,
    /// A process may be sending the refresh token. If it ends without a response, the next caller presents the same
    /// token again.
    Refreshing {
        /// The process: see [`TokenStore::owner`](crate::store::TokenStore::owner).
        owner: String,
        /// When others may take over.
        until: StoreTime,
    },
    /// The refresh token was sent and no response arrived. It is presented again, once, by the next caller.
    InDoubt,
    /// The provider has ended the grant.
    ConsentNeeded {
        /// Why.
        cause: ConsentCause,
    },
    /// The grant was removed, and its tokens with it. The row stays for some time, so that no response to the removed
    /// consent, wherever it waits, brings the grant back.
    Removed {
        /// When the row itself may go.
        until: StoreTime,
    },
    /// A state that a newer version has written. The bearer can be used; nothing is refreshed or
    /// written before this program is updated.
    #[serde(untagged)]
    Newer(Newer),
}

/// How far two right clocks are apart at most.
const SLACK: Duration = Duration::from_secs(60);

impl Head {
    /// Creates a head that says only this.
    pub(crate) fn new(generation: u64, consent: Option<ConsentId>, state: GrantState) -> Self {
        Self {
            generation,
            consent,
            state,
            client_id: String::new(),
            provider: String::new(),
            parameters: Vec::new(),
            attempts: 0,
            not_before: StoreTime::default(),
            failed_at: None,
            expires_at: None,
            refresh_at: None,
            last_access: None,
            refused_at: None,
            second_look: None,
            history: Vec::new(),
            newer: NewerFields::new(),
        }
    }

    /// Returns when a process has to act on the grant of its own accord: refresh it, or take a lease over. `None` for
    /// never.
    pub fn due(&self) -> Option<StoreTime> {
        match &self.state {
            GrantState::Ready => self.refresh_at.map(|at| at.max(self.not_before)),
            GrantState::Refreshing { until, .. } | GrantState::Removed { until } => Some(*until),
            GrantState::InDoubt => Some(self.not_before),
            GrantState::ConsentNeeded { .. } => self.second_look.map(|at| at.max(self.not_before)),
            GrantState::Newer(_) => None,
        }
    }

    /// Returns whether the head was written by a clock that was ahead of the one that reads `now`: its last event
    /// or failure is still to come. Then no other time in it means anything.
    pub(crate) fn is_ahead_of(&self, now: StoreTime) -> bool {
        let written = self.history.last().map(|entry| entry.at);
        let written = written.max(self.failed_at);
        written.is_some_and(|written| written > now.after(SLACK))
    }

    /// Returns whether the grant was removed.
    pub fn is_removed(&self) -> bool {
        matches!(self.state, GrantState::Removed { .. })
    }

    pub(crate) fn remember(&mut self, entry: HistoryEntry) {
        self.history.push(entry);
        // Bounded, because the row is written at every refresh, a million times in the life of some
        // grants.
        let surplus = self.history.len().saturating_sub(LONGEST_HISTORY);
        self.history.drain(..surplus);
    }

    /// Returns how long the bearer lives from `now` on, if the head says so.
    pub(crate) fn remaining(&self, now: StoreTime) -> Option<Duration> {
        self.expires_at.map(|expires_at| now.until(expires_at))
    }

    /// Writes the head in the form in which a store keeps it.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        // About as long as a head with a whole history: to grow would be to copy.
        let mut bytes = Vec::with_capacity(1536);
        serde_json::to_writer(&mut bytes, self)
            .map_err(|error| StoreError::new("the record cannot be written").with_source(error))?;
        Ok(bytes)
    }

    /// Reads what a store kept.
    ///
    /// # Errors
    /// When the bytes are not a head. The text says where, not what.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        serde_json::from_slice(bytes).map_err(|error| damaged(&error))
    }

    /// Builds the row with this head and these sealed tokens.
    ///
    /// # Errors
    /// When only a newer version knows its state: also when the row is due.
    pub(crate) fn to_row(&self, sealed: Option<Vec<u8>>) -> Result<Row, StoreError> {
        let owner = match &self.state {
            GrantState::Refreshing { owner, .. } => Some(owner.clone()),
            GrantState::Newer(_) => return Err(newer_state()),
            _ => None,
        };
        Ok(Row {
            generation: self.generation,
            due: self.due(),
            owner,
            client: client_key(&self.provider, &self.client_id),
            head: self.to_bytes()?,
            sealed,
        })
    }
}

/// Returns the text by which a store finds the rows of a client: a digest, because the names are of
/// any length. Empty when there are no names.
pub(crate) fn client_key(provider: &str, client_id: &str) -> String {
    if provider.is_empty() && client_id.is_empty() {
        return String::new();
    }
    use sha2::Digest as _;
    let digest = sha2::Sha256::new()
        .chain_update(provider)
        .chain_update([0])
        .chain_update(client_id)
        .finalize();
    hex(&digest[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::history::Event;

    fn head() -> Head {
        let text = r#"{"generation":3,"state":"ready","client_id":"c","provider":"p"}"#;
        Head::from_bytes(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_ready_grant_is_due_when_its_time_has_come_and_its_cooldown_is_over() {
        let mut head = head();
        assert_eq!(head.due(), None);
        head.refresh_at = Some(StoreTime(50));
        assert_eq!(head.due(), Some(StoreTime(50)));
        head.not_before = StoreTime(70);
        assert_eq!(head.due(), Some(StoreTime(70)));
    }

    #[test]
    fn a_lease_is_due_at_its_end_and_an_ended_grant_for_its_second_look_alone() {
        let state = GrantState::Refreshing {
            owner: "o".to_owned(),
            until: StoreTime(9),
        };
        assert_eq!(Head { state, ..head() }.due(), Some(StoreTime(9)));
        let state = GrantState::ConsentNeeded {
            cause: ConsentCause::RotationLost,
        };
        let mut ended = Head {
            state,
            refresh_at: Some(StoreTime(1)),
            ..head()
        };
        assert_eq!(ended.due(), None);
        ended.second_look = Some(StoreTime(5));
        assert_eq!(ended.due(), Some(StoreTime(5)));
        ended.not_before = StoreTime(8);
        assert_eq!(ended.due(), Some(StoreTime(8)));
    }

    #[test]
    fn what_a_newer_version_wrote_is_read_as_far_as_it_is_known_and_written_back_as_it_was() {
        let text = r#"{"generation":3,"state":{"consent_needed":{"cause":"bankrupt"}},"client_id":"c","provider":"p",
            "mood":{"is":[1,"good"]},"history":[{"at":5,"by":"o","event":{"moved":{"to":"x"}},"weather":"fine"},
            {"at":6,"by":"o","event":"blessed"},{"at":7,"by":"o","event":"refreshed"}]}"#;
        let head = Head::from_bytes(text.as_bytes()).unwrap();
        let cause = ConsentCause::Other;
        assert_eq!(head.state, GrantState::ConsentNeeded { cause });
        let events: Vec<_> = head
            .history
            .iter()
            .map(|entry| entry.event.to_string())
            .collect();
        let known = [
            "moved (of a newer version)",
            "blessed (of a newer version)",
            "refreshed",
        ];
        assert_eq!(events, known);
        let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
        let (before, after) = (json(text.as_bytes()), json(&head.to_bytes().unwrap()));
        assert_eq!(after["mood"], before["mood"]);
        assert_eq!(after["history"][0], before["history"][0]);
        assert_eq!(after["history"][1], before["history"][1]);
    }

    #[test]
    fn a_state_of_a_newer_version_is_read_and_never_written() {
        let text =
            r#"{"generation":3,"state":{"resting":{"until":5}},"client_id":"c","provider":"p"}"#;
        let head = Head::from_bytes(text.as_bytes()).unwrap();
        assert!(matches!(head.state, GrantState::Newer(_)));
        assert!(head.to_row(None).is_err());
    }

    #[test]
    fn a_history_forgets_its_oldest_entry_first() {
        let mut head = head();
        for at in 0..20 {
            let entry = HistoryEntry {
                at: StoreTime(at),
                by: "o".to_owned(),
                event: Event::Refreshed,
                before: None,
                after: None,
                detail: None,
                newer: NewerFields::new(),
            };
            head.remember(entry);
        }
        let kept: Vec<_> = head.history.iter().map(|entry| entry.at.0).collect();
        assert_eq!(kept, (12..20).collect::<Vec<_>>());
    }
}
