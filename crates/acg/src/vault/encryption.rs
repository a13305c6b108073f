//! Encryption of the tokens, and its keys.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use zeroize::Zeroizing;

use crate::error::BoxError;
use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::Head;
use crate::store::record::Record;
use crate::store::row::{Stored, Swap};
use crate::vault::keyring;
use crate::vault::keyring::{Context, KeyId, KeyProvider, Keyring, Unopened};
use crate::vault::records::PAGE;
use crate::vault::records::plaintext;
use crate::vault::records::{Tokens, Vault, VaultBuilder};

/// The keys as they were last given.
pub(crate) struct Keys {
    provider: Arc<dyn KeyProvider>,
    ring: ArcSwapOption<Keyring>,
}

impl Keys {
    async fn ring(&self) -> Result<Arc<Keyring>, StoreError> {
        match self.ring.load_full() {
            Some(ring) => Ok(ring),
            None => self.reload().await,
        }
    }

    async fn reload(&self) -> Result<Arc<Keyring>, StoreError> {
        let failed = |error: BoxError| {
            StoreError::new("the keys of the token store cannot be had")
                .with_kind(StoreErrorKind::Sealed)
                .with_source(KeysFailed(error))
        };
        let ring = Arc::new(self.provider.keyring().await.map_err(failed)?);
        self.ring.store(Some(ring.clone()));
        Ok(ring)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct KeysFailed(#[source] BoxError);

/// How far a change of keys has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Rekeyed {
    /// Rows that were looked at.
    pub seen: u64,
    /// Rows that were sealed anew.
    pub sealed: u64,
    /// Rows that do not open with any key, or are damaged: they are as they were.
    pub failed: u64,
}

impl Vault {
    pub(crate) async fn seal(
        &self,
        id: &ConnectionId,
        record: &Record,
    ) -> Result<Vec<u8>, StoreError> {
        let text = plaintext(record)?;
        let Some(keys) = &self.0.keys else {
            return Ok(text.to_vec());
        };
        let ring = keys.ring().await?;
        ring.seal(
            &self.context(id, &record.head),
            &crate::random::SystemRandom,
            &text,
        )
        .ok_or_else(|| {
            StoreError::new("the tokens cannot be encrypted").with_kind(StoreErrorKind::Sealed)
        })
    }

    pub(crate) async fn unseal(
        &self,
        id: &ConnectionId,
        head: &Head,
        sealed: &[u8],
        accepts_unsealed: bool,
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let is_clear = sealed.first() == Some(&b'{');
        let keys = match &self.0.keys {
            keys if is_clear && (keys.is_none() || accepts_unsealed) => {
                return Ok(Zeroizing::new(sealed.to_vec()));
            }
            Some(_) if is_clear => {
                return Err(unopened(
                    id,
                    "are not encrypted; encrypt the store before it is used with a key",
                ));
            }
            Some(keys) => keys,
            None => return Err(unopened(id, "are encrypted, and no key was given")),
        };
        let context = self.context(id, head);
        let opened = match keys.ring().await?.open(&context, sealed) {
            // Somebody has put a new key in front since.
            Err(Unopened::UnknownKey(_)) => keys.reload().await?.open(&context, sealed),
            opened => opened,
        };
        opened.map_err(|problem| match problem {
            Unopened::UnknownKey(key) => unopened(
                id,
                &format!("are encrypted with the key {key}, which is not among those given"),
            ),
            Unopened::Changed => {
                unopened(id, "do not open: they were changed, swapped or set back")
            }
        })
    }

    fn context<'a>(&'a self, id: &'a ConnectionId, head: &'a Head) -> Context<'a> {
        Context {
            store: &self.0.store.identity().id,
            provider: &head.provider,
            client_id: &head.client_id,
            connection: id.as_str(),
            generation: head.generation,
        }
    }

    /// Seals every row anew that is not sealed with the active key, while others go on using the store; rows in clear are
    /// encrypted. `progress` is told after every page. Repeating it after a failure goes on where it is needed.
    ///
    /// # Errors
    /// When the store fails, or there are no keys.
    pub async fn rekey(&self, mut progress: impl FnMut(Rekeyed)) -> Result<Rekeyed, StoreError> {
        let Some(keys) = &self.0.keys else {
            return Err(StoreError::new("there is no key to encrypt with")
                .with_kind(StoreErrorKind::Sealed));
        };
        self.replay_once().await?;
        let active = keys.reload().await?.active().id();
        let (mut done, mut last) = (Rekeyed::default(), None);
        loop {
            let page = self.0.store.page(last.as_ref(), PAGE).await?;
            let Some((id, _)) = page.last() else {
                return Ok(done);
            };
            last = Some(id.clone());
            for (id, stored) in page {
                done.seen += 1;
                match self.rekey_row(&id, stored, active).await? {
                    Ok(sealed) => done.sealed += u64::from(sealed),
                    Err(error) => {
                        tracing::error!(connection = %id, %error, "the tokens cannot be sealed anew");
                        done.failed += 1;
                    }
                }
            }
            progress(done);
        }
    }

    /// Whether the row needed it; the inner error is the row's own.
    async fn rekey_row(
        &self,
        id: &ConnectionId,
        stored: Stored,
        active: KeyId,
    ) -> Result<Result<bool, StoreError>, StoreError> {
        let mut current = Some(stored);
        while let Some(stored) = current {
            let sealed = stored.row.sealed.as_deref().unwrap_or_default();
            if keyring::key_id(sealed).is_some_and(|(id, _)| id == active) {
                return Ok(Ok(false));
            }
            let loaded = match self.open_as(id, &stored, true).await {
                Ok(loaded) => loaded,
                Err(error) => return Ok(Err(error)),
            };
            if let Swap::Done(_) = self
                .swap(id, Some(stored.version), &loaded.record, Tokens::Seal)
                .await?
            {
                return Ok(Ok(true));
            }
            current = self.0.store.load(id).await?;
        }
        Ok(Ok(false))
    }
}

fn unopened(id: &ConnectionId, what: &str) -> StoreError {
    StoreError::new(format!("the tokens of `{id}` {what}")).with_kind(StoreErrorKind::Sealed)
}

impl VaultBuilder {
    /// Seals the tokens with these keys. Default: they are kept in clear.
    #[must_use]
    pub fn keys(mut self, keys: impl KeyProvider + 'static) -> Self {
        self.0.keys = Some(Keys {
            provider: Arc::new(keys),
            ring: ArcSwapOption::empty(),
        });
        self
    }

    /// Reads tokens that are not sealed although there are keys: while a store is being encrypted. Default: they are refused,
    /// because whoever can write to the store could put in his own.
    #[must_use]
    pub fn accept_unsealed(mut self) -> Self {
        self.0.accepts_unsealed = true;
        self
    }
}
