//! What can go wrong, and what to do about it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use acg::provider::OauthProviderError;
use acg::store::{InvalidConnectionId, StoreError};
use acg::{ConsentCause, Recovery};
use akoya_model::account::ChoiceError;
use akoya_model::api_error::FdxCode;

use crate::api_error::ApiError;
use crate::requirement::Requirement;
use crate::segment;

/// Why a call has no result.
///
/// [`kind`](Self::kind) says what happened, [`recovery`](Self::recovery) what to do. The text names the operation
/// and the provider and holds no secret, token or account data. Cheap to clone.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Cow<'static, str>,
    message: Cow<'static, str>,
    recovery: Recovery,
    interaction_id: Option<String>,
    oauth: Option<acg::Error>,
    api: Option<ApiError>,
    requirement: Option<Requirement>,
    /// Whether an identifier that was given cannot be part of an address.
    is_of_an_id: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The kinds of [`Error`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value given to the call cannot be used; nothing was sent. Correct the call.
    InvalidInput,
    /// Credentials, environment or store are misconfigured, or the provider rejects the client. Correct the
    /// configuration.
    Configuration,
    /// The callback does not belong to this authorization. Do not trust it; start a new authorization.
    InvalidCallback,
    /// The customer refused. Not a failure of the program: offer to try again.
    AccessDenied,
    /// There is no token and none can be obtained: ask the customer for consent again.
    ConsentNeeded,
    /// The identity provider returned an OAuth error that is none of the above; see [`Error::oauth_provider`].
    OauthProvider,
    /// The API returned an error; see [`Error::api`].
    Api,
    /// The server was not reached. Try again.
    Transport,
    /// No complete response in time. A data call may be repeated.
    Timeout,
    /// Whether the identity provider processed the request is unknown; see [`Recovery::OutcomeUnknown`].
    OutcomeUnknown,
    /// The response is not what the API describes: not JSON, cut off, too large, a link to another host.
    UnexpectedResponse,
    /// The token store failed.
    Store,
    /// The token update callback failed; the token is in use and kept.
    UpdateCallback,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        operation: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
        recovery: Recovery,
    ) -> Self {
        Self(Arc::new(Inner {
            kind,
            operation: operation.into(),
            message: message.into(),
            recovery,
            interaction_id: None,
            oauth: None,
            api: None,
            requirement: None,
            is_of_an_id: false,
            source: None,
        }))
    }

    pub(crate) fn input(
        operation: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(
            ErrorKind::InvalidInput,
            operation,
            message,
            Recovery::FixRequest,
        )
    }

    /// Creates the error of a call that lacks what its version requires.
    pub(crate) fn missing(
        operation: impl Into<Cow<'static, str>>,
        requirement: Requirement,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::input(operation, message).change(|inner| inner.requirement = Some(requirement))
    }

    /// Creates the error of an identifier that cannot be part of an address.
    pub(crate) fn unusable_id(operation: impl Into<Cow<'static, str>>) -> Self {
        Self::input(operation, segment::PROBLEM).change(|inner| inner.is_of_an_id = true)
    }

    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(
            ErrorKind::Configuration,
            "configuration",
            message,
            Recovery::FixConfiguration,
        )
    }

    /// Creates the error of a call that ended well and left no document, which does not happen.
    pub(crate) fn no_document() -> Self {
        Self::unexpected("the call", "no document came")
    }

    pub(crate) fn unexpected(
        operation: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(
            ErrorKind::UnexpectedResponse,
            operation,
            message,
            Recovery::ReportToProvider,
        )
    }

    pub(crate) fn api_response(
        operation: impl Into<Cow<'static, str>>,
        api: ApiError,
        subject: Subject,
    ) -> Self {
        let recovery = match api_recovery(&api) {
            // Clients that are refused are refused everything; this is refused for the account.
            Recovery::FixConfiguration if subject != Subject::Client && api.status == 403 => {
                Recovery::FixRequest
            }
            // The consent is in force. To a program that marks connections as ended this one has not.
            Recovery::AskForConsent(_) if subject == Subject::AccountAlone => Recovery::FixRequest,
            recovery => recovery,
        };
        let text = match api.is_not_ready() {
            true => format!("it is not ready yet ({api})"),
            false => api.to_string(),
        };
        let kind = if matches!(recovery, Recovery::AskForConsent(_)) {
            ErrorKind::ConsentNeeded
        } else {
            ErrorKind::Api
        };
        let interaction_id = api.interaction_id.clone();
        let message = api.message().filter(|_| api.status == 400);
        let requirement = message.and_then(Requirement::named_in);
        Self::new(kind, operation, text, recovery).change(|inner| {
            inner.api = Some(api);
            inner.interaction_id = interaction_id;
            inner.requirement = requirement;
        })
    }

    /// Creates an error of a service API: no customer can fix it.
    pub(crate) fn service_response(operation: &'static str, api: ApiError) -> Self {
        let recovery = match api.status {
            408 | 425 | 429 | 500.. => Recovery::Retry {
                after: api.retry_after,
            },
            401 | 403 => Recovery::FixConfiguration,
            _ => Recovery::FixRequest,
        };
        let interaction_id = api.interaction_id.clone();
        Self::new(ErrorKind::Api, operation, api.to_string(), recovery).change(|inner| {
            inner.api = Some(api);
            inner.interaction_id = interaction_id;
        })
    }

    /// Creates an error that came with a success status, in place of the document.
    pub(crate) fn unexpected_api(
        operation: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
        api: ApiError,
    ) -> Self {
        let passes = matches!(
            api.code,
            Some(
                FdxCode::InternalError
                    | FdxCode::SubsystemUnavailable
                    | FdxCode::Maintenance
                    | FdxCode::TooManyRequests
            )
        );
        let recovery = match passes {
            true => Recovery::Retry { after: None },
            false => Recovery::ReportToProvider,
        };
        let interaction_id = api.interaction_id.clone();
        Self::new(ErrorKind::UnexpectedResponse, operation, message, recovery).change(|inner| {
            inner.api = Some(api);
            inner.interaction_id = interaction_id;
        })
    }

    pub(crate) fn http(
        operation: impl Into<Cow<'static, str>>,
        error: acg::http::HttpError,
    ) -> Self {
        use acg::http::HttpErrorKind::{Connect, Interrupted, Request, Timeout, TooLarge};
        let retry = Recovery::Retry { after: None };
        let (kind, message, recovery) = match error.kind() {
            Connect => (ErrorKind::Transport, "the API could not be reached", retry),
            Request => (
                ErrorKind::InvalidInput,
                "the request cannot be sent",
                Recovery::FixRequest,
            ),
            Timeout => (ErrorKind::Timeout, "no complete response in time", retry),
            Interrupted => (
                ErrorKind::Transport,
                "the connection broke before the response was complete",
                retry,
            ),
            TooLarge => (
                ErrorKind::UnexpectedResponse,
                "the response is larger than allowed",
                Recovery::ReportToProvider,
            ),
            _ => (ErrorKind::Transport, "the request failed", retry),
        };
        Self::new(kind, operation, message, recovery).with_source(error)
    }

    /// Creates the error of a body that was to be read into memory, up to `limit` bytes.
    pub(crate) fn body(
        operation: impl Into<Cow<'static, str>>,
        error: acg::http::HttpError,
        limit: usize,
    ) -> Self {
        if error.kind() != acg::http::HttpErrorKind::TooLarge {
            return Self::http(operation, error);
        }
        let text = format!("the response is larger than {} MiB", limit / (1024 * 1024));
        Self::unexpected(operation, text).with_source(error)
    }

    pub(crate) fn timeout(operation: impl Into<Cow<'static, str>>, after: Duration) -> Self {
        let message = format!("no complete response within {after:?}");
        Self::new(
            ErrorKind::Timeout,
            operation,
            message,
            Recovery::Retry { after: None },
        )
    }

    pub(crate) fn with_interaction_id(self, id: Option<String>) -> Self {
        self.change(|inner| inner.interaction_id = id)
    }

    pub(crate) fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.change(|inner| inner.source = Some(Arc::new(source)))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Returns what happened.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what to do now.
    pub fn recovery(&self) -> Recovery {
        self.0.recovery
    }

    /// Returns the operation and its provider, for example `balances of mikomo`.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// Returns the API's error with all its fields, when it returned one.
    pub fn api(&self) -> Option<&ApiError> {
        self.0.api.as_ref()
    }

    /// Returns the identity provider's error with all its fields, when it returned one.
    pub fn oauth_provider(&self) -> Option<&OauthProviderError> {
        self.0.oauth.as_ref().and_then(acg::Error::provider)
    }

    /// Returns `x-akoya-interaction-id` of the response: Akoya's support asks for it.
    pub fn interaction_id(&self) -> Option<&str> {
        self.0.interaction_id.as_deref()
    }

    /// Returns the HTTP status of the API's or identity provider's error.
    pub fn status(&self) -> Option<u16> {
        self.api()
            .map(|api| api.status)
            .or_else(|| self.oauth_provider()?.status)
    }

    /// Returns what the version of the API demands and the call lacks, when that is why it failed: found out before
    /// it was sent, or from the header that the API's message names.
    pub fn requirement(&self) -> Option<Requirement> {
        self.0.requirement
    }

    /// Returns whether the error says something of the account that was asked for and nothing of others: an error
    /// of the API, a response that cannot be read, an attempt that took too long or broke off, an identifier that
    /// cannot be part of a URL path (`..`). Consent, credentials and the token store concern all accounts.
    pub fn is_of_one_account(&self) -> bool {
        use ErrorKind::{Api, Timeout, Transport, UnexpectedResponse};
        let is_of_the_call = matches!(self.kind(), Api | Timeout | Transport | UnexpectedResponse);
        let is_of_all = self.0.oauth.is_some() || self.0.requirement.is_some();
        self.0.is_of_an_id || is_of_the_call && !is_of_all
    }

    /// Returns whether the same call may succeed later without any change.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.0.recovery,
            Recovery::Retry { .. } | Recovery::OutcomeUnknown { .. }
        )
    }
}

