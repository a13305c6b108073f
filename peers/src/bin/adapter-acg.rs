//! The adapter of `acg`: its SQLite store, with a spool beside it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acg::provider::ClientAuth;
use acg::store::{
    Listed, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap, TokenStore, Version,
};
use acg::vault::Spool;
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Bearer, BoxFuture, ConnectionId,
    Error, Provider, Recovery, Vault,
};
use acg_sqlite::SqliteStore;
use peers::adapter::{BoxError, Client, Consent, Failure, Settings, run};
use peers::file::Trouble;

struct Acg {
    grant: AuthorizationCodeAuth,
    vault: Vault,
    last: Mutex<Option<Bearer>>,
}

impl Client for Acg {
    async fn open(settings: Settings, trouble: Trouble) -> Result<Self, BoxError> {
        let store = TroubledStore {
            inner: SqliteStore::open(settings.folder.join("grants.sqlite"))?,
            trouble,
        };
        let spool = Spool::open(settings.folder.join("spool"))?;
        let vault = Vault::builder(Arc::new(store)).spool(spool).build();
        let grant = AuthorizationCodeAuth::builder(credentials(&settings)?, provider(&settings)?)
            .store(vault.clone(), ConnectionId::new("customer")?)
            .build()?;
        vault.replay().await?;
        Ok(Self {
            grant,
            vault,
            last: Mutex::default(),
        })
    }

    async fn install(&self, consent: Consent) -> Result<(), Failure> {
        self.grant
            .fetch_token(consent.code)
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn token(&self) -> Result<String, Failure> {
        let bearer = self.grant.bearer().await.map_err(failure)?;
        Ok(self.keep(bearer))
    }

    async fn renew(&self, refused: String) -> Result<String, Failure> {
        let last = self.last().filter(|bearer| text(bearer) == refused);
        let known = match last {
            Some(bearer) => bearer,
            None => self.grant.bearer().await.map_err(failure)?,
        };
        if text(&known) != refused {
            return Ok(self.keep(known));
        }
        let bearer = self.grant.bearer_after_rejection(&known).await;
        Ok(self.keep(bearer.map_err(failure)?))
    }

    async fn end(&self) {
        // Nothing more can be done about a failure at the end.
        let _ = self.grant.retry_pending().await;
        self.vault.wait_until_idle().await;
    }
}

impl Acg {
    fn last(&self) -> Option<Bearer> {
        let last = self.last.lock();
        last.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, bearer: Bearer) -> String {
        let token = text(&bearer);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(bearer);
        token
    }
}

fn credentials(settings: &Settings) -> Result<AuthorizationCodeAuthCredentials, Error> {
    AuthorizationCodeAuthCredentials::builder(
        settings.client_id.clone(),
        settings.client_secret.clone(),
        "http://127.0.0.1:9/callback",
    )
    .build()
}

fn provider(settings: &Settings) -> Result<Provider, BoxError> {
    let authorize = "http://127.0.0.1:9/authorize".parse()?;
    let provider = Provider::rfc6749(authorize, settings.token_endpoint.parse()?)?;
    Ok(provider
        .exchange_auth(ClientAuth::Body)
        .refresh_auth(ClientAuth::Body))
}

fn text(bearer: &Bearer) -> String {
    let header = bearer.header().to_str().unwrap_or_default();
    header.trim_start_matches("Bearer ").to_owned()
}

fn failure(error: Error) -> Failure {
    let retry_after = match error.recovery() {
        Recovery::Retry { after } => after,
        Recovery::OutcomeUnknown { retry_after } => retry_after,
        _ => None,
    };
    Failure {
        error: error.into(),
        retry_after,
    }
}

/// The SQLite store, with the trouble that the benchmark makes.
#[derive(Debug)]
struct TroubledStore {
    inner: SqliteStore,
    trouble: Trouble,
}

impl TroubledStore {
    async fn meet(&self) -> Result<(), StoreError> {
        let met = self.trouble.meet().await;
        met.map_err(|error| StoreError::new("the write failed").with_source(error))
    }
}

impl TokenStore for TroubledStore {
    fn identity(&self) -> &StoreIdentity {
        self.inner.identity()
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.inner.load(id)
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            self.meet().await?;
            self.inner.compare_and_swap(id, expected, row).await
        })
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            self.meet().await?;
            self.inner.delete(id, expected).await
        })
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        self.inner.due(shard, within, limit)
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        self.inner.page(after, limit)
    }

    fn failovers(&self) -> u64 {
        self.inner.failovers()
    }

    fn owner(&self) -> &str {
        self.inner.owner()
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        self.inner.owner_state(owner)
    }
}

fn main() -> Result<(), BoxError> {
    run::<Acg>()
}
