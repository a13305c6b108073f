//! What the harness and its workers tell each other: a line of JSON each.

use std::io::Write as _;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use acg::http::{HttpClient, HttpClientOptions, HttpService};
use acg::provider::Dpop;
use acg::store::{Head, TokenStore};
use acg::vault::{Keyring, Spool};
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ConnectionId, OauthToken, Provider,
    Vault,
};
use acg_postgres::PostgresStore;
use acg_sqlite::SqliteStore;
use anyhow::{Context as _, Result};
use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

/// Everything that a worker needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Orders {
    /// The worker's number, which no other one of the run has; the provider sees it too.
    pub(crate) worker: u32,
    pub(crate) grants: Grants,
    pub(crate) task: Task,
    /// The connections it works on.
    pub(crate) connections: Range<u32>,
    /// How many calls it makes at a time.
    pub(crate) hands: u32,
    /// When it asks the customers for consent.
    pub(crate) consents: Consents,
    /// Among how many processes the customers are divided: two processes must not ask one customer at once.
    pub(crate) slots: u32,
    pub(crate) seed: u64,
    /// The point at which it stops to be killed, and at which occurrence.
    pub(crate) halt: Option<(String, u32)>,
}

/// When a process asks a customer for consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Consents {
    Never,
    /// When the grant has ended.
    WhenEnded,
    /// Also now and then without need, with and without removing the grant before.
    Often,
}

/// What tokens the provider gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Tokens {
    Bearer,
    /// Bound to a key, which a proof in each request shows (RFC 9449).
    Bound,
}

/// Where the grants are kept and who gave them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grants {
    pub(crate) location: StoreLocation,
    pub(crate) spool: Option<PathBuf>,
    /// How long the spool retains what the store has taken.
    pub(crate) retention: Duration,
    pub(crate) key: String,
    /// The token endpoint.
    pub(crate) provider: String,
    pub(crate) tokens: Tokens,
    pub(crate) timeout: Duration,
}

/// A store.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum StoreLocation {
    Sqlite(PathBuf),
    Postgres { url: String, owners: PathBuf },
}

/// What a worker does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Asks for tokens of random connections until it is stopped.
    Churn,
    /// Asks for a token of each connection once.
    Once,
    /// This many callers ask for a token of the first connection at the same time.
    Callers(u32),
    /// Keeps all connections fresh until it is stopped.
    Keep,
    /// Refreshes each connection until that succeeds or needs a consent.
    Finish,
}

/// What a worker says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum WorkerEvent {
    /// It waits for the word `go`.
    Ready,
    /// The store has taken the refresh token with this fingerprint.
    Saved {
        fingerprint: String,
        at: u64,
        recovered: bool,
    },
    /// It has taken another process's lease over.
    TakenOver,
    /// A call failed.
    Failed { kind: String, text: String },
    /// It has come to the point at which it is to be killed.
    Halted,
    /// A connection could not be refreshed in the end, although a consent is not needed.
    Stuck { connection: u32 },
    /// A connection asks for consent in the end.
    Ended { connection: u32 },
    /// It has asked for what the processes before it left behind.
    CaughtUp,
    /// It has waited for the response to this refresh token for as long as it may.
    GaveUp {
        worker: u32,
        connection: u32,
        generation: u64,
        at: u64,
    },
    /// Its task is done.
    Done,
}

/// How long no lease is given after a failover: for so long every process may take to replay its
/// spool, on a machine that others keep busy too.
const HOLD: Duration = Duration::from_secs(6);

impl StoreLocation {
    pub(crate) async fn open(&self) -> Result<Arc<dyn TokenStore>> {
        match self {
            Self::Sqlite(path) => Ok(Arc::new(SqliteStore::open(path)?)),
            // Few connections: a process that is killed every moment spends its life in opening them.
            Self::Postgres { url, owners } => {
                let options = PostgresStore::options(url)?
                    .pool_size(4)
                    .failover_hold(HOLD)
                    .liveness_dir(owners);
                Ok(Arc::new(PostgresStore::connect(&options).await?))
            }
        }
    }
}

impl Grants {
    /// Opens the store with its keys and spool.
    pub(crate) fn vault(&self, store: Arc<dyn TokenStore>) -> Result<Vault> {
        let builder = Vault::builder(store).keys(Keyring::new(self.key.parse()?));
        let Some(spool) = &self.spool else {
            return Ok(builder.build());
        };
        let spool = Spool::open(spool)?.retain_for(self.retention);
        Ok(builder.spool(spool).build())
    }