/// What a refusal of the API is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The client, the institution or the version.
    Client,
    /// The account that the request names.
    Account,
    /// The account that the request names, and nothing else: the API takes the same bearer for others.
    AccountAlone,
}

/// Decides what to do about an error of the API, by its FDX code first, then by its status.
fn api_recovery(error: &ApiError) -> Recovery {
    match (error.code, error.status) {
        (Some(FdxCode::CustomerNotFound | FdxCode::CustomerNotAuthorized), _) => {
            Recovery::AskForConsent(ConsentCause::ConsentEnded)
        }
        (Some(FdxCode::TooManyRequests), _) | (_, 408 | 425 | 429 | 500..) => Recovery::Retry {
            after: error.retry_after,
        },
        _ if error.is_not_ready() => Recovery::Retry {
            after: error.retry_after,
        },
        (None, 401) => Recovery::AskForConsent(ConsentCause::ConsentEnded),
        (_, 401 | 403) => Recovery::FixConfiguration,
        _ => Recovery::FixRequest,
    }
}

impl From<akoya_model::Error> for Error {
    fn from(error: akoya_model::Error) -> Self {
        Self::unexpected("document", "the text is not the expected document").with_source(error)
    }
}

impl From<akoya_model::ParseDayError> for Error {
    fn from(error: akoya_model::ParseDayError) -> Self {
        Self::input("day", error.to_string())
    }
}

