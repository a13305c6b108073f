//! Servers of one application, with one token store, and browsers.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use akoya::oauth::clock::ManualClock;
use akoya::oauth::store::{MemoryStore, TokenStore};
use akoya::oauth::{AuthorizationCodeAuthCredentials, ConnectionId};
use akoya::{Client, Environment, InteractionType, RetryPolicy};
use akoya_axum::{ConsentRequest, ConsentRoutes};
use akoya_sandbox::Sandbox;
use axum::Router;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;
use url::Url;

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) store: Arc<dyn TokenStore>,
    /// The store's clock.
    pub(crate) clock: Arc<ManualClock>,
    /// The servers' base URLs.
    pub(crate) servers: Vec<String>,
    http: reqwest::Client,
}

/// What a browser gets.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn location(&self) -> &str {
        self.headers["location"].to_str().unwrap()
    }

    /// The cookie that the browser sends back.
    pub(crate) fn cookie(&self) -> String {
        let set = self.headers["set-cookie"].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

impl World {
    /// Two servers that share one store.
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let clock = Arc::new(ManualClock::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600),
        ));
        let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::with_clock(clock.clone()));
        let listeners = [listen().await, listen().await];
        let redirect_uri = format!("{}/callback", base(&listeners[0]));
        let servers = listeners.iter().map(base).collect();
        for listener in listeners {
            let client = client(&sandbox, &store, &redirect_uri);
            tokio::spawn(axum::serve(listener, application(client)).into_future());
        }
        let no_redirects = reqwest::redirect::Policy::none();
        Self {
            client: client(&sandbox, &store, &redirect_uri),
            servers,
            http: reqwest::Client::builder()
                .redirect(no_redirects)
                .build()
                .unwrap(),
            sandbox,
            clock,
            store,
        }
    }

    /// Presses the button: the customer is named by the path.
    pub(crate) async fn press(&self, customer: &str, headers: &[(&str, &str)]) -> Page {
        let url = format!("{}/connect?{customer}", self.servers[0]);
        self.send(self.http.post(url), headers).await
    }

    /// Starts a consent in a new browser: its cookie, and the callback that the bank sends it to.
    pub(crate) async fn approved(&self, customer: &str) -> (String, Callback) {
        self.approved_by(customer, "mikomo_7").await
    }

    /// The same, where the customer signs in at the bank as this user.
    pub(crate) async fn approved_by(&self, customer: &str, user: &str) -> (String, Callback) {
        let started = self.press(customer, &[]).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{started:?}");
        let callback = self.sandbox.approve(started.location(), user).await;
        (
            started.cookie(),
            Callback(callback.unwrap().parse().unwrap()),
        )
    }

    /// Goes to a callback at one of the servers.
    pub(crate) async fn visit(&self, server: usize, callback: &Callback, cookie: &str) -> Page {
        let url = format!("{}/callback?{}", self.servers[server], callback.query());
        self.send(self.http.get(url), &[("cookie", cookie)]).await
    }

    /// Sends whatever a hostile page, or a program, sends to the callback's route.
    pub(crate) async fn forge(&self, method: &str, query: &str, headers: &[(&str, &str)]) -> Page {
        let url = format!("{}/callback?{query}", self.servers[0]);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.send(self.http.request(method, url), headers).await
    }

    /// Only looks.
    pub(crate) async fn head(&self, callback: &Callback, cookie: &str) -> Page {
        let url = format!("{}/callback?{}", self.servers[0], callback.query());
        self.send(self.http.head(url), &[("cookie", cookie)]).await
    }

    async fn send(&self, mut request: reqwest::RequestBuilder, headers: &[(&str, &str)]) -> Page {
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        Page {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    /// A customer's connection after consent: its client.
    pub(crate) async fn connected(&self, customer: &str) -> Client {
        let (cookie, callback) = self.approved(customer).await;
        let page = self.visit(0, &callback, &cookie).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        let connection = ConnectionId::new(customer).unwrap();
        self.client.with_connection(connection).unwrap()
    }

    /// What happened to a customer's connection.
    pub(crate) async fn history(&self, customer: &str) -> Vec<String> {
        let connection = ConnectionId::new(customer).unwrap();
        let client = self.client.with_connection(connection).unwrap();
        let record = client.acg_auth().record().await.unwrap().unwrap();
        let entries = record.head.history.iter();
        entries.map(|entry| entry.event.to_string()).collect()
    }

    /// Whether a customer's connection has a consent.
    pub(crate) async fn is_connected(&self, customer: &str) -> bool {
        let connection = ConnectionId::new(customer).unwrap();
        let client = self.client.with_connection(connection).unwrap();
        client.acg_auth().record().await.unwrap().is_some()
    }
}

/// An address that a bank sends a browser to.
#[derive(Debug, Clone)]
pub(crate) struct Callback(Url);

impl Callback {
    pub(crate) fn query(&self) -> &str {
        self.0.query().unwrap()
    }

    /// The same with another value of a parameter.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        self.changed(|known, old| {
            (
                known.to_owned(),
                (if known == name { value } else { old }).to_owned(),
            )
        })
    }

    /// The same with another name of a parameter.
    pub(crate) fn renamed(&self, name: &str, new: &str) -> Self {
        self.changed(|known, old| {
            (
                (if known == name { new } else { known }).to_owned(),
                old.to_owned(),
            )
        })
    }

    fn changed(&self, change: impl Fn(&str, &str) -> (String, String)) -> Self {
        let pairs: Vec<_> = self
            .0
            .query_pairs()
            .map(|(name, value)| change(&name, &value))
            .collect();
        let mut url = self.0.clone();
        url.query_pairs_mut().clear().extend_pairs(pairs);
        Self(url)
    }
}

pub(crate) async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

pub(crate) fn base(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().unwrap())
}

pub(crate) fn client(sandbox: &Sandbox, store: &Arc<dyn TokenStore>, redirect_uri: &str) -> Client {
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let credentials = AuthorizationCodeAuthCredentials::builder(id, secret, redirect_uri);
    let environment = Environment::custom(sandbox.idp_url(), sandbox.api_url()).unwrap();
    Client::builder(credentials.build().unwrap())
        .environment(environment)
        .retry(RetryPolicy::off())
        .interaction_type(InteractionType::User)
        .vault(store.clone())
        .build()
        .unwrap()
}

fn application(client: Client) -> Router {
    ConsentRoutes::builder(client, customer)
        .landing(|connection| format!("/customers/{connection}"))
        .build()
        .into_router()
}

async fn customer(request: Parts) -> Result<ConsentRequest, Response> {
    let name = request.uri.query().unwrap_or_default();
    match ConnectionId::new(name) {
        Ok(connection) => Ok(ConsentRequest::new(connection, "mikomo")),
        Err(_) => Err((StatusCode::UNAUTHORIZED, "sign in first").into_response()),
    }
}
