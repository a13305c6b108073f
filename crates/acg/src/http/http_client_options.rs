//! Settings of the client that is built in.

use std::fmt;
use std::time::Duration;

use crate::secret::Secret;

/// Settings of a [`HttpClient`](crate::http::HttpClient).
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpClientOptions {
    /// The longest time to make a connection. Default: 5 seconds.
    pub connect_timeout: Duration,
    /// The `User-Agent` header. Default: this library's name and version.
    pub user_agent: String,
    /// A proxy for all requests, as a URL of `http` or `https`, which may name a user and a password. Connections are made through it with
    /// CONNECT (RFC 9110 §9.3.6); this computer is always reached without it.
    /// Default: none; the environment is not read.
    pub proxy: Option<String>,
    /// The hosts, domains and networks that are reached without the proxy, separated by commas. Default: none.
    pub no_proxy: Option<String>,
    /// The certificate that the client shows, in PEM: its chain, and then its private key. It is
    /// how a [certificate client](crate::AuthorizationCodeAuthCredentials::certificate_client)
    /// proves who it is (RFC 8705 §2). Default: none.
    pub client_certificate: Option<Secret>,
    /// Authorities that are trusted beside the platform's, in PEM: for a provider with
    /// certificates of its own. Default: none.
    pub authorities: Option<String>,
    /// Whether the authorities that the platform trusts are trusted. Without them, only servers with
    /// certificates of [`authorities`](Self::authorities) are reached by https, and the platform's
    /// are not read, which takes some milliseconds. Default: `true`.
    pub platform_authorities: bool,
}

/// A proxy's URL may hold a password.
impl fmt::Debug for HttpClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClientOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("has_proxy", &self.proxy.is_some())
            .field("has_certificate", &self.client_certificate.is_some())
            .finish_non_exhaustive()
    }
}

impl Default for HttpClientOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            user_agent: concat!("acg-rust/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: None,
            no_proxy: None,
            client_certificate: None,
            authorities: None,
            platform_authorities: true,
        }
    }
}
