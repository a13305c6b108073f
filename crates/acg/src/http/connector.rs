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
use url::Url;

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
            tcp: tcp(options.connect_timeout),
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

fn tcp(timeout: Duration) -> HttpConnector {
    of_addresses(HttpConnector::new(), timeout)
}

/// Sets how connections are made to the addresses of a name.
fn of_addresses<R>(mut tcp: HttpConnector<R>, timeout: Duration) -> HttpConnector<R> {
    // The addresses share it: when one is silent, there is time for the next.
    tcp.set_connect_timeout(Some(timeout));
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
        let url = proxy_url(url)
            .filter(is_usable)
            .ok_or_else(|| Error::configuration("the proxy is not a URL of http or https"))?;
        let except = options.no_proxy.as_deref().unwrap_or_default();
        let matcher = Matcher::builder().all(url.as_str());
        let mut config = config.clone();
        // A tunnel is asked for in it.
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(Self {
            matcher: matcher.no(format!("{THIS_COMPUTER},{except}")).build(),
            connector: HttpsConnector::from((tcp(options.connect_timeout), config)),
        }))
    }

    /// Begins a connection through the proxy, if it is the way to this server.
    fn connect(&self, uri: &Uri) -> Option<Connecting<Route>> {
        let proxy = self.matcher.intercept(uri)?;
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.connector.clone());
        if let Some(login) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(login.clone());
        }
        let server = with_port(uri);
        Some(Box::pin(async move { Ok(tunnel.call(server?).await?) }))
    }
}

/// Reads the URL of a proxy. One without a scheme is of http.
fn proxy_url(text: &str) -> Option<Url> {
    let named = text.parse().ok().filter(Url::has_host);
    let unnamed = format!("http://{text}");
    let is_unnamed = !text.contains("://");
    named.or_else(|| unnamed.parse().ok().filter(|_| is_unnamed))
}

/// Returns whether what reads a proxy's URL when connections are made reads this one.
fn is_usable(proxy: &Url) -> bool {
    let matcher = Matcher::builder().all(proxy.as_str()).build();
    let anywhere = Uri::from_static("https://server.invalid");
    let scheme = |proxy: Intercept| proxy.uri().scheme_str().map(str::to_owned);
    let scheme = matcher.intercept(&anywhere).and_then(scheme);
    matches!(scheme.as_deref(), Some("http" | "https"))
}

/// Names the port, which is otherwise that of https for a tunnel.
fn with_port(uri: &Uri) -> Result<Uri, http::Error> {
    if uri.port().is_some() || uri.scheme_str() != Some("http") {
        return Ok(uri.clone());
    }
    let host = uri.host().unwrap_or_default();
    let builder = Uri::builder().scheme("http").path_and_query("/");
    builder.authority(format!("{host}:80")).build()
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};
    use std::io;
    use std::net::{Ipv4Addr, SocketAddr};

    use hyper_util::client::legacy::connect::dns::Name;
    use tokio::net::{TcpListener, TcpSocket};

    use super::*;

    /// A name with these addresses, whatever it is.
    #[derive(Clone)]
    struct Addresses(Vec<SocketAddr>);

    impl Service<Name> for Addresses {
        type Response = std::vec::IntoIter<SocketAddr>;
        type Error = io::Error;
        type Future = Ready<Result<Self::Response, io::Error>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Name) -> Self::Future {
            ready(Ok(self.0.clone().into_iter()))
        }
    }

    // Elsewhere a full queue refuses.
    #[cfg(target_os = "linux")]
    #[tokio::test(start_paused = true)]
    async fn when_an_address_is_silent_there_is_time_for_the_next() {
        let silent = TcpSocket::new_v4().unwrap();
        silent.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let silent = silent.listen(0).unwrap();
        let address = silent.local_addr().unwrap();
        // It takes no more than one connection that nobody has accepted.
        let _taken = TcpStream::connect(address).await.unwrap();
        let responsive = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let other = responsive.local_addr().unwrap();
        let timeout = Duration::from_secs(10);
        let tcp = HttpConnector::new_with_resolver(Addresses(vec![address, other]));
        let mut tcp = of_addresses(tcp, timeout);
        let connected = tcp.call(Uri::from_static("http://bank.example/"));
        let connected = tokio::time::timeout(timeout, connected).await.unwrap();
        let peer = connected.unwrap().inner().peer_addr().unwrap();
        assert_eq!(peer, other);
    }

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
