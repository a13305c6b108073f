//! A token endpoint whose refresh tokens work once, and grants that use it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use acg::http::{Body, HttpError, HttpService, Request, Response};
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, BoxFuture, ConnectionId, OauthToken,
    Provider, Vault,
};

/// What the provider knows: the number of the only refresh token that works.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) live: u32,
    /// How often a token was presented that had been spent.
    pub(crate) double_spends: u32,
    pub(crate) refreshes: u32,
}

impl Tokens {
    /// Status and body of the answer to a form.
    pub(crate) fn answer(&mut self, form: &str) -> (u16, String) {
        let form: BTreeMap<_, _> = form_urlencoded::parse(form.as_bytes())
            .into_owned()
            .collect();
        let consents = form["grant_type"] == "authorization_code";
        if !consents && form["refresh_token"] != name(self.live) {
            self.double_spends += 1;
            return (400, r#"{"error":"invalid_grant"}"#.to_owned());
        }
        self.refreshes += u32::from(!consents);
        self.live += 1;
        let answer = serde_json::json!({
            "access_token": format!("canary-access-{}", self.live),
            "refresh_token": name(self.live),
            "token_type": "bearer",
            "expires_in": 3600,
        });
        (200, answer.to_string())
    }
}

/// A refresh token's text.
pub(crate) fn name(number: u32) -> String {
    format!("canary-refresh-{number}")
}

/// The number of a refresh token.
pub(crate) fn number(token: &OauthToken) -> u32 {
    token
        .refresh_token
        .as_ref()
        .unwrap()
        .expose()
        .strip_prefix("canary-refresh-")
        .unwrap()
        .parse()
        .unwrap()
}

/// A provider in this process.
#[derive(Debug, Clone, Default)]
pub(crate) struct Idp(pub(crate) Arc<Mutex<Tokens>>);

impl HttpService for Idp {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let tokens = self.0.clone();
        Box::pin(async move {
            let form = String::from_utf8(request.into_body().into()).unwrap();
            // Others get the chance to make a mistake while the request is under way.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
            Ok(response(tokens.lock().unwrap().answer(&form)))
        })
    }
}

pub(crate) fn response((status, body): (u16, String)) -> Response {
    let mut response = Response::new(Body::from(bytes::Bytes::from(body)));
    *response.status_mut() = status.try_into().unwrap();
    response
}

/// A grant in this store.
pub(crate) fn auth(vault: impl Into<Vault>, http: Arc<dyn HttpService>) -> AuthorizationCodeAuth {
    let provider = Provider::rfc6749(
        "https://idp.example/auth".parse().unwrap(),
        "https://idp.example/token".parse().unwrap(),
    );
    let credentials = AuthorizationCodeAuthCredentials::builder(
        "client",
        "secret",
        "https://app.example/callback",
    );
    AuthorizationCodeAuth::builder(credentials.build().unwrap(), provider.unwrap())
        .http(http)
        .store(vault, ConnectionId::new("customer/bank").unwrap())
        .build()
        .unwrap()
}
