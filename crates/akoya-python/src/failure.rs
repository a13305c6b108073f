//! From an error of the Rust crates to the exception that a Python program catches.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use akoya::oauth::{ConsentCause, Recovery};
use akoya::{Error, ErrorKind};
use pyo3::exceptions::{PyRuntimeError, PyStopAsyncIteration, PyStopIteration};
use pyo3::prelude::*;

use crate::exchange::Exchange;

/// What is known of a failure. `akoyaapisv240._failures.exception` makes the exception of it.
#[pyclass(frozen, get_all)]
pub(crate) struct Failure {
    kind: &'static str,
    message: String,
    recovery: &'static str,
    retry_after: Option<f64>,
    cause: Option<&'static str>,
    interaction_id: Option<String>,
    status: Option<u16>,
    /// Whether it is an error of the data API, whatever its status.
    is_of_api: bool,
    oauth_error: Option<String>,
    oauth_error_description: Option<String>,
    oauth_error_uri: Option<String>,
    exchange: Option<Exchange>,
}

/// Makes the exception of an error.
pub(crate) fn exception(py: Python<'_>, error: &Error, exchange: Option<Exchange>) -> PyErr {
    match try_exception(py, error, exchange) {
        Ok(exception) => exception,
        Err(wrong) => wrong,
    }
}

fn try_exception(py: Python<'_>, error: &Error, exchange: Option<Exchange>) -> PyResult<PyErr> {
    if let Some(own) = own_exception(error) {
        return Ok(raised(py, own));
    }
    let module = py.import("akoyaapisv240._failures")?;
    let failure = Failure::of(error, exchange);
    let exception = PyErr::from_value(module.call_method1("exception", (failure,))?);
    if let Some(cause) = python_cause(error) {
        exception.set_cause(py, Some(cause.clone_ref(py)));
    }
    Ok(exception)
}

/// Returns the exception that the program's own code raised during a data call: it is the program's to catch, as if the
/// code had been called directly. One in a request to the identity provider is the cause of another, which says what
/// became of the token.
fn own_exception(error: &Error) -> Option<&PyErr> {
    let mut source = StdError::source(error);
    while let Some(error) = source {
        if let Some(OwnException(exception)) = error.downcast_ref() {
            return Some(exception);
        }
        source = error.source();
    }
    None
}

/// Returns an exception as a call may raise it. One that ends an iteration would end the list of the call, as if it were
/// complete, so it is the cause of another, as in generators (PEP 479).
fn raised(py: Python<'_>, own: &PyErr) -> PyErr {
    let own = own.clone_ref(py);
    if !own.is_instance_of::<PyStopIteration>(py) && !own.is_instance_of::<PyStopAsyncIteration>(py)
    {
        return own;
    }
    let exception =
        PyRuntimeError::new_err("the program's own code raised the end of an iteration");
    exception.set_cause(py, Some(own));
    exception
}

/// Returns the exception of the program's own code that made an operation fail: of its callback or its HTTP client.
fn python_cause(error: &Error) -> Option<&PyErr> {
    let mut source = StdError::source(error);
    while let Some(error) = source {
        if let Some(exception) = error.downcast_ref() {
            return Some(exception);
        }
        source = error.source();
    }
    None
}

/// An exception that the program's own code raised during a data call.
#[derive(Debug)]
pub(crate) struct OwnException(pub(crate) PyErr);

impl fmt::Display for OwnException {
    /// Says nothing of the exception: what its text holds is unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the program's own code raised an exception")
    }
}

impl StdError for OwnException {}

impl Failure {
    fn of(error: &Error, exchange: Option<Exchange>) -> Self {
        let oauth = error.oauth_provider();
        Self {
            kind: kind(error.kind()),
            message: error.to_string(),
            recovery: recovery(error.recovery()),
            retry_after: retry_after(error.recovery()).map(|after| after.as_secs_f64()),
            cause: consent_cause(error.recovery()).map(ConsentCause::as_str),
            interaction_id: error.interaction_id().map(str::to_owned),
            status: error.status(),
            is_of_api: error.api().is_some(),
            oauth_error: oauth.map(|oauth| oauth.error.to_string()),
            oauth_error_description: oauth.and_then(|oauth| oauth.error_description.clone()),
            oauth_error_uri: oauth.and_then(|oauth| oauth.error_uri.clone()),
            exchange,
        }
    }
}

fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidInput => "invalid_input",
        ErrorKind::Configuration => "configuration",
        ErrorKind::InvalidCallback => "invalid_callback",
        ErrorKind::AccessDenied => "access_denied",
        ErrorKind::ConsentNeeded => "consent_needed",
        ErrorKind::OauthProvider => "oauth_provider",
        ErrorKind::Api => "api",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::OutcomeUnknown => "outcome_unknown",
        ErrorKind::Store => "store",
        ErrorKind::UpdateCallback => "token_update",
        _ => "unexpected_response",
    }
}

fn recovery(recovery: Recovery) -> &'static str {
    match recovery {
        Recovery::Retry { .. } => "retry",
        Recovery::AskForConsent(_) => "ask_for_consent",
        Recovery::FixRequest => "fix_request",
        Recovery::FixConfiguration => "fix_configuration",
        Recovery::CheckStore => "check_store",
        Recovery::OutcomeUnknown { .. } => "outcome_unknown",
        _ => "report_to_provider",
    }
}

fn retry_after(recovery: Recovery) -> Option<Duration> {
    match recovery {
        Recovery::Retry { after } | Recovery::OutcomeUnknown { retry_after: after } => after,
        _ => None,
    }
}

fn consent_cause(recovery: Recovery) -> Option<ConsentCause> {
    match recovery {
        Recovery::AskForConsent(cause) => Some(cause),
        _ => None,
    }
}

/// Returns the exception of an argument that cannot be used.
pub(crate) fn invalid_input(py: Python<'_>, text: &'static str) -> PyErr {
    let made = py
        .import("akoyaapisv240.exceptions.failures")
        .and_then(|module| module.call_method1("InvalidInputException", (text, py.None())));
    made.map_or_else(|wrong| wrong, PyErr::from_value)
}

/// Returns the error of something that is no operation of the API, as Python's own.
pub(crate) fn plain(error: impl StdError) -> PyErr {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    PyRuntimeError::new_err(text)
}
