//! Which connection has which consent: Akoya's notifications name the consent alone.

use akoya::Client;
use akoya::oauth::ConnectionId;
use akoya::oauth::store::{Record, StoreError, StoreTime, Swap};
use akoya::oauth::vault::{Note, Notes};
use serde::{Deserialize, Serialize};

/// How long an entry stays that is not renewed: 90 days, in milliseconds. That of a consent that was replaced or
/// removed is not.
const LIFE: i64 = 90 * 24 * 60 * 60 * 1000;

/// What is left of it when it is renewed: two thirds, so that a daily look writes each entry once a month.
const RENEWED: i64 = LIFE / 3 * 2;

/// The connections of a client by the consents that they have or had lately, in its token store.
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

    /// Remembers the consent that a connection has, or continues to remember it.
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
                .is_some_and(|known| is_kept(known, connection))
            {
                return Ok(());
            }
            // The store tells its time with what it has, so a new entry gets its end in a second write.
            let end = known.as_ref().map(|known| StoreTime(known.now.0 + LIFE));
            let version = known.map(|known| known.version);
            let swap = self.0.swap(&consent, version, &entry, end).await?;
            if matches!(swap, Swap::Done(_)) && end.is_some() {
                return Ok(());
            }
        }
    }

    /// Returns the store's time now, if the index has this consent.
    pub(crate) async fn read_at(&self, consent: &str) -> Result<Option<StoreTime>, StoreError> {
        let known = self.0.load::<IndexEntry>(consent).await?;
        Ok(known.map(|known| known.now))
    }

    /// Finds the connection that was given this consent.
    pub(crate) async fn find(&self, consent: &str) -> Result<Option<ConnectionId>, StoreError> {
        let known = self.0.load::<IndexEntry>(consent).await?;
        // An entry that is over stays in the store until it is swept.
        let known = known.filter(|known| known.expires_at.is_none_or(|end| end > known.now));
        Ok(known.map(|known| known.value.connection))
    }
}

/// Returns whether an entry names the connection and stays for long enough.
fn is_kept(known: &Note<IndexEntry>, connection: &ConnectionId) -> bool {
    let stays = |end: StoreTime| end.0 > known.now.0 + RENEWED;
    known.value.connection == *connection && known.expires_at.is_some_and(stays)
}
