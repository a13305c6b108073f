//! The client people use.

use std::sync::Arc;
use std::time::Duration;

use crate::interaction::InteractionType;
use acg::clock::{Clock, SystemClock};
use acg::http::HttpService;
use acg::provider::Pkce;
use acg::random::{Random, SystemRandom};
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Vault};
use http::{HeaderName, HeaderValue};
use url::Url;

use crate::acg_auth::AcgAuth;
use crate::environment::Environment;
use crate::error::Error;
use crate::retry::{RateLimit, RetryPolicy};
use crate::{ConnectionId, profile};

/// A client of the Akoya APIs for one customer's consent.
///
/// Cheap to clone. Clones, and calls at the same time, share one token: it is refreshed once when it is about to expire or
/// is refused, and everybody goes on with the new one.
///
/// ```no_run
/// # async fn example() -> Result<(), akoya::Error> {
/// use akoya::{AuthorizationCodeAuthCredentials, Client, Environment};
///
/// let credentials =
///     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
/// let client = Client::builder(credentials).environment(Environment::Production).build()?;
/// let balances = client.balances("mikomo").send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    config: Arc<Config>,
    auth: AcgAuth,
    http: Arc<dyn HttpService>,
    clock: Arc<dyn Clock>,
    api: Arc<Url>,
}

/// The settings of a [`Client`].
#[derive(Debug, Clone)]
pub struct Config {
    credentials: AuthorizationCodeAuthCredentials,
    environment: Environment,
    pkce: Pkce,
    timeout: Duration,
    retry: RetryPolicy,
    rate_limit: Option<Arc<RateLimit>>,
    version: String,
    interaction_type: Option<InteractionType>,
    headers: Vec<(HeaderName, HeaderValue)>,
    document_hosts: Vec<String>,
    http: Option<Arc<dyn HttpService>>,
    clock: Option<Arc<dyn Clock>>,
    random: Arc<dyn Random>,
    store: Option<(Vault, ConnectionId)>,
    problem: Option<Error>,
}

impl Config {
    /// The client's credentials, with the token as it is now.
    pub fn authorization_code_auth_credentials(&self) -> &AuthorizationCodeAuthCredentials {
        &self.credentials
    }

    /// Where Akoya is reached.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The longest time a data call may take, all its tries together.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// How often a data call is tried.
    pub fn retry(&self) -> RetryPolicy {
        self.retry
    }

    /// The version in the path of data calls.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether a document may be fetched from there, without the bearer.
    pub(crate) fn is_document_host(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let of_akoya = || {
            matches!(
                self.environment,
                Environment::Sandbox | Environment::Production
            ) && (host == "akoya.com" || host.ends_with(".akoya.com"))
        };
        let safe =
            url.scheme() == "https" || (url.scheme() == "http" && acg::http::is_loopback(url));
        safe && url.username().is_empty()
            && (of_akoya() || self.document_hosts.iter().any(|allowed| allowed == host))
    }

    pub(crate) fn interaction_type(&self) -> Option<InteractionType> {
        self.interaction_type
    }

    pub(crate) fn headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.headers
    }
}

impl Client {
    /// Starts a client. Defaults: Akoya's sandbox, API version `v2`, 60 seconds for a call, token kept in memory.
    pub fn builder(credentials: AuthorizationCodeAuthCredentials) -> ClientBuilder {
        ClientBuilder(Config {
            credentials,
            environment: Environment::Sandbox,
            pkce: Pkce::Off,
            timeout: Duration::from_secs(60),
            retry: RetryPolicy::default(),
            rate_limit: None,
            version: "v2".to_owned(),
            interaction_type: None,
            headers: Vec::new(),
            document_hosts: Vec::new(),
            http: None,
            clock: None,
            random: Arc::new(SystemRandom),
            store: None,
            problem: None,
        })
    }

