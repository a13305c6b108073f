//! How a provider differs from the standards.

mod discovery;
pub(crate) mod error;
pub(crate) mod profile;

pub use self::error::{OauthErrorCode, OauthProviderError};
pub use self::profile::{ClientAuth, LostResponse, Nonce, Pkce, Verdict};
