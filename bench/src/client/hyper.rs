//! hyper's own client, which reqwest is made of.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderValue, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::{BALANCES, Caller};
use hot_paths::lean;
use hot_paths::token::{header, token};

/// hyper with a fixed token.
pub struct Bare {
    http: Client<HttpConnector, Empty<Bytes>>,
    url: String,
    header: HeaderValue,
}

impl Bare {
    /// A client of the server at `url`.
    pub fn new(url: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            http: Client::builder(TokioExecutor::new()).build(connector),
            url: url.to_owned(),
            header: header(&token(0)),
        }
    }
}

impl Caller for Bare {
    async fn balances(&self) -> usize {
        let request = Request::get(format!("{}{BALANCES}", self.url));
        let request = request.header(AUTHORIZATION, self.header.clone());
        let request = request.header(ACCEPT, "application/json");
        let response = self.http.request(request.body(Empty::new()).unwrap()).await;
        let body = response.unwrap().into_body().collect().await.unwrap();
        let balances: lean::Balances = serde_json::from_slice(&body.to_bytes()).unwrap();
        std::hint::black_box(balances).accounts.len()
    }
}
