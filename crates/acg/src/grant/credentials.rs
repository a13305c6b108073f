//! What a program gives to use the grant: the client's credentials, and what to do when the token changes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::error::{BoxError, Error};
use crate::grant::token_cache::TokenCache;
use crate::grant::update::{CallbackPolicy, TokenUpdate, UpdateCallback};
use crate::http::loopback::is_secure;
#[cfg(feature = "jose")]
use crate::jose::signing_key::SigningKey;
use crate::provider::client_auth::ClientAuth;
use crate::secret::Secret;
use crate::store::history::Fingerprint;
use crate::token::oauth_token::OauthToken;

/// Client credentials for the authorization code grant, with the customer's token if there is one already.
///
/// Cheap to clone. Clones, and clients built from them, share one token: a refresh by one is seen by all.
///
/// ```
/// use acg::AuthorizationCodeAuthCredentials;
///
/// let credentials = AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback")
///     .oauth_on_token_update(|update| {
///         // save update.token() where secrets may be
///         let _ = update.token();
///         Ok(())
///     })
///     .build()?;
/// assert_eq!(credentials.oauth_client_id(), "client-id");
/// # Ok::<(), acg::Error>(())
/// ```
#[derive(Clone)]
pub struct AuthorizationCodeAuthCredentials(Arc<Settings>);

#[derive(Clone)]
struct Settings {
    client_id: String,
    client_secret: Secret,
    #[cfg(feature = "jose")]
    signing_key: Option<SigningKey>,
    has_certificate: bool,
    is_public: bool,
    redirect_uri: String,
    scopes: Vec<String>,
    on_token_update: Option<UpdateCallback>,
    callback_policy: CallbackPolicy,
    clock_skew: Duration,
    cache: Arc<TokenCache>,
}

/// How long before its expiry a token is refreshed, unless the credentials say otherwise.
pub const DEFAULT_CLOCK_SKEW: Duration = Duration::from_secs(30);

impl AuthorizationCodeAuthCredentials {
    /// Starts credentials from what every client has.
    ///
    /// The redirect URI is sent exactly as given here, both times.
    pub fn builder(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        redirect_uri: impl Into<String>,
    ) -> CredentialsBuilder {
        CredentialsBuilder {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            #[cfg(feature = "jose")]
            signing_key: None,
            has_certificate: false,
            is_public: false,
            redirect_uri: redirect_uri.into(),
            scopes: Vec::new(),
            on_token_update: None,
            callback_policy: CallbackPolicy::default(),
            clock_skew: DEFAULT_CLOCK_SKEW,
            token: TokenChoice::New(None),
        }
    }

