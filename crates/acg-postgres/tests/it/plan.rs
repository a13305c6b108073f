//! How the server finds what is due.

use std::time::Duration;

use std::fs;

use acg::store::{Shard, TokenStore as _};
use acg_postgres::{PostgresOptions, PostgresStore};

use crate::connection;
use crate::server::{Database, Server};

/// The server's own module writes the plan of each statement, with the values that were sent, into its log.
pub(crate) const EXPLAINED: &str = "options=-c%20session_preload_libraries%3Dauto_explain%20-c%20auto_explain.log_min_duration%3D0";

/// Many rows, all due.
pub(crate) async fn fill(database: &Database) {
    let insert = "INSERT INTO acg.connection (shard, id, version, generation, due, head, sealed)
         SELECT n % 256, n, n, 1, n, '', '' FROM generate_series(1, 20000) AS n; ANALYZE acg.connection";
    database.sql(insert).await;
}

#[tokio::test]
async fn what_is_due_is_found_by_the_index_without_sorting() {
    let database = Database::migrated().await;
    fill(&database).await;
    let url = format!("{}?{EXPLAINED}", database.url());
    let store = PostgresStore::connect(&PostgresStore::options(&url).unwrap().pool_size(1))
        .await
        .unwrap();
    let due = store
        .due_of(Shard(7), "c", Duration::ZERO, 10)
        .await
        .unwrap();
    assert_eq!(due[0].0.as_str(), "7");
    store.page(None, 1).await.unwrap();

    let log = fs::read_to_string(Server::find().await.log()).unwrap();
    let plans = log
        .split("Query Text:")
        .filter(|plan| plan.contains("WHERE shard = $1 AND due <= "));
    let plan = plans.last().unwrap();
    assert!(
        plan.contains("Index Scan using connection_due on connection"),
        "{plan}"
    );
    let condition = plan.split("Index Cond: ").nth(1).unwrap();
    let condition = condition.lines().next().unwrap();
    assert!(condition.contains("shard = "), "{plan}");
    assert!(condition.contains("due <= "), "{plan}");
    assert!(!plan.contains("Sort"), "{plan}");
}

/// The server writes each step of a statement into its log.
const LOGGED: &str = "options=-c%20log_min_duration_statement%3D0";

#[tokio::test]
async fn statement_is_planned_once_on_a_connection_where_that_is_wanted() {
    let database = Database::new().await;
    let url = format!("{}?{LOGGED}", database.url());
    let options = PostgresStore::options(&url).unwrap().pool_size(1);
    let steps = async |options: PostgresOptions, schema: &str| {
        // A name that no other run has in the server's log.
        let schema = format!("{schema}_{}", database.name());
        let options = options.schema(&schema);
        PostgresStore::migrate(&options).await.unwrap();
        let store = PostgresStore::connect(&options).await.unwrap();
        for _ in 0..3 {
            store.load(&connection("c")).await.unwrap();
        }
        let log = fs::read_to_string(Server::find().await.log()).unwrap();
        let load = format!("FROM {schema}.connection WHERE shard = $1 AND id = $2");
        let count = |step: &str| {
            let lines = log.lines().filter(|line| line.contains(&load));
            lines.filter(|line| line.contains(step)).count()
        };
        (count(" parse "), count(" execute "))
    };
    assert_eq!(steps(options.clone(), "forgotten").await, (3, 3));
    assert_eq!(steps(options.prepared_statements(), "kept").await, (1, 3));
}
