//! A provider's profile: how it differs from RFC 6749.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use url::Url;

use crate::error::Error;
use crate::http::loopback::is_secure;
#[cfg(feature = "jose")]
use crate::identity::rules::IdTokenRules;
use crate::operation::Operation;
use crate::provider::client_auth::{AcceptedAuth, ClientAuth};
use crate::provider::error::{OauthErrorCode, OauthProviderError};
use crate::token::bearer::BearerSource;

/// Everything the engine has to know of one provider. Cheap enough to clone once per grant.
///
/// [`Provider::rfc6749`] gives a provider that follows the standards; the setters describe one that does not.
///
/// | setting | default |
/// |---|---|
/// | [`exchange_auth`](Self::exchange_auth), [`refresh_auth`](Self::refresh_auth), [`revoke_auth`](Self::revoke_auth) | HTTP Basic |
/// | [`assertion_audience`](Self::assertion_audience) | the issuer, else the token endpoint |
/// | [`pushed_requests`](Self::pushed_requests) | off |
/// | [`dpop`](Self::dpop) | off |
/// | [`bearer`](Self::bearer) | the access token |
/// | [`pkce`](Self::pkce) | S256 |
/// | [`nonce`](Self::nonce) | sent with the scope `openid`, and required |
/// | [`response_mode`](Self::response_mode) | the query of the redirect URI |
/// | [`validate_id_tokens`](Self::validate_id_tokens) | off; after a discovery that found keys, if present |
/// | [`scopes`](Self::scopes) | none |
/// | [`required_parameters`](Self::required_parameters) | none |
/// | [`classify`](Self::classify) | RFC 6749 §5.2 |
/// | [`rejects_bearer`](Self::rejects_bearer) | status 401 |
/// | [`lost_response`](Self::lost_response) | presented once more |
/// | [`grace_window`](Self::grace_window) | none |
/// | [`incident_group`](Self::incident_group) | all grants |
#[derive(Clone)]
pub struct Provider {
    pub(crate) identity: String,
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) revocation_endpoint: Option<Url>,
    pub(crate) device_authorization_endpoint: Option<Url>,
    pub(crate) pushed_authorization_request_endpoint: Option<Url>,
    pub(crate) pushed_requests: PushedRequests,
    pub(crate) dpop: Dpop,
    pub(crate) fapi2: Option<SenderConstraint>,
    pub(crate) tls_endpoints: TlsEndpoints,
    pub(crate) issuer: Option<String>,
    pub(crate) callback_issuer: CallbackIssuer,
    pub(crate) exchange_auth: AcceptedAuth,
    pub(crate) refresh_auth: AcceptedAuth,
    pub(crate) revoke_auth: AcceptedAuth,
    pub(crate) assertion_audience: Option<String>,
    pub(crate) algorithms: TakenAlgorithms,
    #[cfg(feature = "jose")]
    pub(crate) id_tokens: IdTokenRules,
    pub(crate) bearer: BearerSource,
    pub(crate) pkce: Pkce,
    pub(crate) nonce: Nonce,
    pub(crate) response_mode: ResponseMode,
    pub(crate) scopes: Vec<String>,
    pub(crate) required_parameters: Vec<&'static str>,
    pub(crate) classify: fn(&OauthProviderError) -> Verdict,
    /// What error codes mean, where a file says so.
    pub(crate) stated_verdicts: BTreeMap<String, Verdict>,
    pub(crate) rejects_bearer: fn(u16, &[u8]) -> bool,
    pub(crate) lost_response: LostResponse,
    pub(crate) grace_window: Duration,
    pub(crate) incident_group: Option<String>,
    pub(crate) timeout: Duration,
}

/// The endpoints of clients that are known by their certificate, where they are others: a server asks for certificates
/// at a host or port of its own, because browsers would ask their users for one.
#[derive(Debug, Clone, Default)]
pub(crate) struct TlsEndpoints {
    pub(crate) token: Option<Url>,
    pub(crate) revocation: Option<Url>,
    pub(crate) pushed: Option<Url>,
    pub(crate) device: Option<Url>,
}

