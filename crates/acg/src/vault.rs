//! The vault: a token store with the keys that seal its tokens and a spool in front of it.

#[cfg(feature = "encryption")]
pub(crate) mod encryption;
#[cfg(feature = "encryption")]
pub(crate) mod keyring;
#[cfg(not(feature = "encryption"))]
mod plaintext;
pub(crate) mod records;
pub(crate) mod replay;
pub(crate) mod spool;

#[cfg(feature = "encryption")]
pub use self::encryption::Rekeyed;
#[cfg(feature = "encryption")]
pub use self::keyring::{InvalidKey, KeyId, KeyProvider, Keyring, SealingKey};
pub use self::records::{LoadedRecord, RefreshSchedule, StorePolicy, VaultBuilder};
pub use self::replay::Replayed;
pub use self::spool::{Spool, SpoolCounts};
