//! Asking the customer for consent (RFC 6749 §4.1.1 and §4.1.2).

pub(crate) mod authorize;
pub(crate) mod callback;
pub(crate) mod device;
pub(crate) mod pending;
pub(crate) mod pending_store;

pub use self::authorize::AuthorizeBuilder;
pub use self::callback::CallbackOutcome;
pub use self::device::DeviceAuthorization;
pub use self::pending::DEFAULT_PENDING_LIFETIME;
pub use self::pending_store::{Completed, PendingStore};
