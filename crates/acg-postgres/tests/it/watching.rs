//! What happens to the database while a store is open: it is restored, its server fails over, its connections end.

use std::time::Duration;

use acg::store::{Row, StoreErrorKind, StoreTime, Swap, TokenStore as _, Version};
use acg_postgres::{ErrorKind, PostgresStore};

use crate::server::{Database, Server};
use crate::{connection, kind, put, row};

/// A row with a lease.
fn lease() -> Row {
    Row::new(1, None, Some("o".to_owned()), b"head".to_vec(), None)
}

async fn terminate(database: &Database) {
    let terminate = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
        database.name()
    );
    assert!(!database.server_sql(&terminate).await.is_empty());
}

#[tokio::test]
async fn a_read_whose_connection_was_ended_is_repeated() {
    let database = Database::migrated().await;
    let store = database.store().await;
    let id = connection("c");
    put(&store, &id, None, &row(1)).await;
    for _ in 0..3 {
        terminate(&database).await;
        assert!(store.load(&id).await.unwrap().is_some());
        terminate(&database).await;
        assert_eq!(store.page(None, 10).await.unwrap().len(), 1);
        terminate(&database).await;
        store.due(id.shard(), Duration::ZERO, 1).await.unwrap();
    }
}

/// Opens the store, lets `replace` put a restored one in its place, and tries to take a lease.
async fn restored_while_open(replace: impl AsyncFn(&Database, &str)) -> PostgresStore {
    let database = Database::migrated().await;
    let store = database.store().await;
    let id = connection("c");
    let version = put(&store, &id, None, &row(1)).await;
    assert!(store.identity().quarantine.is_none());
    let dump = database.dump().await;
    replace(&database, &dump).await;
    let error = loop {
        // A look is good for a moment.
        match store.compare_and_swap(&id, Some(version), &lease()).await {
            Err(error) => break error,
            Ok(Swap::Done(version)) => {
                put(&store, &id, Some(version), &row(1)).await;
            }
            Ok(_) => {}
        }
    };
    assert_eq!(error.kind(), StoreErrorKind::Quarantined, "{error}");
    assert!(store.identity().quarantine.is_some(), "nothing is sent");
    assert!(database.store().await.identity().quarantine.is_some());
    store
}

#[tokio::test]
async fn a_dump_that_is_restored_under_an_open_store_is_noticed() {
    let mut store = restored_while_open(async |database, dump| {
        database.sql("DROP SCHEMA acg CASCADE").await;
        database.restore(dump).await;
    })
    .await;
    store.adopt().await.unwrap();
    assert!(store.identity().quarantine.is_none());
}

#[tokio::test]
async fn a_database_that_is_restored_with_its_connections_cut_is_noticed_by_the_first_lease() {
    let database = Database::migrated().await;
    let store = database.store().await;
    let id = connection("c");
    let version = put(&store, &id, None, &row(1)).await;
    let dump = database.dump().await;
    database.sql("DROP SCHEMA acg CASCADE").await;
    database.restore(&dump).await;
    terminate(&database).await;
    let stored = store.load(&id).await.unwrap().unwrap();
    assert_eq!(stored.version, version, "it can be read");
    let error = store
        .compare_and_swap(&id, Some(version), &lease())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Quarantined, "{error}");
}

