//! The driver: processes that refresh, and the judgement of what is left.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::error::{BoxError, Error, Recovery};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::provider::profile::Dpop;
use crate::random::{self, SystemRandom};
use crate::store::connection_id::ConnectionId;
use crate::store::contract::TokenStore;
use crate::store::head::GrantState;
use crate::store::record::Record;
use crate::testing::breach::{Breach, breach, ensure};
use crate::testing::chaos::network::Network;
use crate::testing::chaos::plan::{ChaosCounts, Plan};
use crate::testing::chaos::process::Process;
use crate::testing::chaos::seeded_random::SeededRandom;
use crate::testing::rotating_provider::RotatingProvider;
use crate::token::bearer::BearerSource;
use crate::vault::records::Vault;

/// How long a request may take. Leases last in proportion to it, and a process that finds one waits for its end.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How often an engine is asked to finish what it still has to do, once faults have stopped.
const MOST_ATTEMPTS: u32 = 20;

/// Lets several engines refresh the same grants at once on the store that `open` returns. Every call returns
/// another handle on the same records, or the same value again.
///
/// `clock` is the store's own. For a store that reads its time from the machine or a server, that is the machine's,
/// and a run takes as long as its leases: some minutes. For a store that takes its time from outside, there is
/// [`AutoAdvanceClock`](crate::testing::chaos::AutoAdvanceClock). A tokio runtime must be running.
///
/// # Errors
/// When a live refresh token is not in the store although its response was not lost, or a token whose
/// response arrived in time is presented again.
pub async fn run<E: Into<BoxError>>(
    open: impl AsyncFn() -> Result<Arc<dyn TokenStore>, E>,
    clock: Arc<dyn Clock>,
    plan: Plan,
) -> Result<ChaosCounts, Breach> {
    let random = Arc::new(SeededRandom::new(plan.seed));
    let network = Arc::new(Network::new(plan, random.clone(), clock.clone()));
    let mut processes = Vec::new();
    for number in 0..plan.workers.max(1) {
        let failed =
            |error: E| breach("a store can be opened", "opening failed").with_source(error);
        let store = open().await.map_err(failed)?;
        let (random, clock) = (random.clone(), clock.clone());
        processes.push(Arc::new(Process::new(store, number, plan, random, clock)));
    }
    let mut driver = Driver {
        plan,
        random,
        network,
        clock,
        processes,
        grants: Vec::new(),
        callers_dropped: 0,
    };
    driver.consent().await?;
    driver.arm();
    for _ in 0..plan.rounds {
        driver.round().await?;
    }
    driver.disarm();
    driver.finish().await;
    driver.judge().await
}

struct Driver {
    plan: Plan,
    random: Arc<SeededRandom>,
    network: Arc<Network>,
    clock: Arc<dyn Clock>,
    processes: Vec<Arc<Process>>,
    /// For each connection, the grant as every process has it.
    grants: Vec<Vec<AuthorizationCodeAuth>>,
    callers_dropped: usize,
}

impl Driver {
    /// Gives every connection its first token.
    async fn consent(&mut self) -> Result<(), Breach> {
        const PROMISE: &str = "a consent can be stored";
        let run = random::name(&SystemRandom);
        let connection = |number: usize| {
            ConnectionId::new(format!("chaos-{run}-{number}"))
                .map_err(|error| breach(PROMISE, "its connection has no name").with_source(error))
        };
        let failed = |error: Error| breach(PROMISE, "it failed").with_source(error);
        let mut first = Vec::new();
        for process in &self.processes {
            let grant = self.grant(process, connection(0)?);
            first.push(grant.map_err(failed)?);
        }
        for number in 0..self.plan.connections.max(1) {
            let connection = connection(number)?;
            let grants: Result<Vec<_>, _> = first
                .iter()
                .map(|one| one.with_connection(connection.clone()))
                .collect();
            let grants = grants.map_err(failed)?;
            // The code is the connection's name: the network then knows whose tokens pass.
            grants[0]
                .fetch_token(connection.as_str())
                .await
                .map_err(failed)?;
            self.grants.push(grants);
        }
        Ok(())
    }

