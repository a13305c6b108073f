//! The adapter of the crate `oauth2`. It leaves tokens to the program, so this is what a careful program does: one
//! lock around the refresh and the write, and no token is used before it is written.

use std::fmt;

use oauth2::basic::{BasicClient, BasicTokenResponse};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, RefreshToken, TokenResponse as _, TokenUrl,
};
use peers::adapter::{BoxError, Client, Consent, Failure, Settings, run};
use peers::file::{KeptFile, Trouble};
use tokio::sync::Mutex;

type Configured =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

struct Oauth2 {
    client: Configured,
    http: reqwest::Client,
    file: KeptFile,
    tokens: Mutex<Option<Tokens>>,
}

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Tokens {
    access: String,
    refresh: String,
}

impl Client for Oauth2 {
    async fn open(settings: Settings, trouble: Trouble) -> Result<Self, BoxError> {
        let client = BasicClient::new(ClientId::new(settings.client_id))
            .set_client_secret(ClientSecret::new(settings.client_secret))
            .set_auth_uri(AuthUrl::new("http://127.0.0.1:9/authorize".to_owned())?)
            .set_token_uri(TokenUrl::new(settings.token_endpoint)?)
            .set_auth_type(AuthType::RequestBody);
        let file = KeptFile::new(settings.folder.join("tokens.json"), trouble);
        let kept = file.read()?;
        let tokens = kept.map(|kept| serde_json::from_slice(&kept)).transpose()?;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Ok(Self {
            client,
            http: http.build()?,
            file,
            tokens: Mutex::new(tokens),
        })
    }

    async fn install(&self, consent: Consent) -> Result<(), Failure> {
        let mut tokens = self.tokens.lock().await;
        let http = self.http.clone();
        let send = move |request| send(http.clone(), request);
        let exchange = self
            .client
            .exchange_code(AuthorizationCode::new(consent.code));
        let response = exchange.request_async(&send).await?;
        *tokens = Some(self.keep(&response, "").await?);
        Ok(())
    }

    async fn token(&self) -> Result<String, Failure> {
        let tokens = self.tokens.lock().await;
        Ok(tokens.as_ref().ok_or("there is no grant")?.access.clone())
    }

    async fn renew(&self, refused: String) -> Result<String, Failure> {
        let mut tokens = self.tokens.lock().await;
        let known = tokens.clone().ok_or("there is no grant")?;
        if known.access != refused {
            return Ok(known.access);
        }
        let http = self.http.clone();
        let send = move |request| send(http.clone(), request);
        let refresh = RefreshToken::new(known.refresh.clone());
        let refresh = self.client.exchange_refresh_token(&refresh);
        let response = refresh.request_async(&send).await?;
        let kept = self.keep(&response, &known.refresh).await?;
        *tokens = Some(kept.clone());
        Ok(kept.access)
    }
}

impl Oauth2 {
    async fn keep(&self, response: &BasicTokenResponse, before: &str) -> Result<Tokens, BoxError> {
        let refresh = response.refresh_token().map(RefreshToken::secret);
        let tokens = Tokens {
            access: response.access_token().secret().clone(),
            refresh: refresh.map_or(before, String::as_str).to_owned(),
        };
        self.file.replace(&serde_json::to_vec(&tokens)?).await?;
        Ok(tokens)
    }
}

async fn send(http: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, Unsent> {
    let response = http.execute(request.try_into().map_err(Unsent)?);
    let response = response.await.map_err(Unsent)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.bytes().await.map_err(Unsent)?;
    let mut made = HttpResponse::new(body.to_vec());
    (*made.status_mut(), *made.headers_mut()) = (status, headers);
    Ok(made)
}

/// The crate wants an error that is `'static`.
#[derive(Debug)]
struct Unsent(reqwest::Error);

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the HTTP client failed")
    }
}

impl std::error::Error for Unsent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn main() -> Result<(), BoxError> {
    run::<Oauth2>()
}
