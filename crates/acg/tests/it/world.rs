//! Everything a test needs: a clock, a provider, a store, and a grant.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use acg::clock::{Clock as _, ManualClock};
use acg::grant::CredentialsBuilder;
use acg::provider::LostResponse;
use acg::random::{Random, RandomError, SystemRandom};
use acg::store::{GrantState, Head, MemoryStore, Record, Row, Stored, TokenStore as _};
use acg::testing::{Gate, Reaction, RotatingProvider};
use acg::vault::StorePolicy;
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Bearer, ConnectionId, Error, Provider,
    Vault,
};
use tokio::task::JoinHandle;

use crate::faulty_store::FaultyStore;

pub(crate) struct World {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) idp: RotatingProvider,
    pub(crate) records: Arc<MemoryStore>,
    pub(crate) store: Arc<FaultyStore>,
    pub(crate) id: ConnectionId,
    pub(crate) policy: StorePolicy,
}

impl World {
    /// At the beginning of 2026, with an empty store.
    pub(crate) fn new() -> Self {
        let clock = Arc::new(ManualClock::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600),
        ));
        let records = Arc::new(MemoryStore::with_clock(clock.clone()));
        Self {
            idp: RotatingProvider::new(clock.clone()),
            store: Arc::new(FaultyStore::new(records.clone(), "process-1")),
            clock,
            records,
            id: ConnectionId::new("customer/bank").unwrap(),
            policy: StorePolicy::default(),
        }
    }

    /// The same, where a token that is not saved is used nevertheless.
    pub(crate) fn keep_serving() -> Self {
        Self {
            policy: StorePolicy::KeepServing,
            ..Self::new()
        }
    }

    /// The grant of this process.
    pub(crate) fn auth(&self) -> AuthorizationCodeAuth {
        self.auth_with(|builder| builder)
    }

    /// The grant, with other credentials.
    pub(crate) fn auth_with(
        &self,
        change: impl FnOnce(CredentialsBuilder) -> CredentialsBuilder,
    ) -> AuthorizationCodeAuth {
        self.auth_on(
            &self.store,
            change(credentials()).build().unwrap(),
            provider(),
        )
    }

    /// The grant as another process has it.
    pub(crate) fn process(&self, owner: &str) -> (Arc<FaultyStore>, AuthorizationCodeAuth) {
        let store = Arc::new(FaultyStore::new(self.records.clone(), owner));
        let auth = self.auth_on(&store, credentials().build().unwrap(), provider());
        (store, auth)
    }

    pub(crate) fn auth_on(
        &self,
        store: &Arc<FaultyStore>,
        credentials: AuthorizationCodeAuthCredentials,
        provider: Provider,
    ) -> AuthorizationCodeAuth {
        self.auth_of(
            Vault::builder(store.clone()).policy(self.policy).build(),
            credentials,
            provider,
        )
    }

    /// The grant in a vault of the test's own.
    pub(crate) fn auth_in(&self, vault: Vault) -> AuthorizationCodeAuth {
        self.auth_of(vault, credentials().build().unwrap(), provider())
    }

    pub(crate) fn auth_of(
        &self,
        vault: Vault,
        credentials: AuthorizationCodeAuthCredentials,
        provider: Provider,
    ) -> AuthorizationCodeAuth {
        AuthorizationCodeAuth::builder(credentials, provider)
            .http(Arc::new(self.idp.clone()))
            .clock(self.clock.clone())
            .random(Arc::new(NoJitter))
            .store(vault, self.id.clone())
            .build()
            .unwrap()
    }

    /// The grant without a store of its own.
    pub(crate) fn auth_in_memory(
        &self,
        credentials: &AuthorizationCodeAuthCredentials,
    ) -> AuthorizationCodeAuth {
        AuthorizationCodeAuth::builder(credentials.clone(), provider())
            .http(Arc::new(self.idp.clone()))
            .clock(self.clock.clone())
            .build()
            .unwrap()
    }

    /// The grant after the customer has consented.
    pub(crate) async fn consented(&self) -> AuthorizationCodeAuth {
        let auth = self.auth();
        auth.fetch_token("code").await.unwrap();
        auth
    }

    /// The grant after the customer has consented and the token has expired.
    pub(crate) async fn expired(&self) -> AuthorizationCodeAuth {
        let auth = self.consented().await;
        self.expire();
        auth
    }

    /// A call of the grant whose refresh does not reach the provider until it is released.
    pub(crate) async fn hold_request(&self, auth: &AuthorizationCodeAuth) -> HeldCall {
        self.hold(auth, Reaction::HoldRequest).await
    }

    /// A call of the grant whose refresh is processed, and does not come back until it is released.
    pub(crate) async fn hold_response(&self, auth: &AuthorizationCodeAuth) -> HeldCall {
        self.hold(auth, Reaction::HoldResponse).await
    }

    async fn hold(&self, auth: &AuthorizationCodeAuth, how: fn(Gate) -> Reaction) -> HeldCall {
        let (gate, auth) = (Gate::new(), auth.clone());
        self.idp.next([how(gate.clone())]);
        let call = tokio::spawn(async move { auth.bearer().await });
        gate.arrival().await;
        HeldCall { gate, call }
    }

    /// Lets every token expire.
    pub(crate) fn expire(&self) {
        self.clock.advance(Duration::from_secs(901));
    }

    /// The row of the grant, unless that was removed.
    pub(crate) async fn stored(&self) -> Option<Stored> {
        let stored = self.records.load(&self.id).await.unwrap();
        stored.filter(|stored| !Head::from_bytes(&stored.row.head).unwrap().is_removed())
    }

    /// The record, which is there.
    pub(crate) async fn record(&self) -> Record {
        Vault::from(self.records.clone())
            .load(&self.id)
            .await
            .unwrap()
            .unwrap()
            .record
    }

    pub(crate) async fn head(&self) -> Head {
        self.record().await.head
    }

    pub(crate) async fn state(&self) -> GrantState {
        self.head().await.state
    }

    /// Replaces the head's JSON text in some places.
    pub(crate) async fn edit_head(&self, changes: &[(&str, &str)]) {
        let Stored { row, version, .. } = self.stored().await.unwrap();
        let mut text = String::from_utf8(row.head.clone()).unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{from} is not in {text}");
            text = text.replace(from, to);
        }
        let Row {
            generation,
            due,
            owner,
            sealed,
            ..
        } = row;
        let row = Row::new(generation, due, owner, text.into_bytes(), sealed);
        self.records
            .compare_and_swap(&self.id, Some(version), &row)
            .await
            .unwrap();
    }

    /// Puts a sibling beside the stored token set, as a process does whose response came late.
    pub(crate) async fn store_sibling(&self, refresh_token: &str) {
        let Stored { row, version, .. } = self.stored().await.unwrap();
        let mut tokens: serde_json::Value =
            serde_json::from_slice(row.sealed.as_deref().unwrap()).unwrap();
        tokens["sibling"] = tokens["token"].clone();
        tokens["sibling"]["refresh_token"] = refresh_token.into();
        let row = Row::new(
            row.generation,
            row.due,
            row.owner,
            row.head,
            Some(tokens.to_string().into_bytes()),
        );
        self.records
            .compare_and_swap(&self.id, Some(version), &row)
            .await
            .unwrap();
    }

    /// The refresh token in the store is the one that works at the provider, and the only one.
    pub(crate) async fn assert_alive(&self) {
        assert_eq!(self.idp.live(), [refresh_token(&self.record().await)]);
    }

    pub(crate) fn seconds(&self) -> i64 {
        self.clock
            .now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_secs()
            .cast_signed()
    }
}

