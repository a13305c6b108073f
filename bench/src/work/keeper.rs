//! A keeper on PostgreSQL with ten thousand connections that are due at once. The provider is the stub server, so
//! that its share of the CPU can be distinguished; PostgreSQL's own is in neither figure.

use std::sync::Arc;
use std::time::{Duration, Instant};

use acg::keeper::Keeper;
use acg::{AuthorizationCodeAuth, ConnectionId, Provider};
use acg_postgres::PostgresStore;

use super::commits::{credentials, execute};
use super::{Setting, Shown, runtime};
use crate::clock::{Cost, measured};
use crate::contest::Series;
use crate::row::{Goal, Row};

const CONNECTIONS: u64 = 10_000;

/// Refreshes under way at once.
const AT_ONCE: usize = 64;

/// A keeper that has not finished by then is too slow whatever the rest would show.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it did when it was measured first, per second, on two cores.
const FIRST: f64 = 383.0;

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let Some(database) = &setting.postgres else {
        return Ok(Shown::Skipped("no PostgreSQL server".to_owned()));
    };
    let runtime = runtime(2);
    let keeper = runtime.block_on(keeper(database, setting.server.url()))?;
    let provider = setting.server.cpu();
    let (refreshed, Cost { cpu, wall }) = measured(|| runtime.block_on(keep(&keeper)));
    let refreshed = refreshed?;
    let provider = setting.server.cpu().zip(provider);
    runtime.block_on(execute(database, "DROP SCHEMA bench_keeper CASCADE"))?;
    let per_second = refreshed / wall.as_secs_f64();
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / refreshed;
    let provider = provider.map_or(Duration::ZERO, |(after, before)| {
        after.saturating_sub(before)
    });
    let work = format!(
        "keeper on PostgreSQL, {CONNECTIONS} due at once (CPU of a refresh: {:.0} µs ours, {:.0} µs the provider's)",
        micros(cpu),
        micros(provider)
    );
    let series = vec![
        Series::new("when first measured", vec![FIRST]),
        Series::new("ours", vec![per_second]),
    ];
    let row = Row::new(work, "refreshes/s", series, Goal::AtLeast(3.0));
    Ok(Shown::Rows(vec![row]))
}

async fn keeper(database: &str, url: &str) -> anyhow::Result<Keeper> {
    let options = PostgresStore::options(database)?.schema("bench_keeper");
    let options = options.pool_size(32).prepared_statements();
    execute(database, "DROP SCHEMA IF EXISTS bench_keeper CASCADE").await?;
    PostgresStore::migrate(&options).await?;
    let token_endpoint = format!("{url}/instant/token");
    fill(database, &token_endpoint).await?;
    let store = Arc::new(PostgresStore::connect(&options).await?);
    let provider = Provider::rfc6749(format!("{url}/auth").parse()?, token_endpoint.parse()?)?;
    let auth = AuthorizationCodeAuth::builder(credentials()?, provider)
        .store(store, ConnectionId::new("keeper")?)
        .build()?;
    Ok(Keeper::builder(auth).concurrency(AT_ONCE).build()?)
}

/// Returns how many connections were refreshed.
async fn keep(keeper: &Keeper) -> anyhow::Result<f64> {
    let start = Instant::now();
    let stop = async {
        while start.elapsed() < PATIENCE && keeper.health().refreshed < CONNECTIONS {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    Ok(keeper.run(stop).await?.refreshed as f64)
}

/// Makes the connections, all of them due.
async fn fill(database: &str, token_endpoint: &str) -> anyhow::Result<()> {
    let token = "x".repeat(1_200);
    let insert = format!(
        r#"INSERT INTO bench_keeper.connection (shard, id, version, generation, due, head, sealed)
         SELECT get_byte(sha256(convert_to(id, 'UTF8')), 0), id, nextval('bench_keeper.version'), 1, number,
         convert_to('{{"generation":1,"state":"ready","client_id":"client","provider":"{token_endpoint}","refresh_at":' || number || '}}', 'UTF8'),
         convert_to('{{"token":{{"access_token":"{token}","refresh_token":"r-' || number || '"}}}}', 'UTF8')
         FROM (SELECT number, 'customer-' || number || '/bank' AS id FROM generate_series(1, {CONNECTIONS}) AS number) AS n"#
    );
    execute(database, &insert).await?;
    execute(database, "VACUUM ANALYZE bench_keeper.connection").await?;
    execute(database, "CHECKPOINT").await
}
