//! The store keeps the promises that the engine builds on.

use std::sync::Arc;

use acg::store::{TokenStore, contract};
use acg_sqlite::{Error, SqliteStore};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_of_a_store_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let open = async || Ok::<Arc<dyn TokenStore>, Error>(Arc::new(SqliteStore::open(&path)?));
    contract::check(open).await.unwrap();
}
