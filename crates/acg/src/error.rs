//! What can go wrong, and what to do about it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::operation::Operation;
use crate::provider::diagnosis::Diagnosis;
use crate::provider::error::OauthProviderError;

/// Any error, as a program's own code may return it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What an operation of the grant ended with instead of its result.
///
/// [`kind`](Self::kind) says what happened, [`recovery`](Self::recovery) what to do. The text names the operation and
/// the subject and holds no secret, code, token or account data. Cheap to clone: callers that waited for the same
/// refresh get the same error.
#[derive(Clone)]
pub struct Error(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Operation,
    message: Cow<'static, str>,
    recovery: Recovery,
    provider: Option<OauthProviderError>,
    unavailable: Option<Unavailable>,
    diagnosis: Option<Diagnosis>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// A response with status 429 or 5xx: the provider says that it cannot process requests now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unavailable {
    pub(crate) status: u16,
    /// What its `Retry-After` asks for.
    pub(crate) retry_after: Option<Duration>,
}

/// The kinds of [`Error`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value given to this library is not usable; nothing was sent. Correct the call.
    InvalidInput,
    /// Credentials, endpoints or the provider's profile are wrong. Correct the configuration.
    Configuration,
    /// The callback does not belong to this authorization (wrong or missing `state`, duplicate parameters, used or
    /// expired). Believe nothing of it and start a new authorization.
    InvalidCallback,
    /// The customer refused. Not a failure of the program: offer to try again.
    AccessDenied,
    /// There is no grant that could give a token, or the provider has ended it. Ask the customer for consent again.
    ConsentNeeded,
    /// The provider responded with an OAuth error that is none of the above; see [`Error::provider`].
    Provider,
    /// The provider was not reached; the request was certainly not processed. Try again.
    Transport,
    /// The request may or may not have been processed. Never repeat it blindly; see [`Recovery::OutcomeUnknown`].
    OutcomeUnknown,
    /// The provider's response is not what the protocol says. Report it to the provider.
    UnexpectedResponse,
    /// The token store failed. Look at the store: a token may be held in memory only.
    Store,
    /// The token update callback failed. The token is installed and kept; the callback is offered it again.
    UpdateCallback,
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Recovery {
    /// Do the same again, not sooner than `after` (at once when `None`).
    Retry {
        /// The least time to wait, as the provider or a cooldown asks.
        after: Option<Duration>,
    },
    /// Send the customer through the consent pages again.
    AskForConsent(ConsentCause),
    /// The program made a wrong call: correct it, repeating is pointless.
    FixRequest,
    /// Client id, secret, redirect URI or endpoint are wrong: correct them. The grant itself is untouched.
    FixConfiguration,
    /// The token store does not work: repair it while this process still runs.
    CheckStore,
    /// It is not known whether the provider processed the request. The next call presents the token again by
    /// itself, not sooner than `retry_after`; if that is refused, consent is needed.
    OutcomeUnknown {
        /// The least time to wait before the next call.
        retry_after: Option<Duration>,
    },
    /// Neither the caller nor the customer can fix it: report it to the provider.
    ReportToProvider,
}

/// Why consent is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConsentCause {
    /// No consent was ever given, or its token was removed.
    NoGrant,
    /// The customer refused.
    Denied,
    /// The token has expired and there is no refresh token.
    NoRefreshToken,
    /// The provider refuses the refresh token: expired, revoked or claimed by another.
    RefreshTokenRefused,
    /// The refresh token was spent by a request whose response never arrived.
    RotationLost,
    /// The code is wrong, expired or spent.
    CodeRefused,
    /// A fresh token is refused by the API: the customer or the provider has ended the consent.
    ConsentEnded,
    /// The provider responded with a token of another customer.
    SubjectChanged,
    /// The authorization was not completed in time, or twice.
    PendingExpired,
    /// Another reason, which a newer version of this crate has written into the record.
    #[serde(other)]
    Other,
}

impl ConsentCause {
    /// Returns the cause in words, to be shown to a person.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoGrant => "no consent has been given",
            Self::Denied => "the customer refused",
            Self::NoRefreshToken => "the token has expired and there is no refresh token",
            Self::RefreshTokenRefused => "the provider refuses the refresh token",
            Self::RotationLost => {
                "the refresh token was spent by a request whose response was lost"
            }
            Self::CodeRefused => "the authorization code is wrong, expired or spent",
            Self::ConsentEnded => "the consent was ended at the provider",
            Self::SubjectChanged => "the provider's response is about another customer",
            Self::PendingExpired => "the authorization was not completed in time",
            Self::Other => "the consent has ended for a reason that this version does not know",
        }
    }
}

