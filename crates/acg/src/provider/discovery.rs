//! Discovery: a provider's profile from the metadata that it publishes (RFC 8414, OpenID Connect Discovery 1.0).

use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::time::Instant;
use url::Url;

use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::http::default_client::default_http;
use crate::http::loopback::is_secure;
use crate::http::service::HttpService;
use crate::provider::client_auth::{AcceptedAuth, ClientAuth};
use crate::provider::diagnosis::Problem;
use crate::provider::document::{PATIENCE, fetch};
use crate::provider::profile::{
    CallbackIssuer, Provider, PushedRequests, TakenAlgorithms, TlsEndpoints, check_endpoint,
};

/// What is used of the metadata (RFC 8414 §2). The rest is ignored.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: Option<String>,
    #[cfg(feature = "jose")]
    jwks_uri: Option<String>,
    #[cfg(feature = "jose")]
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    token_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    pushed_authorization_request_endpoint: Option<String>,
    #[serde(default)]
    require_pushed_authorization_requests: bool,
    response_types_supported: Option<Vec<String>>,
    grant_types_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    revocation_endpoint_auth_methods_supported: Option<Vec<String>>,
    token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    dpop_signing_alg_values_supported: Option<Vec<String>>,
    #[serde(default)]
    mtls_endpoint_aliases: Aliases,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// Endpoints for clients with a certificate (RFC 8705 §5).
#[derive(Default, Deserialize)]
struct Aliases {
    token_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    pushed_authorization_request_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
}

impl Provider {
    /// Builds the profile of the provider with this issuer from its metadata, with the default HTTP client. See
    /// [`discover_with`](Self::discover_with).
    ///
    /// # Errors
    /// As for [`discover_with`](Self::discover_with), and
    /// [`Configuration`](ErrorKind::Configuration) without the feature `http-client`.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn discover(issuer: &str) -> Result<Self, Error> {
        Self::discover_with(issuer, &*default_http()?).await
    }

    /// Builds the profile of the provider with this issuer from its metadata.
    ///
    /// The metadata is the first that exists, of these in this order: `/.well-known/oauth-authorization-server` and
    /// `/.well-known/openid-configuration` before the path of the issuer (RFC 8414 §3.1, §5);
    /// `/.well-known/openid-configuration` behind it (OpenID Connect Discovery §4); and
    /// `/.well-known/oauth-authorization-server` behind it, which no specification names and some servers do. An
    /// issuer without a path has the first two. The issuer in the document must be this one, character by
    /// character. The metadata decides on endpoints and whether a callback names its issuer, and it limits client
    /// authentication: of what the provider takes, the client uses the best that it has the means for (its key, its
    /// certificate, its secret by HTTP Basic, in the body or as an assertion, else its id alone). Where it names
    /// the provider's keys, id_tokens are validated if present (feature `jose`). PKCE is on whatever it says: a
    /// provider that names methods without S256 is refused. Tokens are bound to the issuer as
    /// [`identity`](Self::identity). Scopes are for the program to set.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the issuer is neither https nor loopback, has a query or
    /// fragment, publishes nothing, is another one than the document names, is https and names an endpoint that is
    /// not, or cannot do the authorization code grant with what this library has; [`Transport`](ErrorKind::Transport) when it cannot be reached;
    /// [`Provider`](ErrorKind::Provider) when it fails; [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) for a
    /// redirect, or a document that is not metadata.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn discover_with(issuer: &str, http: &dyn HttpService) -> Result<Self, Error> {
        let mut odd = None;
        // For all places together: a server that is slow to say that it has none would hold a login up at each.
        let started = Instant::now();
        for url in locations(issuer)? {
            let patience = PATIENCE.saturating_sub(started.elapsed());
            let document = fetch(http, &url, "the provider's metadata", patience);
            let Some(document) = document.await? else {
                continue;
            };
            // Read as text first: of a field that it does not know, a JSON parser skips also bytes
            // that are no UTF-8 (RFC 8259 §8.1).
            let text = std::str::from_utf8(&document.body).unwrap_or_default();
            match serde_json::from_str::<Metadata>(text) {
                Ok(metadata) => {
                    let provider = metadata.into_provider(issuer);
                    return provider.map_err(|problem| document.unusable(problem));
                }
                // Some servers respond to every path with the same page.
                Err(_) => odd = odd.or(Some(document)),
            }
        }
        Err(match odd {
            Some(document) => document.odd(what_is_odd(&document.body)),
            None => Error::configuration("the issuer publishes no metadata"),
        })
    }
}

