//! What a request to the provider ends with when it does not succeed.

use std::time::Duration;

use crate::error::{ConsentCause, Error, ErrorKind, Recovery, Unavailable};
use crate::operation::Operation;
use crate::provider::diagnosis::Diagnosis;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::Verdict;
use crate::refresh::protocol::LONGEST_WAIT;

/// A request that the provider did not grant.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The provider refused it with an OAuth error.
    Refused(OauthProviderError, Verdict),
    /// The provider receives too many requests and processed nothing. It may say how long to wait.
    Throttled(Option<Duration>),
    /// The request did not reach the provider.
    NotSent(Error),
    /// No usable response arrived: the provider may have processed the request.
    Lost(Error),
    /// The provider says that it has processed the request, and its response can be read but not used. The same
    /// request is not sent again at once: it could only present a token that is spent.
    Unusable(Error),
    /// The response does not belong to the protocol, and the provider did not process the request.
    Unexpected(Error),
}

impl Failure {
    /// Turns the failure into the caller's error. `cause` is why consent is needed if the provider does not accept the
    /// token or code, and `lost` what to do when the outcome is unknown.
    pub(crate) fn into_error(
        self,
        operation: Operation,
        cause: ConsentCause,
        lost: Recovery,
    ) -> Error {
        match self {
            Self::Refused(error, verdict) => refusal(error, verdict, cause),
            Self::Throttled(after) => throttled(operation, after),
            Self::NotSent(error) | Self::Unexpected(error) => error,
            Self::Lost(error) | Self::Unusable(error) => outcome_unknown(operation, error, lost),
        }
    }
}

/// Returns the error of a request that the provider refused.
pub(crate) fn refusal(
    provider: OauthProviderError,
    verdict: Verdict,
    cause: ConsentCause,
) -> Error {
    let operation = provider.operation;
    let failed = |kind, text| Error::new(kind, operation, text);
    let error = match verdict {
        Verdict::TokenInvalid => Error::consent_needed(operation, cause),
        // A code is sent once, so only a new consent helps. A refresh token is kept: a refusal
        // that is unclear does not end a grant.
        Verdict::Unclear if operation == Operation::Exchange => {
            Error::consent_needed(operation, cause)
        }
        // A grant that is given up costs a consent; one more request costs nothing.
        Verdict::Unclear => failed(
            ErrorKind::Provider,
            "the provider's refusal does not say whether the grant has ended; the token is kept",
        )
        .with_recovery(Recovery::Retry { after: None }),
        Verdict::Transient => failed(
            ErrorKind::Provider,
            "the provider cannot process the request now",
        )
        .with_recovery(Recovery::Retry { after: None }),
        // No consent is asked for: the customer cannot fix a wrong secret.
        Verdict::Misconfigured => failed(
            ErrorKind::Configuration,
            "the provider does not accept the client's credentials or redirect URI",
        ),
        Verdict::BadRequest => failed(
            ErrorKind::Provider,
            "the provider does not accept the request",
        )
        .with_recovery(Recovery::FixRequest),
    };
    error.with_provider(provider)
}

/// Returns the error of a request whose outcome is unknown.
pub(crate) fn outcome_unknown(operation: Operation, cause: Error, recovery: Recovery) -> Error {
    let text = "it is not known whether the provider processed the request";
    Error::new(ErrorKind::OutcomeUnknown, operation, text)
        .with_recovery(recovery)
        .with_unavailable(cause.unavailable())
        .with_source(cause)
}

/// Returns the error of a token set that cannot be used for calls. Its refresh token is kept.
pub(crate) fn no_bearer(operation: Operation, oddity: Option<Diagnosis>) -> Error {
    let text = "the provider's response has no bearer token; its refresh token is kept";
    let error = Error::new(ErrorKind::UnexpectedResponse, operation, text);
    match oddity {
        Some(oddity) => error.with_source(Error::odd_response(operation, oddity)),
        None => error,
    }
}

/// Returns the error of a request that came too soon.
pub(crate) fn throttled(operation: Operation, after: Option<Duration>) -> Error {
    let text = "the provider reports too many requests";
    // A provider that asks for a year of patience would end the grant by it.
    let after = after.map(|after| after.min(LONGEST_WAIT));
    let unavailable = Unavailable {
        status: 429,
        retry_after: after,
    };
    Error::new(ErrorKind::Provider, operation, text)
        .with_recovery(Recovery::Retry { after })
        .with_unavailable(Some(unavailable))
}
