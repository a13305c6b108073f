//! Discovery: a provider's profile from the metadata that it publishes (RFC 8414, OpenID Connect Discovery 1.0).

use serde::Deserialize;
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::http::default_client::default_http;
use crate::http::loopback::is_loopback;
use crate::http::service::HttpService;
use crate::operation::Operation;
use crate::provider::client_auth::{AcceptedAuth, ClientAuth};
use crate::provider::document::fetch;
use crate::provider::profile::{CallbackIssuer, Provider, PushedRequests};

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
}

impl Provider {
    /// Builds the profile of the provider with this issuer from its metadata, with the default HTTP client. See
    /// [`discover_with`](Self::discover_with).
    ///
    /// # Errors
    /// As for [`discover_with`](Self::discover_with), and [`Configuration`](ErrorKind::Configuration) without the feature
    /// `reqwest`.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn discover(issuer: &str) -> Result<Self, Error> {
        Self::discover_with(issuer, &*default_http()?).await
    }

    /// Builds the profile of the provider with this issuer from its metadata.
    ///
    /// The metadata is the first that exists of `/.well-known/oauth-authorization-server` and `/.well-known/openid-configuration`
    /// before the path of the issuer (RFC 8414 §3.1, §5), and the latter behind it (OpenID Connect Discovery §4). The issuer in
    /// the document must be this one, character by character. The metadata decides on endpoints and whether a callback names its issuer,
    /// and it limits client authentication: of what the provider takes, the client uses the best that it has the means for (its key, its
    /// certificate, its secret by HTTP Basic, in the body or as an assertion, else its id alone). Where it names the provider's keys,
    /// id_tokens are validated if present (feature `jose`). PKCE is on whatever it says: a provider that
    /// names methods without S256 is refused. Tokens are bound to the issuer as [`identity`](Self::identity). Scopes are for
    /// the program to set.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the issuer is neither https nor loopback, has a query or fragment,
    /// publishes nothing, is another one than the document names, or cannot do the authorization code grant with what this
    /// library has; [`Transport`](ErrorKind::Transport) when it cannot be reached; [`Provider`](ErrorKind::Provider) when it
    /// fails; [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) for a redirect, or a document that is no metadata.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn discover_with(issuer: &str, http: &dyn HttpService) -> Result<Self, Error> {
        let mut is_odd = false;
        for url in locations(issuer)? {
            let Some(document) = fetch(http, &url, "the provider's metadata").await? else {
                continue;
            };
            match serde_json::from_slice::<Metadata>(&document) {
                Ok(metadata) => return metadata.into_provider(issuer),
                // Some servers respond to every path with the same page.
                Err(_) => is_odd = true,
            }
        }
        Err(if is_odd {
            failed(
                ErrorKind::UnexpectedResponse,
                "what the issuer publishes is not metadata",
            )
        } else {
            Error::configuration("the issuer publishes no metadata")
        })
    }
}

