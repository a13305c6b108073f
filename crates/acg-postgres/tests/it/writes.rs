//! Writes that get in each other's way.

use std::sync::Arc;
use std::time::Duration;

use acg::store::{Change, Swap, TokenStore as _};
use acg_postgres::{ErrorKind, PostgresStore};
use tokio_postgres::NoTls;

use crate::plan::fill;
use crate::server::{Database, Server};
use crate::{connection, kind, put, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_that_share_rows_in_another_order_do_not_lock_each_other_out() {
    let database = Database::migrated().await;
    // In a small table the server would go from row to row, and not from change to change.
    fill(&database).await;
    let (one, two) = (
        Arc::new(database.store().await),
        Arc::new(database.store().await),
    );
    let ids: Vec<_> = (0..64)
        .map(|number| connection(&format!("batch-{number}")))
        .collect();
    let new: Vec<_> = ids
        .iter()
        .map(|id| Change::new(id.clone(), None, row(1)))
        .collect();
    let mut outcomes = one.compare_and_swap_all(&new).await.unwrap();
    for round in 2..30 {
        let version = |outcome: &Swap| match outcome {
            Swap::Done(version) => Some(*version),
            _ => None,
        };
        let pairs = ids.iter().zip(&outcomes);
        let changes: Vec<_> = pairs
            .map(|(id, outcome)| Change::new(id.clone(), version(outcome), row(round)))
            .collect();
        let backwards: Vec<_> = changes.iter().rev().cloned().collect();
        let other = tokio::spawn({
            let two = two.clone();
            async move { two.compare_and_swap_all(&backwards).await.unwrap() }
        });
        outcomes = one.compare_and_swap_all(&changes).await.unwrap();
        let others = other.await.unwrap();
        for (outcome, other) in outcomes.iter_mut().zip(others.into_iter().rev()) {
            let winners = [*outcome, other]
                .iter()
                .filter(|swap| **swap != Swap::Conflict)
                .count();
            assert_eq!(winners, 1, "round {round}");
            if *outcome == Swap::Conflict {
                *outcome = other;
            }
        }
    }
    let log = std::fs::read_to_string(Server::find().await.log()).unwrap();
    assert!(
        !log.contains("deadlock detected"),
        "no test of this server makes one"
    );
}

#[tokio::test]
async fn a_statement_that_hangs_is_given_up_and_does_not_hold_its_connection() {
    let database = Database::migrated().await;
    let id = connection("c");
    let options = database
        .options()
        .pool_size(1)
        .statement_timeout(Duration::from_millis(300));
    let store = PostgresStore::connect(&options).await.unwrap();
    let version = put(&store, &id, None, &row(1)).await;

    let (client, connection) = tokio_postgres::connect(&database.url(), NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute("BEGIN; UPDATE acg.connection SET owner = 'x'")
        .await
        .unwrap();
    let error = store
        .compare_and_swap(&id, Some(version), &row(2))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), ErrorKind::Unreachable);
    assert_eq!(
        store.load(&id).await.unwrap().unwrap().row,
        row(1),
        "the next one does not wait"
    );
    client.batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn no_more_connections_are_opened_than_permitted() {
    let database = Database::migrated().await;
    let store = Arc::new(
        PostgresStore::connect(&database.options().pool_size(3))
            .await
            .unwrap(),
    );
    let mut reads = tokio::task::JoinSet::new();
    for number in 0..50 {
        let store = store.clone();
        reads.spawn(async move { store.load(&connection(&number.to_string())).await.unwrap() });
    }
    reads.join_all().await;
    let open = "SELECT count(*) FROM pg_stat_activity
         WHERE application_name = 'acg-postgres' AND datname = current_database()";
    assert_eq!(database.sql(open).await, ["3"]);
}
