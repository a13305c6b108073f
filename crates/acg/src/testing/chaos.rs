//! A driver that refreshes many grants at once, from several processes, while everything fails that can (feature `testing`).
//!
//! [`contract`](crate::testing::contract) tests a store's promises one by one; this tests what they are for. It does not replace the
//! other: `due`, `page` and deletions are not used here. Whoever writes a store runs both:
//!
//! ```
//! use std::convert::Infallible;
//! use std::sync::Arc;
//! use acg::store::{MemoryStore, TokenStore};
//! use acg::testing::chaos::{AutoAdvanceClock, Plan};
//! use acg::testing::{Breach, chaos};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Breach> {
//! let clock = Arc::new(AutoAdvanceClock::default());
//! let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::with_clock(clock.clone()));
//! let report = chaos::run(async || Ok::<_, Infallible>(store.clone()), clock, Plan::new(21)).await?;
//! // A run in which no answer is lost would show little: take another seed then.
//! assert!(report.responses_lost > 0 && report.responses_late > 0);
//! assert!(report.grants_lost <= report.responses_lost);
//! # Ok(())
//! # }
//! ```
//!
//! Each worker is as another process would be: it has its own handle, its own name in leases, and an identity of its own, so that the
//! engine shares nothing in memory between two of them. For the same reason they have no keys and no spool, which go by
//! the store's identity; a worker's store therefore never fails so often in a row that an answer is left in memory alone.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::error::{BoxError, Error, Recovery};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::provider::profile::Provider;
use crate::random;
use crate::random::SystemRandom;
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::head::GrantState;
use crate::store::record::Record;
use crate::testing::breach::{Breach, breach, ensure};
use crate::testing::chaos::idp::Idp;
use crate::testing::chaos::process::Process;
use crate::testing::chaos::seeded_random::SeededRandom;
use crate::vault::records::Vault;

mod auto_advance_clock;
mod idp;
mod process;
mod seeded_random;

pub use self::auto_advance_clock::AutoAdvanceClock;

/// How long a request may take. Leases go by it, and whoever finds one waits for its end.
const TIMEOUT: Duration = Duration::from_secs(5);

/// What is done, and how often what fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// Grants. Default: 8.
    pub connections: usize,
    /// Processes. Default: 4.
    pub workers: usize,
    /// How often every process wants a new token of every grant. Default: 10.
    pub rounds: usize,
    /// Of a hundred writes to the store, how many report a failure; half of them are done all the same. Default: 10.
    pub store_faults: u64,
    /// Of a hundred requests, how many do not arrive at the provider. Default: 5.
    pub requests_lost: u64,
    /// Of a hundred answers, how many do not arrive. Default: 1.
    pub responses_lost: u64,
    /// Of a hundred answers, how many arrive only after other processes have taken the lease over. Default: 2.
    pub responses_late: u64,
    /// Of a hundred callers, how many go away before they have their token. Default: 20.
    pub callers_dropped: u64,
    /// Whether the provider answers a refresh token once more when its first answer was lost. Default: no.
    pub grace: bool,
}

impl Plan {
    /// The defaults with this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            connections: 8,
            workers: 4,
            rounds: 10,
            store_faults: 10,
            requests_lost: 5,
            responses_lost: 1,
            responses_late: 2,
            callers_dropped: 20,
            grace: false,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// Refresh tokens that the provider has replaced.
    pub refreshes: usize,
    /// Writes to the store that reported a failure.
    pub store_faults: usize,
    /// Requests that did not arrive.
    pub requests_lost: usize,
    /// Answers with a new refresh token that did not arrive.
    pub responses_lost: usize,
    /// Answers with a new refresh token that arrived late.
    pub responses_late: usize,
    /// Callers that went away.
    pub callers_dropped: usize,
    /// Spent refresh tokens that were presented again, because their answer was lost or late.
    pub presented_again: usize,
    /// Grants that ended because of a lost answer.
    pub grants_lost: usize,
}

type Handle = Arc<dyn TokenStore>;

/// Lets several engines refresh the same grants at once on the store that `open` gives; every call gives another handle on the
/// same records, or the same value again. `clock` is the store's own. For a store that reads its time from the machine or a
/// server, that is the machine's, and a run takes as long as its leases: some minutes. For one that takes its time from
/// outside there is [`AutoAdvanceClock`]. A tokio runtime must be running.
///
/// # Errors
/// When a live refresh token is not in the store although its answer was not lost, or one that was answered in time is
/// presented again.
pub async fn run<E: Into<BoxError>>(
    open: impl AsyncFn() -> Result<Handle, E>,
    clock: Arc<dyn Clock>,
    plan: Plan,
) -> Result<Report, Breach> {
    let random = Arc::new(SeededRandom::new(plan.seed));
    let idp = Arc::new(Idp::new(plan, random.clone(), clock.clone()));
    let mut processes = Vec::new();
    for number in 0..plan.workers.max(1) {
        let inner = open().await.map_err(|error| {
            breach("a store can be opened", "opening failed").with_source(error)
        })?;
        processes.push(Arc::new(Process::new(
            inner,
            number,
            plan,
            random.clone(),
            clock.clone(),
        )));
    }
    let mut crowd = Crowd {
        plan,
        random,
        idp,
        clock,
        processes,
        engines: Vec::new(),
        callers_dropped: 0,
    };
    crowd.consent().await?;
    crowd.arm(true);
    for _ in 0..plan.rounds {
        crowd.round().await?;
    }
    crowd.arm(false);
    crowd.settle().await;
    crowd.judge().await
}

/// All who want tokens.
struct Crowd {
    plan: Plan,
    random: Arc<SeededRandom>,
    idp: Arc<Idp>,
    clock: Arc<dyn Clock>,
    processes: Vec<Arc<Process>>,
    /// For each connection, every process's engine.
    engines: Vec<Vec<AuthorizationCodeAuth>>,
    callers_dropped: usize,
}

