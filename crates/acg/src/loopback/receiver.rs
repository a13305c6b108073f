//! Receives the callback of a consent on this machine (RFC 8252 §7.3).
//!
//! It listens on a loopback address only, only while it is needed, and accepts only a request with the right state.
//! Every other request gets an error page and changes nothing.

use std::fmt;
use std::io::ErrorKind as IoErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::header::HOST;
use http::request::Parts;
use http::{Method, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, watch};
use url::{Host, Url};

use crate::consent::callback::{Callback, CallbackOutcome};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::http::loopback::is_loopback;
use crate::loopback::page::{PageResponse, Pages, page, redirect};
use crate::loopback::server::{LoopbackServer, Site};
use crate::operation::Operation;
use crate::secret::Secret;

/// How long the browser may take to fetch the page with the outcome.
const FAREWELL: Duration = Duration::from_secs(2);

/// How long nothing must have been asked for before the port is closed: a browser that fetches ahead asks twice.
const QUIET: Duration = Duration::from_millis(400);

/// A redirect URI of this machine whose port is chosen when it is [bound](CallbackReceiver::bind).
pub const ANY_PORT: &str = "http://127.0.0.1/callback";

/// How often another port is tried when a chosen one turns out to be in use on IPv6.
const MOST_PORTS: usize = 16;

/// A port that waits for the browser to come back.
pub struct CallbackReceiver {
    redirect_uri: Url,
    /// The redirect URI, letter for letter: the provider compares it with the registered one.
    text: String,
    port: u16,
    listeners: Vec<TcpListener>,
    pages: Arc<Pages>,
    on_foreign_refusal: Box<dyn Fn() + Send + Sync>,
}

/// A callback that carries the right state. The browser waits for [`finish`](Self::finish).
#[derive(Debug)]
pub struct Received {
    query: Secret,
    callback: Callback,
    site: Arc<CallbackSite>,
    server: LoopbackServer,
}

/// What the browser is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FinalPage {
    /// The consent was given and its code exchanged.
    Connected,
    /// The customer refused, or the exchange failed.
    NotConnected,
}

impl FinalPage {
    /// Returns what the browser is to show of the result of an exchange.
    pub fn of<T, E>(result: &Result<T, E>) -> Self {
        match result {
            Ok(_) => Self::Connected,
            Err(_) => Self::NotConnected,
        }
    }
}

/// What the request handler knows.
struct CallbackSite {
    path: String,
    hosts: Vec<String>,
    state: Secret,
    pages: Arc<Pages>,
    messages: mpsc::UnboundedSender<Message>,
    has_called: AtomicBool,
    has_been_refused: AtomicBool,
    /// A browser may ask twice: it fetches ahead, or the person reloads the page. Both get the outcome of the first.
    outcome: watch::Sender<Option<FinalPage>>,
    last_page_sent: Notify,
    /// How many requests have come.
    requests: watch::Sender<u64>,
}

/// What a request says to the waiting program.
enum Message {
    /// The genuine callback, as a query string and read.
    Callback(Secret, Callback),
    /// A refusal without a state, which anyone may have sent.
    RefusalWithoutState,
}

impl CallbackReceiver {
    /// Returns whether a redirect URI leads to this machine over plain http, so that its callback can be received here.
    pub fn accepts(redirect_uri: &str) -> bool {
        redirect_uri
            .parse()
            .is_ok_and(|url: Url| url.scheme() == "http" && is_loopback(&url))
    }

    /// Listens where the redirect URI says; when it names no port, on a free one. For `localhost`, on both of its
    /// addresses: a browser may choose either, and another program on the other one would get the code.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the redirect URI is not an http URL of this machine, or its
    /// port is in use.
    ///
    /// # Cancel safety
    /// Nothing listens when the future is dropped.
    pub async fn bind(redirect_uri: &str) -> Result<Self, Error> {
        let mut text = redirect_uri.to_owned();
        if !Self::accepts(redirect_uri) {
            let text = "the redirect URI is not an http URL of this machine";
            return Err(Error::configuration(text));
        }
        let mut redirect_uri: Url = text.parse().map_err(|error: url::ParseError| {
            Error::configuration("the redirect URI is not a URL").with_source(error)
        })?;
        // A port that is named is the registered one: another would be refused by the provider.
        let named = named_port(&redirect_uri, &text);
        let (port, listeners) = match named {
            Some(port) => (port, listen(&redirect_uri, port).await?),
            None => listen_anywhere(&redirect_uri).await?,
        };
        if named.is_none() {
            // RFC 8252 §7.3: the port of a loopback redirect URI may differ from the registered one.
            let _ = redirect_uri.set_port(Some(port));
            text = redirect_uri.to_string();
        }
        Ok(Self {
            redirect_uri,
            text,
            port,
            listeners,
            pages: Arc::default(),
            on_foreign_refusal: Box::new(|| {
                tracing::warn!("ignored a refusal without a state");
            }),
        })
    }

