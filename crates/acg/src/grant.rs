//! The grant: how it is built, what it reports, and how it ends.

pub(crate) mod auth;
pub(crate) mod cached_token;
mod call;
pub(crate) mod committer;
mod compatibility;
pub(crate) mod credentials;
mod device;
mod ending;
pub(crate) mod engine;
mod exchange;
mod head_update;
pub(crate) mod id_token;
mod loading;
pub(crate) mod revocation;
mod signed_callback;
pub(crate) mod token_cache;
pub(crate) mod token_endpoint;
pub(crate) mod update;

pub use self::auth::AuthBuilder;
pub use self::credentials::{CredentialsBuilder, DEFAULT_CLOCK_SKEW};
pub use self::revocation::Revocation;
pub use self::update::{CallbackPolicy, TokenUpdate, UpdateCallback, UpdateReason};
