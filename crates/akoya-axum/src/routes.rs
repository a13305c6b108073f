//! The routes of a consent: where a customer's browser starts it, and where the bank sends it back to.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use akoya::Client;
use akoya::oauth::consent::{DEFAULT_PENDING_LIFETIME, PendingStore};
use akoya::oauth::{BoxError, BoxFuture, Callback, ConnectionId};
use axum::Router;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::consent_index::ConsentIndex;
use crate::cookie;
use crate::failure::Failure;
use crate::page::{self, Advice, protected};

/// How much longer than an authorization its browser's cookie lives: the callback of one that has expired gets its
/// own page.
const COOKIE_MARGIN: Duration = Duration::from_secs(5 * 60);

/// The consent that an application asks a customer for.
#[derive(Debug, Clone)]
pub struct ConsentRequest {
    connection: ConnectionId,
    connector: String,
    parameters: Vec<(String, String)>,
}

impl ConsentRequest {
    /// Describes a consent for `connection`, the application's name for this customer at this bank, at `connector`,
    /// Akoya's provider id, for example `mikomo`.
    pub fn new(connection: ConnectionId, connector: impl Into<String>) -> Self {
        Self {
            connection,
            connector: connector.into(),
            parameters: Vec::new(),
        }
    }

    /// Adds a parameter of the provider's own to the authorization request.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

/// What the application says to a request to start: a consent, or its own response.
type Customer = dyn Fn(Parts) -> BoxFuture<'static, Result<ConsentRequest, Response>> + Send + Sync;

/// The path that a browser goes to once a connection has its consent.
type Landing = dyn Fn(&ConnectionId) -> String + Send + Sync;

/// The routes of a consent in an axum application: `POST` to start, `GET` for the callback.
///
/// The form that starts one, and the page after it:
///
/// ```html
/// <form method="post" action="/connect"><button>Connect your bank</button></form>
/// ```
///
/// The browser is sent to the bank with a cookie, `__Host-akoya-consent`: `Secure`, `HttpOnly`, `SameSite=Lax`. It
/// comes back to the client's redirect URI, whose path is the callback's route, and continues to the
/// [landing](ConsentRoutesBuilder::landing), so that the address with the code is in no history. A callback with
/// another cookie, or none, or a state that no browser was given, gets a page with status 400 and changes nothing:
/// only the state's own browser uses up an authorization, by its first callback. A second one, such as a reload or
/// a tab that was restored, gets the same outcome. Several tabs may be at several banks at once.
///
/// On a loopback address without https, which is for development, Chromium and Firefox keep the cookie; Safari does
/// not, and its user sees that at the callback.
#[derive(Clone)]
pub struct ConsentRoutes(Arc<Inner>);

struct Inner {
    client: Client,
    pending: PendingStore,
    index: ConsentIndex,
    customer: Box<Customer>,
    landing: Box<Landing>,
    start_path: String,
    callback_path: String,
    lifetime: Duration,
}

/// Collects [`ConsentRoutes`].
pub struct ConsentRoutesBuilder(Inner);

impl ConsentRoutes {
    /// Begins routes for a client with a token store. `customer` reads from a request who is asking and for what.
    /// It must use the application's own session, never the request's parameters alone: otherwise one customer
    /// could connect another's bank. It may refuse with a response of its own.
    pub fn builder<F, Fut>(client: Client, customer: F) -> ConsentRoutesBuilder
    where
        F: Fn(Parts) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<ConsentRequest, Response>> + Send + 'static,
    {
        let redirect_uri = client
            .config()
            .authorization_code_auth_credentials()
            .oauth_redirect_uri();
        let callback_path = redirect_uri.parse::<Uri>().map(|uri| uri.path().to_owned());
        ConsentRoutesBuilder(Inner {
            pending: PendingStore::new(client.acg_auth().engine()),
            index: ConsentIndex::new(&client),
            customer: Box::new(move |request| Box::pin(customer(request))),
            landing: Box::new(|_| "/".to_owned()),
            start_path: "/connect".to_owned(),
            callback_path: callback_path.unwrap_or_else(|_| "/".to_owned()),
            lifetime: DEFAULT_PENDING_LIFETIME,
            client,
        })
    }

    /// Returns the routes, to be merged into the application's.
    pub fn into_router(self) -> Router {
        let paths = (self.0.start_path.clone(), self.0.callback_path.clone());
        Router::new()
            .route(&paths.0, post(start))
            .route(&paths.1, get(callback))
            .with_state(self)
    }

