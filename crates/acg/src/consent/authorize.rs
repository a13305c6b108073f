//! The authorization request: the URL that the customer's browser is sent to (RFC 6749 §4.1.1).

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::clock::Clock;
use crate::consent::pending::{DEFAULT_PENDING_LIFETIME, PendingAuthorization};
use crate::error::Error;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::operation::Operation;
use crate::provider::profile::{Nonce, Pkce, Provider};
use crate::random::{self, Random};
use crate::secret::Secret;

/// Collects an authorization request.
#[derive(Debug)]
pub struct AuthorizeBuilder {
    provider: Arc<Provider>,
    credentials: AuthorizationCodeAuthCredentials,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    parameters: Vec<(String, String)>,
    lifetime: Duration,
}

impl AuthorizeBuilder {
    pub(crate) fn new(
        provider: Arc<Provider>,
        credentials: AuthorizationCodeAuthCredentials,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            provider,
            credentials,
            clock,
            random,
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

    /// Returns the URL to send the customer to, and what to keep until the callback comes.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a parameter is missing, repeated or reserved.
    pub fn start(self) -> Result<(Url, PendingAuthorization), Error> {
        let state = Secret::new(random::token(&*self.random)?);
        let verifier = match self.provider.pkce {
            Pkce::S256 => Some(Secret::new(random::token(&*self.random)?)),
            Pkce::Off => None,
        };
        let nonce = match self.provider.nonce {
            Nonce::Off => None,
            _ if !self.asks_for_identity() => None,
            _ => Some(Secret::new(random::token(&*self.random)?)),
        };
        let mut url = authorization_url(
            &self.provider,
            &self.credentials,
            &self.parameters,
            state.expose(),
            verifier.as_ref(),
        )?;
        if let Some(nonce) = &nonce {
            url.query_pairs_mut().append_pair("nonce", nonce.expose());
        }
        let now = self.clock.now();
        // A lifetime that the platform's time cannot hold ends at once instead of never.
        let expires_at = now.checked_add(self.lifetime).unwrap_or(now);
        let mut pending = PendingAuthorization::new(state, expires_at);
        pending.verifier = verifier;
        pending.nonce = nonce;
        pending.redirect_uri = self.credentials.oauth_redirect_uri().to_owned();
        pending.client_id = self.credentials.oauth_client_id().to_owned();
        pending.provider = self.provider.identity.clone();
        pending.parameters = self.parameters;
        Ok((url, pending))
    }

    /// Returns whether an id_token is asked for (OpenID Connect Core §3.1.2.1).
    fn asks_for_identity(&self) -> bool {
        requested_scopes(&self.provider, &self.credentials)
            .iter()
            .any(|scope| scope == "openid")
    }
}

/// Parameters that only this library sets: a caller who could override one could turn the request into another.
const RESERVED: [&str; 12] = [
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
    verifier: Option<&Secret>,
) -> Result<Url, Error> {
    check_parameters(provider, parameters)?;
    let scopes = requested_scopes(provider, credentials);
    // The endpoint's own query must be kept (RFC 6749 §3.1).
    let mut url = provider.authorization_endpoint.clone();
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("response_type", "code");
        query.append_pair("client_id", credentials.oauth_client_id());
        query.append_pair("redirect_uri", credentials.oauth_redirect_uri());
        if !scopes.is_empty() {
            query.append_pair("scope", &scopes.join(" "));
        }
        query.append_pair("state", state);
        for (name, value) in parameters {
            query.append_pair(name, value);
        }
        if let Some(verifier) = verifier {
            query.append_pair("code_challenge", &challenge(verifier));
            // Never `plain`, which protects nothing from a reader of the request (RFC 7636 §7.2).
            query.append_pair("code_challenge_method", "S256");
        }
    }
    Ok(url)
}

/// Refuses a state that protects nothing, and warns of one that protects little.
pub(crate) fn check_state(state: &str) -> Result<(), Error> {
    if state.is_empty() || state.chars().any(char::is_control) {
        return Err(Error::input(
            Operation::Authorize,
            "the state is empty or holds a control character",
        ));
    }
    if state.chars().count() < STATE_MINIMUM {
        tracing::warn!(
            "the state of an authorization request has less than {STATE_MINIMUM} characters and can be guessed"
        );
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
            return refuse(
                "a parameter's name is empty, or it holds a control character".to_owned(),
            );
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
        authorization_url(&provider, &credentials, &parameters, "st&ate=ü", None)
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
