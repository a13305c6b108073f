//! Grants in the file, used by clients that were built apart. Several processes are in `crash`.

use std::sync::Arc;

use acg::store::TokenStore;
use acg::testing::sessions;
use acg_sqlite::{Error, SqliteStore};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clients_built_apart_on_the_same_file_share_one_grant() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let open = async || Ok::<Arc<dyn TokenStore>, Error>(Arc::new(SqliteStore::open(&path)?));
    sessions::check(open).await.unwrap();
}