    /// Sets the pages that the browser is shown. Default: plain ones.
    #[must_use]
    pub fn pages(mut self, pages: Pages) -> Self {
        self.pages = Arc::new(pages);
        self
    }

    /// Sets what is called, once, when the browser brings a refusal without a `state`. Anybody may have sent it, so
    /// it is not believed and the wait continues; but the provider may have forgotten the state, and a person who
    /// refused should be told how to stop. Default: a warning in the log.
    #[must_use]
    pub fn on_foreign_refusal(mut self, tell: impl Fn() + Send + Sync + 'static) -> Self {
        self.on_foreign_refusal = Box::new(tell);
        self
    }

    /// Returns the redirect URI with its port, as the credentials have to have it.
    pub fn redirect_uri(&self) -> &str {
        &self.text
    }

    /// Waits for the callback that carries `state`, for `deadline` at most.
    ///
    /// # Errors
    /// [`InvalidCallback`](ErrorKind::InvalidCallback) when none came in time.
    ///
    /// # Cancel safety
    /// The port is closed when the future is dropped.
    pub async fn wait(self, state: Secret, deadline: Duration) -> Result<Received, Error> {
        let (messages, mut received) = mpsc::unbounded_channel();
        let site = Arc::new(CallbackSite {
            path: self.redirect_uri.path().to_owned(),
            hosts: hosts(&self.redirect_uri, self.port),
            state,
            pages: self.pages,
            messages,
            has_called: AtomicBool::new(false),
            has_been_refused: AtomicBool::new(false),
            outcome: watch::Sender::new(None),
            last_page_sent: Notify::new(),
            requests: watch::Sender::new(0),
        });
        let server = LoopbackServer::start(self.listeners, &site);
        let callback = async {
            loop {
                match received.recv().await {
                    Some(Message::Callback(query, callback)) => return (query, callback),
                    Some(Message::RefusalWithoutState) => (self.on_foreign_refusal)(),
                    // The server holds the sender, so this is not reached; the deadline ends the wait in any case.
                    None => std::future::pending().await,
                }
            }
        };
        let waited = tokio::time::timeout(deadline, callback).await;
        let (query, callback) = waited.map_err(|_| too_late())?;
        Ok(Received {
            query,
            callback,
            site,
            server,
        })
    }
}

impl fmt::Debug for CallbackReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackReceiver")
            .field("redirect_uri", &self.text)
            .finish_non_exhaustive()
    }
}

fn too_late() -> Error {
    let text = "the browser did not return from the provider's pages in time";
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, text)
        .with_recovery(Recovery::AskForConsent(ConsentCause::PendingExpired))
}

impl Received {
    /// Returns the callback.
    pub fn callback(&self) -> Callback {
        self.callback.clone()
    }

    /// Returns the callback as a query string. It holds the code.
    pub fn query(&self) -> &Secret {
        &self.query
    }

    /// Shows the outcome in the browser, and stops listening. Takes two seconds at most, without a browser too.
    pub async fn finish(self, outcome: FinalPage) {
        self.site.outcome.send_replace(Some(outcome));
        let _ = tokio::time::timeout(FAREWELL, self.site.farewell()).await;
        self.server.stop().await;
    }
}

/// Returns the port that the redirect URI names. [`Url`] forgets `:80`, and a provider compares letter for letter.
fn named_port(url: &Url, text: &str) -> Option<u16> {
    url.port().or_else(|| {
        let authority = text.split_once("://")?.1.split(['/', '?', '#']).next()?;
        let port = authority.rsplit_once(':')?.1;
        port.parse().ok()
    })
}

/// Returns the values of `Host` that a browser may send. It leaves out the default port.
fn hosts(url: &Url, port: u16) -> Vec<String> {
    let host = url.host_str().unwrap_or_default();
    let mut hosts = vec![format!("{host}:{port}")];
    // A browser leaves out the default port (RFC 9110 §7.2).
    if port == 80 {
        hosts.push(host.to_owned());
    }
    hosts
}

