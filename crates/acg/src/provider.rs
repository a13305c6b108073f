//! A provider, described as data: how it differs from the standards, and how that is discovered.

pub(crate) mod client_auth;
mod discovery;
pub(crate) mod document;
pub(crate) mod error;
mod fapi;
#[cfg(feature = "jose")]
mod id_tokens;
pub(crate) mod profile;
mod settings;

pub use self::client_auth::ClientAuth;
pub use self::error::{OauthErrorCode, OauthProviderError};
pub use self::profile::{
    CallbackIssuer, Dpop, LostResponse, Nonce, Pkce, PushedRequests, SenderConstraint, Verdict,
};
pub use self::settings::ProviderSettings;
#[cfg(feature = "jose")]
pub use crate::identity::rules::IdTokenValidation;