impl Metadata {
    fn into_provider(self, issuer: &str) -> Result<Provider, Problem> {
        self.check(issuer)?;
        let (auth, revoke_auth) = self.client_auth()?;
        let endpoint = |field, text| endpoint(issuer, field, text);
        let needed = |field: &'static str, text: Option<String>| {
            endpoint(field, text)?.ok_or_else(|| refused(field, format!("has no `{field}`")))
        };
        let authorization = needed("authorization_endpoint", self.authorization_endpoint)?;
        let token = needed("token_endpoint", self.token_endpoint)?;
        let mut provider = Provider::rfc6749(authorization, token)
            .map_err(|error| refused("token_endpoint", error.message().to_owned()))?
            .identity(issuer)
            .issuer(issuer);
        // A provider that promises `iss` and omits it may be another one (RFC 9207 §3).
        if self.authorization_response_iss_parameter_supported {
            provider.callback_issuer = CallbackIssuer::Required;
        }
        (provider.exchange_auth, provider.refresh_auth) = (auth.clone(), auth);
        provider.revoke_auth = revoke_auth;
        provider.algorithms = TakenAlgorithms {
            assertions: self.token_endpoint_auth_signing_alg_values_supported,
            proofs: self.dpop_signing_alg_values_supported,
        };
        if self.require_pushed_authorization_requests {
            provider.pushed_requests = PushedRequests::Required;
        }
        // A client with a certificate must prefer these to the usual endpoints (RFC 8705 §5).
        let aliases = self.mtls_endpoint_aliases;
        let alias = |text| endpoint("mtls_endpoint_aliases", text);
        provider.tls_endpoints = TlsEndpoints {
            token: alias(aliases.token_endpoint)?,
            revocation: alias(aliases.revocation_endpoint)?,
            pushed: alias(aliases.pushed_authorization_request_endpoint)?,
            device: alias(aliases.device_authorization_endpoint)?,
        };
        // The keys that verify id_tokens and signed callbacks (OpenID Connect Discovery 1.0 §3).
        #[cfg(feature = "jose")]
        if let Some(keys) = endpoint("jwks_uri", self.jwks_uri)? {
            let algorithms = self.id_token_signing_alg_values_supported;
            provider = provider.published_keys(keys, algorithms.as_deref());
        }
        provider.revocation_endpoint = endpoint("revocation_endpoint", self.revocation_endpoint)?;
        provider.device_authorization_endpoint = endpoint(
            "device_authorization_endpoint",
            self.device_authorization_endpoint,
        )?;
        provider.pushed_authorization_request_endpoint = endpoint(
            "pushed_authorization_request_endpoint",
            self.pushed_authorization_request_endpoint,
        )?;
        Ok(provider)
    }

    /// Checks that this is the issuer's, and offers what the grant needs.
    fn check(&self, issuer: &str) -> Result<(), Problem> {
        let refuse = |field: &'static str, text: &'static str| Err(refused(field, text));
        // Otherwise a hostile issuer could name the endpoints of another one (RFC 8414 §3.3).
        if self.issuer != issuer {
            let problem = Problem::new("RFC 8414 §3.3", "belongs to another issuer");
            return Err(problem.of_field("issuer"));
        }
        let grant = "says that the provider does not offer the authorization code grant";
        if lacks(self.response_types_supported.as_ref(), "code") {
            return refuse("response_types_supported", grant);
        }
        if lacks(self.grant_types_supported.as_ref(), "authorization_code") {
            return refuse("grant_types_supported", grant);
        }
        // Not a reason to leave PKCE out: an attacker who changed the metadata wants just that (RFC 9700 §4.8).
        if lacks(self.code_challenge_methods_supported.as_ref(), "S256") {
            let field = "code_challenge_methods_supported";
            return refuse(
                field,
                "says that the provider does not support PKCE with S256",
            );
        }
        Ok(())
    }

    /// Returns the client authentication of the token endpoint, and that of the revocation endpoint.
    fn client_auth(&self) -> Result<(AcceptedAuth, AcceptedAuth), Problem> {
        let auth = accepted_auth(
            "token_endpoint_auth_methods_supported",
            self.token_endpoint_auth_methods_supported.as_deref(),
        )?;
        let revoke_auth = match self.revocation_endpoint_auth_methods_supported.as_deref() {
            // RFC 8414 §2 says Basic. Servers that leave it out mean the token endpoint's.
            None => auth.clone(),
            methods => accepted_auth("revocation_endpoint_auth_methods_supported", methods)?,
        };
        Ok((auth, revoke_auth))
    }
}