    /// Starts credentials of a client without a secret (RFC 6749 §2.1), such as a program that runs on the
    /// customer's machine. It needs a provider with [PKCE](crate::provider::Pkce) (RFC 9700 §2.1.1).
    pub fn public_client(
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> CredentialsBuilder {
        CredentialsBuilder {
            is_public: true,
            ..Self::builder(client_id, "", redirect_uri)
        }
    }

    /// Starts credentials of a client that signs assertions with a key instead of sending a secret (RFC 7523 §2.2).
    /// The provider's profile must accept [`PrivateKeyJwt`](ClientAuth::PrivateKeyJwt).
    #[cfg(feature = "jose")]
    pub fn key_client(
        client_id: impl Into<String>,
        key: SigningKey,
        redirect_uri: impl Into<String>,
    ) -> CredentialsBuilder {
        Self::builder(client_id, "", redirect_uri).oauth_signing_key(key)
    }

    /// Starts credentials of a client that is known by the certificate of its TLS connections (RFC 8705 §2). The
    /// certificate is the [HTTP client's](crate::http::HttpService). The provider's profile must accept
    /// [`MutualTls`](ClientAuth::MutualTls).
    pub fn certificate_client(
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> CredentialsBuilder {
        CredentialsBuilder {
            has_certificate: true,
            ..Self::builder(client_id, "", redirect_uri)
        }
    }

    /// Copies the credentials with the changes that `change` makes; every optional value can also be unset.
    ///
    /// The token stays shared with `self`, also when the secret is replaced by a newer one: two copies of
    /// one refresh token would spend each other. Credentials with another token have it to themselves;
    /// those of another client id have none unless one is given, because a token belongs to the client
    /// that it was given to (RFC 6749 §10.4).
    ///
    /// # Errors
    /// As for [`CredentialsBuilder::build`].
    pub fn clone_with(
        &self,
        change: impl FnOnce(CredentialsBuilder) -> CredentialsBuilder,
    ) -> Result<Self, Error> {
        let settings = (*self.0).clone();
        change(CredentialsBuilder {
            client_id: settings.client_id,
            client_secret: settings.client_secret,
            #[cfg(feature = "jose")]
            signing_key: settings.signing_key,
            has_certificate: settings.has_certificate,
            is_public: settings.is_public,
            redirect_uri: settings.redirect_uri,
            scopes: settings.scopes,
            on_token_update: settings.on_token_update,
            callback_policy: settings.callback_policy,
            clock_skew: settings.clock_skew,
            token: TokenChoice::Shared(settings.cache),
        })
        .build()
    }

    /// Returns the client id.
    pub fn oauth_client_id(&self) -> &str {
        &self.0.client_id
    }

    /// Returns whether the client has no secret.
    pub fn is_public(&self) -> bool {
        self.0.is_public
    }

    /// Returns the client secret; empty for a client that has none.
    pub fn oauth_client_secret(&self) -> &Secret {
        &self.0.client_secret
    }

    /// Returns the redirect URI, as given.
    pub fn oauth_redirect_uri(&self) -> &str {
        &self.0.redirect_uri
    }

    /// Returns the token as it is now: the one given, or what a client that shares these credentials has made of it
    /// since. A client with a token store keeps its token there instead: see [`AuthorizationCodeAuth::oauth_token`].
    ///
    /// [`AuthorizationCodeAuth::oauth_token`]: crate::AuthorizationCodeAuth::oauth_token
    pub fn oauth_token(&self) -> Option<OauthToken> {
        self.0.cache.token()
    }

    /// Returns what is called when the token changes, if anything.
    pub fn oauth_on_token_update(&self) -> Option<&UpdateCallback> {
        self.0.on_token_update.as_ref()
    }

    /// Returns how long before its expiry a token is refreshed. At most half of a token's life is taken, so that a
    /// fresh token is always usable.
    #[inline]
    pub fn oauth_clock_skew(&self) -> Duration {
        self.0.clock_skew
    }

    /// Returns the scopes to ask for, in order; empty for the provider's usual ones.
    pub fn oauth_scopes(&self) -> &[String] {
        &self.0.scopes
    }

    /// Returns what a failing update callback means for the operation that changed the token.
    pub fn oauth_callback_policy(&self) -> CallbackPolicy {
        self.0.callback_policy
    }

    #[cfg(feature = "jose")]
    pub(crate) fn signing_key(&self) -> Option<&SigningKey> {
        self.0.signing_key.as_ref()
    }

    /// Returns whether the client can authenticate in this way.
    pub(crate) fn has_means_for(&self, auth: ClientAuth) -> bool {
        let has_secret = !self.0.client_secret.is_empty();
        match auth {
            ClientAuth::None => true,
            ClientAuth::Basic | ClientAuth::Body => has_secret,
            ClientAuth::MutualTls => self.0.has_certificate,
            #[cfg(feature = "jose")]
            ClientAuth::PrivateKeyJwt => self.0.signing_key.is_some(),
            #[cfg(feature = "jose")]
            ClientAuth::ClientSecretJwt => has_secret,
            #[cfg(not(feature = "jose"))]
            ClientAuth::PrivateKeyJwt | ClientAuth::ClientSecretJwt => false,
        }
    }

    /// Returns what the client signs its assertions with; `None` where it sends none.
    pub(crate) fn assertion_algorithm(&self, auth: ClientAuth) -> Option<&'static str> {
        match auth {
            #[cfg(feature = "jose")]
            ClientAuth::PrivateKeyJwt => self.signing_key().map(|key| key.algorithm().as_str()),
            ClientAuth::ClientSecretJwt => Some("HS256"),
            _ => None,
        }
    }

    /// Distinguishes a client from the same one with another secret or key.
    pub(crate) fn proof_fingerprint(&self) -> Fingerprint {
        #[cfg(feature = "jose")]
        if let Some(key) = &self.0.signing_key {
            // By its public part (RFC 7638), which is enough to distinguish keys.
            return Fingerprint::of(&Secret::new(key.thumbprint()));
        }
        Fingerprint::of(&self.0.client_secret)
    }

    pub(crate) fn cache(&self) -> &Arc<TokenCache> {
        &self.0.cache
    }
}

impl fmt::Debug for AuthorizationCodeAuthCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCodeAuthCredentials")
            .field("oauth_client_id", &self.0.client_id)
            .field("oauth_client_secret", &self.0.client_secret)
            .field("oauth_redirect_uri", &self.0.redirect_uri)
            .field("oauth_scopes", &self.0.scopes)
            .field("oauth_clock_skew", &self.0.clock_skew)
            .field("oauth_on_token_update", &self.0.on_token_update)
            .finish_non_exhaustive()
    }
}

