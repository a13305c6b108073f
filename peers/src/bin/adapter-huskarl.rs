//! The adapter of `huskarl`: its token source with a store of refresh tokens in a file, as its guides "Caching
//! tokens" and "Implementing token infrastructure" describe it.

use std::sync::Arc;

use huskarl::cache::{
    GrantTokenSource, InMemoryTokenCache, NoSource, Recovery, RefreshTokenStore, TokenError,
    TokenSource as _,
};
use huskarl::core::client_auth::ClientSecret;
use huskarl::core::platform::MaybeSendBoxFuture;
use huskarl::core::secrets::{ProvidedSecret, SecretString};
use huskarl::core::{Error, RetryAdvice};
use huskarl::grant::refresh::RefreshGrant;
use huskarl::token::RefreshToken;
use huskarl_reqwest::ReqwestClient;
use peers::adapter::{BoxError, Client, Consent, Failure, Settings, run};
use peers::file::{KeptFile, Trouble};

/// The refresh token in a file.
#[derive(Clone)]
struct FileStore(KeptFile);

impl RefreshTokenStore for FileStore {
    fn get(&self) -> MaybeSendBoxFuture<'_, Result<Option<RefreshToken>, Error>> {
        Box::pin(async {
            let text = self.0.read().map_err(failed)?;
            let token = text.map(|text| serde_json::from_slice(&text));
            token.transpose().map_err(failed)
        })
    }

    fn set<'a>(&'a self, token: &'a RefreshToken) -> MaybeSendBoxFuture<'a, Result<(), Error>> {
        Box::pin(async {
            let text = serde_json::to_vec(token).map_err(failed)?;
            self.0.replace(&text).await.map_err(failed)
        })
    }

    fn clear(&self) -> MaybeSendBoxFuture<'_, Result<(), Error>> {
        Box::pin(async { self.0.remove().await.map_err(failed) })
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(RetryAdvice::RETRY, error)
}

struct Huskarl {
    store: FileStore,
    cache: InMemoryTokenCache<Arc<GrantTokenSource<RefreshGrant, FileStore>>>,
}

impl Client for Huskarl {
    async fn open(settings: Settings, trouble: Trouble) -> Result<Self, BoxError> {
        let file = settings.folder.join("refresh-token.json");
        let store = FileStore(KeptFile::new(file, trouble));
        let http = ReqwestClient::builder().build().await?;
        let grant = RefreshGrant::builder()
            .token_endpoint(settings.token_endpoint.parse()?)
            .client_id(settings.client_id)
            .http_client(http)
            .client_auth(ClientSecret::new(ProvidedSecret::new(SecretString::new(
                settings.client_secret,
            ))))
            .build();
        let source = GrantTokenSource::builder()
            .grant(grant)
            .grant_parameters(NoSource)
            .refresh_store(store.clone())
            .build();
        let cache = InMemoryTokenCache::builder()
            .source(Arc::new(source))
            .build();
        Ok(Self { store, cache })
    }

    async fn install(&self, consent: Consent) -> Result<(), Failure> {
        let token = RefreshToken::new(SecretString::new(consent.refresh_token), None);
        self.store.set(&token).await?;
        self.cache.invalidate();
        Ok(())
    }

    async fn token(&self) -> Result<String, Failure> {
        let response = self.cache.token().await.map_err(failure)?;
        Ok(response.access_token().token().expose_secret().to_owned())
    }

    async fn renew(&self, refused: String) -> Result<String, Failure> {
        let token = self.token().await?;
        if token != refused {
            return Ok(token);
        }
        self.cache.invalidate();
        self.token().await
    }
}

fn failure(error: TokenError) -> Failure {
    let retry_after = match error.recovery() {
        Recovery::Retry { after } => after,
        _ => None,
    };
    Failure {
        error: error.into(),
        retry_after,
    }
}

fn main() -> Result<(), BoxError> {
    run::<Huskarl>()
}
