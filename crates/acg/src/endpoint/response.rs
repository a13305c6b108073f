//! What the responses of both endpoints have in common: statuses, OAuth errors, and the members of the body.

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::dpop::proof::{INVALID_DPOP_PROOF, USE_DPOP_NONCE};
use crate::endpoint::damage::salvaged;
use crate::endpoint::failure::Failure;
use crate::endpoint::members::{Members, form_members, json_members, unpacked};
use crate::error::{Error, ErrorKind, Unavailable};
use crate::operation::Operation;
use crate::provider::diagnosis::{Diagnosis, Problem};
use crate::provider::error::{OauthProviderError, redact};
use crate::provider::profile::{Provider, Verdict};
use crate::token::bearer::Scheme;

/// The largest body that is read, in bytes.
pub(crate) const RESPONSE_LIMIT: usize = 1024 * 1024;

/// A response as it arrived.
pub(crate) struct RawResponse<'a> {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: &'a HeaderMap,
    /// The body, or what has arrived of it.
    pub(crate) body: &'a [u8],
    /// Why the rest of the body is missing, if it is.
    pub(crate) broken: Option<Error>,
    /// What type of token was asked for.
    pub(crate) scheme: Scheme,
    /// The secrets of the request. A provider may repeat them in its error texts.
    pub(crate) secrets: &'a [&'a str],
}

impl RawResponse<'_> {
    /// Returns `Ok` for a status of success, otherwise what the status and the body say.
    pub(super) fn check_status(&self, provider: &Provider) -> Result<(), Failure> {
        let status = self.status.as_u16();
        match (status, &self.broken) {
            (200..=299, _) => Ok(()),
            // What came of an error page decides nothing.
            (_, Some(broken)) => Err(Failure::Lost(broken.clone())),
            (status, None) => self.check_failed_status(status, provider),
        }
    }

    fn check_failed_status(&self, status: u16, provider: &Provider) -> Result<(), Failure> {
        match status {
            429 => Err(Failure::Throttled(retry_after(self.headers))),
            // Never a verdict, whatever the body says: a gateway may respond in place of a provider that has
            // processed the request (RFC 9110 §15.6), and then the refresh token is spent.
            500.. => {
                let retry_after = retry_after(self.headers);
                let error = self.unexpected(format!("the provider failed with HTTP {status}"));
                Err(Failure::Lost(error.with_unavailable(Some(Unavailable {
                    status,
                    retry_after,
                }))))
            }
            300..=399 => Err(Failure::Unexpected(self.unexpected(
                "the provider responded with a redirect, which is not followed".to_owned(),
            ))),
            _ => Err(self.client_error(provider)),
        }
    }

    fn client_error(&self, provider: &Provider) -> Failure {
        let status = self.status.as_u16();
        if let Some(error) = self.oauth_error() {
            return refused(provider, error);
        }
        // RFC 6749 §5.2 allows 401 for a client that failed to authenticate, and some servers send it
        // without an OAuth error. A page in HTML is not from the endpoint: one from a gateway must
        // not stop all grants of the client.
        if status == 401 && (self.body.trim_ascii().is_empty() || self.members().is_some()) {
            let error = OauthProviderError::new(self.operation, Some(401), "invalid_client");
            return refused(provider, error);
        }
        let text = format!("the provider responded with HTTP {status} and no OAuth error");
        Failure::Unexpected(self.unexpected(text))
    }

    /// Returns the OAuth error in the body, whatever the status.
    pub(super) fn oauth_error(&self) -> Option<OauthProviderError> {
        self.oauth_error_in(&self.members()?.values)
    }

    /// Returns the OAuth error in these members.
    pub(super) fn oauth_error_in(
        &self,
        members: &Map<String, Value>,
    ) -> Option<OauthProviderError> {
        let text = |name: &str| {
            members
                .get(name)
                .and_then(Value::as_str)
                .map(|text| redact(text, self.secrets))
        };
        let code = text("error").filter(|code| !code.is_empty())?;
        let status = Some(self.status.as_u16());
        Some(
            OauthProviderError::new(self.operation, status, &code)
                .with_description(text("error_description").as_deref())
                .with_uri(text("error_uri").as_deref()),
        )
    }

    /// Returns the members of a JSON object, or of a form if the response says it is one; `None` for anything else.
    ///
    /// What follows the object is ignored: servers add line ends, NUL bytes and comments, and a connection may
    /// break after the last brace. The object is whole nevertheless.
    pub(super) fn members(&self) -> Option<Members> {
        let content_type = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        // The content type is believed for forms alone: real servers send JSON as `text/plain` or without a type.
        let is_form = content_type.starts_with("application/x-www-form-urlencoded");
        if is_form && !self.body.trim_ascii_start().starts_with(b"{") {
            return self.broken.is_none().then(|| form_members(self.body));
        }
        // Asked for no encoding, some servers send gzip, also without saying so. The header is not believed either way.
        let unpacked = unpacked(self.body);
        json_members(&unpacked).or_else(|| json_members(self.body))
    }

    /// Returns the tokens in a body without [`members`](Self::members): a refresh token at least.
    pub(super) fn salvaged(&self) -> Option<Members> {
        salvaged(&unpacked(self.body), self.broken.is_some(), self.secrets)
    }

    /// Returns the error of a status that says nothing.
    fn unexpected(&self, text: String) -> Error {
        let problem = Problem::new("RFC 6749 §5.2", text.clone());
        Error::new(ErrorKind::UnexpectedResponse, self.operation, text)
            .with_diagnosis(self.diagnosis(problem))
    }

    /// Returns the error of a response that breaks a rule.
    pub(super) fn odd(&self, problem: Problem) -> Error {
        Error::odd_response(self.operation, self.diagnosis(problem))
    }

    /// Returns the failure of a success that lacks what was asked for, which may be in the part that did not arrive.
    pub(super) fn unusable(&self, problem: Problem) -> Failure {
        match &self.broken {
            Some(broken) => Failure::Lost(broken.clone()),
            None => Failure::Unexpected(self.odd(problem)),
        }
    }

    pub(super) fn diagnosis(&self, problem: Problem) -> Diagnosis {
        problem.found_in(self.status, self.headers, self.body, self.secrets)
    }
}

/// Wraps an OAuth error in the refusal that it is, with the provider's own meaning of it.
pub(super) fn refused(provider: &Provider, error: OauthProviderError) -> Failure {
    let verdict = match error.error.as_str() {
        // The protocol's own (RFC 9449 §8): nothing was processed, so the code or refresh token is as good as before.
        USE_DPOP_NONCE => Verdict::Transient,
        INVALID_DPOP_PROOF => Verdict::BadRequest,
        _ => provider.verdict(&error),
    };
    Failure::Refused(error, verdict)
}

/// Reads `Retry-After` in seconds (RFC 9110 §10.2.3). A date is ignored; token endpoints do not send one.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}
