//! What this process wrote into a row last. While the row holds the same bytes, it need not be opened again: the tokens
//! are those that were sealed.

#[cfg(feature = "encryption")]
use std::sync::Arc;

use crate::store::row::Row;
#[cfg(feature = "encryption")]
use crate::vault::keyring::Keyring;

/// The keys that a vault seals and opens with; `None` when it has none.
#[cfg(feature = "encryption")]
#[derive(Clone)]
pub(crate) struct KeysInUse(pub(crate) Option<Arc<Keyring>>);

/// No keys.
#[cfg(not(feature = "encryption"))]
#[derive(Clone, PartialEq)]
pub(crate) struct KeysInUse;

#[cfg(feature = "encryption")]
impl PartialEq for KeysInUse {
    /// Compares where they are: keys that were asked for again may be others.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// The bytes of a row as this process wrote them, and with which keys.
pub(crate) struct WrittenRow {
    keys: KeysInUse,
    head: Vec<u8>,
    sealed: Vec<u8>,
}

impl WrittenRow {
    /// Takes the bytes of a row with tokens.
    pub(crate) fn new(keys: KeysInUse, row: Row) -> Option<Self> {
        let Row { head, sealed, .. } = row;
        let sealed = sealed?;
        Some(Self { keys, head, sealed })
    }

    /// Returns whether this is what a row of the same connection holds, and to be opened with the same keys. The keys are one
    /// vault's alone, and all else that a seal is bound to is in the head.
    pub(crate) fn is_in(&self, row: &Row, keys: &KeysInUse) -> bool {
        self.keys == *keys && self.head == row.head && row.sealed.as_deref() == Some(&*self.sealed)
    }
}
