//! What is remembered of an account that the API refuses although its consent is in force: customers take single accounts out of a consent.

use std::time::{Duration, SystemTime};

use acg::store::{StoreError, StoreTime};
use acg::vault::Notes;

use crate::client::Client;

/// How long it is remembered. What is forgotten costs one refresh to find out again.
const MEMORY: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// An account that a call asked for, in the notes beside the grant: all processes that share the token store know of it.
pub(crate) struct RefusedAccount {
    notes: Notes,
    name: String,
}

impl RefusedAccount {
    /// Names the account of a call's URL. Its data of one product may be refused, and that of another not.
    pub(crate) fn of(client: &Client, url: &str) -> Self {
        let engine = client.acg_auth().engine();
        let path = url.strip_prefix(client.api().as_str()).unwrap_or(url);
        let path = path.split('?').next().unwrap_or_default();
        let mut parts = path.split('/');
        let (product, _version) = (parts.next(), parts.next());
        // What follows the account is one of its documents.
        let account = product.into_iter().chain(parts.take(2));
        let names = std::iter::once(engine.connection().as_str()).chain(account);
        Self {
            notes: Notes::new(engine.vault(), "refused"),
            name: names.collect::<Vec<_>>().join("/"),
        }
    }

    /// Returns whether it was refused before. What cannot be read counts as unknown.
    pub(crate) async fn is_known(&self) -> bool {
        let note = self.notes.load::<()>(&self.name).await;
        note.is_ok_and(|note| {
            note.is_some_and(|note| note.expires_at.is_none_or(|end| note.now < end))
        })
    }

    /// Remembers that a fresh bearer, which is good for others, was refused for it.
    pub(crate) async fn keep(&self, now: SystemTime) -> Result<(), StoreError> {
        let known = self.notes.load::<()>(&self.name).await?;
        let version = known.map(|note| note.version);
        let expires_at = Some(expiry(now));
        // Of two processes that have found it out, either may write it.
        let swap = self.notes.swap(&self.name, version, &(), expires_at);
        swap.await.map(drop)
    }
}

fn expiry(now: SystemTime) -> StoreTime {
    let since = now.duration_since(SystemTime::UNIX_EPOCH);
    let end = since.unwrap_or_default() + MEMORY;
    StoreTime(i64::try_from(end.as_millis()).unwrap_or(i64::MAX))
}
