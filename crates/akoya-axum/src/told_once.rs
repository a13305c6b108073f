//! Notifies the application once of each event, by whichever process, across crashes.

use std::time::Duration;

use akoya::oauth::store::{OwnerState, StoreError, StoreTime, Swap, Version};
use akoya::oauth::vault::{Note, Notes};
use akoya::oauth::{BoxError, Vault};
use serde::{Deserialize, Serialize};

/// How long the application may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a process that is telling keeps the others from it, in milliseconds. Longer than it may take.
const LEASE: i64 = 60_000;

/// How long it is remembered that something was told, in milliseconds: 90 days, unless it is kept in mind.
const MEMORY: i64 = 90 * 24 * 60 * 60 * 1000;

/// What is left of it when it is renewed: two thirds, so that a daily look writes each once a month.
const RENEWED: i64 = MEMORY / 3 * 2;

/// Whether the application may have been told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    First,
    Repeated,
}

/// What the application was told, in the token store.
#[derive(Debug, Clone)]
pub(crate) struct ToldOnce {
    notes: Notes,
    vault: Vault,
}

/// Where a telling is.
#[derive(Debug, Serialize, Deserialize)]
enum Stage {
    /// A process tells it, or has ended, or failed, while it did.
    Begun {
        owner: String,
        until: StoreTime,
    },
    Done,
}

impl ToldOnce {
    pub(crate) fn new(vault: &Vault) -> Self {
        Self {
            notes: Notes::new(vault, "told"),
            vault: vault.clone(),
        }
    }

    /// Notifies the application of `name`, unless that was done. Returns whether it is done, now or before; `false` while another process does it.
    /// The store's time was `now` a moment ago: the lease begins there, so a process that has waited takes no later lease than it may.
    pub(crate) async fn once<Fut>(
        &self,
        name: &str,
        now: StoreTime,
        tell: impl FnOnce(Telling) -> Fut,
    ) -> Result<bool, BoxError>
    where
        Fut: Future<Output = Result<(), BoxError>>,
    {
        let known = self.notes.load::<Stage>(name).await?;
        let now = known.as_ref().map_or(now, |note| note.now);
        let telling = match &known {
            None => Telling::First,
            Some(note) => match &note.value {
                Stage::Done => return Ok(true),
                Stage::Begun { owner, until } if self.is_telling(owner, *until, note).await => {
                    return Ok(false);
                }
                Stage::Begun { .. } => Telling::Repeated,
            },
        };
        let version = known.map(|note| note.version);
        let Swap::Done(version) = self.begin(name, version, StoreTime(now.0 + LEASE)).await? else {
            return Ok(false);
        };
        let told = tokio::time::timeout(PATIENCE, tell(telling)).await;
        if let Err(error) = told.map_err(BoxError::from).flatten() {
            // The next one need not wait for the lease.
            self.begin(name, Some(version), now).await?;
            return Err(error);
        }
        let expires_at = StoreTime(now.0 + MEMORY);
        let done = self
            .notes
            .swap(name, Some(version), &Stage::Done, Some(expires_at));
        Ok(matches!(done.await?, Swap::Done(_)))
    }

    /// Goes on remembering that something was told: an event about it may come at any time.
    pub(crate) async fn keep_in_mind(&self, name: &str) -> Result<(), StoreError> {
        let Some(note) = self.notes.load::<Stage>(name).await? else {
            return Ok(());
        };
        let is_kept = |end: StoreTime| end.0 > note.now.0 + RENEWED;
        if matches!(note.value, Stage::Done) && !note.expires_at.is_some_and(is_kept) {
            let expires_at = StoreTime(note.now.0 + MEMORY);
            // If another process was faster, it has renewed it.
            self.notes
                .swap(name, Some(note.version), &Stage::Done, Some(expires_at))
                .await?;
        }
        Ok(())
    }

    async fn begin(
        &self,
        name: &str,
        expected: Option<Version>,
        until: StoreTime,
    ) -> Result<Swap, StoreError> {
        let owner = self.vault.store().owner().to_owned();
        let stage = Stage::Begun { owner, until };
        self.notes.swap(name, expected, &stage, None).await
    }

    /// Returns whether the process that began is still doing it.
    async fn is_telling(&self, owner: &str, until: StoreTime, note: &Note<Stage>) -> bool {
        note.now < until && self.vault.store().owner_state(owner).await != OwnerState::Gone
    }
}
