//! Refreshes per second: each is two durable writes, the lease and the commit of the sealed tokens. The provider
//! responds at once, so what is left is the store.
//!
//! The floor writes the same: for each refresh two UPDATEs of one row of the same size, one after the other, each
//! durable before the next begins; nothing is sealed and nobody looks whether the row has changed. The bytes are
//! random, as sealed tokens are: a database that can compress them would write less.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acg::store::TokenStore;
use acg::vault::{Keyring, SealingKey};
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ConnectionId, OauthToken};
use acg::{Provider, Vault};
use acg_postgres::PostgresStore;
use acg_sqlite::SqliteStore;
use anyhow::Context as _;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;
use tokio_postgres::types::ToSql;

use super::{Setting, Shown, runtime};
use crate::contest::{Entry, contest};
use crate::row::{Goal, Row};
use crate::scale::Scale;
use hot_paths::canned::Tokens;

/// How many connections are refreshed at once.
const AT_ONCE: [usize; 2] = [1, 32];

/// A head is about so long, in bytes.
const HEAD: usize = 400;

/// Sealed tokens are about so long, in bytes.
const SEALED: usize = 2_600;

const GOAL: Goal = Goal::AtLeast(0.7);

const UNIT: &str = "refreshes/s";

pub(super) fn sqlite(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let folder = tempfile::tempdir()?;
    let runtime = runtime(2);
    let store = Arc::new(SqliteStore::open(folder.path().join("tokens.db"))?);
    let floor = plain_sqlite(&folder.path().join("plain.db"))?;
    let mut rows = Vec::new();
    for at_once in AT_ONCE {
        let grants = runtime.block_on(grants(store.clone(), at_once))?;
        let length = length(setting.scale);
        let entries = vec![
            Entry::new("UPDATEs, rusqlite", || update_sqlite(&floor, length)),
            Entry::new("ours", || refresh(&runtime, &grants, length)),
        ];
        let series = contest(setting.scale.pick(3, 7), entries);
        let work = format!("refreshes kept in SQLite, sealed, {at_once} at once");
        rows.push(Row::new(work, UNIT, series, GOAL));
    }
    Ok(Shown::Rows(rows))
}

pub(super) fn postgres(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let Some(url) = &setting.postgres else {
        return Ok(Shown::Skipped("no PostgreSQL server".to_owned()));
    };
    let runtime = runtime(2);
    let options = PostgresStore::options(url)?.schema("bench_commits");
    let options = options.pool_size(32).prepared_statements();
    let store = runtime.block_on(async {
        execute(url, "DROP SCHEMA IF EXISTS bench_commits CASCADE").await?;
        PostgresStore::migrate(&options).await?;
        anyhow::Ok(Arc::new(PostgresStore::connect(&options).await?))
    })?;
    let pool = runtime.block_on(plain_postgres(url))?;
    let mut rows = Vec::new();
    for at_once in AT_ONCE {
        let grants = runtime.block_on(grants(store.clone(), at_once))?;
        let length = length(setting.scale);
        let entries = vec![
            Entry::new("UPDATEs, tokio-postgres", || {
                update_postgres(&runtime, &pool, at_once, length)
            }),
            Entry::new("ours", || refresh(&runtime, &grants, length)),
        ];
        let series = contest(setting.scale.pick(3, 7), entries);
        let work = format!("refreshes kept in PostgreSQL, sealed, {at_once} at once");
        rows.push(Row::new(work, UNIT, series, GOAL));
    }
    runtime.block_on(execute(url, "DROP SCHEMA bench_commits CASCADE"))?;
    Ok(Shown::Rows(rows))
}

fn length(scale: Scale) -> Duration {
    Duration::from_secs(scale.pick(1, 4) as u64)
}

/// Runs one statement, or several.
pub(super) async fn execute(url: &str, statements: &str) -> anyhow::Result<()> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(statements).await?;
    Ok(())
}

/// Grants with a token set each, sealed in the store.
async fn grants(
    store: Arc<dyn TokenStore>,
    count: usize,
) -> anyhow::Result<Vec<AuthorizationCodeAuth>> {
    let key = SealingKey::generate(&acg::random::SystemRandom)?;
    let vault = Vault::builder(store).keys(Keyring::new(key)).build();
    let http = Arc::new(Tokens::default());
    let mut grants = Vec::new();
    for number in 0..count {
        let connection = ConnectionId::new(format!("c-{count}-{number}"))?;
        let auth = AuthorizationCodeAuth::builder(credentials()?, provider()?)
            .http(http.clone())
            .store(vault.clone(), connection)
            .build()?;
        let token = OauthToken::from_access_token(hot_paths::token::token(0));
        let token = token.with_refresh_token("r");
        auth.keep_consent(token, Vec::new()).await?;
        grants.push(auth);
    }
    Ok(grants)
}

