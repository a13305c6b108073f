//! A token endpoint that keeps the last request and has one response for all.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

/// A token response that every client accepts.
pub(crate) const TOKEN: &str =
    r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#;

/// What the endpoint says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: &'static str,
}

impl Said {
    pub(crate) fn json(body: &'static str) -> Self {
        Self {
            status: 200,
            content_type: "application/json",
            body,
        }
    }
}

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Request {
    /// The header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The fields of the form, decoded and sorted.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        let mut fields: Vec<_> = form_urlencoded::parse(self.body.as_bytes())
            .into_owned()
            .collect();
        fields.sort();
        fields
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Stub {
    pub(crate) token_endpoint: String,
    last: Arc<Mutex<Request>>,
}

impl Stub {
    pub(crate) async fn start(said: Said) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let token_endpoint = format!("http://{}/token", listener.local_addr().unwrap());
        let last = Arc::new(Mutex::new(Request::default()));
        let router = Router::new()
            .fallback(respond)
            .with_state((said, last.clone()));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            token_endpoint,
            last,
        }
    }

    pub(crate) fn last(&self) -> Request {
        lock(&self.last).clone()
    }
}

type Desk = (Said, Arc<Mutex<Request>>);

async fn respond(State((said, last)): State<Desk>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8_lossy(&body).into_owned();
    *lock(&last) = Request { headers, body };
    let status = StatusCode::from_u16(said.status).unwrap();
    (status, [("content-type", said.content_type)], said.body).into_response()
}

fn lock(last: &Mutex<Request>) -> std::sync::MutexGuard<'_, Request> {
    last.lock().unwrap_or_else(PoisonError::into_inner)
}
