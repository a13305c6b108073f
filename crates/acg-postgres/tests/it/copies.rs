//! A copy of a store is noticed, and so is a program of another environment.

use acg::ConnectionId;
use acg::store::TokenStore as _;
use acg_postgres::{ErrorKind, PostgresStore};

use crate::server::{Database, Server};
use crate::{connection, put, row};

#[tokio::test]
async fn a_restored_dump_is_quarantined_until_it_is_adopted() {
    let (original, copy) = (Database::migrated().await, Database::new().await);
    let id = connection("c");
    put(&original.store().await, &id, None, &row(7)).await;
    copy.restore(&original.dump().await).await;

    let mut store = copy.store().await;
    let reason = store.identity().quarantine.clone().unwrap();
    assert!(reason.contains("PostgresStore::adopt"), "{reason}");
    assert_eq!(
        store.load(&id).await.unwrap().unwrap().row,
        row(7),
        "it can be read"
    );
    assert_eq!(store.identity().id, original.store().await.identity().id);
    assert_eq!(original.store().await.identity().quarantine, None);

    store.adopt().await.unwrap();
    assert_eq!(store.identity(), original.store().await.identity());
    assert_eq!(copy.store().await.identity().quarantine, None);
    let version = store.load(&id).await.unwrap().unwrap().version;
    assert!(put(&store, &id, Some(version), &row(8)).await > version);
}

#[tokio::test]
async fn a_dump_that_is_restored_in_its_own_place_is_quarantined() {
    let database = Database::migrated().await;
    let dump = database.dump().await;
    database.sql("DROP SCHEMA acg CASCADE").await;
    database.restore(&dump).await;
    assert!(database.store().await.identity().quarantine.is_some());
    PostgresStore::migrate(&database.options()).await.unwrap();
    assert!(
        database.store().await.identity().quarantine.is_some(),
        "a migration is no adoption"
    );
}

#[tokio::test]
async fn a_database_that_was_made_from_another_one_is_quarantined() {
    let original = Database::migrated().await;
    let copy = Database::made_from(&original).await;
    assert!(copy.store().await.identity().quarantine.is_some());
}

#[tokio::test]
async fn a_server_that_is_upgraded_in_place_has_the_same_store_and_a_dump_on_it_has_not() {
    let (_turn, server, database) = Server::stoppable().await;
    let id = connection("c");
    let before = database.store().await;
    put(&before, &id, None, &row(7)).await;
    let dump = database.dump().await;
    let upgraded = server.upgrade();
    let stores = [database.store().await, database.store().await];
    let found: Vec<_> = stores
        .iter()
        .map(|store| store.identity().clone())
        .collect();
    let loaded = stores[0].load(&id).await.unwrap().unwrap();
    database.sql("DROP SCHEMA acg CASCADE").await;
    database.restore(&dump).await;
    let restored = database.store().await.identity().clone();
    drop(stores);
    upgraded.undo_upgrade(&server);
    for found in found {
        assert_eq!(&found, before.identity());
    }
    assert_eq!(loaded.row, row(7));
    assert!(restored.quarantine.is_some());
}

#[tokio::test]
async fn a_place_that_was_overwritten_by_hand_is_a_quarantine() {
    let database = Database::migrated().await;
    database.sql("UPDATE acg.meta SET place = 'copy'").await;
    assert!(database.store().await.identity().quarantine.is_some());
}

#[tokio::test]
async fn a_store_belongs_to_the_environment_that_first_said_its_name() {
    let database = Database::migrated().await;
    let open = async |name: Option<&str>| {
        let options = database.options();
        let options = name
            .into_iter()
            .fold(options, |options, name| options.environment(name));
        PostgresStore::connect(&options).await.map(drop)
    };
    open(None).await.unwrap();
    open(Some("production")).await.unwrap();
    open(Some("production")).await.unwrap();
    for (name, said) in [(Some("staging"), "`staging`"), (None, "none")] {
        let error = open(name).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Environment);
        let text = format!(
            "the token store belongs to the environment `production`, and the program uses {said}"
        );
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn two_schemas_of_a_database_are_two_stores() {
    let database = Database::migrated().await;
    let other = database.options().schema("other");
    PostgresStore::migrate(&other).await.unwrap();
    let (one, two) = (
        database.store().await,
        PostgresStore::connect(&other).await.unwrap(),
    );
    let id = ConnectionId::new("c").unwrap();
    put(&one, &id, None, &row(1)).await;
    assert!(two.load(&id).await.unwrap().is_none());
    assert_ne!(one.identity().id, two.identity().id);
}
