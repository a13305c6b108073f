//! The keys of a vault, as its key provider last gave them.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwapOption;

use crate::error::BoxError;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::vault::keyring::{KeyProvider, Keyring, SealingKey};

/// Where the keys come from, and the keys that it gave last.
pub(crate) struct Keys {
    provider: Arc<dyn KeyProvider>,
    keyring: ArcSwapOption<Keyring>,
}

impl Keys {
    pub(crate) fn new(provider: Arc<dyn KeyProvider>) -> Self {
        Self {
            provider,
            keyring: ArcSwapOption::empty(),
        }
    }

    /// Returns the keys that were given last; asks for them if there are none yet.
    pub(crate) async fn current(&self) -> Result<Arc<Keyring>, StoreError> {
        match self.in_use() {
            Some(keyring) => Ok(keyring),
            None => self.reload().await,
        }
    }

    /// Returns the keys that were given last; `None` when there are none yet.
    pub(crate) fn in_use(&self) -> Option<Arc<Keyring>> {
        self.keyring.load_full()
    }

    /// Asks for the keys.
    pub(crate) async fn reload(&self) -> Result<Arc<Keyring>, StoreError> {
        let failed = |error: BoxError| {
            StoreError::new("the keys of the token store are unavailable")
                .with_kind(StoreErrorKind::Sealed)
                .with_source(KeysFailed(error))
        };
        let keyring = Arc::new(self.provider.keyring().await.map_err(failed)?);
        if keyring.keys().iter().any(SealingKey::is_zero) {
            let text = "a key of the token store is all zeros, which anyone can guess";
            return Err(StoreError::new(text).with_kind(StoreErrorKind::Sealed));
        }
        self.keyring.store(Some(keyring.clone()));
        Ok(keyring)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keys").field(&self.provider).finish()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct KeysFailed(#[source] BoxError);