/// Collects [`AuthorizationCodeAuthCredentials`].
pub struct CredentialsBuilder {
    client_id: String,
    client_secret: Secret,
    #[cfg(feature = "jose")]
    signing_key: Option<SigningKey>,
    has_certificate: bool,
    is_public: bool,
    redirect_uri: String,
    scopes: Vec<String>,
    on_token_update: Option<UpdateCallback>,
    callback_policy: CallbackPolicy,
    clock_skew: Duration,
    token: TokenChoice,
}

enum TokenChoice {
    Shared(Arc<TokenCache>),
    New(Option<OauthToken>),
}

impl CredentialsBuilder {
    /// Replaces the client id.
    #[must_use]
    pub fn oauth_client_id(mut self, client_id: impl Into<String>) -> Self {
        let client_id = client_id.into();
        // A refresh token belongs to the client that it was issued to (RFC 6749 §10.4).
        if client_id != self.client_id && matches!(self.token, TokenChoice::Shared(_)) {
            self.token = TokenChoice::New(None);
        }
        self.client_id = client_id;
        self
    }

    /// Replaces the client secret. A client that had none has one now.
    #[must_use]
    pub fn oauth_client_secret(mut self, client_secret: impl Into<Secret>) -> Self {
        self.client_secret = client_secret.into();
        self.is_public = false;
        self
    }

    /// Sets the key that the client signs assertions with. A client that had no means to prove who it is has one now.
    #[cfg(feature = "jose")]
    #[must_use]
    pub fn oauth_signing_key(mut self, key: SigningKey) -> Self {
        self.signing_key = Some(key);
        self.is_public = false;
        self
    }

