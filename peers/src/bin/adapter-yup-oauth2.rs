//! The adapter of `yup-oauth2`: its flow for installed programs, with a token storage as its documentation
//! describes it. The storage keeps the file that `persist_tokens_to_disk` would, but replaces it whole.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use peers::adapter::{BoxError, Client, Consent, Failure, Settings, run};
use peers::file::{KeptFile, Trouble};
use yup_oauth2::authenticator::DefaultAuthenticator;
use yup_oauth2::authenticator_delegate::InstalledFlowDelegate;
use yup_oauth2::storage::{TokenInfo, TokenStorage, TokenStorageError};
use yup_oauth2::{ApplicationSecret, InstalledFlowAuthenticator, InstalledFlowReturnMethod};

const SCOPES: &[&str] = &["accounts"];

struct Yup {
    authenticator: DefaultAuthenticator,
    file: KeptFile,
    code: Code,
}

impl Client for Yup {
    async fn open(settings: Settings, trouble: Trouble) -> Result<Self, BoxError> {
        let file = KeptFile::new(settings.folder.join("tokens.json"), trouble);
        let code = Code::default();
        let secret = ApplicationSecret {
            client_id: settings.client_id,
            client_secret: settings.client_secret,
            token_uri: settings.token_endpoint,
            auth_uri: "http://127.0.0.1:9/authorize".to_owned(),
            ..ApplicationSecret::default()
        };
        let method = InstalledFlowReturnMethod::Interactive;
        let authenticator = InstalledFlowAuthenticator::builder(secret, method)
            .with_storage(Box::new(FileStorage(file.clone())))
            .flow_delegate(Box::new(code.clone()))
            .build()
            .await?;
        Ok(Self {
            authenticator,
            file,
            code,
        })
    }

    async fn install(&self, consent: Consent) -> Result<(), Failure> {
        self.file.remove().await?;
        *lock(&self.code.0) = Some(consent.code);
        self.token().await.map(drop)
    }

    async fn token(&self) -> Result<String, Failure> {
        let token = self.authenticator.token(SCOPES).await?;
        Ok(token.token().ok_or("there is no token")?.to_owned())
    }

    async fn renew(&self, refused: String) -> Result<String, Failure> {
        let known = self.token().await?;
        if known != refused {
            return Ok(known);
        }
        let token = self.authenticator.force_refreshed_token(SCOPES).await?;
        Ok(token.token().ok_or("there is no token")?.to_owned())
    }
}

struct FileStorage(KeptFile);

#[async_trait]
impl TokenStorage for FileStorage {
    async fn set(&self, _: &[&str], token: TokenInfo) -> Result<(), TokenStorageError> {
        let text = serde_json::to_vec(&token).map_err(std::io::Error::from)?;
        Ok(self.0.replace(&text).await?)
    }

    async fn get(&self, _: &[&str]) -> Option<TokenInfo> {
        let text = self.0.read().ok()??;
        serde_json::from_slice(&text).ok()
    }
}

/// The code that the customer's next consent gives, if there is one.
#[derive(Clone, Default)]
struct Code(Arc<Mutex<Option<String>>>);

impl InstalledFlowDelegate for Code {
    fn present_user_url<'a>(
        &'a self,
        _: &'a str,
        _: bool,
    ) -> Pin<Box<dyn Future<Output = Result<String, String>> + Send + 'a>> {
        let code = lock(&self.0).take();
        Box::pin(async { code.ok_or_else(|| "the customer is asked for consent".to_owned()) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn main() -> Result<(), BoxError> {
    run::<Yup>()
}
