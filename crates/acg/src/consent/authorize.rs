//! The authorization request: the URL that the customer's browser is sent to (RFC 6749 §4.1.1).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::clock::unix_seconds;
use crate::consent::pending::{DEFAULT_PENDING_LIFETIME, PendingAuthorization};
use crate::endpoint::failure::Failure;
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::grant::token_endpoint::TokenEndpoint;
use crate::operation::Operation;
use crate::provider::error::OauthErrorCode;
use crate::provider::profile::{Nonce, Pkce, Provider, PushedRequests, ResponseMode};
use crate::random;
use crate::secret::Secret;

/// Collects an authorization request.
#[derive(Debug)]
pub struct AuthorizeBuilder {
    endpoint: TokenEndpoint,
    parameters: Vec<(String, String)>,
    lifetime: Duration,
}

impl AuthorizeBuilder {
    pub(crate) fn new(endpoint: TokenEndpoint) -> Self {
        Self {
            endpoint,
            parameters: Vec::new(),
            lifetime: DEFAULT_PENDING_LIFETIME,
        }
    }

    /// Adds a parameter of the provider's own, for example `connector` or `login_hint`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sets how long the customer may take. Default: [`DEFAULT_PENDING_LIFETIME`], 10 minutes.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Returns the URL to send the customer to, and what to keep until the callback comes. Nothing is sent.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when a parameter is missing, repeated or
    /// reserved; [`Configuration`](ErrorKind::Configuration) when the provider takes pushed
    /// requests alone: then use [`begin`](Self::begin).
    pub fn start(self) -> Result<(Url, PendingAuthorization), Error> {
        check_may_be_seen(&self.endpoint.provider)?;
        let (parameters, pending) = self.request()?;
        let mut url = self.endpoint.provider.authorization_endpoint.clone();
        url.query_pairs_mut().extend_pairs(parameters);
        Ok((url, pending))
    }

    /// Does what [`start`](Self::start) does, for every provider: one that takes [pushed requests](PushedRequests)
    /// gets the request from here, and the URL refers to it (RFC 9126). The customer then has to be sent there
    /// [soon](PendingAuthorization::open_before).
    ///
    /// # Errors
    /// As for [`start`](Self::start); and when the request is pushed, [`Configuration`](ErrorKind::Configuration)
    /// when the provider does not accept the client or its redirect URI, [`Provider`](ErrorKind::Provider) when it
    /// does not accept the request, [`Transport`](ErrorKind::Transport) and
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown), after which the same may be tried again, and
    /// [`UnexpectedResponse`](ErrorKind::UnexpectedResponse).
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn begin(self) -> Result<(Url, PendingAuthorization), Error> {
        let provider = self.endpoint.provider.clone();
        if provider.pushed_requests == PushedRequests::Off {
            return self.start();
        }
        let (parameters, mut pending) = self.request()?;
        let pushed = self.endpoint.push(&parameters).await.map_err(not_pushed)?;
        let now = self.endpoint.clock.now();
        let open_before = now.checked_add(pushed.lifetime).unwrap_or(now);
        pending.open_before = Some(unix_seconds(open_before));
        let mut url = provider.authorization_endpoint.clone();
        // Nothing else: what stands beside the reference could be changed in the browser (RFC 9126 §4).
        url.query_pairs_mut()
            .append_pair("client_id", self.endpoint.credentials.oauth_client_id())
            .append_pair("request_uri", &pushed.request_uri);
        Ok((url, pending))
    }

    /// Returns the parameters of the request, and what to keep of them.
    fn request(&self) -> Result<(Vec<(String, String)>, PendingAuthorization), Error> {
        let mut pending = self.pending()?;
        let mut parameters = authorization_parameters(
            &self.endpoint.provider,
            &self.endpoint.credentials,
            &self.parameters,
            pending.state.expose(),
            pending.verifier.as_ref(),
        )?;
        if let Some(key) = self.endpoint.new_key()? {
            // The code is then of no use without the key either (RFC 9449 §10).
            parameters.push(("dpop_jkt".to_owned(), key.thumbprint()));
            pending.dpop_key = Some(key.to_kept()?);
        }
        if self.endpoint.provider.response_mode == ResponseMode::Jwt {
            parameters.push(("response_mode".to_owned(), "jwt".to_owned()));
        }
        if let Some(nonce) = &pending.nonce {
            parameters.push(("nonce".to_owned(), nonce.expose().to_owned()));
        }
        Ok((parameters, pending))
    }

    /// Returns what to keep of the request, with new secrets.
    fn pending(&self) -> Result<PendingAuthorization, Error> {
        let TokenEndpoint {
            provider,
            credentials,
            clock,
            random,
            ..
        } = &self.endpoint;
        let secret = || random::token(&**random).map(Secret::new);
        let now = clock.now();
        // A lifetime that the platform's time cannot hold ends at once instead of never.
        let expires_at = now.checked_add(self.lifetime).unwrap_or(now);
        let mut pending = PendingAuthorization::new(secret()?, expires_at);
        pending.verifier = match provider.pkce {
            Pkce::S256 => Some(secret()?),
            Pkce::Off => None,
        };
        pending.nonce = match provider.nonce {
            Nonce::Off => None,
            _ if !self.asks_for_identity() => None,
            _ => Some(secret()?),
        };
        credentials
            .oauth_redirect_uri()
            .clone_into(&mut pending.redirect_uri);
        credentials
            .oauth_client_id()
            .clone_into(&mut pending.client_id);
        pending.provider.clone_from(&provider.identity);
        pending.parameters.clone_from(&self.parameters);
        Ok(pending)
    }

    /// Returns whether an id_token is requested (OpenID Connect Core §3.1.2.1).
    fn asks_for_identity(&self) -> bool {
        requested_scopes(&self.endpoint.provider, &self.endpoint.credentials)
            .iter()
            .any(|scope| scope == "openid")
    }
}