impl From<ChoiceError> for Error {
    fn from(error: ChoiceError) -> Self {
        Self::input("account", error.to_string()).with_source(error)
    }
}

impl From<InvalidConnectionId> for Error {
    fn from(error: InvalidConnectionId) -> Self {
        Self::input("connection", error.to_string())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let text = "the token store cannot be used";
        Self::new(ErrorKind::Store, "token store", text, Recovery::CheckStore).with_source(error)
    }
}

#[cfg(feature = "sqlite")]
impl From<acg_sqlite::Error> for Error {
    fn from(error: acg_sqlite::Error) -> Self {
        let text = "the token store cannot be used";
        Self::new(ErrorKind::Store, "token store", text, Recovery::CheckStore).with_source(error)
    }
}

impl From<acg::vault::InvalidKey> for Error {
    fn from(error: acg::vault::InvalidKey) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<acg::http::HttpError> for Error {
    fn from(error: acg::http::HttpError) -> Self {
        Self::http("request", error)
    }
}

impl From<acg::Error> for Error {
    fn from(error: acg::Error) -> Self {
        let kind = match error.kind() {
            acg::ErrorKind::InvalidInput => ErrorKind::InvalidInput,
            acg::ErrorKind::Configuration => ErrorKind::Configuration,
            acg::ErrorKind::InvalidCallback => ErrorKind::InvalidCallback,
            acg::ErrorKind::AccessDenied => ErrorKind::AccessDenied,
            acg::ErrorKind::ConsentNeeded => ErrorKind::ConsentNeeded,
            acg::ErrorKind::Provider => ErrorKind::OauthProvider,
            acg::ErrorKind::Transport => ErrorKind::Transport,
            acg::ErrorKind::OutcomeUnknown => ErrorKind::OutcomeUnknown,
            acg::ErrorKind::Store => ErrorKind::Store,
            acg::ErrorKind::UpdateCallback => ErrorKind::UpdateCallback,
            _ => ErrorKind::UnexpectedResponse,
        };
        let message = match error.provider() {
            Some(provider) => format!("{} ({provider})", error.message()),
            None => error.message().to_owned(),
        };
        Self::new(kind, error.operation().as_str(), message, error.recovery())
            .change(|inner| inner.oauth = Some(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.operation, self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("message", &self.0.message)
            .field("recovery", &self.0.recovery)
            .field("interaction_id", &self.0.interaction_id)
            .field("oauth", &self.0.oauth)
            .field("api", &self.0.api)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    /// Returns the cause below. An error of the grant engine is part of this error, so that error's cause is returned.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.oauth {
            Some(oauth) => oauth.source(),
            None => self
                .0
                .source
                .as_deref()
                .map(|source| source as &(dyn StdError + 'static)),
        }
    }
}
