//! The client of the data API: one consent, and the calls that it allows.

use std::sync::Arc;
use std::time::Duration;

use acg::clock::{Clock, SystemClock};
use acg::http::HttpService;
use acg::keeper::{Keeper, KeeperBuilder};
use acg::provider::Pkce;
use acg::random::{Random, SystemRandom};
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ConnectionId, Vault};
use url::Url;

use crate::acg_auth::{AcgAuth, Binding};
use crate::config::Config;
use crate::environment::Environment;
use crate::error::Error;
use crate::headers::header;
use crate::http_client::default_http;
use crate::interaction::{IntentType, InteractionType};
use crate::profile;
use crate::retry::{RateLimit, RetryPolicy};
use crate::timestamp::Timestamp;
use crate::version::Product;

/// A client of the Akoya APIs for one customer's consent, or a template for many ([`ClientBuilder::vault`]).
///
/// Cheap to clone. Clones, and calls at the same time, share one token: when it is about to expire or is rejected,
/// it is refreshed once and all of them use the new one.
///
/// ```no_run
/// # async fn example() -> Result<(), akoya::Error> {
/// use akoya::oauth::AuthorizationCodeAuthCredentials;
/// use akoya::{Client, Environment};
///
/// let credentials =
///     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
/// let client = Client::builder(credentials).environment(Environment::Production).build()?;
/// let balances = client.balances("mikomo").send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Client(Arc<Parts>);

/// Behind one pointer: each call has a clone of its client, and all threads share the count of the clones.
#[derive(Debug)]
struct Parts {
    config: Arc<Config>,
    services: Arc<Services>,
    auth: AcgAuth,
}

/// What a client works with.
#[derive(Debug)]
struct Services {
    http: Arc<dyn HttpService>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    rate_limit: Option<Arc<RateLimit>>,
    store: Option<TokenStore>,
    api: Url,
}

/// Where a client keeps its grants.
#[derive(Debug, Clone)]
struct TokenStore {
    vault: Vault,
    /// Nothing: the client is a template, and connections are named later.
    connection: Option<ConnectionId>,
}

impl Client {
    /// Starts a client. Defaults: Akoya's sandbox, each product's own version ([`Product`]), 60
    /// seconds for a call, token kept in memory.
    pub fn builder(credentials: AuthorizationCodeAuthCredentials) -> ClientBuilder {
        ClientBuilder {
            config: Config::new(credentials),
            http: None,
            clock: None,
            random: Arc::new(SystemRandom),
            rate_limit: None,
            store: None,
            mistake: None,
        }
    }

    /// Returns a client with the changes that `change` makes.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn clone_with(
        &self,
        change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, Error> {
        let services = &self.0.services;
        change(ClientBuilder {
            config: (*self.0.config).clone(),
            http: Some(services.http.clone()),
            clock: Some(services.clock.clone()),
            random: services.random.clone(),
            rate_limit: services.rate_limit.clone(),
            store: services.store.clone(),
            mistake: None,
        })
        .build()
    }

    /// Returns the same client for a connection of its token store: one customer's consent at one institution.
    ///
    /// ```
    /// # fn main() -> Result<(), akoya::Error> {
    /// # use akoya::oauth::{AuthorizationCodeAuthCredentials, store::MemoryStore};
    /// # let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback").build()?;
    /// # let store = std::sync::Arc::new(MemoryStore::new());
    /// let clients = akoya::Client::builder(credentials).vault(store).build()?;
    /// let ann = clients.with_connection("customer-4711/mikomo".parse()?)?;
    /// # let _ = ann;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the client has no token store.
    pub fn with_connection(&self, connection: ConnectionId) -> Result<Self, Error> {
        let engine = self.0.auth.engine().with_connection(connection)?;
        Ok(Self(Arc::new(Parts {
            config: self.0.config.clone(),
            services: self.0.services.clone(),
            auth: AcgAuth::new(engine, Binding::Connection),
        })))
    }

