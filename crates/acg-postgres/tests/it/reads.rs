//! Reading rows that are asked for at once.

use std::fs;
use std::sync::Arc;
use std::task::Poll;

use acg::BoxFuture;
use acg::store::TokenStore as _;
use acg_postgres::PostgresStore;
use tokio::task::JoinSet;

use crate::plan::EXPLAINED;
use crate::server::{Database, Server};
use crate::writes::until_all_wait;
use crate::{connection, put, row};

/// How many of the rows that are asked for there are; as many there are not.
const ROWS: u64 = 10;

/// A store with those rows among thousands, and the name of its schema, which no other run has in the server's log.
async fn filled(database: &Database) -> (Arc<PostgresStore>, String) {
    let schema = format!("reads_{}", database.name());
    let url = format!("{}?{EXPLAINED}", database.url());
    let options = PostgresStore::options(&url).unwrap().schema(&schema);
    PostgresStore::migrate(&options).await.unwrap();
    let store = PostgresStore::connect(&options).await.unwrap();
    for number in 0..ROWS {
        let id = connection(&number.to_string());
        put(&store, &id, None, &row(number + 1)).await;
    }
    let more = format!(
        "INSERT INTO {schema}.connection (shard, id, version, generation, head, sealed)
         SELECT n % 256, 'more-' || n, n + 100, 1, '', '' FROM generate_series(1, 20000) AS n; ANALYZE {schema}.connection"
    );
    database.sql(&more).await;
    (Arc::new(store), schema)
}

#[tokio::test]
async fn reads_that_wait_for_one_another_share_statements_that_use_the_key() {
    let database = Database::new().await;
    let (store, schema) = filled(&database).await;
    let holder = database.locked(&schema).await;
    let mut reads = JoinSet::new();
    let mut read = |number: u64| {
        let store = store.clone();
        reads.spawn(async move {
            let found = store.load(&connection(&number.to_string())).await;
            (number, found.unwrap().map(|stored| stored.row))
        });
    };
    // One after the other: those that come at once would share a lane.
    for stuck in 1..=4 {
        read(0);
        database.until_locked_out(stuck).await;
    }
    (0..2 * ROWS).for_each(read);
    until_all_wait().await;
    holder.batch_execute("ROLLBACK").await.unwrap();

    for (number, found) in reads.join_all().await {
        assert_eq!(found, (number < ROWS).then(|| row(number + 1)), "{number}");
    }
    let log = fs::read_to_string(Server::find().await.log()).unwrap();
    let joint = format!("LEFT JOIN {schema}.connection ");
    let plans = log
        .split("Query Text:")
        .filter(|plan| plan.contains(&joint));
    let plans: Vec<_> = plans.collect();
    // Each lane that is free again takes all that wait at that moment.
    assert!((1..=4).contains(&plans.len()), "{plans:?}");
    for plan in plans {
        assert!(plan.contains("Index Scan using connection_pkey"), "{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
}

/// Polls a future once.
async fn is_waiting<T>(future: &mut BoxFuture<'_, T>) -> bool {
    std::future::poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}

#[tokio::test]
async fn a_load_that_is_given_up_when_its_turn_has_come_gives_it_on() {
    let database = Database::migrated().await;
    let store = PostgresStore::connect(&database.options().pool_size(1)).await;
    let store = store.unwrap();
    let holder = database.locked("acg").await;
    let ids = ["a", "b"].map(connection);
    let [mut first, mut second] = [&ids[0], &ids[1]].map(|id| store.load(id));
    assert!(is_waiting(&mut first).await);
    assert!(is_waiting(&mut second).await);
    holder.batch_execute("ROLLBACK").await.unwrap();
    assert!(first.await.unwrap().is_none());
    drop(second);
    assert!(store.load(&ids[1]).await.unwrap().is_none());
}