impl fmt::Display for ConsentCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        operation: Operation,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let recovery = kind.usual_recovery();
        Self(Arc::new(Inner {
            kind,
            operation,
            message: message.into(),
            recovery,
            provider: None,
            unavailable: None,
            diagnosis: None,
            source: None,
        }))
    }

    pub(crate) fn input(operation: Operation, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::InvalidInput, operation, message)
    }

    pub(crate) fn configuration(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, Operation::Configure, message)
    }

    pub(crate) fn consent_needed(operation: Operation, cause: ConsentCause) -> Self {
        Self::new(ErrorKind::ConsentNeeded, operation, cause.as_str())
            .with_recovery(Recovery::AskForConsent(cause))
    }

    pub(crate) fn with_recovery(self, recovery: Recovery) -> Self {
        self.change(|inner| inner.recovery = recovery)
    }

    pub(crate) fn with_provider(self, provider: OauthProviderError) -> Self {
        self.change(|inner| inner.provider = Some(provider))
    }

    /// Makes the error of a response that breaks a rule.
    pub(crate) fn odd_response(operation: Operation, diagnosis: Diagnosis) -> Self {
        let Diagnosis {
            status, problem, ..
        } = &diagnosis;
        let text = format!("the provider's response, HTTP {status}, {problem}");
        Self::new(ErrorKind::UnexpectedResponse, operation, text).with_diagnosis(diagnosis)
    }

    pub(crate) fn with_diagnosis(self, diagnosis: Diagnosis) -> Self {
        self.change(|inner| inner.diagnosis = Some(diagnosis))
    }

    pub(crate) fn with_unavailable(self, unavailable: Option<Unavailable>) -> Self {
        self.change(|inner| inner.unavailable = unavailable)
    }

    pub(crate) fn with_source(self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.change(|inner| inner.source = Some(Arc::new(source)))
    }

    /// Keeps an error of the program's own code as the source, so that the program finds it again.
    pub(crate) fn with_boxed_source(self, source: BoxError) -> Self {
        self.change(|inner| inner.source = Some(Arc::from(source)))
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        // Waiters of a single flight share one error; what one of them adds is not the others'.
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Returns what happened.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what was being done.
    pub fn operation(&self) -> Operation {
        self.0.operation
    }

    /// Returns what happened, in words, without the operation and the provider's own words.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns what to do now.
    pub fn recovery(&self) -> Recovery {
        self.0.recovery
    }

    /// Returns the provider's own error, when it gave one.
    pub fn provider(&self) -> Option<&OauthProviderError> {
        self.0.provider.as_ref()
    }

    /// Returns what is wrong with the provider's response, in this error or its sources: the field, the
    /// rule it breaks, the status, the content type and how the body begins, without any value. `None` when
    /// it is not the response that is wrong.
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        let mut error = self;
        loop {
            if let Some(diagnosis) = &error.0.diagnosis {
                return Some(diagnosis);
            }
            error = error.0.source.as_ref()?.downcast_ref::<Self>()?;
        }
    }

    /// Returns whether the provider said that it cannot process requests now.
    pub(crate) fn unavailable(&self) -> Option<Unavailable> {
        self.0.unavailable
    }

    /// Returns whether the same call may succeed later without any change.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.0.recovery,
            Recovery::Retry { .. } | Recovery::OutcomeUnknown { .. }
        )
    }
}

impl ErrorKind {
    const fn usual_recovery(self) -> Recovery {
        match self {
            Self::InvalidInput => Recovery::FixRequest,
            Self::Configuration => Recovery::FixConfiguration,
            Self::InvalidCallback => Recovery::AskForConsent(ConsentCause::PendingExpired),
            Self::AccessDenied => Recovery::AskForConsent(ConsentCause::Denied),
            Self::ConsentNeeded => Recovery::AskForConsent(ConsentCause::NoGrant),
            Self::Provider | Self::UnexpectedResponse => Recovery::ReportToProvider,
            // Nothing was processed, so the same request can be sent again.
            Self::Transport => Recovery::Retry { after: None },
            Self::OutcomeUnknown => Recovery::OutcomeUnknown { retry_after: None },
            Self::Store | Self::UpdateCallback => Recovery::CheckStore,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.operation, self.0.message)?;
        match (&self.0.provider, &self.0.diagnosis) {
            (Some(provider), _) => write!(f, " ({provider})"),
            (None, Some(diagnosis)) => write!(f, " ({diagnosis})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("message", &self.0.message)
            .field("recovery", &self.0.recovery)
            .field("provider", &self.0.provider)
            .field("diagnosis", &self.0.diagnosis)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