    /// Starts a keeper, which refreshes the tokens of all connections of the client's token store before they expire.
    pub fn keeper(&self) -> KeeperBuilder {
        Keeper::builder(self.0.auth.engine().clone())
    }

    /// Returns the settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Returns the customer's grant: consent and tokens.
    pub fn acg_auth(&self) -> &AcgAuth {
        &self.0.auth
    }

    /// Returns the data products' base URL, ending in `/`.
    pub fn api_url(&self) -> &Url {
        &self.0.services.api
    }

    pub(crate) fn http(&self) -> &Arc<dyn HttpService> {
        &self.0.services.http
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.services.clock
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.0.services.random
    }

    pub(crate) fn rate_limit(&self) -> Option<&RateLimit> {
        self.0.services.rate_limit.as_deref()
    }

    pub(crate) fn api(&self) -> &Url {
        &self.0.services.api
    }
}

/// Collects the settings of a [`Client`]. The first mistake in a setting is reported by [`build`](Self::build).
#[derive(Debug)]
pub struct ClientBuilder {
    config: Config,
    http: Option<Arc<dyn HttpService>>,
    clock: Option<Arc<dyn Clock>>,
    random: Arc<dyn Random>,
    rate_limit: Option<Arc<RateLimit>>,
    store: Option<TokenStore>,
    mistake: Option<Error>,
}

impl ClientBuilder {
    /// Replaces the credentials.
    #[must_use]
    pub fn authorization_code_auth_credentials(
        mut self,
        credentials: AuthorizationCodeAuthCredentials,
    ) -> Self {
        self.config.credentials = credentials;
        self
    }

