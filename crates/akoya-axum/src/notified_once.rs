//! Notifies the application once of each event, by whichever process, across crashes.

use std::time::Duration;

use akoya::oauth::store::{OwnerState, StoreError, StoreTime, Swap, Version};
use akoya::oauth::vault::{Note, Notes};
use akoya::oauth::{BoxError, Vault};
use serde::{Deserialize, Serialize};

/// How long the application may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// For how long a process that notifies the application keeps the others from it, in milliseconds. Longer than it
/// may take.
const LEASE: i64 = 60_000;

/// For how long a notification is remembered, in milliseconds: 90 days, unless it is renewed.
pub(crate) const MEMORY: i64 = 90 * 24 * 60 * 60 * 1000;

/// What is left of it when it is renewed: two thirds, so that a daily look writes each once a month.
const RENEWED: i64 = MEMORY / 3 * 2;

/// What the application was notified of, in the token store.
#[derive(Debug, Clone)]
pub(crate) struct NotifiedOnce {
    notes: Notes,
    vault: Vault,
}

/// How far a notification is.
#[derive(Debug, Serialize, Deserialize)]
enum Notice {
    /// A process notifies the application, or ended or failed while it did.
    Begun {
        owner: String,
        until: StoreTime,
    },
    Done,
}

impl NotifiedOnce {
    pub(crate) fn new(vault: &Vault) -> Self {
        Self {
            notes: Notes::new(vault, "told"),
            vault: vault.clone(),
        }
    }

    /// Notifies the application of `name`, unless that was done. `notify` gets whether it may have been
    /// notified before. Returns whether it is done, now or before; `false` while another process does
    /// it. The store's time was `now` a moment ago: the lease begins there, so a process that has
    /// waited takes no later lease than it may.
    pub(crate) async fn once<Fut>(
        &self,
        name: &str,
        now: StoreTime,
        notify: impl FnOnce(bool) -> Fut,
    ) -> Result<bool, BoxError>
    where
        Fut: Future<Output = Result<(), BoxError>>,
    {
        let known = self.notes.load::<Notice>(name).await?;
        let now = known.as_ref().map_or(now, |note| note.now);
        let is_repeated = match &known {
            None => false,
            Some(note) => match &note.value {
                Notice::Done => return Ok(true),
                Notice::Begun { owner, until } if self.is_notifying(owner, *until, note).await => {
                    return Ok(false);
                }
                Notice::Begun { .. } => true,
            },
        };
        let version = known.map(|note| note.version);
        let Swap::Done(version) = self.begin(name, version, StoreTime(now.0 + LEASE)).await? else {
            return Ok(false);
        };
        let notified = tokio::time::timeout(PATIENCE, notify(is_repeated)).await;
        if let Err(error) = notified.map_err(BoxError::from).flatten() {
            // The next one need not wait for the lease.
            self.begin(name, Some(version), now).await?;
            return Err(error);
        }
        let expires_at = StoreTime(now.0 + MEMORY);
        let done = self
            .notes
            .swap(name, Some(version), &Notice::Done, Some(expires_at));
        Ok(matches!(done.await?, Swap::Done(_)))
    }

    /// Continues to remember a notification: an event about it may come at any time.
    pub(crate) async fn renew(&self, name: &str) -> Result<(), StoreError> {
        let Some(note) = self.notes.load::<Notice>(name).await? else {
            return Ok(());
        };
        let is_kept = |end: StoreTime| end.0 > note.now.0 + RENEWED;
        if matches!(note.value, Notice::Done) && !note.expires_at.is_some_and(is_kept) {
            let expires_at = StoreTime(note.now.0 + MEMORY);
            // If another process was faster, it has renewed it.
            self.notes
                .swap(name, Some(note.version), &Notice::Done, Some(expires_at))
                .await?;
        }
        Ok(())
    }

    /// Returns whether a notification was begun, and perhaps done.
    pub(crate) async fn has_begun(&self, name: &str) -> Result<bool, StoreError> {
        Ok(self.notes.load::<Notice>(name).await?.is_some())
    }

    async fn begin(
        &self,
        name: &str,
        expected: Option<Version>,
        until: StoreTime,
    ) -> Result<Swap, StoreError> {
        let owner = self.vault.store().owner().to_owned();
        let notice = Notice::Begun { owner, until };
        self.notes.swap(name, expected, &notice, None).await
    }

    /// Returns whether the process that began is still doing it.
    async fn is_notifying(&self, owner: &str, until: StoreTime, note: &Note<Notice>) -> bool {
        note.now < until && self.vault.store().owner_state(owner).await != OwnerState::Gone
    }
}
