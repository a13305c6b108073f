//! What this process wrote into a row last. While the row holds the same bytes, it need not be opened again: the tokens
//! are those that were sealed.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
#[cfg(feature = "encryption")]
use std::sync::Weak;

use crate::store::row::Row;
#[cfg(feature = "encryption")]
use crate::vault::keyring::Keyring;

/// The keys that a vault seals and opens with; `None` when it has none. They are not held: keys that are taken away are to be gone.
#[cfg(feature = "encryption")]
#[derive(Clone)]
pub(crate) struct KeysInUse(pub(crate) Option<Weak<Keyring>>);

/// No keys.
#[cfg(not(feature = "encryption"))]
#[derive(Clone, PartialEq)]
pub(crate) struct KeysInUse;

#[cfg(feature = "encryption")]
impl PartialEq for KeysInUse {
    /// Compares where they are, or were: keys that were asked for again may be others, and get another place as long as there is a `Weak`.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Weak::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// A row as this process wrote it, and with which keys.
pub(crate) struct WrittenRow {
    keys: KeysInUse,
    /// A hash of its bytes. These would take 4 KB for each grant, and be tokens in clear where nothing is sealed.
    hash: u64,
}

impl WrittenRow {
    /// Takes a row with tokens.
    pub(crate) fn new(keys: KeysInUse, row: &Row) -> Option<Self> {
        let hash = hash(row)?;
        Some(Self { keys, hash })
    }

    /// Returns whether this is what a row of the same connection holds, and to be opened with the same keys. The keys are one
    /// vault's alone, and all else that a seal is bound to is in the head.
    pub(crate) fn is_in(&self, row: &Row, keys: &KeysInUse) -> bool {
        self.keys == *keys && hash(row) == Some(self.hash)
    }
}

/// Returns the hash of a row's head and tokens; nothing of one without tokens.
fn hash(row: &Row) -> Option<u64> {
    let sealed = row.sealed.as_deref()?;
    // Each with its length, so that no byte of one can be the other's.
    Some(KEY.hash_one((&*row.head, sealed)))
}

/// Who may write into the store does not know it, and so cannot make another row with the same hash.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

#[cfg(all(test, feature = "encryption"))]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::vault::keyring::SealingKey;

    fn row(head: &[u8], sealed: Option<&[u8]>) -> Row {
        Row::new(1, None, None, head.to_vec(), sealed.map(<[u8]>::to_vec))
    }

    #[test]
    fn a_row_is_known_by_all_its_bytes_and_where_they_are() {
        let keys = KeysInUse(None);
        let written = WrittenRow::new(keys.clone(), &row(b"head", Some(b"sealed"))).unwrap();
        assert!(written.is_in(&row(b"head", Some(b"sealed")), &keys));
        let others = [
            row(b"head", Some(b"sealee")),
            row(b"hea", Some(b"dsealed")),
            row(b"heads", Some(b"ealed")),
            row(b"head", Some(b"")),
            row(b"head", None),
        ];
        for other in others {
            assert!(!written.is_in(&other, &keys), "{other:?}");
        }
        assert!(WrittenRow::new(keys, &row(b"head", None)).is_none());
    }

    #[test]
    fn keys_are_not_held_and_none_are_taken_for_those_before() {
        let keyring = || Arc::new(Keyring::new(SealingKey::from_bytes([1; 32])));
        let in_use = |keys: &Arc<Keyring>| KeysInUse(Some(Arc::downgrade(keys)));
        let row = row(b"head", Some(b"sealed"));
        let before = keyring();
        let written = WrittenRow::new(in_use(&before), &row).unwrap();
        assert!(written.is_in(&row, &in_use(&before)));
        assert_eq!(Arc::strong_count(&before), 1);
        drop(before);
        assert!(!written.is_in(&row, &in_use(&keyring())));
        assert!(!written.is_in(&row, &KeysInUse(None)));
    }
}
