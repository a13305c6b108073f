//! The settings of a client, checked when it is built.

use std::time::Duration;

use acg::AuthorizationCodeAuthCredentials;
use acg::provider::Pkce;
use http::{HeaderName, HeaderValue};
use url::Url;

use crate::call_context::CallContext;
use crate::environment::Environment;
use crate::retry::RetryPolicy;
use crate::version::{Product, Versions};

/// The settings of a [`Client`](crate::Client).
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) credentials: AuthorizationCodeAuthCredentials,
    pub(crate) environment: Environment,
    pub(crate) pkce: Pkce,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) versions: Versions,
    pub(crate) context: CallContext,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) download_hosts: Vec<String>,
}

impl Config {
    pub(crate) fn new(credentials: AuthorizationCodeAuthCredentials) -> Self {
        Self {
            credentials,
            environment: Environment::Sandbox,
            pkce: Pkce::Off,
            timeout: Duration::from_secs(60),
            retry: RetryPolicy::default(),
            versions: Versions::default(),
            context: CallContext::default(),
            headers: Vec::new(),
            download_hosts: Vec::new(),
        }
    }

    /// Returns the client's credentials, with the token as it is now.
    pub fn authorization_code_auth_credentials(&self) -> &AuthorizationCodeAuthCredentials {
        &self.credentials
    }

    /// Returns which Akoya the client talks to.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Returns the longest time a data call may take, with all its attempts.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns how often a data call is attempted.
    pub fn retry(&self) -> RetryPolicy {
        self.retry
    }

    /// Returns the version in the path of a product's calls.
    pub fn version(&self, product: Product) -> &str {
        self.versions.of(product)
    }

    /// Returns whether a file may be fetched from there, without the bearer.
    pub(crate) fn is_download_host(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let is_akoya =
            || self.environment.is_akoya() && (host == "akoya.com" || host.ends_with(".akoya.com"));
        acg::http::is_secure(url)
            && url.username().is_empty()
            && (is_akoya() || self.download_hosts.iter().any(|allowed| allowed == host))
    }
}