/// Builds the error of a request that was not pushed. Nothing has happened to a grant, so none of them asks for
/// consent.
fn not_pushed(failure: Failure) -> Error {
    let failed = |kind, text| Error::new(kind, Operation::Authorize, text);
    match failure {
        Failure::Refused(error, _) => match error.error {
            OauthErrorCode::InvalidClient | OauthErrorCode::UnauthorizedClient => failed(
                ErrorKind::Configuration,
                "the provider does not accept the client's credentials or redirect URI",
            ),
            OauthErrorCode::ServerError | OauthErrorCode::TemporarilyUnavailable => failed(
                ErrorKind::Provider,
                "the provider cannot process the request now",
            )
            .with_recovery(Recovery::Retry { after: None }),
            _ => failed(
                ErrorKind::Provider,
                "the provider does not accept the authorization request",
            )
            .with_recovery(Recovery::FixRequest),
        }
        .with_provider(error),
        // A request that nobody refers to is forgotten, so it may be pushed again.
        failure => failure.into_error(
            Operation::Authorize,
            ConsentCause::NoGrant,
            Recovery::Retry { after: None },
        ),
    }
}

/// Parameters that only this library sets: a caller who could override one could turn the request into another.
const RESERVED: [&str; 13] = [
    "response_type",
    "response_mode",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
    "request",
    "request_uri",
];

/// The shortest state worth sending: some providers refuse less, and less can be guessed.
const STATE_MINIMUM: usize = 8;

/// Returns the scopes that a client asks for.
pub(crate) fn requested_scopes<'a>(
    provider: &'a Provider,
    credentials: &'a AuthorizationCodeAuthCredentials,
) -> &'a [String] {
    match credentials.oauth_scopes() {
        [] => &provider.scopes,
        scopes => scopes,
    }
}

/// Builds the URL. `parameters` are the provider's own, in order.
pub(crate) fn authorization_url(
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
    parameters: &[(String, String)],
    state: &str,
) -> Result<Url, Error> {
    let parameters = authorization_parameters(provider, credentials, parameters, state, None)?;
    // The endpoint's own query must be kept (RFC 6749 §3.1).
    let mut url = provider.authorization_endpoint.clone();
    url.query_pairs_mut().extend_pairs(parameters);
    Ok(url)
}

/// Returns the parameters of the request (RFC 6749 §4.1.1).
fn authorization_parameters(
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
    own: &[(String, String)],
    state: &str,
    verifier: Option<&Secret>,
) -> Result<Vec<(String, String)>, Error> {
    check_parameters(provider, own)?;
    check_endpoint_query(&provider.authorization_endpoint, own)?;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut parameters = vec![
        pair("response_type", "code"),
        pair("client_id", credentials.oauth_client_id()),
        pair("redirect_uri", credentials.oauth_redirect_uri()),
    ];
    parameters.extend(scope(provider, credentials));
    parameters.push(pair("state", state));
    parameters.extend_from_slice(own);
    if let Some(verifier) = verifier {
        parameters.push(pair("code_challenge", &challenge(verifier)));
        // Never `plain`, which protects nothing from a reader of the request (RFC 7636 §7.2).
        parameters.push(pair("code_challenge_method", "S256"));
    }
    Ok(parameters)
}

/// Refuses an endpoint whose own query holds a part of the request: metadata could so lead the browser to another
/// provider with a second `redirect_uri` or a `request_uri`, and of two equal names servers differ in which they take.
fn check_endpoint_query(endpoint: &Url, own: &[(String, String)]) -> Result<(), Error> {
    let of_request = own.iter().map(|(name, _)| name.as_str()).chain(RESERVED);
    let given = |name: &&str| endpoint.query_pairs().any(|(one, _)| one == *name);
    match of_request.into_iter().find(given) {
        None => Ok(()),
        Some(name) => Err(Error::configuration(format!(
            "the provider's authorization endpoint has the parameter `{name}` in its own query"
        ))),
    }
}

