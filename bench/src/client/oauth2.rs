//! The crate `oauth2`. It leaves tokens to the program, so this is what a careful program does: a lock around the
//! token and its refresh, and no token is used before it is written.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::HeaderValue;
use oauth2::basic::BasicClient;
use oauth2::{
    AuthType, AuthUrl, ClientId, ClientSecret, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, RefreshToken, TokenResponse as _, TokenUrl,
};
use tokio::sync::Mutex;

use super::reqwest::{balances, plain};
use super::{Bearers, Caller};
use hot_paths::token::{LONG, header, token};

type Configured =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

struct Tokens {
    access: String,
    refresh: String,
    valid_until: Instant,
}

/// `oauth2` with a refresh guard made by hand.
pub struct Guarded {
    client: Configured,
    http: reqwest::Client,
    url: String,
    tokens: Arc<Mutex<Tokens>>,
}

impl Guarded {
    /// A client of the server at `url`, with a token that is valid for a day, or no longer.
    pub fn new(url: &str, is_expired: bool) -> Self {
        let client = BasicClient::new(ClientId::new("client".to_owned()))
            .set_client_secret(ClientSecret::new("secret".to_owned()))
            .set_auth_uri(AuthUrl::new(format!("{url}/auth")).unwrap())
            .set_token_uri(TokenUrl::new(format!("{url}/token")).unwrap())
            .set_auth_type(AuthType::RequestBody);
        let left = if is_expired { Duration::ZERO } else { LONG };
        let tokens = Tokens {
            access: token(0),
            refresh: "r".to_owned(),
            valid_until: Instant::now() + left,
        };
        Self {
            client,
            http: plain(),
            url: url.to_owned(),
            tokens: Arc::new(Mutex::new(tokens)),
        }
    }

    async fn refresh(&self, refresh: String) -> Tokens {
        let send = |request| send(self.http.clone(), request);
        let token = RefreshToken::new(refresh);
        let exchange = self.client.exchange_refresh_token(&token);
        let response = exchange.request_async(&send).await.unwrap();
        Tokens {
            access: response.access_token().secret().clone(),
            refresh: response.refresh_token().unwrap().secret().clone(),
            valid_until: Instant::now() + response.expires_in().unwrap(),
        }
    }
}

async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, std::io::Error> {
    let response = http.execute(request.try_into().unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let mut made = HttpResponse::new(response.bytes().await.unwrap().to_vec());
    (*made.status_mut(), *made.headers_mut()) = (status, headers);
    Ok(made)
}

impl Bearers for Guarded {
    async fn header(&self) -> HeaderValue {
        let mut tokens = self.tokens.lock().await;
        if tokens.valid_until <= Instant::now() {
            *tokens = self.refresh(tokens.refresh.clone()).await;
        }
        header(&tokens.access)
    }
}

impl Caller for Guarded {
    async fn balances(&self) -> usize {
        balances(&self.http, &self.url, self.header().await).await
    }
}
