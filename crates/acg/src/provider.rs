//! A provider, described as data: how it differs from the standards, and how that is discovered.

pub(crate) mod client_auth;
pub(crate) mod diagnosis;
mod discovery;
pub(crate) mod document;
pub(crate) mod error;
mod excerpt;
mod fapi;
#[cfg(feature = "jose")]
mod id_tokens;
pub(crate) mod profile;
mod settings;
mod summary;
mod tls_endpoints;

pub use self::client_auth::ClientAuth;
pub use self::diagnosis::Diagnosis;
pub use self::error::{OauthErrorCode, OauthProviderError};
pub use self::profile::{
    CallbackIssuer, Dpop, LostResponse, Nonce, Pkce, PushedRequests, ResponseMode,
    SenderConstraint, Verdict,
};
pub use self::settings::ProviderSettings;
#[cfg(feature = "jose")]
pub use crate::identity::rules::IdTokenValidation;
