//! Receives the callback of a consent on this computer (RFC 8252 §7.3).
//!
//! It listens on a loopback address only, only while it is needed, and accepts only a request with the right state. Every other
//! request gets an error page and changes nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use akoya::oauth::{Callback, Secret};
use axum::Router;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, HOST, LOCATION, REFERRER_POLICY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use url::{Host, Url};

use crate::exit_code::ExitCode;
use crate::failure::Failure;

/// How long the browser may take to fetch the page that says how it went.
const FAREWELL: Duration = Duration::from_secs(2);

/// A port that waits for the browser to come back.
#[derive(Debug)]
pub(crate) struct Receiver {
    redirect_uri: Url,
    /// The redirect URI, letter for letter: the provider compares it with the registered one.
    text: String,
    listeners: Vec<TcpListener>,
}

/// A callback that carries the right state. The browser waits for [`finish`](Self::finish).
#[derive(Debug)]
pub(crate) struct Received {
    callback: String,
    outcome: oneshot::Sender<Outcome>,
    server: Server,
}

/// What the browser is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Connected,
    NotConnected,
}

#[derive(Debug)]
struct Server {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<std::io::Result<()>>>,
    last_page_sent: Arc<Notify>,
}

/// What the request handler knows.
struct Handler {
    path: String,
    host: String,
    state: Secret,
    callbacks: mpsc::Sender<(String, oneshot::Sender<Outcome>)>,
    last_page_sent: Arc<Notify>,
}

impl Receiver {
    /// Returns whether a redirect URI leads to this computer, so that its callback can be received here.
    pub(crate) fn accepts(redirect_uri: &str) -> bool {
        redirect_uri
            .parse()
            .is_ok_and(|url: Url| url.scheme() == "http" && akoya::oauth::http::is_loopback(&url))
    }

    /// Listens where the redirect URI says; without one, or when it names no port, on a free port.
    pub(crate) async fn bind(redirect_uri: Option<&str>) -> Result<Self, Failure> {
        let mut text = redirect_uri
            .unwrap_or("http://127.0.0.1/callback")
            .to_owned();
        let mut redirect_uri: Url = text.parse().map_err(|_| {
            Failure::new(ExitCode::Configuration, "the redirect URI is not a URL")
                .advise("Correct --redirect-uri.")
        })?;
        let port = redirect_uri.port().unwrap_or(0);
        let mut listeners = vec![listen(first_address(&redirect_uri), port).await?];
        let port = port_of(&listeners)?;
        if redirect_uri.port().is_none() {
            // RFC 8252 §7.3: the port of a loopback redirect URI may differ from the registered one.
            let _ = redirect_uri.set_port(Some(port));
            text = redirect_uri.to_string();
        }
        if matches!(redirect_uri.host(), Some(Host::Domain(_))) {
            // A browser may resolve `localhost` to either address. A machine without IPv6 has only one.
            listeners.extend(listen(Ipv6Addr::LOCALHOST.into(), port).await.ok());
        }
        Ok(Self {
            redirect_uri,
            text,
            listeners,
        })
    }

    /// The redirect URI with its port.
    pub(crate) fn redirect_uri(&self) -> &str {
        &self.text
    }

    /// Waits for the callback that carries `state`.
    pub(crate) async fn wait(self, state: Secret, deadline: Duration) -> Result<Received, Failure> {
        let (callbacks, mut received) = mpsc::channel(1);
        let last_page_sent = Arc::new(Notify::new());
        let host = self.redirect_uri.host_str().unwrap_or_default();
        let handler = Handler {
            path: self.redirect_uri.path().to_owned(),
            host: format!(
                "{host}:{}",
                self.redirect_uri
                    .port_or_known_default()
                    .unwrap_or_default()
            ),
            state,
            callbacks,
            last_page_sent: last_page_sent.clone(),
        };
        let (stop, _) = watch::channel(false);
        let router = Router::new()
            .fallback(respond)
            .with_state(Arc::new(handler));
        let tasks = self
            .listeners
            .into_iter()
            .map(|listener| serve(listener, router.clone(), stop.subscribe()))
            .collect();
        let server = Server {
            stop,
            tasks,
            last_page_sent,
        };
        match tokio::time::timeout(deadline, received.recv()).await {
            Ok(Some((callback, outcome))) => Ok(Received {
                callback,
                outcome,
                server,
            }),
            _ => Err(Failure::new(
                ExitCode::Consent,
                "no browser came back from the bank's pages in time",
            )
            .advise("Run the command again.")),
        }
    }
}

impl Received {
    /// The callback, as a query string.
    pub(crate) fn callback(&self) -> &str {
        &self.callback
    }

    /// Tells the browser how it went, and stops listening.
    pub(crate) async fn finish(self, outcome: Outcome) {
        if self.outcome.send(outcome).is_ok() {
            let _ = tokio::time::timeout(FAREWELL, self.server.last_page_sent.notified()).await;
        }
        self.server.stop.send_replace(true);
        for mut task in self.server.tasks {
            if tokio::time::timeout(FAREWELL, &mut task).await.is_err() {
                task.abort();
            }
        }
    }
}

fn first_address(redirect_uri: &Url) -> IpAddr {
    match redirect_uri.host() {
        Some(Host::Ipv6(_)) => Ipv6Addr::LOCALHOST.into(),
        Some(Host::Ipv4(address)) if address.is_loopback() => address.into(),
        _ => Ipv4Addr::LOCALHOST.into(),
    }
}

