//! The errors of the data API: codes of FDX, with the statuses that Akoya documents.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Error;
use crate::wire;

/// An error of the data API: an FDX code, which Akoya writes as a number, and a message.
///
/// Where no FDX code is documented for a status, the code repeats the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct ApiError {
    #[serde(skip)]
    status: StatusCode,
    code: u16,
    message: &'static str,
}

impl ApiError {
    const fn new(status: StatusCode, code: u16, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
        }
    }

    /// Creates the error of an FDX code, or of an HTTP status that has no code of its own.
    pub(crate) fn of_code(code: u16) -> Self {
        match code {
            500 => Self::internal(),
            501 => Self::new(StatusCode::NOT_IMPLEMENTED, 501, "Subsystem unavailable"),
            503 => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                503,
                "Scheduled maintenance",
            ),
            601 => Self::customer_not_found(),
            602 => Self::not_authorized(),
            701 => Self::account_not_found(),
            702 => Self::invalid_date(),
            703 => Self::invalid_range(),
            705 => Self::new(StatusCode::NOT_FOUND, 705, "Account is closed"),
            // FDX's codes for requests that no data fits. Only the meaning of 1107 is public.
            1104 | 1108 => Self::new(StatusCode::NOT_FOUND, code, "No data"),
            1107 => Self::new(
                StatusCode::NOT_FOUND,
                1107,
                "Data not found for request parameters",
            ),
            704 => Self::new(StatusCode::BAD_REQUEST, 704, "Account type not supported"),
            1207 => Self::new(StatusCode::TOO_MANY_REQUESTS, 1207, "Too many requests"),
            _ => StatusCode::from_u16(code).map_or_else(|_| Self::internal(), Self::of_status),
        }
    }

    fn of_status(status: StatusCode) -> Self {
        let is_error = status.is_client_error() || status.is_server_error();
        let message = status.canonical_reason().unwrap_or("Error");
        if is_error {
            Self::new(status, status.as_u16(), message)
        } else {
            Self::internal()
        }
    }

    pub(super) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            500,
            "Internal server error",
        )
    }

    /// Returns the error of a consent that the customer has revoked at the bank.
    pub(super) fn customer_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 601, "Customer not found")
    }

    /// Returns the error of a bearer token that is missing, no longer valid, or not valid for the account.
    pub(super) fn not_authorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 602, "Customer not authorized")
    }

    pub(super) fn account_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 701, "Account not found")
    }

    pub(super) fn invalid_date() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 702, "Invalid start or end date")
    }

    pub(super) fn invalid_range() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 703, "Invalid date range")
    }

    pub(super) fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 400, message)
    }

    pub(super) fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, 403, "Forbidden")
    }

    pub(super) fn not_found(message: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 404, message)
    }

    /// Returns the error of an account without the holding that a tax lot call names.
    pub(super) fn holding_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 701, "Holding not found")
    }

    /// Returns the error of an account or year without a tax form.
    pub(super) fn tax_form_not_available() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            409,
            "Tax form not available for the account or year",
        )
    }

    pub(super) fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 405, "Method not allowed")
    }

    pub(super) fn not_acceptable() -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, 406, "Not acceptable")
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a data call failed inside the sandbox");
        Self::internal()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        wire::json(self.status, &self)
    }
}