    /// Replaces the redirect URI.
    #[must_use]
    pub fn oauth_redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = redirect_uri.into();
        self
    }

    /// Sets a token saved earlier, or removes the token with `None`. Default: none.
    #[must_use]
    pub fn oauth_token(mut self, token: impl Into<Option<OauthToken>>) -> Self {
        self.token = TokenChoice::New(token.into());
        self
    }

    /// Sets the scopes to ask for, in this order. Default, and with an empty list: the provider's usual ones.
    #[must_use]
    pub fn oauth_scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sets what is called whenever the token is fetched, refreshed or revoked, where
    /// blocking is allowed. Default: nothing.
    ///
    /// It has 30 seconds, and must not wait for another operation of the same grant: that one waits for the callback.
    #[must_use]
    pub fn oauth_on_token_update<F>(mut self, callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Result<(), BoxError> + Send + Sync + 'static,
    {
        self.on_token_update = Some(UpdateCallback::sync(callback));
        self
    }

    /// Works as [`oauth_on_token_update`](Self::oauth_on_token_update), for a callback that awaits.
    #[must_use]
    pub fn oauth_on_token_update_async<F, Fut>(mut self, callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.on_token_update = Some(UpdateCallback::asynchronous(callback));
        self
    }

    /// Removes the update callback.
    #[must_use]
    pub fn without_oauth_on_token_update(mut self) -> Self {
        self.on_token_update = None;
        self
    }

    /// Sets what a failing callback means. Default: [`CallbackPolicy::BestEffort`].
    #[must_use]
    pub fn oauth_callback_policy(mut self, policy: CallbackPolicy) -> Self {
        self.callback_policy = policy;
        self
    }

    /// Sets how long before its expiry a token is refreshed. Default: [`DEFAULT_CLOCK_SKEW`].
    #[must_use]
    pub fn oauth_clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew;
        self
    }

    /// Checks and completes the credentials.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the client id or secret is empty, the client id
    /// holds a `:` (RFC 7617 §2 cannot carry it), the redirect URI is neither https nor loopback nor of a
    /// private-use scheme (RFC 8252 §7) or has a fragment, a scope is not a scope-token (RFC 6749 §3.3), or the
    /// token has no bearer at all or one that is not visible ASCII.
    pub fn build(self) -> Result<AuthorizationCodeAuthCredentials, Error> {
        self.check()?;
        let cache = match self.token {
            // The same cache, and not a copy of its token: two copies of one refresh token would spend each other.
            TokenChoice::Shared(cache) => cache,
            TokenChoice::New(token) => Arc::new(TokenCache::new(token)),
        };
        Ok(AuthorizationCodeAuthCredentials(Arc::new(Settings {
            client_id: self.client_id,
            client_secret: self.client_secret,
            #[cfg(feature = "jose")]
            signing_key: self.signing_key,
            has_certificate: self.has_certificate,
            is_public: self.is_public,
            redirect_uri: self.redirect_uri,
            scopes: self.scopes,
            on_token_update: self.on_token_update,
            callback_policy: self.callback_policy,
            clock_skew: self.clock_skew,
            cache,
        })))
    }

    fn lacks_means(&self) -> bool {
        #[cfg(feature = "jose")]
        if self.signing_key.is_some() {
            return false;
        }
        !self.is_public && !self.has_certificate && self.client_secret.is_empty()
    }

    fn check(&self) -> Result<(), Error> {
        let problem = if self.client_id.is_empty() {
            Some("the client id is empty")
        // In HTTP Basic the first colon ends the client id (RFC 7617 §2).
        } else if self.client_id.contains(':') {
            Some("a client id cannot contain `:`")
        } else if self.client_id.chars().any(char::is_control) {
            // RFC 7617 §2 excludes them.
            Some("the client id contains a control character")
        } else if self.lacks_means() {
            Some("the client secret is empty")
        } else if !self.scopes.iter().all(|scope| is_scope_token(scope)) {
            Some("a scope is empty or contains a space, quote, backslash or non-ASCII character")
        } else if matches!(&self.token, TokenChoice::New(Some(token)) if !token.holds_anything()) {
            Some("the token has no id_token, access_token or refresh_token")
        } else if matches!(&self.token, TokenChoice::New(Some(token)) if !token.is_visible_ascii())
        {
            // Refused here and not at the first call, which is far from the cause (RFC 6750 §2.1).
            Some("the token contains a character that is not visible ASCII, so it cannot be sent")
        } else {
            redirect_uri_problem(&self.redirect_uri)
        };
        problem.map_or(Ok(()), |problem| Err(Error::configuration(problem)))
    }
}

