//! The vault: a token store with the keys that seal its tokens and a spool in front of it.

#[cfg(feature = "encryption")]
mod encryption;
#[cfg(feature = "encryption")]
pub(crate) mod keyring;
#[cfg(feature = "encryption")]
pub(crate) mod keys;
pub(crate) mod notes;
#[cfg(not(feature = "encryption"))]
mod plaintext;
pub(crate) mod policy;
pub(crate) mod records;
#[cfg(feature = "encryption")]
pub(crate) mod rekey;
pub(crate) mod removal;
pub(crate) mod replay;
pub(crate) mod sibling;
pub(crate) mod spool;
pub(crate) mod spool_entry;
pub(crate) mod spool_room;
pub(crate) mod written_row;

#[cfg(feature = "encryption")]
pub use self::keyring::{InvalidKey, KeyId, KeyProvider, Keyring, SealingKey};
pub use self::notes::{Note, Notes};
pub use self::policy::{RefreshSchedule, StorePolicy};
pub use self::records::{LoadedRecord, VaultBuilder};
#[cfg(feature = "encryption")]
pub use self::rekey::Rekeyed;
pub use self::replay::Replayed;
pub use self::spool::{Spool, SpoolCounts};