/// Says what is wrong with a document that is not metadata: the field of the wrong type, or the whole.
fn what_is_odd(document: &[u8]) -> Problem {
    let rule = "RFC 8414 §3.2";
    let Ok(members) = serde_json::from_slice::<Map<String, Value>>(document) else {
        return Problem::new(rule, "is not a JSON object");
    };
    let is_malformed = |name: &str, value: &Value| {
        let mut alone = Map::from_iter([("issuer".to_owned(), Value::from(""))]);
        alone.insert(name.to_owned(), value.clone());
        serde_json::from_value::<Metadata>(alone.into()).is_err()
    };
    match members
        .iter()
        .find(|(name, value)| is_malformed(name, value))
    {
        Some((name, _)) => {
            Problem::new(rule, format!("has a `{name}` of the wrong type")).of_field(name.as_str())
        }
        None => Problem::new(rule, "has no `issuer`").of_field("issuer"),
    }
}

fn refused(field: &'static str, text: impl Into<String>) -> Problem {
    Problem::new("RFC 8414 §2", text).of_field(field)
}

/// Reads an endpoint, if the metadata names it.
fn endpoint(
    issuer: &str,
    field: &'static str,
    text: Option<String>,
) -> Result<Option<Url>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let url = Url::parse(&text)
        .map_err(|_| refused(field, format!("has a `{field}` that is not a URL")))?;
    // Plain http is for a provider on this machine. One from elsewhere would make this program talk to its
    // neighbours, which believe what comes from here.
    if url.scheme() == "http" && issuer.starts_with("https:") {
        let text = format!("has a `{field}` with plain http, and its issuer is https");
        return Err(refused(field, text));
    }
    match check_endpoint(&url) {
        Ok(()) => Ok(Some(url)),
        Err(error) => Err(refused(
            field,
            format!("has a `{field}` that cannot be used: {}", error.message()),
        )),
    }
}

/// Returns whether there is a list that does not hold the value. Without a list nothing is known.
fn lacks(list: Option<&Vec<String>>, value: &str) -> bool {
    list.is_some_and(|list| !list.iter().any(|one| one == value))
}

fn accepted_auth(field: &'static str, methods: Option<&[String]>) -> Result<AcceptedAuth, Problem> {
    let Some(methods) = methods else {
        return Ok(AcceptedAuth::only(ClientAuth::Basic));
    };
    AcceptedAuth::named(methods).ok_or_else(|| {
        let text = "names no supported client authentication method";
        refused(field, text)
    })
}

