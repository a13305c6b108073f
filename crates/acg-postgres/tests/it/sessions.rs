//! Grants in the database, used by clients that have their own handles, as several machines do.

use std::sync::Arc;

use acg::store::TokenStore;
use acg::testing::sessions;
use acg_postgres::{Error, PostgresStore};

use crate::server::Database;

/// Every call goes through the pooler: each statement may have another connection to the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clients_with_their_own_handles_share_one_grant() {
    let database = Database::migrated().await;
    let options = PostgresStore::options(&database.pooler_url()).unwrap();
    let open = async || {
        let store = PostgresStore::connect(&options).await?;
        Ok::<Arc<dyn TokenStore>, Error>(Arc::new(store))
    };
    sessions::check(open).await.unwrap();
}
