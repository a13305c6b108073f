//! What to do about an error, as an HTTP status and as a page.

use std::time::Duration;

use akoya::oauth::{ConsentCause, Recovery};
use akoya::{Error, ErrorKind};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::page::{self, Advice};

/// An [`akoya::Error`] that is the response of a handler: its [`status`], and a page that says what the customer
/// can do.
///
/// The page has no text of the error or the provider, but the interaction id, which Akoya's support asks for. The
/// error is logged.
#[derive(Debug, Clone)]
pub struct Failure {
    error: Error,
    home: String,
}

impl Failure {
    /// Creates a response for this error, whose page leads to `home`, a path of the application. Default: `/`.
    #[must_use]
    pub fn new(error: Error, home: impl Into<String>) -> Self {
        let home = home.into();
        Self { error, home }
    }

    /// Returns the error.
    pub fn error(&self) -> &Error {
        &self.error
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error, "/")
    }
}

/// Returns the status that says what to do about an error.
///
/// | recovery | status |
/// |---|---|
/// | try again ([`Retry`](Recovery::Retry)), outcome unknown | 503, with `Retry-After` in a [`Failure`] |
/// | ask for consent | 403; 400 for a callback that is not believed |
/// | correct the request | 400 |
/// | correct the configuration, look at the store | 500 |
/// | tell the provider | 502 |
pub fn status(error: &Error) -> StatusCode {
    match error.recovery() {
        _ if error.kind() == ErrorKind::InvalidCallback => StatusCode::BAD_REQUEST,
        Recovery::Retry { .. } | Recovery::OutcomeUnknown { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Recovery::AskForConsent(_) => StatusCode::FORBIDDEN,
        Recovery::FixRequest => StatusCode::BAD_REQUEST,
        Recovery::ReportToProvider => StatusCode::BAD_GATEWAY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Returns the least time to wait, in whole seconds.
fn retry_after(error: &Error) -> Option<HeaderValue> {
    let wait = match error.recovery() {
        Recovery::Retry { after } => after,
        Recovery::OutcomeUnknown { retry_after } => retry_after,
        _ => return None,
    };
    let wait = wait.unwrap_or(Duration::from_secs(1));
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    Some(HeaderValue::from(seconds))
}

fn advice(error: &Error) -> Advice {
    match (error.kind(), error.recovery()) {
        (ErrorKind::InvalidCallback, _) => Advice::StartAgain,
        (ErrorKind::AccessDenied, _) => Advice::Refused,
        (_, Recovery::Retry { .. } | Recovery::OutcomeUnknown { .. }) => Advice::TryAgain,
        (_, Recovery::AskForConsent(ConsentCause::SubjectChanged)) => Advice::OtherPerson,
        (_, Recovery::AskForConsent(ConsentCause::CodeRefused)) => Advice::CodeRefused,
        (_, Recovery::AskForConsent(_)) => Advice::Connect,
        _ => Advice::NotYours,
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self { error, home } = self;
        let status = status(&error);
        let advice = advice(&error);
        // The page says that we have been told, so the log of errors must have it.
        if status.is_server_error() || advice == Advice::NotYours {
            tracing::error!(%error, "a request failed");
        } else {
            tracing::info!(%error, "a request was refused");
        }
        let mut response = page::failed(status, advice, &home, error.interaction_id());
        if let Some(wait) = retry_after(&error) {
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response
    }
}