impl Metadata {
    fn into_provider(self, issuer: &str) -> Result<Provider, Error> {
        let refuse = |text: &'static str| Err(Error::configuration(text));
        // Otherwise a hostile issuer could name the endpoints of another one (RFC 8414 §3.3).
        if self.issuer != issuer {
            return refuse("the metadata belongs to another issuer");
        }
        if lacks(self.response_types_supported.as_ref(), "code")
            || lacks(self.grant_types_supported.as_ref(), "authorization_code")
        {
            return refuse("the provider does not offer the authorization code grant");
        }
        // Not a reason to leave PKCE out: an attacker who changed the metadata wants just that (RFC 9700 §4.8).
        if lacks(self.code_challenge_methods_supported.as_ref(), "S256") {
            return refuse("the provider does not take PKCE with S256");
        }
        let (Some(authorization), Some(token)) = (self.authorization_endpoint, self.token_endpoint)
        else {
            return refuse("the metadata names no authorization or token endpoint");
        };
        let auth = accepted_auth(self.token_endpoint_auth_methods_supported.as_deref())?;
        let revoke_auth = match self.revocation_endpoint_auth_methods_supported.as_deref() {
            // RFC 8414 §2 says Basic. Servers that leave it out mean the token endpoint's.
            None => auth.clone(),
            methods => accepted_auth(methods)?,
        };
        let mut provider = Provider::rfc6749(endpoint(&authorization)?, endpoint(&token)?)?
            .identity(issuer)
            .issuer(issuer);
        if self.authorization_response_iss_parameter_supported {
            provider.callback_issuer = CallbackIssuer::Required;
        }
        (provider.exchange_auth, provider.refresh_auth) = (auth.clone(), auth);
        provider.revoke_auth = revoke_auth;
        if self.require_pushed_authorization_requests {
            provider.pushed_requests = PushedRequests::Required;
        }
        let alias = |text: Option<String>| text.map(|text| endpoint(&text)).transpose();
        let aliases = self.mtls_endpoint_aliases;
        provider = provider.tls_endpoints(
            alias(aliases.token_endpoint)?,
            alias(aliases.revocation_endpoint)?,
        )?;
        #[cfg(feature = "jose")]
        if let Some(keys) = self.jwks_uri {
            let algorithms = self.id_token_signing_alg_values_supported;
            provider = provider.published_keys(endpoint(&keys)?, algorithms.as_deref())?;
        }
        provider
            .with_optional(self.revocation_endpoint, Provider::revocation_endpoint)?
            .with_optional(
                self.device_authorization_endpoint,
                Provider::device_authorization_endpoint,
            )?
            .with_optional(
                self.pushed_authorization_request_endpoint,
                Provider::pushed_authorization_request_endpoint,
            )
    }
}

impl Provider {
    /// Sets an endpoint if the metadata names it.
    fn with_optional(
        self,
        url: Option<String>,
        set: impl FnOnce(Self, Url) -> Result<Self, Error>,
    ) -> Result<Self, Error> {
        match url {
            Some(url) => set(self, endpoint(&url)?),
            None => Ok(self),
        }
    }
}

fn endpoint(text: &str) -> Result<Url, Error> {
    Url::parse(text).map_err(|_| Error::configuration("an endpoint in the metadata is not a URL"))
}

/// Returns whether there is a list that does not hold the value. Without a list nothing is known.
fn lacks(list: Option<&Vec<String>>, value: &str) -> bool {
    list.is_some_and(|list| !list.iter().any(|one| one == value))
}

fn accepted_auth(methods: Option<&[String]>) -> Result<AcceptedAuth, Error> {
    let Some(methods) = methods else {
        return Ok(AcceptedAuth::only(ClientAuth::Basic));
    };
    AcceptedAuth::named(methods).ok_or_else(|| {
        Error::configuration("the provider takes no client authentication that is known here")
    })
}

/// Returns the URLs at which the metadata of an issuer may be.
fn locations(issuer: &str) -> Result<Vec<Url>, Error> {
    let refuse = |text: &'static str| Err(Error::configuration(text));
    let Ok(url) = Url::parse(issuer) else {
        return refuse("the issuer is not a URL");
    };
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !is_safe {
        return refuse("an issuer must be https, or http on a loopback address");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("an issuer has neither a query nor a fragment");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse("an issuer holds no user name or password");
    }
    let path = url.path().trim_end_matches('/');
    let mut paths = vec![
        format!("/.well-known/oauth-authorization-server{path}"),
        format!("/.well-known/openid-configuration{path}"),
    ];
    if !path.is_empty() {
        paths.push(format!("{path}/.well-known/openid-configuration"));
    }
    let at = |path: String| {
        let mut location = url.clone();
        location.set_path(&path);
        location
    };
    Ok(paths.into_iter().map(at).collect())
}

fn failed(kind: ErrorKind, text: &'static str) -> Error {
    Error::new(kind, Operation::Configure, text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use bytes::Bytes;
    use http::StatusCode;

    use super::*;
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
        assert_eq!(provider.revoke_auth, AcceptedAuth::only(ClientAuth::None));
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
}