/// Listens on a free port.
async fn listen_anywhere(redirect_uri: &Url) -> Result<(u16, Vec<TcpListener>), Error> {
    let mut tries = 0;
    loop {
        tries += 1;
        match listen(redirect_uri, 0).await {
            Ok(listeners) => return Ok((port_of(&listeners)?, listeners)),
            Err(failure) if tries == MOST_PORTS => return Err(failure),
            Err(_) => {}
        }
    }
}

/// Listens on the port at every address that the host stands for.
async fn listen(redirect_uri: &Url, port: u16) -> Result<Vec<TcpListener>, Error> {
    let mut listeners = vec![bind(first_address(redirect_uri), port).await?];
    if matches!(redirect_uri.host(), Some(Host::Domain(_))) {
        // A browser may resolve `localhost` to either address, and another program on the other one would get the code.
        let port = port_of(&listeners)?;
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if is_taken(&error) => {
                return Err(cannot_listen(Ipv6Addr::LOCALHOST.into(), port, &error));
            }
            // This machine has no IPv6.
            Err(_) => {}
        }
    }
    Ok(listeners)
}

fn is_taken(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        IoErrorKind::AddrInUse | IoErrorKind::PermissionDenied
    )
}

fn first_address(redirect_uri: &Url) -> IpAddr {
    match redirect_uri.host() {
        Some(Host::Ipv6(_)) => Ipv6Addr::LOCALHOST.into(),
        Some(Host::Ipv4(address)) if address.is_loopback() => address.into(),
        _ => Ipv4Addr::LOCALHOST.into(),
    }
}

async fn bind(address: IpAddr, port: u16) -> Result<TcpListener, Error> {
    let bound = TcpListener::bind(SocketAddr::new(address, port)).await;
    bound.map_err(|error| cannot_listen(address, port, &error))
}

fn cannot_listen(address: IpAddr, port: u16, error: &std::io::Error) -> Error {
    Error::configuration(format!(
        "cannot listen on port {port} of {address}: {error}"
    ))
}

fn port_of(listeners: &[TcpListener]) -> Result<u16, Error> {
    let address = listeners
        .first()
        .and_then(|listener| listener.local_addr().ok());
    address
        .map(|address| address.port())
        .ok_or_else(|| Error::configuration("the local port cannot be determined"))
}

impl Site for CallbackSite {
    async fn respond(&self, request: &Parts) -> PageResponse {
        self.requests.send_modify(|count| *count += 1);
        if !self.is_host(request) {
            return page(StatusCode::MISDIRECTED_REQUEST, &self.pages.nothing_here);
        }
        if request.method != Method::GET {
            // `form_post` was not asked for, so a POST is not the provider's callback.
            return page(StatusCode::METHOD_NOT_ALLOWED, &self.pages.nothing_here);
        }
        let path = request.uri.path();
        match path.strip_prefix(self.path.trim_end_matches('/')) {
            _ if path == self.path => self.receive(request.uri.query().unwrap_or_default()).await,
            Some("/connected") => self.last_page(&self.pages.connected),
            Some("/not-connected") => self.last_page(&self.pages.not_connected),
            _ => page(StatusCode::NOT_FOUND, &self.pages.nothing_here),
        }
    }
}

impl CallbackSite {
    /// Waits until a browser has fetched the last page.
    async fn farewell(&self) {
        let mut requests = self.requests.subscribe();
        self.last_page_sent.notified().await;
        while tokio::time::timeout(QUIET, requests.changed())
            .await
            .is_ok()
        {}
    }

    /// Returns whether the request names this host. Another name for this address means that some page tries to
    /// reach it through the user's browser (DNS rebinding).
    fn is_host(&self, request: &Parts) -> bool {
        let mut named = request.headers.get_all(HOST).iter();
        let host = named.next().and_then(|host| host.to_str().ok());
        let is_ours = |host: &str| {
            self.hosts
                .iter()
                .any(|ours| ours.eq_ignore_ascii_case(host))
        };
        named.next().is_none() && host.is_some_and(is_ours)
    }

    async fn receive(&self, query: &str) -> PageResponse {
        let Ok(callback) = query.parse::<Callback>() else {
            return page(StatusCode::BAD_REQUEST, &self.pages.unexpected);
        };
        match callback.state() {
            Some(state) if *state == self.state => self.outcome_of(query, callback).await,
            state => self.refuse(&callback, state.is_none_or(Secret::is_empty)),
        }
    }

