//! An HTTP service that responds as a test demands, without a server.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use akoya::oauth::clock::ManualClock;
use akoya::oauth::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use akoya::oauth::{AuthorizationCodeAuthCredentials, BoxFuture, OauthToken};
use akoya::{Client, ClientBuilder, Environment, InteractionType};

const REDIRECT_URI: &str = "https://app.example/callback";

/// The year 3000.
fn far() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(32_503_680_000)
}

/// A response to be given.
#[derive(Debug, Clone)]
pub(crate) struct ScriptedResponse {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl ScriptedResponse {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

impl<B: Into<Vec<u8>>> From<(u16, B)> for ScriptedResponse {
    fn from((status, body): (u16, B)) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }
}

/// Responses in order, and with a broken connection when there is no response left. Requests are kept.
#[derive(Debug, Default)]
pub(crate) struct Scripted {
    responses: Mutex<VecDeque<ScriptedResponse>>,
    requests: Mutex<Vec<Request>>,
}

impl Scripted {
    pub(crate) fn new(
        responses: impl IntoIterator<Item = impl Into<ScriptedResponse>>,
    ) -> Arc<Self> {
        let responses = responses.into_iter().map(Into::into).collect();
        Arc::new(Self {
            responses: Mutex::new(responses),
            requests: Mutex::default(),
        })
    }

    /// A client whose token is valid.
    pub(crate) fn client(self: &Arc<Self>) -> Client {
        self.client_at(Arc::new(ManualClock::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
        )))
    }

    /// A client whose token is valid, which knows nothing of its customer.
    pub(crate) fn bare(
        self: &Arc<Self>,
        change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Client {
        let token = OauthToken::from_id_token("id-token").with_expiry(far());
        let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", REDIRECT_URI);
        let credentials = credentials.oauth_token(token).build().unwrap();
        let environment =
            Environment::custom("https://idp.example", "https://api.example").unwrap();
        let builder = Client::builder(credentials).environment(environment);
        change(builder.http(self.clone())).build().unwrap()
    }

    /// A client whose token is valid, on this clock.
    pub(crate) fn client_at(self: &Arc<Self>, clock: Arc<ManualClock>) -> Client {
        let token = OauthToken::from_id_token("id-token")
            .with_refresh_token("refresh-token")
            .with_expiry(far());
        let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", REDIRECT_URI)
            .oauth_token(token)
            .build()
            .unwrap();
        let environment =
            Environment::custom("https://idp.example", "https://api.example").unwrap();
        Client::builder(credentials)
            .environment(environment)
            .http(self.clone())
            .clock(clock)
            .interaction_type(InteractionType::Batch)
            .last_access("2023-11-14")
            .build()
            .unwrap()
    }

    /// URLs of the requests so far.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.requests
            .lock()
            .unwrap()
            .iter()
            .map(|request| request.uri().to_string())
            .collect()
    }

    /// Bodies of the requests so far.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let text = |request: &Request| String::from_utf8(request.body().to_vec()).unwrap();
        self.requests.lock().unwrap().iter().map(text).collect()
    }

    /// A header of each request so far.
    pub(crate) fn headers(&self, name: &str) -> Vec<Option<String>> {
        let text = |request: &Request| {
            request
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        self.requests.lock().unwrap().iter().map(text).collect()
    }
}

impl HttpService for Scripted {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.requests.lock().unwrap().push(request);
        let scripted = self.responses.lock().unwrap().pop_front();
        Box::pin(async move {
            let Some(scripted) = scripted else {
                return Err(HttpError::new(HttpErrorKind::Interrupted));
            };
            let mut response = Response::new(Body::from(bytes::Bytes::from(scripted.body)));
            for (name, value) in scripted.headers {
                response.headers_mut().append(name, value.parse().unwrap());
            }
            *response.status_mut() = scripted.status.try_into().unwrap();
            Ok(response)
        })
    }
}
