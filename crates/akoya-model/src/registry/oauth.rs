//! The identity provider's responses, to look at documents with. A client keeps tokens in types that guard them.

use crate::number::Integer;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// The response of the token endpoint. There is no `access_token`: the `id_token` is the bearer of data calls.
    pub struct TokenResponse = "OauthToken" {
        /// The bearer, a signed JWT.
        pub id_token: Option<String>,
        /// `bearer`.
        pub token_type: Option<String>,
        /// How long the `id_token` is valid, in seconds from now.
        pub expires_in: Option<Integer>,
        /// The scopes that were granted, with spaces between.
        pub scope: Option<String>,
        /// When the `id_token` expires, in seconds since 1970. Not sent: clients that save tokens add it.
        pub expiry: Option<Integer>,
        /// The refresh token: it is exchanged for the next pair of tokens and is valid once.
        pub refresh_token: Option<String>,
    }
}

model! {
    /// The response of the token endpoint when it refuses (RFC 6749 section 5.2).
    pub struct TokenRefusal = "OauthProviderException" {
        /// Why, as a code. Akoya's meanings are not RFC 6749's.
        pub error: Option<TokenErrorCode>,
        /// Why, for the developer to read.
        pub error_description: Option<String>,
        /// A page about the error.
        pub error_uri: Option<String>,
    }
}

open_enum! {
    /// Why the token endpoint refused.
    pub enum TokenErrorCode = "OauthProviderError" {
        /// Something is missing or wrong; of a refresh also: the refresh token is no longer valid.
        InvalidRequest = "invalid_request",
        /// The client id or secret is wrong.
        InvalidClient = "invalid_client",
        /// By RFC 6749 the code or refresh token is no longer valid; by Akoya `grant_type` is wrong.
        InvalidGrant = "invalid_grant",
        /// The client may not do this.
        UnauthorizedClient = "unauthorized_client",
        /// The grant type is not known.
        UnsupportedGrantType = "unsupported_grant_type",
        /// A scope is not known or missing.
        InvalidScope = "invalid_scope",
    }
}

open_enum! {
    /// What a consent allows.
    pub enum OauthScope {
        /// Who the user is; needed for an `id_token`.
        Openid = "openid",
        /// The user's profile.
        Profile = "profile",
        /// A refresh token.
        OfflineAccess = "offline_access",
    }
}
