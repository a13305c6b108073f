//! An HTTP service that answers as a test tells it, without a server.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use akoya::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use akoya::{AuthorizationCodeAuthCredentials, Client, Environment, ManualClock, OauthToken};

/// Answers in order, 429 with `Retry-After: 7`, and with a broken connection when there is no answer left. Requests are kept.
#[derive(Debug, Default)]
pub(crate) struct Scripted {
    answers: Mutex<VecDeque<(u16, String)>>,
    pub(crate) requests: Mutex<Vec<(String, String)>>,
}

impl Scripted {
    pub(crate) fn new(answers: impl IntoIterator<Item = (u16, impl Into<String>)>) -> Arc<Self> {
        let answers = answers.into_iter().map(|(status, body)| (status, body.into())).collect();
        Arc::new(Self { answers: Mutex::new(answers), requests: Mutex::default() })
    }

    /// A client whose token is valid.
    pub(crate) fn client(self: &Arc<Self>) -> Client {
        self.client_at(Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))))
    }

    /// A client whose token is valid, on this clock.
    pub(crate) fn client_at(self: &Arc<Self>, clock: Arc<ManualClock>) -> Client {
        let expiry = SystemTime::UNIX_EPOCH + Duration::from_secs(32_503_680_000);
        let token = OauthToken::from_id_token("id-token").with_refresh_token("refresh-token").with_expiry(expiry);
        let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback")
            .oauth_token(token)
            .build()
            .unwrap();
        let environment = Environment::custom("https://idp.example", "https://api.example").unwrap();
        Client::builder(credentials).environment(environment).http(self.clone()).clock(clock).build().unwrap()
    }

    /// Paths with query of the requests so far.
    pub(crate) fn targets(&self) -> Vec<String> {
        self.requests.lock().unwrap().iter().map(|(url, _)| url.clone()).collect()
    }
}

impl HttpService for Scripted {
    fn call(&self, request: Request) -> akoya::http::BoxFuture<'static, Result<Response, HttpError>> {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        self.requests.lock().unwrap().push((request.uri().to_string(), body));
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            let Some((status, body)) = answer else { return Err(HttpError::new(HttpErrorKind::Interrupted)) };
            let mut response = Response::new(Body::from(bytes::Bytes::from(body)));
            if status == 429 {
                response.headers_mut().insert("retry-after", 7.into());
            }
            *response.status_mut() = status.try_into().unwrap();
            Ok(response)
        })
    }
}