/// The client of the grants.
pub(super) fn credentials() -> anyhow::Result<AuthorizationCodeAuthCredentials> {
    let callback = "https://app.example/callback";
    Ok(AuthorizationCodeAuthCredentials::builder("client", "secret", callback).build()?)
}

fn provider() -> anyhow::Result<Provider> {
    let [authorize, token] =
        ["https://idp.example/auth", "https://idp.example/token"].map(str::parse);
    Ok(Provider::rfc6749(authorize?, token?)?)
}

/// Refreshes all grants over and over; returns how many refreshes there are in a second.
fn refresh(runtime: &Runtime, grants: &[AuthorizationCodeAuth], length: Duration) -> f64 {
    let all = grants.to_vec();
    per_second(runtime, grants.len(), length, move |number| {
        let auth = all[number].clone();
        async move {
            auth.refresh_token().await.unwrap();
        }
    })
}

/// Does a work in so many tasks at once until the time is over; returns how often it was done in a second.
fn per_second<F: Future<Output = ()> + Send + 'static>(
    runtime: &Runtime,
    tasks: usize,
    length: Duration,
    work: impl Fn(usize) -> F + Clone + Send + 'static,
) -> f64 {
    let start = Instant::now();
    let done: usize = runtime.block_on(async {
        let mut running = tokio::task::JoinSet::new();
        for number in 0..tasks {
            let work = work.clone();
            running.spawn(async move {
                let mut done = 0;
                while start.elapsed() < length {
                    work(number).await;
                    done += 1;
                }
                done
            });
        }
        running.join_all().await.into_iter().sum()
    });
    done as f64 / start.elapsed().as_secs_f64()
}

/// A head and tokens.
fn row() -> (Vec<u8>, Vec<u8>) {
    let random = |length| {
        let mut bytes = vec![0; length];
        acg::random::Random::fill(&acg::random::SystemRandom, &mut bytes).unwrap();
        bytes
    };
    (random(HEAD), random(SEALED))
}

fn plain_sqlite(path: &Path) -> anyhow::Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE connection (id TEXT PRIMARY KEY, version INTEGER, head BLOB, sealed BLOB) WITHOUT ROWID",
    )?;
    connection.execute("INSERT INTO connection VALUES ('c', 0, ?1, ?2)", row())?;
    Ok(connection)
}

/// One connection of one thread: SQLite has one writer at a time, so more would only wait.
fn update_sqlite(connection: &rusqlite::Connection, length: Duration) -> f64 {
    let row = row();
    let mut update = connection
        .prepare_cached("UPDATE connection SET version = version + 1, head = ?1, sealed = ?2")
        .unwrap();
    let (start, mut done) = (Instant::now(), 0.0);
    while start.elapsed() < length {
        for _ in 0..2 {
            assert_eq!(update.execute((&row.0, &row.1)).unwrap(), 1);
        }
        done += 1.0;
    }
    done / start.elapsed().as_secs_f64()
}

async fn plain_postgres(url: &str) -> anyhow::Result<Pool> {
    execute(
        url,
        "CREATE TABLE bench_commits.plain (id integer PRIMARY KEY, version bigint, head bytea, sealed bytea)",
    )
    .await?;
    execute(
        url,
        "INSERT INTO bench_commits.plain SELECT n, 0, '', '' FROM generate_series(0, 63) AS n",
    )
    .await?;
    let recycling = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_config(url.parse()?, NoTls, recycling);
    Pool::builder(manager)
        .max_size(32)
        .build()
        .context("no pool of connections")
}

fn update_postgres(runtime: &Runtime, pool: &Pool, at_once: usize, length: Duration) -> f64 {
    let (pool, row) = (pool.clone(), Arc::new(row()));
    per_second(runtime, at_once, length, move |number| {
        let (pool, row) = (pool.clone(), row.clone());
        let number = i32::try_from(number).unwrap();
        async move {
            for _ in 0..2 {
                let client = pool.get().await.unwrap();
                let update = client.prepare_cached(UPDATE).await.unwrap();
                let values: [&(dyn ToSql + Sync); 3] = [&number, &row.0, &row.1];
                assert_eq!(client.execute(&update, &values).await.unwrap(), 1);
            }
        }
    })
}

const UPDATE: &str =
    "UPDATE bench_commits.plain SET version = version + 1, head = $2, sealed = $3 WHERE id = $1";
