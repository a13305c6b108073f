//! A provider, described as data: how it differs from the standards, and how that is discovered.

mod discovery;
pub(crate) mod error;
pub(crate) mod profile;

pub use self::error::{OauthErrorCode, OauthProviderError};
pub use self::profile::{ClientAuth, LostResponse, Nonce, Pkce, Verdict};
