//! The store keeps the promises that the engine builds on.

use std::sync::Arc;

use acg::store::TokenStore;
use acg::testing::contract;
use acg_postgres::{Error, PostgresOptions, PostgresStore};

use crate::server::Database;

async fn check(options: &PostgresOptions) {
    let open =
        async || Ok::<Arc<dyn TokenStore>, Error>(Arc::new(PostgresStore::connect(options).await?));
    contract::check(open).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_of_a_store_is_kept() {
    check(&Database::migrated().await.options()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_is_kept_behind_a_pooler_that_gives_each_transaction_another_connection() {
    let database = Database::new().await;
    let options = PostgresStore::options(&database.pooler_url())
        .unwrap()
        .schema("behind_a_pooler");
    PostgresStore::migrate(&options).await.unwrap();
    check(&options).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_is_kept_with_statements_that_are_prepared() {
    let database = Database::migrated().await;
    check(&database.options().prepared_statements()).await;
}

/// There the server undoes a statement whenever another was faster.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_is_kept_where_transactions_are_serializable() {
    let database = Database::migrated().await;
    let setting = format!(
        "ALTER DATABASE {} SET default_transaction_isolation = 'serializable'",
        database.name()
    );
    database.sql(&setting).await;
    check(&database.options()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_promise_is_kept_for_a_user_who_may_only_read_and_write() {
    let database = Database::migrated().await;
    let user = format!("{}_user", database.name());
    let rights = format!(
        "CREATE USER {user} PASSWORD 'modest'; GRANT USAGE ON SCHEMA acg TO {user};
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA acg TO {user};
         GRANT USAGE ON SEQUENCE acg.version TO {user}"
    );
    database.sql(&rights).await;
    let place = database.url().split_once('@').unwrap().1.to_owned();
    check(&PostgresStore::options(&format!("postgres://{user}:modest@{place}")).unwrap()).await;
}
