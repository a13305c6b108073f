//! A token endpoint with one response, whatever is asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use acg::clock::ManualClock;
use acg::http::{Body, HttpError, HttpService, Request, Response};
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, BoxFuture, Error, OauthToken, Provider,
};
use bytes::Bytes;
use http::{HeaderValue, StatusCode};

/// The client's secret, which no error repeats, even if the response does.
pub const SECRET: &str = "Planted+client secret/1";

/// A response of the endpoint.
#[derive(Debug, Clone)]
pub struct TokenEndpoint {
    status: StatusCode,
    content_type: HeaderValue,
    body: Bytes,
}

impl TokenEndpoint {
    /// Takes a status by the first byte, a content type by the second and a body after them.
    pub fn new(statuses: &[u16], data: &[u8]) -> Option<Self> {
        let [status, content_type, body @ ..] = data else {
            return None;
        };
        let status = statuses[usize::from(*status) % statuses.len()];
        let types = [
            "application/json",
            "text/html",
            "text/plain; charset=latin1",
        ];
        let content_type = types[usize::from(*content_type) % types.len()];
        Some(Self {
            status: StatusCode::from_u16(status).ok()?,
            content_type: HeaderValue::from_static(content_type),
            body: Bytes::copy_from_slice(body),
        })
    }

    /// The body of the response.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// A grant at this endpoint, with this token.
    ///
    /// # Errors
    /// Never: its settings are right.
    pub fn grant(self, token: Option<OauthToken>) -> Result<AuthorizationCodeAuth, Error> {
        // A client for each grant: what one input says of its client is of no concern to the next.
        static CLIENTS: AtomicU64 = AtomicU64::new(0);
        let client = format!("client-{}", CLIENTS.fetch_add(1, Ordering::Relaxed));
        let url = |path: &str| format!("https://idp.example/{path}").parse();
        let (authorize, token_endpoint) = match (url("auth"), url("token")) {
            (Ok(authorize), Ok(token_endpoint)) => (authorize, token_endpoint),
            _ => unreachable!("both are URLs"),
        };
        let redirect_uri = "https://app.example/callback";
        let credentials = AuthorizationCodeAuthCredentials::builder(client, SECRET, redirect_uri)
            .oauth_token(token)
            .build()?;
        let provider = Provider::rfc6749(authorize, token_endpoint)?;
        AuthorizationCodeAuth::builder(credentials, provider)
            .http(Arc::new(self))
            .clock(Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH)))
            .build()
    }
}

impl HttpService for TokenEndpoint {
    fn call(&self, _: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        let content_type = self.content_type.clone();
        response.headers_mut().insert("content-type", content_type);
        Box::pin(async { Ok(response) })
    }
}

/// Runs a future to its end.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap_or_else(|error| panic!("there is no runtime: {error}"));
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// Demands that an error repeats no secret.
pub fn assert_no_secret(error: &Error) {
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains(SECRET), "{printed}");
}
