//! How much a server takes: `ACG_POSTGRES_URL=… cargo bench -p acg-postgres --features
//! postgres-tests --bench store -- 1000000`.
//!
//! Fills the schema `acg_bench` of that database with so many connections, all of them due, measures, and removes it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for people who measure"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "it measures real time, on a server that the environment names"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use acg::ConnectionId;
use acg::store::{Change, Listed, Row, Shard, StoreTime, Swap, TokenStore as _, Version};
use acg_postgres::{PostgresOptions, PostgresStore};
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

/// How long each measurement lasts.
const LENGTH: Duration = Duration::from_secs(10);

/// How many rows a keeper claims at a time.
const BATCH: usize = 64;

/// What the tokens of a grant take when they are sealed.
const SEALED: usize = 2200;

#[tokio::main]
async fn main() {
    let url = std::env::var("ACG_POSTGRES_URL").unwrap();
    let connections = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let options = PostgresStore::options(&url)
        .unwrap()
        .schema("acg_bench")
        .pool_size(32);
    run(&url, "DROP SCHEMA IF EXISTS acg_bench CASCADE").await;
    PostgresStore::migrate(&options).await.unwrap();
    let begin = Instant::now();
    fill(&url, connections).await;
    println!(
        "{connections} connections, filled in {:.0} s",
        begin.elapsed().as_secs_f64()
    );
    measure(&options).await;
    run(&url, "DROP SCHEMA acg_bench CASCADE").await;
}

async fn fill(url: &str, connections: u32) {
    let insert = format!(
        "INSERT INTO acg_bench.connection (shard, id, version, generation, due, head, sealed)
         SELECT get_byte(sha256(convert_to(id, 'UTF8')), 0), id, nextval('acg_bench.version'), 1, number,
         convert_to(repeat('h', 600), 'UTF8'), convert_to(repeat('s', {SEALED}), 'UTF8')
         FROM (SELECT number, 'customer-' || number || '/bank' AS id FROM generate_series(1, {connections}) AS number) AS n;
         VACUUM ANALYZE acg_bench.connection;
         CHECKPOINT"
    );
    for statement in insert.split(';') {
        run(url, statement).await;
    }
}

async fn measure(options: &PostgresOptions) {
    let store = Arc::new(PostgresStore::connect(options).await.unwrap());
    println!(
        "due, one caller:            {:>8.0} calls/s of {BATCH} rows",
        finds_due(&store, 1).await
    );
    println!(
        "compare_and_swap, 1 caller: {:>8.0} rows/s with tokens",
        writes(&store, 1).await
    );
    println!(
        "compare_and_swap, 32:       {:>8.0} rows/s with tokens",
        writes(&store, 32).await
    );
    println!(
        "claim, 1 caller:            {:>8.0} rows/s by batches of {BATCH}",
        claims(&store, 1).await
    );
    println!(
        "claim, 8 callers:           {:>8.0} rows/s by batches of {BATCH}",
        claims(&store, 8).await
    );
}

/// Runs `work` again and again in tasks; gives how much they did in a second.
async fn rate<W, F>(tasks: u8, work: impl Fn(u8) -> W) -> f64
where
    W: FnMut() -> F + Send + 'static,
    F: Future<Output = usize> + Send,
{
    let (mut running, begin) = (JoinSet::new(), Instant::now());
    for task in 0..tasks {
        let mut work = work(task);
        running.spawn(async move {
            let mut done = 0;
            while begin.elapsed() < LENGTH {
                done += work().await;
            }
            done
        });
    }
    let done: usize = running.join_all().await.into_iter().sum();
    f64::from(u32::try_from(done).unwrap()) / begin.elapsed().as_secs_f64()
}

async fn finds_due(store: &Arc<PostgresStore>, tasks: u8) -> f64 {
    let one = |mut shard: u8| {
        let store = store.clone();
        move || {
            shard = shard.wrapping_add(1);
            let store = store.clone();
            async move {
                usize::from(
                    !store
                        .due(Shard(shard), Duration::ZERO, BATCH)
                        .await
                        .unwrap()
                        .is_empty(),
                )
            }
        }
    };
    rate(tasks, one).await
}

/// Writes new tokens, as the end of a refresh does, each task to rows of its own.
async fn writes(store: &Arc<PostgresStore>, tasks: u8) -> f64 {
    let mut rows = Vec::new();
    for task in 0..tasks {
        rows.push(store.due(Shard(task), Duration::ZERO, BATCH).await.unwrap());
    }
    let one = |task: u8| {
        let (store, rows) = (
            store.clone(),
            Arc::new(std::sync::Mutex::new(rows[usize::from(task)].clone())),
        );
        let mut number = 0;
        move || {
            number += 1;
            let (store, rows, number) = (store.clone(), rows.clone(), number);
            async move { write_one(&store, &rows, number).await }
        }
    };
    rate(tasks, one).await
}

async fn write_one(
    store: &PostgresStore,
    rows: &std::sync::Mutex<Vec<Listed>>,
    number: usize,
) -> usize {
    let (index, (id, stored)) = {
        let rows = rows.lock().unwrap();
        let index = number % rows.len();
        (index, rows[index].clone())
    };
    let row = Row::new(
        stored.row.generation + 1,
        stored.row.due,
        None,
        stored.row.head,
        Some(vec![b't'; SEALED]),
    );
    let version = done(
        store
            .compare_and_swap(&id, Some(stored.version), &row)
            .await
            .unwrap(),
    );
    rows.lock().unwrap()[index].1.version = version;
    1
}

/// Finds what is due and writes a lease into it, as a keeper does: the row is due again when the
/// lease ends, so all others come before it.
async fn claims(store: &Arc<PostgresStore>, tasks: u8) -> f64 {
    let one = |task: u8| {
        let (store, mut shard) = (store.clone(), task * (255 / tasks));
        move || {
            shard = shard.wrapping_add(1);
            let store = store.clone();
            async move { lease_due(&store, Shard(shard)).await }
        }
    };
    rate(tasks, one).await
}

async fn lease_due(store: &PostgresStore, shard: Shard) -> usize {
    let due = store.due(shard, Duration::ZERO, BATCH).await.unwrap();
    let changes: Vec<_> = due
        .into_iter()
        .map(|(id, stored)| lease(id, stored.version, stored.row, stored.now))
        .collect();
    let outcomes = store.compare_and_swap_all(&changes).await.unwrap();
    outcomes
        .into_iter()
        .filter(|swap| *swap != Swap::Conflict)
        .count()
}

fn lease(id: ConnectionId, version: Version, row: Row, now: StoreTime) -> Change {
    Change::new(
        id,
        Some(version),
        Row::new(
            row.generation,
            Some(now),
            Some("bench".to_owned()),
            row.head,
            None,
        ),
    )
}

fn done(swap: Swap) -> Version {
    match swap {
        Swap::Done(version) => version,
        other => panic!("{other:?}"),
    }
}

async fn run(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(statement).await.unwrap();
}
