//! Events that wait to be processed: in the token store, and for speed their names in this process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use akoya::oauth::ConnectionId;
use akoya::oauth::Vault;
use akoya::oauth::store::{StoreError, Swap, Version};
use akoya::oauth::vault::{Note, Notes};
use serde::{Deserialize, Serialize};

/// An event: a consent that may have ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hint {
    pub(crate) connection: ConnectionId,
    pub(crate) consent: String,
}

/// The events that wait.
#[derive(Debug)]
pub(crate) struct Hints {
    notes: Notes,
    /// The consents of the events that this process knows of, and how often each has come.
    known: Mutex<HashMap<String, u64>>,
}

impl Hints {
    pub(crate) fn new(vault: &Vault) -> Self {
        Self {
            notes: Notes::new(vault, "hint"),
            known: Mutex::default(),
        }
    }

    /// Keeps an event. One that is there already gets another version: a server that verifies the earlier one must
    /// not remove this one with it, as it may have asked too early.
    pub(crate) async fn keep(&self, hint: &Hint) -> Result<(), StoreError> {
        loop {
            let known = self.load(&hint.consent).await?;
            let version = known.map(|known| known.version);
            let swap = self.notes.swap(&hint.consent, version, hint, None).await?;
            if let Swap::Done(_) = swap {
                self.note(hint.consent.clone());
                return Ok(());
            }
        }
    }

    /// Finds the events in the store that this process does not know of. It reads the whole store.
    pub(crate) async fn look(&self) -> Result<(), StoreError> {
        for hint in self.notes.all::<Hint>().await? {
            self.lock().entry(hint.value.consent).or_default();
        }
        Ok(())
    }

    /// Returns the consents of the events that are known, each with how often it has come.
    pub(crate) fn known(&self) -> Vec<(String, u64)> {
        let known = self.lock();
        known
            .iter()
            .map(|(name, count)| (name.clone(), *count))
            .collect()
    }

    /// Loads what the store has of an event; nothing once it has been processed.
    pub(crate) async fn load(&self, consent: &str) -> Result<Option<Note<Hint>>, StoreError> {
        self.notes.load(consent).await
    }

    /// Removes an event that has been processed. Returns whether it is gone: it may have come once more.
    pub(crate) async fn remove(&self, consent: &str, version: Version) -> Result<bool, StoreError> {
        let swap = self.notes.delete(consent, version).await?;
        Ok(matches!(swap, Swap::Done(_)))
    }

    /// Forgets an event that has been processed, unless it has come again since it was `count` times.
    pub(crate) fn forget(&self, consent: &str, count: u64) {
        let mut known = self.lock();
        if known.get(consent) == Some(&count) {
            known.remove(consent);
        }
    }

    fn note(&self, consent: String) {
        *self.lock().entry(consent).or_default() += 1;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