/// A call that waits in the middle of its refresh.
pub(crate) struct HeldCall {
    gate: Gate,
    call: JoinHandle<Result<Bearer, Error>>,
}

impl HeldCall {
    /// Releases it. Returns what its caller gets.
    pub(crate) async fn release(self) -> Result<Bearer, Error> {
        self.gate.open();
        self.call.await.unwrap()
    }
}

/// Lets the other tasks continue until each of them waits for something.
pub(crate) async fn let_others_run() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

/// Runs what a process does until it ends, and with it everything that it has begun.
pub(crate) fn process_that_ends<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let process = scope.spawn(|| {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime.enable_all().build().unwrap().block_on(work)
        });
        process.join().unwrap()
    })
}

/// Randomness for secrets, and none for jitter, so that a test knows the moments.
#[derive(Debug)]
struct NoJitter;

impl Random for NoJitter {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        if bytes.len() > 4 {
            return SystemRandom.fill(bytes);
        }
        bytes.fill(0);
        Ok(())
    }
}

pub(crate) fn refresh_token(record: &Record) -> String {
    record
        .token
        .refresh_token
        .as_ref()
        .unwrap()
        .expose()
        .to_owned()
}

/// The token of a bearer.
pub(crate) fn text(bearer: &Bearer) -> String {
    bearer
        .header()
        .to_str()
        .unwrap()
        .strip_prefix("Bearer ")
        .unwrap()
        .to_owned()
}

pub(crate) fn credentials() -> CredentialsBuilder {
    RotatingProvider::credentials()
}

/// The test's provider. What happens after a lost response is seen most easily when nothing is presented again by
/// itself.
pub(crate) fn provider() -> Provider {
    RotatingProvider::profile()
        .unwrap()
        .lost_response(LostResponse::Hold)
}
