//! The grant: how it is built, what it reports, and how it ends.

pub(crate) mod auth;
pub(crate) mod credentials;
pub(crate) mod revocation;
pub(crate) mod session;
pub(crate) mod token_cache;
pub(crate) mod update;

pub use self::auth::AuthBuilder;
pub use self::credentials::{CredentialsBuilder, DEFAULT_CLOCK_SKEW};
pub use self::revocation::Revocation;
pub use self::update::{CallbackPolicy, TokenUpdate, UpdateCallback, UpdateReason};
