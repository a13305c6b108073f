//! How a connection is made: directly or through a proxy, with TLS or without, within a time.

use std::error::Error as StdError;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::Error;
use crate::future::BoxFuture;
use crate::http::http_client_options::HttpClientOptions;
use crate::http::tls;

/// What a proxy elsewhere could not reach.
const THIS_COMPUTER: &str = "localhost,127.0.0.0/8,::1";

/// How long a connection may be silent until the system asks the other end for a sign of life, and then how long between two questions.
const QUIET: Duration = Duration::from_secs(15);

/// How many questions may go without a response.
const QUESTIONS: u32 = 3;

/// How long what was sent may go without a sign that it arrived.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

type BoxError = Box<dyn StdError + Send + Sync>;

type Connecting<T> = BoxFuture<'static, Result<T, BoxError>>;

/// To a server, or to a proxy in front of it, which may want TLS for itself.
type Route = MaybeHttpsStream<TokioIo<TcpStream>>;

/// What the client of hyper makes its connections with.
#[derive(Clone)]
pub(super) struct Connector(Arc<HttpsTo>);

struct HttpsTo {
    route: HttpsConnector<Router>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(options: &HttpClientOptions) -> Result<Self, Error> {
        let config = tls::config(options)?;
        let router = Router {
            tcp: tcp(),
            proxy: Proxy::new(options, &config)?.map(Arc::new),
        };
        Ok(Self(Arc::new(HttpsTo {
            route: HttpsConnector::from((router, config)),
            timeout: options.connect_timeout,
        })))
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Route>;
    type Error = BoxError;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let timeout = self.0.timeout;
        let connecting = self.0.route.clone().call(uri);
        Box::pin(async move { tokio::time::timeout(timeout, connecting).await? })
    }
}

fn tcp() -> HttpConnector {
    let mut tcp = HttpConnector::new();
    // TLS is made on top of it.
    tcp.enforce_http(false);
    // A request is small and its caller waits: nothing is gained by collecting more.
    tcp.set_nodelay(true);
    tcp.set_keepalive(Some(QUIET));
    tcp.set_keepalive_interval(Some(QUIET));
    tcp.set_keepalive_retries(Some(QUESTIONS));
    #[cfg(target_os = "linux")]
    tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    tcp
}

/// The way to a server, on which TLS with the server is made afterwards.
#[derive(Clone)]
struct Router {
    tcp: HttpConnector,
    proxy: Option<Arc<Proxy>>,
}

impl Service<Uri> for Router {
    type Response = Route;
    type Error = BoxError;
    type Future = Connecting<Route>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        if let Some(proxied) = self.proxy.as_ref().and_then(|proxy| proxy.connect(&uri)) {
            return proxied;
        }
        let connecting = self.tcp.call(uri);
        Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) })
    }
}

struct Proxy {
    matcher: Matcher,
    connector: HttpsConnector<HttpConnector>,
}

impl Proxy {
    /// Returns the proxy that is set. The environment decides nothing here: a variable must not send credentials through another machine.
    fn new(options: &HttpClientOptions, config: &ClientConfig) -> Result<Option<Self>, Error> {
        let Some(url) = &options.proxy else {
            return Ok(None);
        };
        // One that cannot be read would not be used, and nobody would notice.
        if !is_usable(url) {
            return Err(Error::configuration(
                "the proxy is not a URL of http or https",
            ));
        }
        let except = options.no_proxy.as_deref().unwrap_or_default();
        let matcher = Matcher::builder().all(url.as_str());
        let mut config = config.clone();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(Self {
            matcher: matcher.no(format!("{THIS_COMPUTER},{except}")).build(),
            connector: HttpsConnector::from((tcp(), config)),
        }))
    }

    /// Begins a connection through the proxy, if it is the way to this server.
    fn connect(&self, uri: &Uri) -> Option<Connecting<Route>> {
        let proxy = self.matcher.intercept(uri)?;
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.connector.clone());
        if let Some(login) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(login.clone());
        }
        let connecting = tunnel.call(with_port(uri)?);
        Some(Box::pin(async move { Ok(connecting.await?) }))
    }
}

fn is_usable(proxy: &str) -> bool {
    let matcher = Matcher::builder().all(proxy).build();
    let anywhere = Uri::from_static("https://server.invalid");
    let scheme = |proxy: Intercept| proxy.uri().scheme_str().map(str::to_owned);
    let scheme = matcher.intercept(&anywhere).and_then(scheme);
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// Names the port, which is otherwise that of https for a tunnel.
fn with_port(uri: &Uri) -> Option<Uri> {
    if uri.port().is_some() || uri.scheme_str() != Some("http") {
        return Some(uri.clone());
    }
    let builder = Uri::builder().scheme("http").path_and_query("/");
    builder
        .authority(format!("{}:80", uri.host()?))
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_excepted_is_reached_without_the_proxy() {
        let options = HttpClientOptions {
            platform_authorities: false,
            proxy: Some("proxy.example:8080".to_owned()),
            no_proxy: Some("bank.example, 192.0.2.0/24".to_owned()),
            ..Default::default()
        };
        let config = tls::config(&options).unwrap();
        let proxy = Proxy::new(&options, &config).unwrap().unwrap();
        let is_proxied = |uri| proxy.connect(&Uri::from_static(uri)).is_some();
        for excepted in [
            "https://bank.example/",
            "https://api.bank.example/",
            "https://192.0.2.7:8443/",
            "http://LOCALHOST:80/",
            "http://127.1.2.3/",
            "http://[::1]:8080/",
        ] {
            assert!(!is_proxied(excepted), "{excepted}");
        }
        for other in ["https://otherbank.example/", "https://192.0.3.7/"] {
            assert!(is_proxied(other), "{other}");
        }
    }
}
