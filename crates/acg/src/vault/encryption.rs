//! Sealing and opening the tokens of a vault, with the keys of its program.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::random::SystemRandom;
use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::Head;
use crate::store::record::Record;
use crate::vault::keyring::{Context, KeyId, Unopened};
use crate::vault::records::{Unsealed, Vault, to_text};
use crate::vault::written_row::KeysInUse;

/// The first byte of tokens that are not sealed: they are a JSON object. What a keyring seals begins with another one.
const CLEAR: u8 = b'{';

impl Vault {
    /// Returns the keys as they are now; `None` when they were not asked for yet.
    pub(crate) fn keys_in_use(&self) -> Option<KeysInUse> {
        match &self.0.keys {
            Some(keys) => keys
                .in_use()
                .map(|keyring| KeysInUse(Some(Arc::downgrade(&keyring)))),
            None => Some(KeysInUse(None)),
        }
    }

    /// Seals the tokens of a record, as the store keeps them.
    pub(crate) async fn seal(
        &self,
        id: &ConnectionId,
        record: &Record,
    ) -> Result<Vec<u8>, StoreError> {
        let text = to_text(record)?;
        let Some(keys) = &self.0.keys else {
            return Ok(text.to_vec());
        };
        let keyring = keys.current().await?;
        let sealed = keyring.seal(&self.context(id, &record.head), &SystemRandom, &text);
        sealed.ok_or_else(|| {
            StoreError::new("the tokens cannot be encrypted").with_kind(StoreErrorKind::Sealed)
        })
    }

    /// Opens the seal of tokens that came from the store, and returns their text.
    pub(crate) async fn unseal(
        &self,
        id: &ConnectionId,
        head: &Head,
        sealed: &[u8],
        unsealed: Unsealed,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let is_clear = sealed.first() == Some(&CLEAR);
        let keys = match &self.0.keys {
            // Without a key, or while a store is being encrypted.
            None if is_clear => return Ok(Zeroizing::new(sealed.to_vec())),
            Some(_) if is_clear && unsealed == Unsealed::Accept => {
                return Ok(Zeroizing::new(sealed.to_vec()));
            }
            // An attacker who can write to the store could otherwise put a token of their own into it.
            Some(_) if is_clear => {
                let text = "are not encrypted; encrypt the store before using it with a key";
                return Err(unopened(id, text));
            }
            None => return Err(unopened(id, "are encrypted, and no key was given")),
            Some(keys) => keys,
        };
        let context = self.context(id, head);
        let opened = match keys.current().await?.open(&context, sealed) {
            // Another process may seal with a new key that this one has not asked for yet.
            Err(Unopened::UnknownKey(_)) => keys.reload().await?.open(&context, sealed),
            opened => opened,
        };
        opened.map_err(|reason| match reason {
            Unopened::UnknownKey(key) => unopened(id, &unknown_key(key)),
            Unopened::Newer => unopened(id, NEWER),
            Unopened::Changed => unopened(id, CHANGED),
        })
    }

    fn context<'a>(&'a self, id: &'a ConnectionId, head: &'a Head) -> Context<'a> {
        Context {
            store: &self.0.store.identity().id,
            provider: &head.provider,
            client_id: &head.client_id,
            connection: id.as_str(),
            consent: head.consent.as_ref(),
            generation: head.generation,
        }
    }
}

const NEWER: &str = "were encrypted by a newer version of this program; update this one";

const CHANGED: &str = "cannot be decrypted: they were changed, swapped or rolled back";

fn unknown_key(key: KeyId) -> String {
    format!("are encrypted with the key {key}, which is not among the given keys")
}

fn unopened(id: &ConnectionId, what: &str) -> StoreError {
    StoreError::new(format!("the tokens of `{id}` {what}")).with_kind(StoreErrorKind::Sealed)
}