    /// A client with the changes that `change` makes.
    ///
    /// # Errors
    /// As for [`ClientBuilder::build`].
    pub fn clone_with(
        &self,
        change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Error> {
        let config = Config {
            http: Some(self.http.clone()),
            ..(*self.config).clone()
        };
        change(ClientBuilder(config)).build()
    }

    /// The same client for another connection of its token store: another customer, or another institution.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the client has no token store.
    pub fn with_connection(&self, connection: ConnectionId) -> Result<Self, Error> {
        let auth = AcgAuth::new(self.auth.engine().with_connection(connection)?);
        Ok(Self {
            auth,
            ..self.clone()
        })
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Consent and tokens.
    pub fn acg_auth(&self) -> &AcgAuth {
        &self.auth
    }

    pub(crate) fn http(&self) -> &Arc<dyn HttpService> {
        &self.http
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.config.random
    }

    pub(crate) fn rate_limit(&self) -> Option<&RateLimit> {
        self.config.rate_limit.as_deref()
    }

    pub(crate) fn api(&self) -> &Url {
        &self.api
    }
}

/// Collects a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder(Config);

impl ClientBuilder {
    /// Replaces the credentials.
    #[must_use]
    pub fn authorization_code_auth_credentials(
        mut self,
        credentials: AuthorizationCodeAuthCredentials,
    ) -> Self {
        self.0.credentials = credentials;
        self
    }

    /// Sets where Akoya is reached. Default: [`Environment::Sandbox`].
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.0.environment = environment;
        self
    }

    /// Sets where the token is kept, and the customer's name there: a store, or a [`Vault`] with keys and a spool. Default: in
    /// memory.
    #[must_use]
    pub fn store(mut self, store: impl Into<Vault>, connection: ConnectionId) -> Self {
        self.0.store = Some((store.into(), connection));
        self
    }

    /// Sets the longest time a data call may take, with all its tries and a refresh. Default: 60 seconds; providers may take
    /// 10 seconds for one answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.0.timeout = timeout;
        self
    }

    /// Sets how often a data call is tried. Default: [`RetryPolicy::default`]; [`RetryPolicy::off`] for one try.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.0.retry = retry;
        self
    }

    /// Sets a limit to the data calls per second, which all that share it keep together. Default: none.
    #[must_use]
    pub fn rate_limit(mut self, limit: impl Into<Option<Arc<RateLimit>>>) -> Self {
        self.0.rate_limit = limit.into();
        self
    }

    /// Sets the API version in the path of data calls. Default: `v2`.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.0.version = version.into();
        self
    }

    /// Sets `x-akoya-interaction-type` of every call that does not set its own. Default: not sent.
    #[must_use]
    pub fn interaction_type(mut self, interaction_type: InteractionType) -> Self {
        self.0.interaction_type = Some(interaction_type);
        self
    }

    /// Adds a header to every data call, for example `x-akoya-last-access`.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match crate::call::header(name, value) {
            Ok(header) => self.0.headers.push(header),
            Err(error) => self.0.problem = Some(error),
        }
        self
    }

    /// Allows documents to be fetched from this host when the API redirects there; the bearer is not sent along. Default:
    /// Akoya's own hosts in Akoya's own environments, none in others.
    #[must_use]
    pub fn document_host(mut self, host: impl Into<String>) -> Self {
        self.0.document_hosts.push(host.into());
        self
    }

    /// Sets whether PKCE is used. Default: off, since Akoya does not document it.
    #[must_use]
    pub fn pkce(mut self, pkce: Pkce) -> Self {
        self.0.pkce = pkce;
        self
    }

    /// Sets the HTTP client. Default: one on reqwest, made for this client. Share one among many clients.
    #[must_use]
    pub fn http(mut self, http: Arc<dyn HttpService>) -> Self {
        self.0.http = Some(http);
        self
    }

    /// Sets the clock. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.0.clock = Some(clock);
        self
    }

    /// Sets the source of randomness, for states and jitter. Default: the operating system's.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.0.random = random;
        self
    }

    /// Completes the client. Nothing is sent or loaded yet.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the environment, version or HTTP client cannot be used;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a header cannot be sent.
    pub fn build(self) -> Result<Client, Error> {
        let config = self.0;
        if let Some(problem) = config.problem {
            return Err(problem);
        }
        let http = config.http.clone().map_or_else(default_http, Ok)?;
        let provider = profile::akoya(&config.environment, config.pkce)?;
        let clock = config
            .clock
            .clone()
            .unwrap_or_else(|| Arc::new(SystemClock::new()));
        let mut auth = AuthorizationCodeAuth::builder(config.credentials.clone(), provider)
            .http(http.clone())
            .clock(clock.clone())
            .random(config.random.clone());
        if let Some((store, connection)) = &config.store {
            auth = auth.store(store.clone(), connection.clone());
        }
        let api = Arc::new(config.environment.api()?);
        Ok(Client {
            auth: AcgAuth::new(auth.build()?),
            config: Arc::new(config),
            http,
            clock,
            api,
        })
    }
}

fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    let mut options = acg::http::ReqwestOptions::default();
    options.user_agent = concat!("akoya-sdk-rust/", env!("CARGO_PKG_VERSION")).to_owned();
    Ok(Arc::new(acg::http::ReqwestService::new(&options)?))
}