    /// Opens one grant, from which [`AuthorizationCodeAuth::with_connection`] makes the others.
    pub(crate) fn grant(
        &self,
        vault: &Vault,
        connection: u32,
        token: Option<OauthToken>,
        http: Option<Arc<dyn HttpService>>,
    ) -> Result<AuthorizationCodeAuth> {
        let credentials = AuthorizationCodeAuthCredentials::builder(
            "client",
            "secret",
            "https://app.example/callback",
        );
        let credentials = credentials
            .oauth_token(token)
            .oauth_clock_skew(Duration::from_millis(100))
            .build()?;
        let provider =
            Provider::rfc6749("https://idp.example/auth".parse()?, self.provider.parse()?)?;
        let provider = provider.dpop(match self.tokens {
            Tokens::Bearer => Dpop::Off,
            Tokens::Bound => Dpop::Required,
        });
        let mut builder =
            AuthorizationCodeAuth::builder(credentials, provider.timeout(self.timeout))
                .store(vault.clone(), connection_id(connection)?);
        if let Some(http) = http {
            builder = builder.http(http);
        }
        Ok(builder.build()?)
    }
}

/// Returns how long a lease lasts, as the engine makes it.
pub(crate) fn lease(timeout: Duration) -> Duration {
    timeout * 2 + Duration::from_secs(15)
}

/// Creates the HTTP client of a worker, whose number the provider reads in the `User-Agent`.
pub(crate) fn http(worker: u32) -> Result<Arc<dyn HttpService>> {
    let mut options = HttpClientOptions::default();
    options.user_agent = worker.to_string();
    Ok(Arc::new(HttpClient::new(&options)?))
}

pub(crate) fn connection_id(number: u32) -> Result<ConnectionId> {
    Ok(ConnectionId::new(format!("c{number}"))?)
}

pub(crate) fn connection_number(id: &str) -> Option<u32> {
    id.strip_prefix('c')?.parse().ok()
}

/// Builds a refresh token, which names its connection and counts.
pub(crate) fn refresh_token(connection: u32, generation: u64) -> String {
    format!("c{connection}.{generation}")
}

pub(crate) fn parse_refresh_token(token: &str) -> Option<(u32, u64)> {
    let (connection, generation) = token.split_once('.')?;
    Some((connection_number(connection)?, generation.parse().ok()?))
}

/// Finds the fingerprint of the refresh token in a row or spool entry with this head, as its history tells it.
pub(crate) fn fingerprint(head: &Head) -> Option<String> {
    let newest = head
        .history
        .iter()
        .rev()
        .find_map(|entry| entry.after.as_ref());
    newest.map(|fingerprint| fingerprint.as_str().to_owned())
}

/// Why a code is exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The grant has ended although its customer did not end it.
    Ended,
    /// The customer wishes it.
    Wish,
}

/// Writes a code, which names its connection and why there is a new consent.
pub(crate) fn code(connection: u32, reason: Reason) -> String {
    let word = match reason {
        Reason::Ended => "ended",
        Reason::Wish => "wish",
    };
    format!("{word}.c{connection}")
}

pub(crate) fn parse_code(code: &str) -> Option<(u32, Reason)> {
    let (word, connection) = code.split_once('.')?;
    let reason = match word {
        "ended" => Reason::Ended,
        _ => Reason::Wish,
    };
    Some((connection_number(connection)?, reason))
}

/// Nanoseconds of the clock that all processes of this machine share and nobody can set.
pub(crate) fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec.cast_unsigned() * 1_000_000_000 + time.tv_nsec.cast_unsigned()
}

/// Writes a message as a line for the other side of a pipe.
pub(crate) fn line(message: &impl Serialize) -> Result<String> {
    let mut line = serde_json::to_string(message).context("a message cannot be written")?;
    line.push('\n');
    Ok(line)
}

/// Writes a line that is in the pipe when this returns, whatever becomes of this process then.
pub(crate) fn tell(event: &WorkerEvent) {
    let Ok(line) = line(event) else { return };
    let mut output = std::io::stdout().lock();
    if output
        .write_all(line.as_bytes())
        .and_then(|()| output.flush())
        .is_err()
    {
        // Nobody listens.
        std::process::exit(1);
    }
}
