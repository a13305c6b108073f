//! The client of the service APIs, with a service token that it gets by itself.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use acg::Secret;
use acg::clock::{Clock, SystemClock};
use acg::http::HttpService;
use url::Url;

use super::token::TokenCache;
use crate::environment::Environment;
use crate::error::Error;
use crate::http_client::default_http;

/// A client of the service APIs. Cheap to clone; clones share their tokens.
#[derive(Clone)]
pub struct ServiceClient(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) client_id: String,
    pub(super) client_secret: Secret,
    pub(super) sts: Url,
    pub(super) api: Url,
    pub(super) http: Arc<dyn HttpService>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) timeout: Duration,
    pub(super) tokens: TokenCache,
}

impl ServiceClient {
    /// Starts a client with the credentials of the organisation, which are not those of its applications. Defaults:
    /// Akoya's sandbox, 60 seconds for a call.
    pub fn builder(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> ServiceClientBuilder {
        ServiceClientBuilder {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            environment: Environment::Sandbox,
            http: None,
            clock: None,
            timeout: Duration::from_secs(60),
        }
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient")
            .field("client_id", &self.0.client_id)
            .field("api", &self.0.api.as_str())
            .finish_non_exhaustive()
    }
}

/// Collects the settings of a [`ServiceClient`].
#[derive(Debug)]
pub struct ServiceClientBuilder {
    client_id: String,
    client_secret: Secret,
    environment: Environment,
    http: Option<Arc<dyn HttpService>>,
    clock: Option<Arc<dyn Clock>>,
    timeout: Duration,
}

impl ServiceClientBuilder {
    /// Sets which Akoya to talk to; one of your own has to name its services ([`Environment::with_services`]).
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets the longest time that a call may take, with getting a token.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the HTTP client. Default: an [`HttpClient`](crate::oauth::http::HttpClient), made for this client.
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

    /// Completes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the credentials are empty, the environment names no
    /// services, or there is no HTTP client.
    pub fn build(self) -> Result<ServiceClient, Error> {
        if self.client_id.is_empty() || self.client_secret.is_empty() {
            return Err(Error::configuration(
                "the credentials of the service client are empty",
            ));
        }
        let (sts, api) = self.environment.services()?;
        Ok(ServiceClient(Arc::new(Inner {
            client_id: self.client_id,
            client_secret: self.client_secret,
            sts,
            api,
            http: self.http.map_or_else(default_http, Ok)?,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            timeout: self.timeout,
            tokens: TokenCache::default(),
        })))
    }
}