impl Crowd {
    /// Gives every connection its first token.
    async fn consent(&mut self) -> Result<(), Breach> {
        const PROMISE: &str = "a consent can be kept";
        let run = random::name(&SystemRandom);
        let mut first = Vec::new();
        for process in &self.processes {
            let connection = ConnectionId::new(format!("chaos-{run}-0"));
            let connection =
                connection.map_err(|error| breach(PROMISE, "it has no name").with_source(error))?;
            first.push(
                self.engine(process, connection)
                    .map_err(|error| engine_failed(PROMISE, error))?,
            );
        }
        for number in 0..self.plan.connections.max(1) {
            let connection = ConnectionId::new(format!("chaos-{run}-{number}"));
            let connection =
                connection.map_err(|error| breach(PROMISE, "it has no name").with_source(error))?;
            let engines: Result<Vec<_>, _> = first
                .iter()
                .map(|one| one.with_connection(connection.clone()))
                .collect();
            let engines = engines.map_err(|error| engine_failed(PROMISE, error))?;
            engines[0]
                .fetch_token(connection.as_str())
                .await
                .map_err(|error| engine_failed(PROMISE, error))?;
            self.engines.push(engines);
        }
        Ok(())
    }

    fn engine(
        &self,
        process: &Arc<Process>,
        connection: ConnectionId,
    ) -> Result<AuthorizationCodeAuth, Error> {
        let url = |text: &str| {
            url::Url::parse(text).map_err(|_| Error::configuration("an endpoint is no URL"))
        };
        let provider = Provider::rfc6749(
            url("https://chaos.example/auth")?,
            url("https://chaos.example/token")?,
        )?;
        let provider = provider.timeout(TIMEOUT);
        let credentials = AuthorizationCodeAuthCredentials::builder(
            "chaos",
            "secret",
            "https://app.example/callback",
        )
        .build()?;
        AuthorizationCodeAuth::builder(credentials, provider)
            .http(self.idp.clone())
            .clock(self.clock.clone())
            .random(self.random.clone())
            .store(Vault::from(process.clone()), connection)
            .build()
    }

    /// Whether things fail from now on.
    fn arm(&self, armed: bool) {
        self.idp.arm(armed);
        self.processes.iter().for_each(|process| process.arm(armed));
    }

    /// Every process wants another token of every grant, at once. Errors are what a caller would see; what counts is the end.
    async fn round(&mut self) -> Result<(), Breach> {
        let mut callers = JoinSet::new();
        for engine in self.engines.iter().flatten() {
            let patience = self
                .random
                .happens(self.plan.callers_dropped)
                .then(|| self.random.millis(300));
            let leaves = patience.map(|patience| self.clock.sleep(patience));
            let engine = engine.clone();
            callers.spawn(async move {
                let leaves = async {
                    match leaves {
                        Some(leaves) => leaves.await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    // In this order, so that a seed decides everything.
                    biased;
                    _ = engine.refresh_token() => false,
                    () = leaves => true,
                }
            });
        }
        while let Some(caller) = callers.join_next().await {
            let dropped =
                caller.map_err(|error| breach("no caller panics", "one did").with_source(error))?;
            self.callers_dropped += usize::from(dropped);
        }
        Ok(())
    }

    /// Without faults, every engine does what it still has to do.
    async fn settle(&self) {
        const MOST_TRIES: u32 = 20;
        for engine in self.engines.iter().flatten() {
            for _ in 0..MOST_TRIES {
                let Err(error) = engine.refresh_token().await else {
                    break;
                };
                let wait = match error.recovery() {
                    Recovery::Retry { after } => after,
                    Recovery::OutcomeUnknown { retry_after } => retry_after,
                    _ => break,
                };
                self.clock
                    .sleep(wait.unwrap_or(Duration::from_secs(1)))
                    .await;
            }
        }
    }

    async fn judge(&self) -> Result<Report, Breach> {
        let mut report = self.idp.report();
        report.callers_dropped = self.callers_dropped;
        report.store_faults = self.processes.iter().map(|process| process.faults()).sum();
        let double = self.idp.double_spends();
        let promise = "a refresh token that was answered in time is not presented again";
        ensure(
            promise,
            format_args!("these were: {double:?}"),
            double.is_empty(),
        )?;
        for engine in self.engines.iter().filter_map(|engines| engines.first()) {
            let record = engine
                .record()
                .await
                .map_err(|error| engine_failed("what was kept can be read", error))?;
            report.grants_lost +=
                usize::from(!self.is_alive(engine.connection(), record.as_ref())?);
        }
        Ok(report)
    }

    /// Whether the grant lives. If not, an answer was lost; else it is a breach.
    fn is_alive(&self, connection: &ConnectionId, record: Option<&Record>) -> Result<bool, Breach> {
        const PROMISE: &str = "a live refresh token is in the store unless its answer was lost";
        let live = self.idp.live(connection.as_str());
        let kept = record.filter(|record| record.head.state == GrantState::Ready);
        let kept = kept
            .and_then(|record| record.token.refresh_token.as_ref())
            .map(|token| token.expose().to_owned());
        let alive = live.is_some() && live == kept;
        let excused = self.idp.has_lost_an_answer(connection.as_str());
        let state = record.map(|record| &record.head.state);
        ensure(
            PROMISE,
            format_args!(
                "of {connection} the store has {kept:?} ({state:?}), the provider {live:?}"
            ),
            alive || excused,
        )?;
        Ok(alive)
    }
}

fn engine_failed(promise: &'static str, error: Error) -> Breach {
    breach(promise, "it failed").with_source(error)
}
