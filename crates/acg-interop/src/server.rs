//! A running provider, as it describes itself.

use std::sync::Arc;

use acg::http::HttpService;
use acg::jose::SigningKey;
use acg::provider::ClientAuth;
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, OauthToken, Provider};
use serde_json::Value;
use url::Url;

/// Whatever keeps a test from its provider.
pub type ServerError = Box<dyn std::error::Error + Send + Sync>;

/// A running provider.
#[derive(Debug, Clone)]
pub struct Server {
    description: Value,
    metadata: Value,
}

impl Server {
    /// Returns the provider that the environment describes as `ACG_INTEROP_` and this name.
    ///
    /// # Errors
    /// When the variable is missing, or the provider does not serve its metadata.
    pub async fn named(name: &str) -> Result<Self, ServerError> {
        let variable = format!("ACG_INTEROP_{name}");
        let description = environment(&variable)
            .ok_or_else(|| format!("{variable} is not set: run `cargo xtask test interop`"))?;
        let description: Value = serde_json::from_str(&description)?;
        let mut server = Self {
            description,
            metadata: Value::Null,
        };
        let openid = server.fetch(".well-known/openid-configuration").await?;
        // django-oauth-toolkit tells the revocation endpoint only here.
        let oauth = server.fetch(".well-known/oauth-authorization-server").await;
        server.metadata = openid;
        if server.metadata["revocation_endpoint"].is_null() {
            server.metadata["revocation_endpoint"] = oauth?["revocation_endpoint"].take();
        }
        Ok(server)
    }

    async fn fetch(&self, path: &str) -> Result<Value, ServerError> {
        let url = format!("{}/{path}", self.text("issuer")?);
        let response = reqwest::get(url).await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }

    fn text(&self, name: &str) -> Result<&str, ServerError> {
        let text = self.description[name].as_str();
        text.ok_or_else(|| format!("the provider tells no {name}").into())
    }

    /// Returns this provider with another address of an endpoint.
    pub(crate) fn with_endpoint(mut self, name: &str, url: &Url) -> Self {
        self.metadata[format!("{name}_endpoint")] = url.as_str().into();
        self
    }

    /// Returns an endpoint of the metadata.
    ///
    /// # Errors
    /// When the metadata do not name it.
    pub fn endpoint(&self, name: &str) -> Result<Url, ServerError> {
        let url = self.metadata[format!("{name}_endpoint")].as_str();
        Ok(url.ok_or("the metadata lack an endpoint")?.parse()?)
    }

    /// Returns the issuer.
    ///
    /// # Errors
    /// When the provider does not describe itself as it should.
    pub fn issuer(&self) -> Result<&str, ServerError> {
        self.text("issuer")
    }

    /// Returns where the user is sent back to.
    ///
    /// # Errors
    /// As for [`issuer`](Self::issuer).
    pub fn redirect_uri(&self) -> Result<&str, ServerError> {
        self.text("redirect_uri")
    }

    /// Returns where the provider publishes its keys.
    ///
    /// # Errors
    /// When the metadata do not say it.
    pub fn keys(&self) -> Result<Url, ServerError> {
        let url = self.metadata["jwks_uri"].as_str();
        Ok(url.ok_or("the metadata name no keys")?.parse()?)
    }

    /// Returns the key of the client named `key`.
    ///
    /// # Errors
    /// When the provider has no such client.
    pub fn client_key(&self) -> Result<SigningKey, ServerError> {
        Ok(SigningKey::from_jwk(
            &self.description["client_key"].to_string(),
        )?)
    }

    /// Returns the user and password, where the provider asks for them.
    pub fn user(&self) -> &Value {
        &self.description["user"]
    }

    /// Returns a certificate in PEM: of the `authority` that the server's is from, or of the `client`, with its key.
    pub(crate) fn certificate(&self, name: &str) -> Result<&str, ServerError> {
        let pem = self.description["certificates"][name].as_str();
        pem.ok_or_else(|| format!("the provider has no certificate {name}").into())
    }

