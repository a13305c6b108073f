//! Changing the key of a store while others use it.

use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::row::{Stored, Swap};
use crate::vault::keyring::{KeyId, has_newest_seal};
use crate::vault::records::{PAGE_SIZE, Tokens, Vault, is_removed};

/// The progress of a change of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Rekeyed {
    /// Rows that were examined.
    pub seen: u64,
    /// Rows that were sealed with the active key.
    pub sealed: u64,
    /// Of these, the rows that had been in clear. An attacker who can write to the store can put one there.
    pub encrypted: u64,
    /// Rows that no key opens, or that are damaged. They were not changed.
    pub failed: u64,
}

/// What came of one row.
enum RekeyedRow {
    Sealed,
    /// The row was in clear.
    Encrypted,
    /// The row is sealed with the active key already, or is gone.
    UpToDate,
    /// The row cannot be opened.
    Unreadable(StoreError),
}

impl Vault {
    /// Seals every row with the active key that is not sealed with it, while others use the store. Calls `progress`
    /// after every page. Can be repeated after a failure: it continues where it is needed.
    ///
    /// A row in clear is left as it is and counted as failed: an attacker who can write to the store may have put
    /// it there, and sealing it would make it trusted. A vault that
    /// [accepts](crate::vault::VaultBuilder::accept_unsealed) such rows encrypts them, and counts them apart.
    ///
    /// # Errors
    /// When the store fails, or the vault has no keys.
    pub async fn rekey(&self, mut progress: impl FnMut(Rekeyed)) -> Result<Rekeyed, StoreError> {
        let Some(keys) = &self.0.keys else {
            return Err(StoreError::new("there is no key to encrypt with")
                .with_kind(StoreErrorKind::Sealed));
        };
        // An entry of the spool may be sealed with a key that goes away after this.
        self.replay_once().await?;
        let active = keys.reload().await?.active().id();
        let (mut done, mut last) = (Rekeyed::default(), None);
        loop {
            let page = self.0.store.page(last.as_ref(), PAGE_SIZE).await?;
            let Some((id, _)) = page.last() else {
                return Ok(done);
            };
            last = Some(id.clone());
            for (id, stored) in page.into_iter().filter(|(_, row)| !is_removed(row)) {
                done.seen += 1;
                match self.rekey_row(&id, stored, active).await? {
                    RekeyedRow::Sealed => done.sealed += 1,
                    RekeyedRow::Encrypted => {
                        done.sealed += 1;
                        done.encrypted += 1;
                    }
                    RekeyedRow::UpToDate => {}
                    RekeyedRow::Unreadable(error) => {
                        tracing::error!(connection = %id, %error, "the tokens cannot be sealed with the new key");
                        done.failed += 1;
                    }
                }
            }
            progress(done);
        }
    }

    async fn rekey_row(
        &self,
        id: &ConnectionId,
        stored: Stored,
        active: KeyId,
    ) -> Result<RekeyedRow, StoreError> {
        let mut current = Some(stored);
        while let Some(stored) = current {
            let sealed = stored.row.sealed.as_deref().unwrap_or_default();
            if has_newest_seal(sealed, active) {
                return Ok(RekeyedRow::UpToDate);
            }
            let was_clear = KeyId::of(sealed).is_none();
            let loaded = match self.open(id, &stored).await {
                Ok(loaded) => loaded,
                Err(error) => return Ok(RekeyedRow::Unreadable(error)),
            };
            let swap = self
                .swap(id, Some(stored.version), &loaded.record, Tokens::New)
                .await?;
            if let Swap::Done(_) = swap {
                return Ok(if was_clear {
                    RekeyedRow::Encrypted
                } else {
                    RekeyedRow::Sealed
                });
            }
            // A refresh was faster; it may have sealed with the active key, or with an older one.
            current = self.0.store.load(id).await?;
        }
        Ok(RekeyedRow::UpToDate)
    }
}