    /// Starts a consent from a handler of the application's own: the response that sends the browser to the
    /// bank. `headers` are those of the request.
    ///
    /// # Errors
    /// [`InvalidInput`](akoya::ErrorKind::InvalidInput) when the connector or a parameter cannot be sent;
    /// [`Configuration`](akoya::ErrorKind::Configuration) when the client has no token store;
    /// [`Store`](akoya::ErrorKind::Store).
    pub async fn start(
        &self,
        headers: &HeaderMap,
        request: ConsentRequest,
    ) -> Result<Response, akoya::Error> {
        let inner = &self.0;
        let browser = match cookie::read(headers) {
            Some(browser) => browser,
            None => cookie::generate()?,
        };
        let authorize = inner.client.acg_auth().authorize(request.connector);
        let parameters = request.parameters.into_iter();
        let authorize = parameters.fold(
            authorize.lifetime(inner.lifetime),
            |authorize, (name, value)| authorize.parameter(name, value),
        );
        let (url, pending) = authorize.start()?;
        inner
            .pending
            .keep(pending, &request.connection, &browser)
            .await?;
        let mut response = redirect(url.as_str());
        let cookie = cookie::set(&browser, inner.lifetime + COOKIE_MARGIN);
        response
            .headers_mut()
            .extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
        Ok(response)
    }

    async fn complete(&self, headers: &HeaderMap, query: &str) -> Response {
        let inner = &self.0;
        let home = "/";
        let Some(browser) = cookie::read(headers) else {
            return page::failed(StatusCode::BAD_REQUEST, Advice::CookieMissing, home, None);
        };
        let failed = |error: akoya::oauth::Error| Failure::new(error.into(), home).into_response();
        let callback: Callback = match query.parse() {
            Ok(callback) => callback,
            Err(error) => return failed(error),
        };
        match inner.pending.complete(callback, &browser).await {
            Ok(completed) => {
                // Also when the browser asks again: it may have hung up before this, the first time.
                inner.remember(&completed.connection).await;
                redirect(&(inner.landing)(&completed.connection))
            }
            Err(error) => failed(error),
        }
    }
}

impl Inner {
    /// Remembers the consent for notifications. The connection works without it, so a failure is logged alone.
    async fn remember(&self, connection: &ConnectionId) {
        let auth = self.client.acg_auth().engine();
        let remembered = async {
            let record = auth.with_connection(connection.clone())?.record().await?;
            if let Some(record) = record {
                self.index.add(connection, &record).await?;
            }
            Ok::<_, BoxError>(())
        };
        if let Err(error) = remembered.await {
            tracing::warn!(%connection, %error, "failed to register a consent with the receiver of notifications");
        }
    }
}

impl ConsentRoutesBuilder {
    /// Sets the path of the route that starts a consent. Default: `/connect`.
    #[must_use]
    pub fn start_path(mut self, path: impl Into<String>) -> Self {
        self.0.start_path = path.into();
        self
    }

    /// Sets the path that a browser goes to once a connection has its consent. Default: `/`.
    #[must_use]
    pub fn landing(
        mut self,
        path: impl Fn(&ConnectionId) -> String + Send + Sync + 'static,
    ) -> Self {
        self.0.landing = Box::new(path);
        self
    }

    /// Sets how long a customer may take at the bank. Default: 10 minutes.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.0.lifetime = lifetime;
        self
    }

    /// Completes the routes.
    pub fn build(self) -> ConsentRoutes {
        ConsentRoutes(Arc::new(self.0))
    }
}

impl fmt::Debug for ConsentRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsentRoutes")
            .field("start_path", &self.0.start_path)
            .field("callback_path", &self.0.callback_path)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ConsentRoutesBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsentRoutesBuilder")
            .finish_non_exhaustive()
    }
}

async fn start(State(routes): State<ConsentRoutes>, request: axum::extract::Request) -> Response {
    let (parts, _) = request.into_parts();
    if is_foreign(&parts.headers) {
        return protected(StatusCode::FORBIDDEN.into_response());
    }
    let headers = parts.headers.clone();
    match (routes.0.customer)(parts).await {
        Ok(request) => match routes.start(&headers, request).await {
            Ok(response) => response,
            Err(error) => Failure::from(error).into_response(),
        },
        Err(response) => response,
    }
}

/// Returns whether a page of another site made the browser send this (Fetch Metadata). A browser does not send the
/// cookie then, and would replace the one that an authorization under way needs.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    site.is_some_and(|site| site != b"same-origin" && site != b"none")
}

async fn callback(
    State(routes): State<ConsentRoutes>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    // axum sends HEAD here too, and a request that only looks must not exchange the code.
    if method != Method::GET {
        return protected(StatusCode::METHOD_NOT_ALLOWED.into_response());
    }
    routes
        .complete(&headers, uri.query().unwrap_or_default())
        .await
}

fn redirect(location: &str) -> Response {
    let location = HeaderValue::try_from(location).unwrap_or(HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(LOCATION, location);
    protected(response)
}