async fn listen(address: IpAddr, port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind(SocketAddr::new(address, port)).await.map_err(|error| {
        Failure::new(ExitCode::Configuration, format!("cannot listen on port {port} of {address}: {error}"))
            .advise("Stop the program that uses the port, or register another redirect URI and give it with --redirect-uri.")
    })
}

fn port_of(listeners: &[TcpListener]) -> Result<u16, Failure> {
    let address = listeners
        .first()
        .and_then(|listener| listener.local_addr().ok());
    address
        .map(|address| address.port())
        .ok_or_else(|| Failure::new(ExitCode::Failed, "the port is unknown"))
}

fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> JoinHandle<std::io::Result<()>> {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    tokio::spawn(
        axum::serve(listener, router)
            .with_graceful_shutdown(stopped)
            .into_future(),
    )
}

async fn respond(
    State(handler): State<Arc<Handler>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !handler.is_host(&headers) {
        return page(StatusCode::MISDIRECTED_REQUEST, NOTHING_HERE);
    }
    if method != Method::GET {
        return page(StatusCode::METHOD_NOT_ALLOWED, NOTHING_HERE);
    }
    match uri.path().strip_prefix(handler.path.trim_end_matches('/')) {
        _ if uri.path() == handler.path => handler.receive(uri.query().unwrap_or_default()).await,
        Some("/connected") => handler.last_page(CONNECTED),
        Some("/not-connected") => handler.last_page(NOT_CONNECTED),
        _ => page(StatusCode::NOT_FOUND, NOTHING_HERE),
    }
}

impl Handler {
    /// Returns whether the request names this host. Another name for this address means that some page tries to reach it
    /// through the user's browser (DNS rebinding).
    fn is_host(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok());
        hosts.next().is_none() && host.is_some_and(|host| host.eq_ignore_ascii_case(&self.host))
    }

    async fn receive(&self, query: &str) -> Response {
        let genuine = query
            .parse::<Callback>()
            .is_ok_and(|callback| callback.state() == Some(&self.state));
        if !genuine {
            return page(StatusCode::BAD_REQUEST, UNEXPECTED);
        }
        let (sender, outcome) = oneshot::channel();
        if self.callbacks.try_send((query.to_owned(), sender)).is_err() {
            return page(StatusCode::CONFLICT, UNEXPECTED);
        }
        // A redirect keeps the address with the code out of the browser's history (RFC 9700 §4.2).
        let next = match outcome.await {
            Ok(Outcome::Connected) => "connected",
            _ => "not-connected",
        };
        redirect(&format!("{}/{next}", self.path.trim_end_matches('/')))
    }

    fn last_page(&self, text: &'static str) -> Response {
        self.last_page_sent.notify_one();
        page(StatusCode::OK, text)
    }
}

const CONNECTED: &str =
    "<h1>Connected</h1><p>You can close this page and go back to the terminal.</p>";
const NOT_CONNECTED: &str = "<h1>Not connected</h1><p>Nothing is shared. The terminal has the details; you can close this page.</p>";
const UNEXPECTED: &str = "<h1>Not expected</h1><p>This is not the callback that <code>akoya</code> is waiting for. Nothing was changed.</p>";
const NOTHING_HERE: &str =
    "<h1>Nothing here</h1><p><code>akoya</code> is waiting for something else on this port.</p>";

fn page(status: StatusCode, text: &'static str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>akoya</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;margin:20vh \
         auto;max-width:30rem;padding:0 1rem;color:#12312e}}</style></head><body><main>{text}</main></body></html>"
    );
    protected((status, Html(page)).into_response())
}

fn redirect(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(path) = HeaderValue::try_from(path) {
        response.headers_mut().insert(LOCATION, path);
    }
    protected(response)
}

/// Adds the headers with which the page is not stored, sends no referrer and runs no script.
fn protected(mut response: Response) -> Response {
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (CONNECTION, "close"),
    ];
    response
        .headers_mut()
        .extend(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_redirect_uri_on_this_computer_is_received() {
        for here in [
            "http://127.0.0.1/callback",
            "http://localhost:7/",
            "http://[::1]:7/a?b=c",
        ] {
            assert!(Receiver::accepts(here), "{here}");
        }
        for elsewhere in [
            "https://127.0.0.1/callback",
            "https://app.example/",
            "com.example.app:/",
            "callback",
            "",
        ] {
            assert!(!Receiver::accepts(elsewhere), "{elsewhere}");
        }
    }

    #[tokio::test]
    async fn a_redirect_uri_without_a_port_gets_a_free_one() {
        let receiver = Receiver::bind(None).await.unwrap();
        let url: Url = receiver.redirect_uri().parse().unwrap();
        assert_eq!(
            (url.host_str(), url.path()),
            (Some("127.0.0.1"), "/callback")
        );
        let port = url.port().unwrap();
        let taken = Receiver::bind(Some(&format!("http://127.0.0.1:{port}/callback")))
            .await
            .unwrap_err();
        assert_eq!(taken.code(), ExitCode::Configuration);
        assert!(
            receiver.listeners.iter().all(|listener| listener
                .local_addr()
                .unwrap()
                .ip()
                .is_loopback())
        );
    }

    #[tokio::test]
    async fn waiting_ends_at_the_deadline() {
        let receiver = Receiver::bind(None).await.unwrap();
        let failure = receiver
            .wait(Secret::new("state"), Duration::ZERO)
            .await
            .unwrap_err();
        assert_eq!(failure.code(), ExitCode::Consent);
    }
}