/// The signature algorithms that the metadata names; `None` where it does not say.
#[derive(Debug, Clone, Default)]
pub(crate) struct TakenAlgorithms {
    /// Of client assertions.
    pub(crate) assertions: Option<Vec<String>>,
    /// Of proofs of possession.
    pub(crate) proofs: Option<Vec<String>>,
}

/// Returns whether an algorithm is among those that are named. Without a list nothing is known.
pub(crate) fn takes(named: Option<&Vec<String>>, algorithm: &str) -> bool {
    named.is_none_or(|named| named.iter().any(|one| one == algorithm))
}

/// What is done when a refresh token was sent and no usable response arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LostResponse {
    /// The same process presents the same token once more, at once. Right for a provider that has not processed it,
    /// and for one that responds to a token twice within a grace window; for one that revokes the whole grant when
    /// a token is presented twice, nothing is lost either: the successor was lost already.
    PresentAgain,
    /// Nothing: the outcome stays unknown until the next caller presents it after a cooldown. The bearer, which a
    /// provider may revoke with the grant, is used until then.
    Hold,
}

/// Proof Key for Code Exchange (RFC 7636).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Pkce {
    /// A fresh verifier per request, sent as its SHA-256. There is no `plain`.
    S256,
    /// Not sent: for a provider that does not document it.
    Off,
}

/// Pushed authorization requests (RFC 9126): the parameters go from this program to the provider,
/// and the browser carries a reference to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PushedRequests {
    /// The parameters are in the browser's address.
    Off,
    /// Every request is pushed, by [`begin`](crate::consent::AuthorizeBuilder::begin); one in
    /// the browser's address is refused here.
    Required,
}

/// The issuer in a callback, the parameter `iss` (RFC 9207).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackIssuer {
    /// It may be missing.
    Optional,
    /// The provider promises it, as the metadata `authorization_response_iss_parameter_supported` does: a callback
    /// without it is refused (RFC 9207 §2.4).
    Required,
}

/// Tokens that are bound to a key of this side (DPoP, RFC 9449).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dpop {
    /// Tokens are bearers: having one is enough to use it.
    Off,
    /// Every consent has a key of its own, which is made here, kept with the tokens and sealed with them. A
    /// provider that issues a bearer token nevertheless is not believed.
    Required,
}

/// What the tokens of a FAPI 2.0 client are bound to (§5.3.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SenderConstraint {
    /// A key of the grant (RFC 9449).
    Dpop,
    /// The certificate of the client (RFC 8705), with which the [HTTP
    /// client](crate::http::HttpService) makes its connections.
    MutualTls,
}

/// The `nonce` that ties an id_token to the authorization request (OpenID Connect Core §3.1.2.1). It is sent when
/// the scope `openid` is requested on the [safe path](crate::AuthorizationCodeAuth::authorize).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Nonce {
    /// Sent; an id_token of the code exchange with another nonce or none is refused.
    Required,
    /// Sent; an id_token with another nonce is refused, and one without a nonce is taken.
    IfReturned,
    /// Not sent: for a provider that does not document it.
    Off,
}

/// How the provider's response comes back through the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseMode {
    /// As parameters of the redirect URI (RFC 6749 §4.1.2).
    Query,
    /// As one signed JWT that holds them (JARM: `response_mode=jwt`): an attacker who changes a callback cannot put
    /// another code or error into it. An encrypted one is refused.
    Jwt,
}

/// What an OAuth error of the token or revocation endpoint means for the grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// The code or refresh token is no longer of use: consent is needed.
    TokenInvalid,
    /// The same request may succeed later.
    Transient,
    /// Client id, secret or redirect URI are wrong; the grant is untouched.
    Misconfigured,
    /// The request was wrong: a mistake in this program.
    BadRequest,
    /// The response does not say whether the token is dead. It is not marked dead; consent is advised.
    Unclear,
}