    /// Sets which Akoya to talk to. Default: [`Environment::Sandbox`].
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.config.environment = environment;
        self
    }

    /// Sets where the token is kept, and under which name: a store, or a [`Vault`] with
    /// keys and a spool. Default: in memory.
    #[must_use]
    pub fn store(mut self, store: impl Into<Vault>, connection: ConnectionId) -> Self {
        self.store = Some(TokenStore {
            vault: store.into(),
            connection: Some(connection),
        });
        self
    }

    /// Sets where the tokens of many connections are kept: a store, or a [`Vault`] with keys and a spool. The
    /// client is a template then: [`with_connection`](Client::with_connection) gives the client of a connection,
    /// and calls of the template itself are refused.
    #[must_use]
    pub fn vault(mut self, vault: impl Into<Vault>) -> Self {
        self.store = Some(TokenStore {
            vault: vault.into(),
            connection: None,
        });
        self
    }

    /// Sets the longest time a data call may take, with all its attempts and a refresh. Default: 60 seconds; one
    /// response may take a provider 10 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.config.timeout = timeout;
        self
    }

    /// Sets how often a data call is attempted. Default: [`RetryPolicy::default`];
    /// [`RetryPolicy::off`] for one attempt.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.config.retry = retry;
        self
    }

    /// Sets a limit to the data calls per second. All clients that share it keep it together. Default: none.
    #[must_use]
    pub fn rate_limit(mut self, limit: impl Into<Option<Arc<RateLimit>>>) -> Self {
        self.rate_limit = limit.into();
        self
    }

    /// Sets the API version in the path of data calls, for example `v3`; any text is accepted. Default: each product's own
    /// ([`Product`]).
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.config.versions.set_all(version.into());
        self
    }

    /// Sets the API version of one product. It takes precedence over [`version`](Self::version).
    #[must_use]
    pub fn product_version(mut self, product: Product, version: impl Into<String>) -> Self {
        self.config.versions.set(product, version.into());
        self
    }

    /// Sets whether a person waits for the calls that do not say so themselves (header `x-akoya-interaction-type`).
    /// v3 demands it: without it such a call is refused before it is sent.
    #[must_use]
    pub fn interaction_type(mut self, interaction_type: InteractionType) -> Self {
        self.config.context.interaction_type = Some(interaction_type);
        self
    }

    /// Sets what the data of calls is for, if they do not say so themselves (header
    /// `x-akoya-intent-type`, from v3 on). v3 demands it of applications that subscribe to Payments.
    /// Default: payments for payment networks, not sent for all others.
    #[must_use]
    pub fn intent_type(mut self, intent_type: IntentType) -> Self {
        self.config.context.intent_type = Some(intent_type);
        self
    }

    /// Sets when the customer was last active (header `x-akoya-last-access`, from v3 on): for a client that serves
    /// one request of the customer. Default: the time recorded with [`AcgAuth::touch`] or by the consent.
    #[must_use]
    pub fn last_access<M: TryInto<Timestamp>>(mut self, time: M) -> Self
    where
        Error: From<M::Error>,
    {
        match time.try_into() {
            Ok(time) => self.config.context.last_access = Some(time),
            Err(error) => self.mistake = self.mistake.or(Some(error.into())),
        }
        self
    }

    /// Adds a header to every data call.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok(header) => self.config.headers.push(header),
            Err(error) => self.mistake = self.mistake.or(Some(error)),
        }
        self
    }

    /// Allows files to be fetched from this host when the API redirects there; the bearer is not sent along. Default:
    /// Akoya's own hosts in Akoya's own environments, none in others.
    #[must_use]
    pub fn download_host(mut self, host: impl Into<String>) -> Self {
        self.config.download_hosts.push(host.into());
        self
    }

    /// Sets whether PKCE is used. Default: off, because Akoya does not document it.
    #[must_use]
    pub fn pkce(mut self, pkce: Pkce) -> Self {
        self.config.pkce = pkce;
        self
    }

    /// Sets the HTTP client. Default: an [`HttpClient`](crate::oauth::http::HttpClient), made for
    /// this client. Share one among many clients.
    #[must_use]
    pub fn http(mut self, http: Arc<dyn HttpService>) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets the clock. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets the source of randomness, for states and jitter. Default: the operating system's.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// Completes the client. Nothing is sent or loaded yet.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the environment, version or HTTP client cannot be used;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a header cannot be sent.
    pub fn build(self) -> Result<Client, Error> {
        if let Some(mistake) = self.mistake {
            return Err(mistake);
        }
        let config = self.config;
        let services = Services {
            http: self.http.map_or_else(default_http, Ok)?,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            random: self.random,
            rate_limit: self.rate_limit,
            store: self.store,
            api: config.environment.api()?,
        };
        let provider = profile::akoya(&config.environment, config.pkce)?;
        let mut auth = AuthorizationCodeAuth::builder(config.credentials.clone(), provider)
            .http(services.http.clone())
            .clock(services.clock.clone())
            .random(services.random.clone());
        let mut binding = Binding::Connection;
        if let Some(TokenStore { vault, connection }) = &services.store {
            // The engine wants a name; under a template's nothing is kept.
            let (name, of) = match connection {
                Some(connection) => (connection.clone(), Binding::Connection),
                None => (ConnectionId::new("template")?, Binding::Template),
            };
            auth = auth.store(vault.clone(), name);
            binding = of;
        }
        Ok(Client(Arc::new(Parts {
            auth: AcgAuth::new(auth.build()?, binding),
            config: Arc::new(config),
            services: Arc::new(services),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_several_mistakes_in_a_setting_is_reported() {
        let builder = || {
            let credentials =
                AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.test/");
            Client::builder(credentials.build().unwrap())
        };
        let time_first = builder().last_access("soon").header("x y", "1");
        let error = time_first.build().unwrap_err();
        assert!(error.to_string().contains("a time must be"), "{error}");
        let header_first = builder().header("x y", "1").header("Accept", "1");
        let error = header_first.last_access("soon").build().unwrap_err();
        assert!(error.to_string().contains("invalid header name"), "{error}");
    }
}
