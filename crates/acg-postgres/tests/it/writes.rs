//! Writes that get in each other's way.

use std::sync::Arc;
use std::time::Duration;

use acg::ConnectionId;
use acg::store::{Change, Swap, TokenStore as _, Version};
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
    // Loads would share statements.
    for number in 1..=50 {
        let store = store.clone();
        reads.spawn(async move { store.page(None, number).await.unwrap() });
    }
    reads.join_all().await;
    let open = "SELECT count(*) FROM pg_stat_activity
         WHERE application_name = 'acg-postgres' AND datname = current_database()";
    assert_eq!(database.sql(open).await, ["3"]);
}

/// The rows that are written while no lane is free.
const WAITING: usize = 20;

/// Rows that another session holds, each with a write that waits for it: until it lets go, every further write has
/// to wait.
struct Jam {
    store: Arc<PostgresStore>,
    holder: tokio_postgres::Client,
    held: tokio::task::JoinSet<Swap>,
    /// The first of them, which its caller carries out itself.
    first: Option<tokio::task::AbortHandle>,
}

impl Jam {
    async fn of(database: &Database) -> Self {
        Self::in_store(database, database.store().await).await
    }

    async fn in_store(database: &Database, store: PostgresStore) -> Self {
        let store = Arc::new(store);
        let mut held = Vec::new();
        for number in 0..4 {
            let id = connection(&format!("held-{number}"));
            held.push((id.clone(), put(&store, &id, None, &row(1)).await));
        }
        let (holder, connection) = tokio_postgres::connect(&database.url(), NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        let hold = "BEGIN; UPDATE acg.connection SET owner = 'x' WHERE id LIKE 'held-%'";
        holder.batch_execute(hold).await.unwrap();
        let mut jam = Self {
            store,
            holder,
            held: tokio::task::JoinSet::new(),
            first: None,
        };
        // One after the other: those that come at once would share a lane.
        for (number, (id, version)) in held.into_iter().enumerate() {
            let task = jam.held.spawn(write(jam.store.clone(), id, version, 2));
            jam.first.get_or_insert(task);
            database.until_locked_out(number + 1).await;
        }
        jam
    }

    async fn release(self) {
        self.holder.batch_execute("ROLLBACK").await.unwrap();
        for swap in self.held.join_all().await {
            assert_ne!(swap, Swap::Conflict);
        }
    }
}

async fn write(
    store: Arc<PostgresStore>,
    id: ConnectionId,
    version: Version,
    generation: u64,
) -> Swap {
    let row = row(generation);
    let written = store.compare_and_swap(&id, Some(version), &row).await;
    written.unwrap()
}

/// Rows with their versions.
async fn waiting_rows(store: &PostgresStore) -> Vec<(ConnectionId, Version)> {
    let mut rows = Vec::new();
    for number in 0..WAITING {
        let id = connection(&format!("row-{number}"));
        rows.push((id.clone(), put(store, &id, None, &row(1)).await));
    }
    rows
}

/// Lets every task come to the point where it waits.
pub(crate) async fn until_all_wait() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn writes_that_wait_for_one_another_are_one_transaction() {
    let database = Database::migrated().await;
    let rows = waiting_rows(&database.store().await).await;
    let jam = Jam::of(&database).await;
    let mut writes = tokio::task::JoinSet::new();
    for (id, version) in rows.clone() {
        writes.spawn(write(jam.store.clone(), id, version, 2));
    }
    // Of two writes of one row that expect the same version one is too late, also when they wait together. They are
    // not in one statement, so which of them that is is open.
    let (id, version) = rows[0].clone();
    writes.spawn(write(jam.store.clone(), id, version, 3));
    until_all_wait().await;
    jam.release().await;

    let swaps = writes.join_all().await;
    let conflicts = swaps.iter().filter(|swap| **swap == Swap::Conflict);
    assert_eq!(conflicts.count(), 1);
    let others = "SELECT count(*), count(DISTINCT xmin::text), min(generation) FROM acg.connection
         WHERE id LIKE 'row-%' AND id <> 'row-0'";
    let counted = format!("SELECT concat_ws(' ', a, b, c) FROM ({others}) AS counted (a, b, c)");
    assert_eq!(database.sql(&counted).await, ["19 1 2"]);
}

#[tokio::test]
async fn a_row_that_the_server_refuses_does_not_cost_those_that_wait_with_it() {
    let database = Database::migrated().await;
    let rows = waiting_rows(&database.store().await).await;
    let refusal = "ALTER TABLE acg.connection ADD CHECK (id <> 'row-7' OR generation = 1)";
    database.sql(refusal).await;
    let jam = Jam::of(&database).await;
    let mut writes = tokio::task::JoinSet::new();
    for (id, version) in rows {
        let store = jam.store.clone();
        writes.spawn(async move {
            let written = store.compare_and_swap(&id, Some(version), &row(2)).await;
            (id, written.map_err(|error| kind(&error)))
        });
    }
    until_all_wait().await;
    jam.release().await;

    for (id, written) in writes.join_all().await {
        match id.as_str() {
            "row-7" => assert_eq!(written, Err(ErrorKind::Internal)),
            _ => assert!(matches!(written, Ok(Swap::Done(_))), "{id:?}"),
        }
    }
}

#[tokio::test]
async fn a_write_whose_caller_has_given_up_before_its_turn_is_not_made() {
    let database = Database::migrated().await;
    let rows = waiting_rows(&database.store().await).await;
    let jam = Jam::of(&database).await;
    let mut given_up = tokio::task::JoinSet::new();
    for (id, version) in rows {
        given_up.spawn(write(jam.store.clone(), id, version, 2));
    }
    until_all_wait().await;
    given_up.shutdown().await;
    jam.release().await;

    let id = connection("after");
    put(&database.store().await, &id, None, &row(1)).await;
    let written = "SELECT DISTINCT generation FROM acg.connection WHERE id LIKE 'row-%'";
    assert_eq!(database.sql(written).await, ["1"]);
}

#[tokio::test]
async fn a_write_that_is_given_up_keeps_its_connection_until_it_is_made() {
    let database = Database::migrated().await;
    let id = connection("held-0");
    // As many connections as writes can be under way, and one.
    let options = database.options().pool_size(5);
    let store = PostgresStore::connect(&options).await.unwrap();
    let mut jam = Jam::in_store(&database, store).await;
    jam.first.take().unwrap().abort();
    let given_up = jam.held.join_next().await.unwrap();
    assert!(given_up.unwrap_err().is_cancelled());

    for _ in 0..10 {
        let (one, other) = tokio::join!(jam.store.load(&id), jam.store.page(None, 10));
        assert_eq!(one.unwrap().unwrap().row, row(1));
        assert_eq!(other.unwrap().len(), 4);
    }
    jam.release().await;
    let generation = "SELECT generation FROM acg.connection WHERE id = 'held-0'";
    while database.sql(generation).await != ["2"] {
        tokio::task::yield_now().await;
    }
}