    /// Hands the first callback on, and waits for its outcome whether this is the first or not.
    async fn outcome_of(&self, query: &str, callback: Callback) -> PageResponse {
        // The code is sent once, whatever the browser repeats: a second exchange would end the grant at some providers.
        if !self.has_called.swap(true, Ordering::Relaxed) {
            let query = Secret::new(query.to_owned());
            let _ = self.messages.send(Message::Callback(query, callback));
        }
        let mut outcome = self.outcome.subscribe();
        let outcome = outcome.wait_for(Option::is_some).await;
        let next = match outcome.map(|outcome| *outcome) {
            Ok(Some(FinalPage::Connected)) => "connected",
            _ => "not-connected",
        };
        // Away from the callback's address, so that the code is neither in the history nor sent again by a reload.
        redirect(&format!("{}/{next}", self.path.trim_end_matches('/')))
    }

    /// Says so, once, when the provider may have forgotten the state: there are providers whose refusals have an
    /// empty one.
    fn refuse(&self, callback: &Callback, has_no_state: bool) -> PageResponse {
        let is_refusal = matches!(callback.unverified(), CallbackOutcome::Refused(_));
        if is_refusal && has_no_state && !self.has_been_refused.swap(true, Ordering::Relaxed) {
            let _ = self.messages.send(Message::RefusalWithoutState);
        }
        page(StatusCode::BAD_REQUEST, &self.pages.unexpected)
    }

    fn last_page(&self, html: &str) -> PageResponse {
        self.last_page_sent.notify_one();
        page(StatusCode::OK, html)
    }
}

impl fmt::Debug for CallbackSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackSite").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_named_is_kept_even_if_it_is_the_usual_one() {
        let named = |text: &str| named_port(&text.parse().unwrap(), text);
        assert_eq!(named("http://127.0.0.1:80/callback"), Some(80));
        assert_eq!(named("http://localhost:80?a=b"), Some(80));
        assert_eq!(named("http://[::1]:80"), Some(80));
        assert_eq!(named("http://127.0.0.1:443/"), Some(443));
        assert_eq!(named("http://127.0.0.1/a:80"), None);
        assert_eq!(named("http://[::1]/"), None);
        let url = "http://127.0.0.1:80/".parse().unwrap();
        assert_eq!(hosts(&url, 80), ["127.0.0.1:80", "127.0.0.1"]);
    }

    #[tokio::test]
    async fn a_port_that_another_program_has_on_ipv6_is_refused() {
        let Ok(other) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await else {
            return;
        };
        let port = other.local_addr().unwrap().port();
        let taken = CallbackReceiver::bind(&format!("http://localhost:{port}/callback")).await;
        let error = taken.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.message().contains("::1"), "{error:?}");
    }

    #[test]
    fn only_a_redirect_uri_on_this_machine_is_received() {
        for here in [
            "http://127.0.0.1/callback",
            "http://localhost:7/",
            "http://[::1]:7/a?b=c",
        ] {
            assert!(CallbackReceiver::accepts(here), "{here}");
        }
        for elsewhere in [
            "https://127.0.0.1/callback",
            "https://app.example/",
            "com.example.app:/",
            "callback",
            "",
        ] {
            assert!(!CallbackReceiver::accepts(elsewhere), "{elsewhere}");
        }
    }

    #[tokio::test]
    async fn a_redirect_uri_without_a_port_gets_a_free_one() {
        let receiver = CallbackReceiver::bind(ANY_PORT).await.unwrap();
        let url: Url = receiver.redirect_uri().parse().unwrap();
        assert_eq!(
            (url.host_str(), url.path()),
            (Some("127.0.0.1"), "/callback")
        );
        let port = url.port().unwrap();
        let taken = CallbackReceiver::bind(&format!("http://127.0.0.1:{port}/callback"))
            .await
            .unwrap_err();
        assert_eq!(taken.kind(), ErrorKind::Configuration);
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
        let receiver = CallbackReceiver::bind(ANY_PORT).await.unwrap();
        let error = receiver
            .wait(Secret::new("state"), Duration::ZERO)
            .await
            .unwrap_err();
        let recovery = Recovery::AskForConsent(ConsentCause::PendingExpired);
        assert_eq!(error.recovery(), recovery);
    }
}