/// Returns the parameters with which a device asks for its codes (RFC 8628 §3.1).
pub(crate) fn device_parameters(
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
    own: &[(String, String)],
) -> Result<Vec<(String, String)>, Error> {
    check_parameters(provider, own)?;
    let scope = scope(provider, credentials).into_iter();
    Ok(scope.chain(own.iter().cloned()).collect())
}

fn scope(
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
) -> Option<(String, String)> {
    let scopes = requested_scopes(provider, credentials);
    (!scopes.is_empty()).then(|| ("scope".to_owned(), scopes.join(" ")))
}

/// Refuses to put the parameters into the browser's address where the provider takes them pushed alone.
pub(crate) fn check_may_be_seen(provider: &Provider) -> Result<(), Error> {
    match provider.pushed_requests {
        PushedRequests::Off => Ok(()),
        PushedRequests::Required => Err(Error::configuration(
            "the provider accepts only pushed authorization requests: start the authorization with `begin`",
        )),
    }
}

/// Refuses a state that protects nothing, and warns of one that protects little.
pub(crate) fn check_state(state: &str) -> Result<(), Error> {
    if state.is_empty() || state.chars().any(char::is_control) {
        return Err(Error::input(
            Operation::Authorize,
            "the state is empty or contains a control character",
        ));
    }
    if state.chars().count() < STATE_MINIMUM {
        tracing::warn!("the state has fewer than {STATE_MINIMUM} characters, so it can be guessed");
    }
    Ok(())
}

fn check_parameters(provider: &Provider, parameters: &[(String, String)]) -> Result<(), Error> {
    let refuse = |text: String| Err(Error::input(Operation::Authorize, text));
    for (index, (name, value)) in parameters.iter().enumerate() {
        if RESERVED.contains(&name.as_str()) {
            return refuse(format!(
                "the parameter `{name}` is set by the library and cannot be overridden"
            ));
        }
        if name.is_empty() || name.chars().chain(value.chars()).any(char::is_control) {
            return refuse("a parameter name is empty or contains a control character".to_owned());
        }
        // A parameter must not be repeated (RFC 6749 §3.1), and servers differ in which of two they take.
        if parameters[..index]
            .iter()
            .any(|(earlier, _)| earlier == name)
        {
            return refuse(format!("the parameter `{name}` appears twice"));
        }
    }
    // Without one of these a provider may show a page that leads nowhere, and never call back with an error.
    for required in &provider.required_parameters {
        let given = parameters
            .iter()
            .any(|(name, value)| name == required && !value.trim().is_empty());
        if !given {
            return refuse(format!(
                "the {required} is missing; without it the provider shows a wrong login page"
            ));
        }
    }
    Ok(())
}

/// Derives the code challenge from the verifier (RFC 7636 §4.2).
fn challenge(verifier: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(parameters: &[(&str, &str)]) -> Result<Url, Error> {
        let provider = Provider::rfc6749(
            "https://idp.example/auth?tenant=a%20b".parse().unwrap(),
            "https://idp.example/token".parse().unwrap(),
        )
        .unwrap()
        .scopes(["openid", "profile"])
        .required_parameters(["connector"]);
        let credentials = AuthorizationCodeAuthCredentials::builder(
            "id&x=1",
            "s",
            "https://a.example/cb?x=1&y=ü",
        )
        .build()
        .unwrap();
        let parameters: Vec<_> = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        authorization_url(&provider, &credentials, &parameters, "st&ate=ü")
    }

    #[test]
    fn every_value_arrives_as_it_was_given_and_the_endpoints_query_is_kept() {
        let url = url(&[("connector", "mikomo&state=evil")]).unwrap();
        let pairs: Vec<_> = url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let expected = [
            ("tenant", "a b"),
            ("response_type", "code"),
            ("client_id", "id&x=1"),
            ("redirect_uri", "https://a.example/cb?x=1&y=ü"),
            ("scope", "openid profile"),
            ("state", "st&ate=ü"),
            ("connector", "mikomo&state=evil"),
        ];
        let expected: Vec<_> = expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn reserved_repeated_and_missing_parameters_are_refused() {
        assert!(url(&[]).is_err());
        assert!(url(&[("connector", " ")]).is_err());
        assert!(url(&[("connector", "a"), ("connector", "b")]).is_err());
        for reserved in RESERVED {
            assert!(
                url(&[("connector", "a"), (reserved, "x")]).is_err(),
                "{reserved}"
            );
        }
        assert!(
            url(&[("connector", "a"), ("a&b=c", "d")])
                .unwrap()
                .as_str()
                .ends_with("&a%26b%3Dc=d")
        );
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(
            challenge(&verifier),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn an_empty_or_unprintable_state_is_refused() {
        assert!(check_state("").is_err());
        assert!(check_state("1234\r\n78").is_err());
        assert!(check_state("state").is_ok());
    }
}
