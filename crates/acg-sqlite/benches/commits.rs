//! How many writes the store acknowledges per second, each on the disk before that:
//! `cargo bench -p acg-sqlite --bench commits`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark is a program"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use acg::ConnectionId;
use acg::store::{Row, Swap, TokenStore, Version};
use acg_sqlite::SqliteStore;

/// As large as the tokens of an Akoya consent.
const SEALED: usize = 2_200;
const TIME: Duration = Duration::from_secs(3);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let directory = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(directory.path().join("tokens.db")).unwrap());
    for at_once in [1, 8, 64] {
        let written = runtime.block_on(write(&store, at_once));
        println!(
            "{at_once:>3} at once: {:>6.0} commits/s",
            written as f64 / TIME.as_secs_f64()
        );
    }
}

async fn write(store: &Arc<SqliteStore>, at_once: usize) -> u64 {
    let end = Instant::now() + TIME;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..at_once {
        let store = store.clone();
        writers
            .spawn(async move { write_one(&store, &format!("c-{at_once}-{number}"), end).await });
    }
    writers.join_all().await.into_iter().sum()
}

async fn write_one(store: &SqliteStore, name: &str, end: Instant) -> u64 {
    let id = ConnectionId::new(name).unwrap();
    let (mut version, mut written) = (None::<Version>, 0);
    while Instant::now() < end {
        let row = Row::new(written, None, None, vec![b'h'; 600], Some(vec![7; SEALED]));
        let Swap::Done(next) = store.compare_and_swap(&id, version, &row).await.unwrap() else {
            panic!()
        };
        (version, written) = (Some(next), written + 1);
    }
    written
}
