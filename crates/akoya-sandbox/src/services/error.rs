//! The errors of the service APIs, in the form of Akoya's samples.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;
use crate::wire;

/// An error of a service API. Its code is a string, unlike that of the data API; which strings there are is not
/// documented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ServiceError {
    #[serde(skip)]
    status: StatusCode,
    code: String,
    message: String,
}

impl ServiceError {
    /// Creates an error whose code repeats the status.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            code: status.as_u16().to_string(),
            message: message.into(),
        }
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// Returns the error of something that Apps Management does not accept, with a word as the code, as in Akoya's
    /// samples.
    pub(super) fn invalid(message: &str) -> Self {
        Self {
            code: "InvalidArgument".to_owned(),
            ..Self::bad(message)
        }
    }

    /// Returns the error of an application whose name is taken.
    pub(super) fn exists() -> Self {
        Self {
            code: "AlreadyExists".to_owned(),
            ..Self::new(
                StatusCode::CONFLICT,
                "This app name already exists for this recipientId.",
            )
        }
    }

    pub(super) fn not_found(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// Returns the error of a token that is missing, unknown or expired.
    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized")
    }

    /// Returns the error of a token with another scope.
    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "The token has another scope")
    }
}

impl From<Error> for ServiceError {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a service call failed inside the sandbox");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
    }
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        wire::json(self.status, &self)
    }
}