    fn grant(
        &self,
        process: &Arc<Process>,
        connection: ConnectionId,
    ) -> Result<AuthorizationCodeAuth, Error> {
        let credentials = RotatingProvider::credentials().build()?;
        let mut provider = RotatingProvider::profile()?.timeout(TIMEOUT);
        if self.plan.bound {
            // An id_token cannot be bound.
            let bearer = BearerSource::AccessToken;
            provider = provider.bearer(bearer).dpop(Dpop::Required);
        }
        // Isolated: caches and locks in memory would keep the processes from ever meeting in the store.
        let vault = Vault::builder(process.clone()).isolated().build();
        AuthorizationCodeAuth::builder(credentials, provider)
            .http(self.network.clone())
            .clock(self.clock.clone())
            .random(self.random.clone())
            .store(vault, connection)
            .build()
    }

    /// Lets things fail from now on.
    fn arm(&self) {
        self.network.arm();
        self.processes.iter().for_each(|process| process.arm());
    }

    /// Lets nothing fail from now on.
    fn disarm(&self) {
        self.network.disarm();
        self.processes.iter().for_each(|process| process.disarm());
    }

    /// Lets every process ask for another token of every grant, at once. Errors are what a
    /// caller would see; what counts is the end.
    async fn round(&mut self) -> Result<(), Breach> {
        let mut callers = JoinSet::new();
        for grant in self.grants.iter().flatten() {
            let patience = self
                .random
                .happens(self.plan.callers_dropped)
                .then(|| self.random.millis(300));
            let leave = patience.map(|patience| self.clock.sleep(patience));
            let grant = grant.clone();
            callers.spawn(async move {
                let leave = async {
                    match leave {
                        Some(leave) => leave.await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    // In this order, so that the seed decides everything.
                    biased;
                    _ = grant.refresh_token() => false,
                    () = leave => true,
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

    /// Lets every engine finish what it still has to do, without faults.
    async fn finish(&self) {
        for grant in self.grants.iter().flatten() {
            for _ in 0..MOST_ATTEMPTS {
                let Err(error) = grant.refresh_token().await else {
                    break;
                };
                let wait = match error.recovery() {
                    Recovery::Retry { after } => after,
                    Recovery::OutcomeUnknown { retry_after } => retry_after,
                    // Waiting does not change it. Whether it is right is for the judge to say.
                    _ => break,
                };
                let wait = wait.unwrap_or(Duration::from_secs(1));
                self.clock.sleep(wait).await;
            }
        }
    }

    async fn judge(&self) -> Result<ChaosCounts, Breach> {
        let mut counts = self.network.counts();
        counts.callers_dropped = self.callers_dropped;
        counts.store_faults = self.processes.iter().map(|process| process.faults()).sum();
        let double = self.network.provider().double_spends();
        ensure(
            "a refresh token whose response arrived in time is not presented again",
            format_args!("{double} were"),
            double == 0,
        )?;
        ensure(
            "every process has the key of the grant that it refreshes",
            format_args!("{} requests had no proof by it", counts.unproven),
            counts.unproven == 0,
        )?;
        for grant in self.grants.iter().filter_map(|grants| grants.first()) {
            let record = grant
                .record()
                .await
                .map_err(|error| breach("a record can be read", "it failed").with_source(error))?;
            let alive = self.is_alive(grant.connection(), record.as_ref())?;
            counts.grants_lost += usize::from(!alive);
        }
        Ok(counts)
    }

    /// Returns whether the grant is alive. A grant that is not, although no response was lost, is a breach.
    fn is_alive(&self, connection: &ConnectionId, record: Option<&Record>) -> Result<bool, Breach> {
        let live = self.network.provider().live();
        let stored = record
            .filter(|record| record.head.state == GrantState::Ready)
            .and_then(|record| record.token.refresh_token.as_ref())
            .map(|token| token.expose().to_owned());
        let is_alive = stored.as_ref().is_some_and(|token| live.contains(token));
        let is_excused = self.network.has_lost_a_response(connection.as_str());
        let state = record.map(|record| &record.head.state);
        ensure(
            "a live refresh token is in the store unless its response was lost",
            format_args!(
                "of {connection} the store has {stored:?} ({state:?}), and the provider knows {live:?}"
            ),
            is_alive || is_excused,
        )?;
        Ok(is_alive)
    }
}
