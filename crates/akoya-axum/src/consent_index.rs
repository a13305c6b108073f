//! Which connection has which consent: Akoya's notifications name the consent alone.

use akoya::Client;
use akoya::oauth::ConnectionId;
use akoya::oauth::store::{Record, StoreError, Swap};
use akoya::oauth::vault::Notes;
use serde::{Deserialize, Serialize};

/// The connections of a client by the consents that they have or had, in its token store.
#[derive(Debug, Clone)]
pub(crate) struct ConsentIndex(Notes);

#[derive(Serialize, Deserialize)]
struct IndexEntry {
    connection: ConnectionId,
}

/// Reads the consent that a record's tokens come from; Akoya calls it `grant_id`.
pub(crate) fn consent_of(record: &Record) -> Option<String> {
    record.token.claim("grant_id")
}

impl ConsentIndex {
    pub(crate) fn new(client: &Client) -> Self {
        Self(Notes::new(client.acg_auth().engine().vault(), "consent"))
    }

    /// Remembers the consent that a connection has.
    pub(crate) async fn add(
        &self,
        connection: &ConnectionId,
        record: &Record,
    ) -> Result<(), StoreError> {
        let Some(consent) = consent_of(record) else {
            return Ok(());
        };
        let entry = IndexEntry {
            connection: connection.clone(),
        };
        loop {
            let known = self.0.load::<IndexEntry>(&consent).await?;
            if known
                .as_ref()
                .is_some_and(|known| known.value.connection == *connection)
            {
                return Ok(());
            }
            let version = known.map(|known| known.version);
            if let Swap::Done(_) = self.0.swap(&consent, version, &entry, None).await? {
                return Ok(());
            }
        }
    }

    /// Finds the connection that was given this consent.
    pub(crate) async fn find(&self, consent: &str) -> Result<Option<ConnectionId>, StoreError> {
        let known = self.0.load::<IndexEntry>(consent).await?;
        Ok(known.map(|known| known.value.connection))
    }
}
