//! Codes and tokens that a test gets without going through the consent pages.

use std::fmt;

use serde::Serialize;

/// An authorization code, and the consent that it is for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IssuedCode {
    /// The id of the consent, the `grant_id` of its tokens.
    pub consent: String,
    /// The authorization code.
    pub code: String,
    /// The redirect URI, which the exchange has to repeat.
    pub redirect_uri: String,
    /// Where the customer's browser would be redirected to, with code and state.
    pub callback: String,
}

/// The tokens of a consent, and the consent itself.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct IssuedTokens {
    /// The id of the consent, the `grant_id` of the tokens.
    pub consent: String,
    /// The bearer of data calls.
    pub id_token: String,
    /// The first refresh token.
    pub refresh_token: String,
    /// `bearer`.
    pub token_type: &'static str,
    /// How long the id_token is valid, in seconds.
    pub expires_in: i64,
}

impl fmt::Debug for IssuedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedCode")
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for IssuedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedTokens")
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}