impl Provider {
    /// Creates a provider that follows RFC 6749 and 7636.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when an endpoint is neither https nor loopback, or has a
    /// fragment.
    pub fn rfc6749(authorization_endpoint: Url, token_endpoint: Url) -> Result<Self, Error> {
        check_endpoint(&authorization_endpoint)?;
        check_endpoint(&token_endpoint)?;
        Ok(Self {
            // Tokens are sent to this endpoint, so a change of it must not go unnoticed.
            identity: token_endpoint.as_str().to_owned(),
            authorization_endpoint,
            token_endpoint,
            revocation_endpoint: None,
            device_authorization_endpoint: None,
            pushed_authorization_request_endpoint: None,
            pushed_requests: PushedRequests::Off,
            dpop: Dpop::Off,
            fapi2: None,
            tls_endpoints: TlsEndpoints::default(),
            issuer: None,
            callback_issuer: CallbackIssuer::Optional,
            exchange_auth: AcceptedAuth::only(ClientAuth::Basic),
            refresh_auth: AcceptedAuth::only(ClientAuth::Basic),
            revoke_auth: AcceptedAuth::only(ClientAuth::Basic),
            assertion_audience: None,
            algorithms: TakenAlgorithms::default(),
            #[cfg(feature = "jose")]
            id_tokens: IdTokenRules::default(),
            bearer: BearerSource::AccessToken,
            pkce: Pkce::S256,
            nonce: Nonce::Required,
            response_mode: ResponseMode::Query,
            scopes: Vec::new(),
            required_parameters: Vec::new(),
            classify: rfc6749_verdict,
            stated_verdicts: BTreeMap::new(),
            // Not 403, which says that the scope is too small (RFC 6750 §3.1): a refresh does not
            // widen it.
            rejects_bearer: |status, _| status == 401,
            lost_response: LostResponse::PresentAgain,
            grace_window: Duration::ZERO,
            incident_group: None,
            timeout: Duration::from_secs(60),
        })
    }

    /// Sets where tokens are revoked (RFC 7009).
    ///
    /// # Errors
    /// As for [`rfc6749`](Self::rfc6749).
    pub fn revocation_endpoint(mut self, endpoint: Url) -> Result<Self, Error> {
        check_endpoint(&endpoint)?;
        self.revocation_endpoint = Some(endpoint);
        Ok(self)
    }

    /// Sets where a device without a browser asks for its codes (RFC 8628 §3.1).
    ///
    /// # Errors
    /// As for [`rfc6749`](Self::rfc6749).
    pub fn device_authorization_endpoint(mut self, endpoint: Url) -> Result<Self, Error> {
        check_endpoint(&endpoint)?;
        self.device_authorization_endpoint = Some(endpoint);
        Ok(self)
    }

    /// Sets where authorization requests are pushed (RFC 9126). They are, if
    /// [`pushed_requests`](Self::pushed_requests) says so.
    ///
    /// # Errors
    /// As for [`rfc6749`](Self::rfc6749).
    pub fn pushed_authorization_request_endpoint(mut self, endpoint: Url) -> Result<Self, Error> {
        check_endpoint(&endpoint)?;
        self.pushed_authorization_request_endpoint = Some(endpoint);
        Ok(self)
    }

    /// Sets whether authorization requests are pushed. Discovery turns it on where the metadata requires it.
    #[must_use]
    pub fn pushed_requests(mut self, pushed_requests: PushedRequests) -> Self {
        self.pushed_requests = pushed_requests;
        self
    }

    /// Sets whether tokens are bound to a key. An access token alone can be, so it has to be the
    /// [`bearer`](Self::bearer).
    #[must_use]
    pub fn dpop(mut self, dpop: Dpop) -> Self {
        self.dpop = dpop;
        self
    }

    /// Sets a name for this provider and environment that stored tokens are bound to: a token of one is never sent to
    /// another. Default: the token endpoint's URL. Set it where the URL changes although the provider stays the same.
    #[must_use]
    pub fn identity(mut self, identity: impl Into<String>) -> Self {
        self.identity = identity.into();
        self
    }

