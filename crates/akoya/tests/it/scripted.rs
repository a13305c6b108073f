//! An HTTP service that answers as a test tells it, without a server.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use akoya::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use akoya::{AuthorizationCodeAuthCredentials, Client, Environment, OauthToken};

/// Answers in order; every request is kept.
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
        let expiry = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(32_503_680_000);
        let token = OauthToken::from_id_token("id-token").with_refresh_token("refresh-token").with_expiry(expiry);
        let credentials = AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback")
            .oauth_token(token)
            .build()
            .unwrap();
        let environment = Environment::custom("https://idp.example", "https://api.example").unwrap();
        Client::builder(credentials).environment(environment).http(self.clone()).build().unwrap()
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
            *response.status_mut() = status.try_into().unwrap();
            Ok(response)
        })
    }
}