#[tokio::test]
async fn after_a_failover_no_lease_is_given_until_spools_had_time_and_everything_else_continues() {
    let (_turn, server, database) = Server::stoppable().await;
    let holding = database.options().failover_hold(Duration::from_secs(3600));
    let store = PostgresStore::connect(&holding).await.unwrap();
    let id = connection("c");
    let mut version = put(&store, &id, None, &row(1)).await;
    server.stop();
    server.start();
    let restarted = write_until_done(&store, version, &lease()).await;
    version = put(&store, &id, Some(restarted), &row(1)).await;
    assert_eq!(store.failovers(), 0, "a restart is no failover");

    server.fail_over();
    let error = store
        .compare_and_swap(&id, Some(version), &lease())
        .await
        .unwrap_err();
    if kind(&error) != ErrorKind::FailedOver {
        assert_eq!(kind(&error), ErrorKind::Unreachable, "the old connection");
    }
    assert_eq!(store.load(&id).await.unwrap().unwrap().version, version);
    let error = store
        .compare_and_swap(&id, Some(version), &lease())
        .await
        .unwrap_err();
    assert_eq!(kind(&error), ErrorKind::FailedOver, "{error}");
    assert_eq!(error.kind(), StoreErrorKind::Unavailable);
    assert_eq!(store.failovers(), 1);
    version = put(&store, &id, Some(version), &row(2)).await;
    assert!(store.identity().quarantine.is_none());

    let late = PostgresStore::connect(&holding).await.unwrap();
    let error = late
        .compare_and_swap(&id, Some(version), &lease())
        .await
        .unwrap_err();
    assert_eq!(kind(&error), ErrorKind::FailedOver, "opened afterwards");
    let after = database.options().failover_hold(Duration::ZERO);
    let after = PostgresStore::connect(&after).await.unwrap();
    put(&after, &id, Some(version), &lease()).await;
}

#[tokio::test]
async fn a_server_that_fails_to_tell_its_timeline_is_not_one_that_has_none() {
    let database = Database::migrated().await;
    let shadowed = format!(
        "{}?options=-csearch_path%3Dshadow,pg_catalog",
        database.url()
    );
    let connect_with = async |code: &str| {
        let function = format!(
            "CREATE SCHEMA IF NOT EXISTS shadow;
             CREATE OR REPLACE FUNCTION shadow.pg_control_system() RETURNS TABLE (system_identifier bigint) LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"
        );
        database.sql(&function).await;
        PostgresStore::connect(&PostgresStore::options(&shadowed).unwrap()).await
    };
    for never in ["42501", "42883", "0A000"] {
        connect_with(never).await.unwrap();
    }
    // It starts, or recovers, or is about to be dropped.
    for not_now in ["55000", "57P03", "XX000"] {
        connect_with(not_now).await.unwrap_err();
    }
}

/// The first write may find that its connection has ended.
async fn write_until_done(store: &PostgresStore, version: Version, row: &Row) -> Version {
    loop {
        match store
            .compare_and_swap(&connection("c"), Some(version), row)
            .await
        {
            Ok(Swap::Done(version)) => return version,
            Ok(other) => panic!("{other:?}"),
            Err(error) => assert_eq!(kind(&error), ErrorKind::Unreachable, "{error}"),
        }
    }
}

#[tokio::test]
async fn a_row_whose_name_is_none_harms_itself_alone() {
    let database = Database::migrated().await;
    let store = database.store().await;
    let id = connection("c");
    let due = Row::new(
        1,
        Some(StoreTime(5)),
        None,
        b"head".to_vec(),
        Some(b"sealed".to_vec()),
    );
    put(&store, &id, None, &due).await;
    for name in ["E'a\\x1b[2J'", "U&'\\0085'", "''", "repeat('x', 256)"] {
        let planted = format!(
            "INSERT INTO acg.connection (shard, id, version, generation, due, head, sealed)
             SELECT shard, {name}, 9, 1, 1, head, sealed FROM acg.connection WHERE id = 'c'"
        );
        database.sql(&planted).await;
    }
    let ids =
        |rows: Vec<acg::store::Listed>| -> Vec<_> { rows.into_iter().map(|(id, _)| id).collect() };
    let due = store.due(id.shard(), Duration::ZERO, 1).await.unwrap();
    assert_eq!(ids(due), std::slice::from_ref(&id));
    assert_eq!(
        ids(store.page(None, 1).await.unwrap()),
        std::slice::from_ref(&id)
    );
    assert!(store.page(Some(&id), 9).await.unwrap().is_empty());
}