    /// Sets the issuer that a callback's `iss` must equal, character by character (RFC 9207 §2.4). Default: unknown; a
    /// callback's `iss` is then not compared with anything.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Sets whether every callback must name its issuer. Default: [`CallbackIssuer::Optional`].
    #[must_use]
    pub fn callback_issuer(mut self, callback_issuer: CallbackIssuer) -> Self {
        self.callback_issuer = callback_issuer;
        self
    }

    /// Sets the client authentication at every endpoint.
    #[must_use]
    pub fn client_auth(self, auth: ClientAuth) -> Self {
        self.exchange_auth(auth)
            .refresh_auth(auth)
            .revoke_auth(auth)
    }

    /// Sets whom a client assertion is for (`aud`), where that is not the issuer, or without an issuer the
    /// URL of the token endpoint (RFC 7523 §3).
    #[must_use]
    pub fn assertion_audience(mut self, audience: impl Into<String>) -> Self {
        self.assertion_audience = Some(audience.into());
        self
    }

    /// Sets the client authentication at the code exchange.
    #[must_use]
    pub fn exchange_auth(mut self, auth: ClientAuth) -> Self {
        self.exchange_auth = AcceptedAuth::only(auth);
        self
    }

    /// Sets the client authentication at the refresh.
    #[must_use]
    pub fn refresh_auth(mut self, auth: ClientAuth) -> Self {
        self.refresh_auth = AcceptedAuth::only(auth);
        self
    }

    /// Sets the client authentication at the revocation.
    #[must_use]
    pub fn revoke_auth(mut self, auth: ClientAuth) -> Self {
        self.revoke_auth = AcceptedAuth::only(auth);
        self
    }

    /// Sets which token is the bearer for API calls.
    #[must_use]
    pub fn bearer(mut self, source: BearerSource) -> Self {
        self.bearer = source;
        self
    }

    /// Sets whether PKCE is used.
    #[must_use]
    pub fn pkce(mut self, pkce: Pkce) -> Self {
        self.pkce = pkce;
        self
    }

    /// Sets what is done about the nonce of an id_token.
    #[must_use]
    pub fn nonce(mut self, nonce: Nonce) -> Self {
        self.nonce = nonce;
        self
    }

    /// Sets the scopes asked for when the credentials name none, in this order.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the provider's own parameters that every authorization request must have, by name:
    /// without them it would show a wrong page.
    #[must_use]
    pub fn required_parameters(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.required_parameters = names.into_iter().collect();
        self
    }

    /// Sets what an OAuth error means for the grant. The error names its operation.
    #[must_use]
    pub fn classify(mut self, classify: fn(&OauthProviderError) -> Verdict) -> Self {
        self.classify = classify;
        self
    }

    /// Sets how the status and body of an API's response say that the bearer was refused although it has not expired.
    #[must_use]
    pub fn rejects_bearer(mut self, test: fn(u16, &[u8]) -> bool) -> Self {
        self.rejects_bearer = test;
        self
    }

    /// Sets what is done when the response to a refresh is lost.
    #[must_use]
    pub fn lost_response(mut self, lost_response: LostResponse) -> Self {
        self.lost_response = lost_response;
        self
    }

    /// Sets for how long the provider still accepts a refresh token that was used, and responds with a successor
    /// that works. With such a window a [`Keeper`](crate::keeper::Keeper) runs more refreshes at the same time.
    /// Default: none, because the standards do not promise one.
    #[must_use]
    pub fn grace_window(mut self, window: Duration) -> Self {
        self.grace_window = window;
        self
    }

    /// Sets the authorization parameter whose value separates incidents: a provider in front of many banks has one
    /// that names the bank. When unusually many refresh tokens with the same value are refused, none of them is
    /// treated as revoked, and grants with other values continue. The parameter must have few values: one that
    /// differs for each customer would turn this off. Default: all grants share their incidents.
    #[must_use]
    pub fn incident_group(mut self, parameter: impl Into<String>) -> Self {
        self.incident_group = Some(parameter.into());
        self
    }