/// Returns the URLs at which the metadata of an issuer may be.
fn locations(issuer: &str) -> Result<Vec<Url>, Error> {
    let refuse = |text: &'static str| Err(Error::configuration(text));
    let Ok(url) = Url::parse(issuer) else {
        return refuse("the issuer is not a URL");
    };
    if !is_secure(&url) {
        return refuse("an issuer must be https, or http on a loopback address");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("an issuer must not have a query or a fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("an issuer must not contain a user name or password");
    }
    let path = url.path().trim_end_matches('/');
    let mut paths = vec![
        format!("/.well-known/oauth-authorization-server{path}"),
        format!("/.well-known/openid-configuration{path}"),
    ];
    if !path.is_empty() {
        // The standard one first: a server with both may keep the other one for older clients.
        paths.push(format!("{path}/.well-known/openid-configuration"));
        paths.push(format!("{path}/.well-known/oauth-authorization-server"));
    }
    let at = |path: String| {
        let mut location = url.clone();
        location.set_path(&path);
        location
    };
    Ok(paths.into_iter().map(at).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use bytes::Bytes;
    use http::StatusCode;

    use super::*;
    use crate::error::ErrorKind;
    use crate::future::BoxFuture;
    use crate::http::body::Body;
    use crate::http::error::{HttpError, HttpErrorKind};
    use crate::http::service::{Request, Response};
    use crate::sync::{Mutex, lock};

    /// Documents by URL; everything else is not found.
    #[derive(Debug, Default)]
    struct Site {
        documents: BTreeMap<String, (u16, String)>,
        asked: Mutex<Vec<String>>,
    }

    impl Site {
        fn with(mut self, url: &str, status: u16, body: &Value) -> Self {
            let document = (status, body.to_string());
            self.documents.insert(url.to_owned(), document);
            self
        }
    }

    impl HttpService for Site {
        fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
            let url = request.uri().to_string();
            let found = self.documents.get(&url).cloned();
            lock(&self.asked).push(url);
            let (status, body) = found.unwrap_or((404, String::new()));
            Box::pin(async move {
                if status == 0 {
                    return Err(HttpError::new(HttpErrorKind::Connect));
                }
                let mut response = Response::new(Body::from(Bytes::from(body)));
                *response.status_mut() = StatusCode::from_u16(status).unwrap();
                Ok(response)
            })
        }
    }

    const ISSUER: &str = "https://idp.example/tenant";
    const AT: &str = "https://idp.example/.well-known/oauth-authorization-server/tenant";

    fn metadata(changes: Value) -> Value {
        let mut metadata = json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://idp.example/auth?x=1",
            "token_endpoint": "https://idp.example/token",
            "response_types_supported": ["code", "id_token"],
            "unknown": {"a": []},
        });
        if let (Some(all), Value::Object(changes)) = (metadata.as_object_mut(), changes) {
            all.extend(changes);
        }
        metadata
    }

    async fn discovered(changes: Value) -> Result<Provider, Error> {
        let site = Site::default().with(AT, 200, &metadata(changes));
        Provider::discover_with(ISSUER, &site).await
    }

    async fn kind(changes: Value) -> ErrorKind {
        discovered(changes).await.unwrap_err().kind()
    }

    #[tokio::test]
    async fn every_place_is_looked_at_until_there_is_a_document() {
        let places = [
            AT,
            "https://idp.example/.well-known/openid-configuration/tenant",
            "https://idp.example/tenant/.well-known/openid-configuration",
            "https://idp.example/tenant/.well-known/oauth-authorization-server",
        ];
        for (index, place) in places.iter().enumerate() {
            let mut site = Site::default().with(place, 200, &metadata(json!({})));
            if index > 0 {
                // A page for every path.
                site = site.with(places[0], 200, &json!("<html>"));
            }
            assert!(Provider::discover_with(ISSUER, &site).await.is_ok());
            assert_eq!(*lock(&site.asked), places[..=index]);
        }
        let site = Site::default();
        for issuer in ["https://idp.example", "https://idp.example/"] {
            let error = Provider::discover_with(issuer, &site).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
        }
        assert_eq!(lock(&site.asked).len(), 4);
    }

    #[tokio::test]
    async fn the_first_document_counts_wherever_the_issuer_is_compared_with_it() {
        let behind = "https://idp.example/tenant/.well-known/oauth-authorization-server";
        let issuer = |issuer: &str| metadata(json!({"issuer": issuer}));
        // Another tenant's document in the first place is not a reason to look for a better one.
        let other = issuer("https://idp.example/other");
        let site = Site::default().with(AT, 200, &other);
        let site = site.with(behind, 200, &issuer(ISSUER));
        let error = Provider::discover_with(ISSUER, &site).await.unwrap_err();
        assert_eq!(error.diagnosis().unwrap().field.as_deref(), Some("issuer"));
        assert_eq!(*lock(&site.asked), [AT]);
        // The path of an issuer that ends with a slash has the same places, and is another issuer.
        let slash = format!("{ISSUER}/");
        let site = Site::default().with(behind, 200, &issuer(&slash));
        let provider = Provider::discover_with(&slash, &site).await.unwrap();
        assert_eq!(provider.issuer.as_deref(), Some(slash.as_str()));
        assert_eq!(lock(&site.asked).len(), 4);
        assert!(Provider::discover_with(ISSUER, &site).await.is_err());
    }

    #[tokio::test]
    async fn the_issuer_is_compared_character_by_character() {
        for other in [
            "https://idp.example/tenant/",
            "https://idp.example/Tenant",
            "https://IDP.example/tenant",
            "https://evil.example",
        ] {
            assert_eq!(
                kind(json!({"issuer": other})).await,
                ErrorKind::Configuration,
                "{other}"
            );
        }
    }

    #[tokio::test]
    async fn the_metadata_decides_on_endpoints_and_client_authentication() {
        let provider = discovered(json!({
            "revocation_endpoint": "https://idp.example/revoke",
            "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": true,
            "device_authorization_endpoint": "https://idp.example/device",
            "pushed_authorization_request_endpoint": "https://idp.example/par",
            "require_pushed_authorization_requests": true,
        }))
        .await
        .unwrap();
        assert_eq!(
            provider.authorization_endpoint.as_str(),
            "https://idp.example/auth?x=1"
        );
        assert_eq!(provider.exchange_auth, provider.refresh_auth);
        let has_secret = |auth| matches!(auth, ClientAuth::Basic | ClientAuth::Body);
        let has_key = |auth| auth == ClientAuth::PrivateKeyJwt || has_secret(auth);
        let chosen =
            |has_means: &dyn Fn(ClientAuth) -> bool| provider.refresh_auth.choose(has_means);
        assert_eq!(chosen(&has_secret), Some(ClientAuth::Body));
        assert_eq!(chosen(&has_key), Some(ClientAuth::PrivateKeyJwt));
        assert_eq!(chosen(&|auth| auth == ClientAuth::Basic), None);
        let revocation = provider.revoke_auth.choose(|_| true);
        assert_eq!(revocation, Some(ClientAuth::None));
        assert_eq!(provider.callback_issuer, CallbackIssuer::Required);
        assert!(provider.revocation_endpoint.is_some());
        assert_eq!(provider.issuer.as_deref(), Some(ISSUER));
        let path = |url: Option<Url>| url.unwrap().path().to_owned();
        assert_eq!(path(provider.device_authorization_endpoint), "/device");
        assert_eq!(path(provider.pushed_authorization_request_endpoint), "/par");
        assert_eq!(provider.pushed_requests, PushedRequests::Required);
        let plain = discovered(json!({})).await.unwrap();
        assert_eq!(plain.revoke_auth, AcceptedAuth::only(ClientAuth::Basic));
        assert_eq!(plain.callback_issuer, CallbackIssuer::Optional);
        assert!(plain.revocation_endpoint.is_none());
    }

    #[tokio::test]
    async fn metadata_that_would_weaken_the_grant_is_refused() {
        for changes in [
            json!({"code_challenge_methods_supported": ["plain"]}),
            json!({"token_endpoint": "http://idp.example/token"}),
            json!({"authorization_endpoint": "ftp://127.0.0.1/"}),
            json!({"revocation_endpoint": "http://idp.example/revoke"}),
            json!({"device_authorization_endpoint": "http://idp.example/device"}),
            json!({"pushed_authorization_request_endpoint": "http://idp.example/par"}),
            json!({"jwks_uri": "http://idp.example/keys"}),
            json!({"mtls_endpoint_aliases": {"token_endpoint": "http://idp.example/t"}}),
            // A neighbour of this program.
            json!({"token_endpoint": "http://127.0.0.1:8500/v1/agent"}),
            json!({"authorization_endpoint": "http://localhost/auth"}),
            json!({"revocation_endpoint": "http://[::1]/"}),
            json!({"device_authorization_endpoint": "http://127.1/device"}),
            json!({"pushed_authorization_request_endpoint": "http://2130706433/par"}),
            json!({"jwks_uri": "HTTP://127.0.0.1/keys"}),
            json!({"mtls_endpoint_aliases": {"revocation_endpoint": "http://127.0.0.1/r"}}),
            json!({"token_endpoint": null}),
            json!({"response_types_supported": ["token"]}),
            json!({"grant_types_supported": ["implicit"]}),
            json!({"token_endpoint_auth_methods_supported": ["attest_jwt_client_auth"]}),
        ] {
            assert_eq!(
                kind(changes.clone()).await,
                ErrorKind::Configuration,
                "{changes}"
            );
        }
    }

    #[cfg(feature = "jose")]
    #[tokio::test]
    async fn id_tokens_are_validated_where_the_metadata_names_keys_and_a_known_algorithm() {
        use crate::jose::Algorithm;
        let keys = "https://idp.example/keys";
        let algorithms = "id_token_signing_alg_values_supported";
        let all = Algorithm::ASYMMETRIC.to_vec();
        for (changes, accepted) in [
            (json!({}), None),
            (json!({ "jwks_uri": keys }), Some(all)),
            (
                json!({ "jwks_uri": keys, algorithms: ["none", "HS256", "ES256"] }),
                Some(vec![Algorithm::Es256]),
            ),
            (
                json!({ "jwks_uri": keys, algorithms: ["none", "HS256"] }),
                None,
            ),
        ] {
            let rules = discovered(changes.clone()).await.unwrap().id_tokens;
            let found = rules.is_on().then_some(rules.algorithms);
            assert_eq!(found, accepted, "{changes}");
        }
    }

    #[cfg(feature = "jose")]
    #[tokio::test]
    async fn a_key_whose_signatures_the_provider_does_not_take_is_refused_at_build() {
        use crate::AuthorizationCodeAuth;
        use crate::grant::credentials::AuthorizationCodeAuthCredentials;
        use crate::jose::{Algorithm, SigningKey};
        use crate::provider::profile::Dpop;
        let built = async |changes: Value, dpop: Dpop| {
            let mut metadata =
                json!({"token_endpoint_auth_methods_supported": ["private_key_jwt"]});
            if let (Some(all), Value::Object(changes)) = (metadata.as_object_mut(), changes) {
                all.extend(changes);
            }
            let provider = discovered(metadata).await.unwrap().dpop(dpop);
            let key = SigningKey::generate(Algorithm::Es256).unwrap();
            let uri = "https://app.example/callback";
            let client = AuthorizationCodeAuthCredentials::key_client("client", key, uri);
            let grant = AuthorizationCodeAuth::builder(client.build().unwrap(), provider);
            let grant = grant.http(std::sync::Arc::new(Site::default()));
            grant.build().map_err(|error| error.kind()).map(drop)
        };
        let assertions = "token_endpoint_auth_signing_alg_values_supported";
        let proofs = "dpop_signing_alg_values_supported";
        let refused = Err(ErrorKind::Configuration);
        for (changes, dpop, expected) in [
            (json!({}), Dpop::Required, Ok(())),
            (json!({assertions: ["PS256", "ES256"]}), Dpop::Off, Ok(())),
            (json!({assertions: ["PS256"]}), Dpop::Off, refused),
            (json!({proofs: ["ES256"]}), Dpop::Required, Ok(())),
            (json!({proofs: ["RS256"]}), Dpop::Required, refused),
            (json!({proofs: ["RS256"]}), Dpop::Off, Ok(())),
        ] {
            assert_eq!(built(changes.clone(), dpop).await, expected, "{changes}");
        }
    }

    #[cfg(feature = "jose")]
    #[tokio::test]
    async fn metadata_that_lets_a_client_in_and_not_revoke_costs_the_revocation_alone() {
        use crate::AuthorizationCodeAuth;
        use crate::grant::credentials::AuthorizationCodeAuthCredentials;
        use crate::jose::{Algorithm, SigningKey};
        let provider = discovered(json!({
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "revocation_endpoint": "https://idp.example/revoke",
            "revocation_endpoint_auth_methods_supported": ["client_secret_basic"],
        }));
        let provider = provider.await.unwrap();
        let built = |provider: Provider| {
            let key = SigningKey::generate(Algorithm::Es256).unwrap();
            let uri = "https://app.example/callback";
            let client = AuthorizationCodeAuthCredentials::key_client("client", key, uri);
            let token = crate::OauthToken::from_access_token("a").with_refresh_token("r");
            let client = client.oauth_token(Some(token)).build().unwrap();
            let grant = AuthorizationCodeAuth::builder(client, provider);
            grant.http(std::sync::Arc::new(Site::default())).build()
        };
        let grant = built(provider.clone()).unwrap();
        let refused = grant.revoke_token().await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Configuration);
        assert!(grant.oauth_token().is_some());
        // In a profile it was chosen.
        let refused = built(provider.revoke_auth(ClientAuth::Basic)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Configuration);
    }

    #[tokio::test]
    async fn an_issuer_is_https_or_loopback_and_nothing_else_is_asked() {
        let site = Site::default();
        for issuer in [
            "",
            "idp.example",
            "http://idp.example",
            "https://idp.example/?tenant=a",
            "https://idp.example/#a",
            "https://user@idp.example/",
        ] {
            let error = Provider::discover_with(issuer, &site).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{issuer}");
        }
        assert!(lock(&site.asked).is_empty());
    }

    #[tokio::test]
    async fn a_provider_that_fails_is_not_mistaken_for_one_without_metadata() {
        let cases = [
            (0, ErrorKind::Transport),
            (302, ErrorKind::UnexpectedResponse),
            (429, ErrorKind::Provider),
            (503, ErrorKind::Provider),
            (403, ErrorKind::Configuration),
        ];
        for (status, kind) in cases {
            let site = Site::default().with(AT, status, &json!({}));
            let error = Provider::discover_with(ISSUER, &site).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{status}");
        }
        let site = Site::default().with(AT, 200, &json!({"issuer": 7}));
        let error = Provider::discover_with(ISSUER, &site).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    }

    #[tokio::test]
    async fn a_failed_discovery_names_the_field_and_the_rule() {
        let cases = [
            (json!({"issuer": 7}), "issuer", "RFC 8414 §3.2"),
            (json!({"issuer": null}), "issuer", "RFC 8414 §3.2"),
            (
                json!({"issuer": "https://evil.example"}),
                "issuer",
                "RFC 8414 §3.3",
            ),
            (
                json!({"token_endpoint": 7}),
                "token_endpoint",
                "RFC 8414 §3.2",
            ),
            (
                json!({"token_endpoint": null}),
                "token_endpoint",
                "RFC 8414 §2",
            ),
            (
                json!({"jwks_uri": "http://idp.example/keys"}),
                "jwks_uri",
                "RFC 8414 §2",
            ),
        ];
        for (changes, field, rule) in cases {
            let error = discovered(changes.clone()).await.unwrap_err();
            let diagnosis = error.diagnosis().unwrap();
            assert_eq!(diagnosis.field.as_deref(), Some(field), "{changes}");
            assert_eq!((diagnosis.rule, diagnosis.status), (rule, 200), "{changes}");
        }
    }

    #[tokio::test]
    async fn a_failed_discovery_says_how_the_document_begins() {
        for (status, body) in [
            (200, "<html><title>Sign in</title>"),
            (503, "<p>Sign in</p>"),
        ] {
            let mut site = Site::default();
            site.documents
                .insert(AT.to_owned(), (status, body.to_owned()));
            let error = Provider::discover_with(ISSUER, &site).await.unwrap_err();
            let diagnosis = error.diagnosis().unwrap();
            assert_eq!(diagnosis.excerpt.as_deref(), Some("Sign in"), "{body}");
            assert_eq!(diagnosis.status, status);
            assert!(diagnosis.quirk.unwrap().contains("a page"));
        }
    }
}
