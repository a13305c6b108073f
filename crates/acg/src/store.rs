//! Where grants are kept: the contract, the rows, and a store in memory.
//!
//! A store is small on purpose. It keeps one row per connection and replaces it if its version is the
//! expected one; it finds the rows that are due. It understands none of them: the refresh transaction, the
//! encryption and the schedule are the engine's, so that every store gets them right. See
//! [`Vault`](crate::Vault) for what stands between.

pub(crate) mod connection_id;
pub(crate) mod consent_id;
pub(crate) mod contract;
pub(crate) mod error;
pub(crate) mod head;
pub(crate) mod history;
pub(crate) mod identity;
pub(crate) mod liveness;
pub(crate) mod memory;
pub(crate) mod newer;
pub(crate) mod owner_state;
pub(crate) mod record;
pub(crate) mod row;
pub(crate) mod time;

pub use self::connection_id::{InvalidConnectionId, Shard};
pub use self::consent_id::ConsentId;
pub use self::contract::TokenStore;
pub use self::error::{StoreError, StoreErrorKind};
pub use self::head::{GrantState, Head};
pub use self::history::{Event, Fingerprint, HistoryEntry};
pub use self::identity::StoreIdentity;
pub use self::liveness::{LiveOwner, LivenessDir, owner_name};
pub use self::memory::MemoryStore;
pub use self::newer::Newer;
pub use self::owner_state::OwnerState;
pub use self::record::Record;
pub use self::row::{Change, Listed, Row, Stored, Swap, Version};
pub use self::time::StoreTime;
