//! A kit that runs clients which were built apart, each with its own handle on one store.
//!
//! [`contract`](crate::testing::contract) tests the rows of a store; this tests that grants in it work. The handles
//! are in one process, so the clients share one token and one refresh.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::clock::SystemClock;
use crate::error::{BoxError, Error, ErrorKind};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::operation::Operation;
use crate::random::{SystemRandom, name};
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::head::GrantState;
use crate::testing::breach::{Breach, breach, ensure};
use crate::testing::rotating_provider::RotatingProvider;
use crate::vault::records::Vault;

/// How many clients use the grant.
const SESSIONS: usize = 6;

/// How many callers each client has at a time.
const CALLERS: usize = 16;

/// How often all callers want another token.
const ROUNDS: usize = 4;

/// Runs a grant through its life on the store that `open` returns. Every call returns another handle on the same
/// records.
///
/// # Errors
/// The first promise that was broken, or could not be tested because the store failed.
pub async fn check<E: Into<BoxError>>(
    open: impl AsyncFn() -> Result<Arc<dyn TokenStore>, E>,
) -> Result<(), Breach> {
    let provider = RotatingProvider::new(Arc::new(SystemClock::new()));
    provider.accept_every_code();
    // The others get the chance to make a mistake while a request is on its way.
    provider.set_yields(100);
    let connection = ConnectionId::new(format!("sessions-{}", name(&SystemRandom)))
        .map_err(|error| breach("the kit's names are names", "one is not").with_source(error))?;
    let mut all = Vec::new();
    while all.len() < SESSIONS {
        let failed =
            |error: E| breach("a store can be opened", "opening failed").with_source(error);
        let store = open().await.map_err(failed)?;
        all.push(session(&provider, store, &connection).map_err(failed_call)?);
    }
    Sessions { provider, all }.check().await
}

fn session(
    provider: &RotatingProvider,
    store: Arc<dyn TokenStore>,
    connection: &ConnectionId,
) -> Result<AuthorizationCodeAuth, Error> {
    let credentials = RotatingProvider::credentials().build()?;
    AuthorizationCodeAuth::builder(credentials, RotatingProvider::profile()?)
        .http(Arc::new(provider.clone()))
        .store(Vault::from(store), connection.clone())
        .build()
}

struct Sessions {
    provider: RotatingProvider,
    all: Vec<AuthorizationCodeAuth>,
}

impl Sessions {
    async fn check(&self) -> Result<(), Breach> {
        self.consent_is_shared().await?;
        for round in 1..=ROUNDS {
            self.refresh_is_shared(round).await?;
        }
        self.token_is_stored().await?;
        self.end_is_shared().await?;
        self.new_consent_is_shared().await?;
        self.removal_is_shared().await
    }

    async fn consent_is_shared(&self) -> Result<(), Breach> {
        const PROMISE: &str = "a valid token is taken from the store, without a request";
        let (first, others) = self.first()?;
        first.fetch_token("code").await.map_err(failed_call)?;
        let bearer = first.bearer().await.map_err(failed_call)?;
        for other in others {
            let same = other.bearer().await.map_err(failed_call)?;
            let is_same = same.header() == bearer.header();
            ensure(PROMISE, "a client got another token", is_same)?;
        }
        let sent = self.provider.count(Operation::Refresh);
        ensure(PROMISE, format_args!("{sent} were sent"), sent == 0)
    }

    /// Lets all callers of all clients want another token at once.
    async fn refresh_is_shared(&self, round: usize) -> Result<(), Breach> {
        const PROMISE: &str = "callers who want another token at the same time share one refresh";
        let (first, _) = self.first()?;
        let rejected = first.bearer().await.map_err(failed_call)?;
        let mut calls = JoinSet::new();
        for session in &self.all {
            for _ in 0..CALLERS {
                let (session, rejected) = (session.clone(), rejected.clone());
                calls.spawn(async move { session.bearer_after_rejection(&rejected).await });
            }
        }
        // With a second refresh some callers would get the generation after this one.
        let next = rejected.generation() + 1;
        for bearer in calls.join_all().await {
            let generation = bearer.map_err(failed_call)?.generation();
            let seen = format_args!("a caller got generation {generation} instead of {next}");
            ensure(PROMISE, seen, generation == next)?;
        }
        let sent = self.provider.count(Operation::Refresh);
        let seen = format_args!("{sent} requests were sent in {round} rounds");
        ensure(PROMISE, seen, sent == round)?;
        let double = self.provider.double_spends();
        let seen = format_args!("{double} used tokens were presented");
        ensure(PROMISE, seen, double == 0)
    }

    async fn token_is_stored(&self) -> Result<(), Breach> {
        const PROMISE: &str = "the store has the refresh token that works";
        for session in &self.all {
            let record = session.record().await.map_err(failed_call)?;
            let token = record.and_then(|record| record.token.refresh_token);
            let stored = token.map(|token| token.expose().to_owned());
            let live = self.provider.live();
            ensure(
                PROMISE,
                "it has another one",
                stored.is_some_and(|token| live == [token]),
            )?;
        }
        Ok(())
    }

    async fn end_is_shared(&self) -> Result<(), Breach> {
        const PROMISE: &str = "a grant that the provider has ended is marked, for every client";
        let (first, others) = self.first()?;
        self.provider.end_everything();
        let rejected = first.bearer().await.map_err(failed_call)?;
        let ended = first.bearer_after_rejection(&rejected).await;
        let is_ended = ended.is_err_and(|error| error.kind() == ErrorKind::ConsentNeeded);
        ensure(PROMISE, "no consent was asked for", is_ended)?;
        for other in others {
            let record = other.record().await.map_err(failed_call)?;
            let state = record.map(|record| record.head.state);
            let is_ended = matches!(state, Some(GrantState::ConsentNeeded { .. }));
            ensure(PROMISE, format_args!("a client sees {state:?}"), is_ended)?;
        }
        Ok(())
    }

    async fn new_consent_is_shared(&self) -> Result<(), Breach> {
        const PROMISE: &str = "a new consent revives the grant, for every client";
        let (first, others) = self.first()?;
        let token = first.fetch_token("again").await.map_err(failed_call)?;
        for other in others {
            other.bearer().await.map_err(failed_call)?;
            let is_same = other.oauth_token().as_ref() == Some(&token);
            ensure(PROMISE, "a client has another token", is_same)?;
        }
        Ok(())
    }

    async fn removal_is_shared(&self) -> Result<(), Breach> {
        const PROMISE: &str = "a grant that was removed is gone, for every client";
        let (first, others) = self.first()?;
        first.forget().await.map_err(failed_call)?;
        for other in others {
            let record = other.record().await.map_err(failed_call)?;
            ensure(PROMISE, "a client sees it", record.is_none())?;
        }
        Ok(())
    }

    fn first(&self) -> Result<(&AuthorizationCodeAuth, &[AuthorizationCodeAuth]), Breach> {
        self.all
            .split_first()
            .ok_or_else(|| breach("there are clients", "there are none"))
    }
}

fn failed_call(error: Error) -> Breach {
    breach("a call on a store that works does not fail", "this one did").with_source(error)
}
