use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;
use crate::wire;

/// A refusal of the token or revoke endpoint, in the words that Akoya documents.
///
/// Akoya's meanings are not RFC 6749's: a lost code or refresh token is `invalid_request`, and `invalid_grant` is a
/// wrong `grant_type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OAuthError {
    #[serde(skip)]
    status: StatusCode,
    error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<String>,
}

impl OAuthError {
    const fn new(status: StatusCode, error: &'static str) -> Self {
        Self { status, error, error_description: None }
    }

    fn described(mut self, description: impl Into<String>) -> Self {
        self.error_description = Some(description.into());
        self
    }

    pub(super) fn invalid_client() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_client").described("Invalid client credentials.")
    }

    pub(super) fn invalid_code() -> Self {
        Self::invalid_request().described("Invalid or expired code parameter.")
    }

    pub(super) fn wrong_redirect_uri() -> Self {
        Self::invalid_request().described("redirect_uri did not match URI from initial request.")
    }

    pub(super) fn wrong_grant_type() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_grant")
    }

    pub(super) fn no_refresh_token() -> Self {
        Self::invalid_request().described("No refresh token in request.")
    }

    pub(super) fn claimed_refresh_token() -> Self {
        let description = "Refresh token is invalid or has already been claimed by another client.";
        Self::invalid_request().described(description)
    }

    pub(super) fn wider_scope(scopes: &[&str]) -> Self {
        let scopes: Vec<String> = scopes.iter().map(|scope| format!("{scope:?}")).collect();
        Self::invalid_request()
            .described(format!("Requested scopes contain unauthorized scope(s): [{}].", scopes.join(" ")))
    }

    pub(super) fn repeated_parameter() -> Self {
        Self::invalid_request().described("A parameter is given more than once.")
    }

    pub(super) fn invalid_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request")
    }

    pub(super) fn unsupported_token_type() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unsupported_token_type")
    }

    pub(super) fn unauthorized_client() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized_client")
    }

    pub(super) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "invalid_request").described("method not allowed")
    }
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a token request failed inside the sandbox");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error")
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        wire::json(self.status, &self)
    }
}