impl fmt::Debug for CredentialsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsBuilder")
            .field("oauth_client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// Returns whether the text is one scope token (RFC 6749 §3.3).
fn is_scope_token(scope: &str) -> bool {
    !scope.is_empty()
        && scope
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

fn redirect_uri_problem(redirect_uri: &str) -> Option<&'static str> {
    if redirect_uri.is_empty() {
        return Some("the redirect URI is empty");
    }
    if redirect_uri
        .chars()
        .any(|c| c.is_control() || c.is_whitespace())
    {
        return Some("the redirect URI contains white space or a control character");
    }
    let Ok(url) = Url::parse(redirect_uri) else {
        return Some("the redirect URI is not an absolute URL");
    };
    // RFC 8252 §7.1: a private-use scheme is a reversed domain name of the program's maker.
    if !is_secure(&url) && !url.scheme().contains('.') {
        return Some(
            "the redirect URI must be https, http on a loopback address, or have a private-use scheme such as com.example.app",
        );
    }
    // RFC 6749 §3.1.2.
    if url.fragment().is_some() {
        return Some("the redirect URI has a fragment");
    }
    (!url.username().is_empty() || url.password().is_some())
        .then_some("the redirect URI contains a user name or password")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(
        id: &str,
        secret: &str,
        redirect_uri: &str,
    ) -> Result<AuthorizationCodeAuthCredentials, Error> {
        AuthorizationCodeAuthCredentials::builder(id, secret, redirect_uri).build()
    }

    #[test]
    fn what_cannot_work_is_refused_at_build() {
        let refused = [
            ("", "s", "https://a.example/cb"),
            ("a:b", "s", "https://a.example/cb"),
            ("a\nb", "s", "https://a.example/cb"),
            ("a", "", "https://a.example/cb"),
            ("a", "s", ""),
            ("a", "s", "callback"),
            ("a", "s", "http://a.example/cb"),
            ("a", "s", "https://a.example/cb#x"),
            ("a", "s", "https://u:p@a.example/cb"),
            ("a", "s", "https://a.example/c b"),
            ("a", "s", "javascript:alert(1)"),
            ("a", "s", "urn:ietf:wg:oauth:2.0:oob"),
        ];
        for (id, secret, uri) in refused {
            let error = build(id, secret, uri).unwrap_err();
            assert_eq!(
                error.kind(),
                crate::ErrorKind::Configuration,
                "{id} {secret} {uri}"
            );
        }
    }

    #[test]
    fn https_loopback_and_private_schemes_are_redirect_uris() {
        for uri in [
            "https://a.example/cb?x=1",
            "http://127.0.0.1:7777/cb",
            "http://[::1]/cb",
            "http://localhost/",
            "com.example.app:/cb",
        ] {
            assert_eq!(build("a", "s", uri).unwrap().oauth_redirect_uri(), uri);
        }
    }

    #[test]
    fn clone_with_changes_one_thing_and_can_unset_every_option() {
        let token = OauthToken::from_id_token("t");
        let first = AuthorizationCodeAuthCredentials::builder("a", "s", "https://a.example/cb")
            .oauth_token(token.clone())
            .oauth_scopes(["openid"])
            .oauth_clock_skew(Duration::from_secs(9))
            .oauth_on_token_update(|_| Ok(()))
            .build()
            .unwrap();
        let bare = first
            .clone_with(|b| {
                b.oauth_token(None)
                    .oauth_scopes(None::<String>)
                    .oauth_clock_skew(Duration::ZERO)
                    .without_oauth_on_token_update()
            })
            .unwrap();
        assert_eq!(bare.oauth_client_id(), "a");
        assert!(bare.oauth_token().is_none());
        assert!(bare.oauth_scopes().is_empty());
        assert!(bare.oauth_on_token_update().is_none());
        assert_eq!(bare.oauth_clock_skew(), Duration::ZERO);
        assert_eq!(first.oauth_token(), Some(token));
        assert!(first.oauth_on_token_update().is_some());
    }

    #[test]
    fn a_token_that_could_not_be_sent_or_read_back_is_refused() {
        for token in [
            OauthToken::from_id_token("a b"),
            OauthToken::from_id_token("a").with_refresh_token("\u{e4}"),
        ] {
            let builder =
                AuthorizationCodeAuthCredentials::builder("a", "s", "https://a.example/cb")
                    .oauth_token(token);
            assert_eq!(
                builder.build().unwrap_err().kind(),
                crate::ErrorKind::Configuration
            );
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials =
            AuthorizationCodeAuthCredentials::builder("id", "canary", "https://a.example/cb")
                .oauth_token(OauthToken::from_id_token("canary"))
                .build()
                .unwrap();
        assert!(!format!("{credentials:?}").contains("canary"));
    }

    #[test]
    fn a_token_without_any_token_is_refused() {
        let builder = AuthorizationCodeAuthCredentials::builder("id", "s", "https://a.example/cb");
        assert!(
            builder
                .oauth_token(OauthToken::from_id_token(""))
                .build()
                .is_err()
        );
    }
}
