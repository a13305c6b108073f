//! The store keeps the promises that the engine builds on.

use std::sync::Arc;

use acg::store::{Swap, TokenStore};
use acg::testing::contract;
use acg_sqlite::{Error, SqliteStore};

use crate::{connection, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_of_a_store_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let open = async || Ok::<Arc<dyn TokenStore>, Error>(Arc::new(SqliteStore::open(&path)?));
    contract::check(open).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_share_a_transaction_are_each_for_themselves() {
    let directory = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(directory.path().join("tokens.db")).unwrap());
    let mut writers = tokio::task::JoinSet::new();
    // Two writers for each of 200 connections: all of them wait for the same thread.
    for number in 0..400 {
        let store = store.clone();
        writers.spawn(async move {
            let id = connection(&format!("c{}", number / 2));
            store.compare_and_swap(&id, None, &row("r")).await.unwrap() != Swap::Conflict
        });
    }
    let won = writers
        .join_all()
        .await
        .into_iter()
        .filter(|won| *won)
        .count();
    assert_eq!(won, 200);
    let page = store.page(None, 1000).await.unwrap();
    let versions: std::collections::BTreeSet<_> =
        page.iter().map(|(_, stored)| stored.version).collect();
    assert_eq!((page.len(), versions.len()), (200, 200));
}
