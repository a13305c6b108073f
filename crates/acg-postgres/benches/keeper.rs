//! How many connections a keeper keeps fresh, and in how much memory:
//! `ACG_POSTGRES_URL=… cargo bench -p acg-postgres --features postgres-tests --bench keeper -- 1000000`.
//!
//! Fills the schema `acg_keeper_bench` of that database with so many connections, all of them due, lets a keeper
//! refresh them for half a minute at a provider inside this program, and removes the schema.

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
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use acg::http::{HttpError, HttpService, Request, Response};
use acg::keeper::Keeper;
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, BoxFuture, ConnectionId, Provider,
};
use acg_postgres::PostgresStore;
use tokio_postgres::NoTls;

/// How long the keeper works.
const LENGTH: Duration = Duration::from_secs(30);

/// Refreshes under way at once.
const AT_ONCE: usize = 64;

#[tokio::main]
async fn main() {
    let url = std::env::var("ACG_POSTGRES_URL").unwrap();
    let connections: u32 = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let options = PostgresStore::options(&url)
        .unwrap()
        .schema("acg_keeper_bench")
        .pool_size(32);
    run(&url, "DROP SCHEMA IF EXISTS acg_keeper_bench CASCADE").await;
    PostgresStore::migrate(&options).await.unwrap();
    fill(&url, connections).await;
    let store = Arc::new(PostgresStore::connect(&options).await.unwrap());
    let auth = AuthorizationCodeAuth::builder(credentials(), provider())
        .http(Arc::new(FixedResponses::default()))
        .store(store, ConnectionId::new("keeper").unwrap())
        .build()
        .unwrap();
    keep(
        &Keeper::builder(auth).concurrency(AT_ONCE).build().unwrap(),
        connections,
    )
    .await;
    run(&url, "DROP SCHEMA acg_keeper_bench CASCADE").await;
}

async fn keep(keeper: &Keeper, connections: u32) {
    let (begin, before) = (Instant::now(), resident());
    let most = Arc::new(AtomicU64::new(0));
    let stop = async {
        while begin.elapsed() < LENGTH && keeper.health().refreshed < u64::from(connections) {
            tokio::time::sleep(Duration::from_millis(100)).await;
            most.fetch_max(resident(), Ordering::Relaxed);
        }
    };
    let health = keeper.run(stop).await.unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    let rate = health.refreshed as f64 / seconds;
    println!(
        "{connections} connections: {} refreshed in {seconds:.1} s, {rate:.0} claimed and committed per second",
        health.refreshed
    );
    println!(
        "  memory: {before} KiB before, {} KiB at most",
        most.load(Ordering::Relaxed)
    );
    println!("  {health:?}");
}

/// Resident memory in KiB, where the system reports it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}

async fn fill(url: &str, connections: u32) {
    let padding = "x".repeat(1_200);
    let insert = format!(
        r#"INSERT INTO acg_keeper_bench.connection (shard, id, version, generation, due, head, sealed)
         SELECT get_byte(sha256(convert_to(id, 'UTF8')), 0), id, nextval('acg_keeper_bench.version'), 1, number,
         convert_to('{{"generation":1,"state":"ready","client_id":"client","provider":"{PROVIDER}","refresh_at":' || number || '}}', 'UTF8'),
         convert_to('{{"token":{{"access_token":"{padding}","refresh_token":"r-' || number || '"}}}}', 'UTF8')
         FROM (SELECT number, 'customer-' || number || '/bank' AS id FROM generate_series(1, {connections}) AS number) AS n"#
    );
    for statement in [
        insert.as_str(),
        "VACUUM ANALYZE acg_keeper_bench.connection",
        "CHECKPOINT",
    ] {
        run(url, statement).await;
    }
}

const PROVIDER: &str = "https://idp.example/token";

fn provider() -> Provider {
    Provider::rfc6749(
        "https://idp.example/auth".parse().unwrap(),
        PROVIDER.parse().unwrap(),
    )
    .unwrap()
}

fn credentials() -> AuthorizationCodeAuthCredentials {
    AuthorizationCodeAuthCredentials::builder("client", "secret", "https://app.example/callback")
        .build()
        .unwrap()
}

/// Every refresh gets the next token at once.
#[derive(Debug, Default)]
struct FixedResponses(AtomicU64);

impl HttpService for FixedResponses {
    fn call(&self, _: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let access_token = "y".repeat(1_200);
        let body = format!(
            r#"{{"access_token":"{access_token}","token_type":"bearer","expires_in":86400,"refresh_token":"n-{number}"}}"#
        );
        let mut response = Response::new(bytes::Bytes::from(body).into());
        response.headers_mut().insert(
            "content-type",
            http::HeaderValue::from_static("application/json"),
        );
        Box::pin(std::future::ready(Ok(response)))
    }
}

async fn run(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(statement).await.unwrap();
}
