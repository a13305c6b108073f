//! Tests of the PostgreSQL token store on a real server.
//!
//! `cargo xtask test postgres` makes the servers, runs them and removes all. `ACG_POSTGRES_URL` is a
//! superuser's URL on a server on this machine that nobody misses: the tests make databases and users
//! there. `ACG_POSTGRES_POOLER_URL` is a pooler in front of it, `ACG_POSTGRES_AUTHORITY` the
//! authority that its certificate for `localhost` is from. `ACG_POSTGRES_STOPPABLE_URL` is another
//! such server, which is stopped and started.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod copies;
mod grants;
mod open;
mod outage;
mod plan;
mod reads;
mod runtimes;
mod secrecy;
mod server;
mod sessions;
mod watching;
mod writes;

use acg::ConnectionId;
use acg::store::{Row, StoreError, Swap, TokenStore as _, Version};
use acg_postgres::{Error, ErrorKind, PostgresStore};

fn connection(name: &str) -> ConnectionId {
    ConnectionId::new(name).unwrap()
}

fn row(generation: u64) -> Row {
    Row::new(
        generation,
        None,
        None,
        b"head".to_vec(),
        Some(b"sealed".to_vec()),
    )
}

async fn put(
    store: &PostgresStore,
    id: &ConnectionId,
    expected: Option<Version>,
    row: &Row,
) -> Version {
    match store.compare_and_swap(id, expected, row).await.unwrap() {
        Swap::Done(version) => version,
        other => panic!("{other:?}"),
    }
}

/// The kind of the store's own error under the engine's.
fn kind(error: &StoreError) -> ErrorKind {
    std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<Error>())
        .unwrap()
        .kind()
}