    /// Returns this provider with the addresses that a client with a certificate uses (RFC 8705 §5).
    ///
    /// # Errors
    /// When the metadata do not name it.
    pub(crate) fn behind_tls(&self, endpoint: &str) -> Result<Url, ServerError> {
        let aliases = &self.metadata["mtls_endpoint_aliases"];
        let url = aliases[format!("{endpoint}_endpoint")].as_str();
        Ok(url.ok_or("the metadata lack an alias")?.parse()?)
    }

    /// Returns whether the grant ends when a refresh token is presented twice. It does, unless the provider says otherwise.
    pub(crate) fn ends_a_grant_at_reuse(&self) -> bool {
        self.description["ends_a_grant_at_reuse"] != false
    }

    /// Returns the scopes that are asked for.
    fn scopes(&self) -> Vec<String> {
        let names = self.description["scopes"].as_array().into_iter().flatten();
        names
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect()
    }

    /// Returns a client's secret.
    ///
    /// # Errors
    /// When the provider has no such client, or it has no secret.
    pub fn secret(&self, client: &str) -> Result<&str, ServerError> {
        let secret = self.description["clients"][client].as_str();
        secret.ok_or_else(|| format!("the client {client} has no secret").into())
    }

    /// Returns the engine's profile of this provider, with one way of client authentication for all operations.
    ///
    /// # Errors
    /// When an endpoint is missing, or the engine refuses it.
    pub fn profile(&self, auth: ClientAuth) -> Result<Provider, ServerError> {
        let profile = Provider::rfc6749(self.endpoint("authorization")?, self.endpoint("token")?)?;
        Ok(profile
            .revocation_endpoint(self.endpoint("revocation")?)?
            .issuer(self.issuer()?)
            .scopes(self.scopes())
            .exchange_auth(auth)
            .refresh_auth(auth)
            .revoke_auth(auth))
    }

    /// Returns the engine's profile of this provider as it publishes it, with the revocation
    /// endpoint, which not every document names.
    ///
    /// # Errors
    /// When the engine cannot use what it publishes.
    pub async fn discovered(&self) -> Result<Provider, ServerError> {
        let provider = Provider::discover(self.issuer()?).await?;
        let provider = provider.revocation_endpoint(self.endpoint("revocation")?)?;
        Ok(provider.scopes(self.scopes()))
    }

    /// Returns a grant of a client with a secret, kept in memory: the client named `body` sends the secret in the body.
    ///
    /// # Errors
    /// As for [`profile`](Self::profile) and [`secret`](Self::secret).
    pub fn grant(
        &self,
        client: &str,
        http: impl HttpService + 'static,
    ) -> Result<AuthorizationCodeAuth, ServerError> {
        let auth = match client {
            "body" => ClientAuth::Body,
            _ => ClientAuth::Basic,
        };
        let profile = self.profile(auth)?;
        self.grant_with(profile, client, self.secret(client)?, None, http)
    }

    /// Returns a grant with everything of its own: profile, secret, and a token from elsewhere.
    ///
    /// # Errors
    /// When the engine refuses the credentials.
    pub fn grant_with(
        &self,
        profile: Provider,
        client: &str,
        secret: &str,
        token: Option<OauthToken>,
        http: impl HttpService + 'static,
    ) -> Result<AuthorizationCodeAuth, ServerError> {
        let redirect_uri = self.redirect_uri()?;
        let credentials = AuthorizationCodeAuthCredentials::builder(client, secret, redirect_uri)
            .oauth_token(token)
            .build()?;
        grant_of(credentials, profile, http)
    }
}

/// Returns a grant of a client with other credentials than a secret, kept in memory.
///
/// # Errors
/// When the engine refuses the credentials.
pub(crate) fn grant_of(
    credentials: AuthorizationCodeAuthCredentials,
    profile: Provider,
    http: impl HttpService + 'static,
) -> Result<AuthorizationCodeAuth, ServerError> {
    let grant = AuthorizationCodeAuth::builder(credentials, profile);
    Ok(grant.http(Arc::new(http)).build()?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test learns of its providers through the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