    /// Sets the longest time a request to one of the provider's endpoints may take. Default: 60 seconds. It is long on
    /// purpose: giving up on a refresh that the provider has processed costs a consent. One second is added to it, in
    /// which a process that was suspended finds a response that has arrived. Metadata and keys never take more than 30
    /// seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Returns what an error means for the grant.
    pub(crate) fn verdict(&self, error: &OauthProviderError) -> Verdict {
        let stated = self.stated_verdicts.get(error.error.as_str());
        stated.copied().unwrap_or_else(|| (self.classify)(error))
    }

    /// Returns whether an API's response says that the bearer was refused.
    pub fn is_bearer_rejected(&self, status: u16, body: &[u8]) -> bool {
        (self.rejects_bearer)(status, body)
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field(
                "authorization_endpoint",
                &self.authorization_endpoint.as_str(),
            )
            .field("token_endpoint", &self.token_endpoint.as_str())
            .field(
                "revocation_endpoint",
                &self.revocation_endpoint.as_ref().map(Url::as_str),
            )
            .field("bearer", &self.bearer)
            .field("pkce", &self.pkce)
            .finish_non_exhaustive()
    }
}

/// Secrets travel to it: https, or this machine (RFC 6749 §3.2).
pub(super) fn check_endpoint(url: &Url) -> Result<(), Error> {
    let problem = if !is_secure(url) {
        "an endpoint must be https, or http on a loopback address"
    } else if url.fragment().is_some() {
        // RFC 6749 §3.1 and §3.2.
        "an endpoint must not have a fragment"
    } else if !url.username().is_empty() || url.password().is_some() {
        // It would be printed wherever the endpoint is.
        "an endpoint must not contain a user name or password"
    } else {
        return Ok(());
    };
    Err(Error::configuration(problem))
}

/// Returns what the error codes of RFC 6749 §5.2 and RFC 7009 §2.2.1 mean for a grant.
fn rfc6749_verdict(error: &OauthProviderError) -> Verdict {
    match error.error {
        // The one code that says so: "invalid, expired, revoked" (RFC 6749 §5.2).
        OauthErrorCode::InvalidGrant => Verdict::TokenInvalid,
        // Says nothing of the token, which works again once the client is corrected.
        OauthErrorCode::InvalidClient | OauthErrorCode::UnauthorizedClient => {
            Verdict::Misconfigured
        }
        OauthErrorCode::ServerError | OauthErrorCode::TemporarilyUnavailable => Verdict::Transient,
        // Some providers send it for a dead token, others for a malformed request. Unclear keeps the grant.
        OauthErrorCode::InvalidRequest if error.operation == Operation::Refresh => Verdict::Unclear,
        // A code outside RFC 6749 §5.2 is no proof that the grant has ended.
        OauthErrorCode::Unknown(_) => Verdict::Unclear,
        // What is left concerns the form of the request: sending it again changes nothing.
        _ => Verdict::BadRequest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(token_endpoint: &str) -> Result<Provider, Error> {
        Provider::rfc6749(
            "https://idp.example/auth".parse().unwrap(),
            token_endpoint.parse().unwrap(),
        )
    }

    #[test]
    fn an_endpoint_is_https_or_loopback() {
        for url in [
            "https://idp.example/token",
            "http://127.0.0.1:1/t",
            "http://[::1]:1/t",
            "http://localhost/t",
        ] {
            assert!(provider(url).is_ok(), "{url}");
        }
        let refused = [
            "http://idp.example/t",
            "http://127.0.0.1.evil.example/t",
            "ftp://127.0.0.1/t",
            "https://u:p@idp.example/t",
            "https://idp.example/t#f",
        ];
        for url in refused {
            assert_eq!(
                provider(url).unwrap_err().kind(),
                crate::ErrorKind::Configuration,
                "{url}"
            );
        }
    }
}
