//! One store for callers on several runtimes.

use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use acg::store::{Swap, TokenStore as _};
use acg_postgres::PostgresStore;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::server::Database;
use crate::writes::until_all_wait;
use crate::{connection, row};

/// A thread with a runtime of its own that nobody runs when its work is done. It ends with the value.
struct Other<T> {
    result: Option<oneshot::Receiver<T>>,
    end: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Other<T> {
    fn new(work: impl Future<Output = T> + Send + 'static) -> Self {
        let ((done, result), (end, ended)) = (oneshot::channel(), mpsc::channel::<()>());
        let thread = std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            let _ = done.send(runtime.block_on(work));
            let _ = ended.recv();
        });
        Self {
            result: Some(result),
            end: Some(end),
            thread: Some(thread),
        }
    }

    async fn result(&mut self) -> T {
        self.result.take().unwrap().await.unwrap()
    }
}

impl<T> Drop for Other<T> {
    fn drop(&mut self) {
        self.end = None;
        self.thread.take().unwrap().join().unwrap();
    }
}

/// A store with one connection. A statement that hangs fails the test.
async fn store(database: &Database) -> Arc<PostgresStore> {
    let options = database.options().pool_size(1);
    let options = options.statement_timeout(Duration::from_secs(3));
    Arc::new(PostgresStore::connect(&options).await.unwrap())
}

#[tokio::test]
async fn writes_do_not_wait_for_the_runtime_of_the_one_before_them() {
    let database = Database::migrated().await;
    let store = store(&database).await;
    let holder = database.locked("acg").await;
    let write = |number: u32| {
        let store = store.clone();
        async move {
            let id = connection(&number.to_string());
            store.compare_and_swap(&id, None, &row(1)).await.unwrap()
        }
    };
    let mut other = Other::new(write(0));
    database.until_locked_out(1).await;
    let mut writes = JoinSet::new();
    for number in 1..10 {
        writes.spawn(write(number));
    }
    until_all_wait().await;
    holder.batch_execute("ROLLBACK").await.unwrap();

    assert!(matches!(other.result().await, Swap::Done(_)));
    for swap in writes.join_all().await {
        assert!(matches!(swap, Swap::Done(_)));
    }
}

#[tokio::test]
async fn a_load_that_is_given_up_holds_nothing_that_others_wait_for() {
    let database = Database::migrated().await;
    let store = store(&database).await;
    let holder = database.locked("acg").await;
    let (give_up, given_up) = oneshot::channel::<()>();
    let (load, id) = (store.clone(), connection("a"));
    let mut other = Other::new(async move {
        tokio::select! {
            _ = load.load(&id) => panic!("the table is locked"),
            _ = given_up => {}
        }
    });
    database.until_locked_out(1).await;
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.load(&connection("b")).await }
    });
    until_all_wait().await;
    give_up.send(()).unwrap();
    other.result().await;
    holder.batch_execute("ROLLBACK").await.unwrap();

    assert!(waiting.await.unwrap().unwrap().is_none());
    assert!(store.load(&connection("c")).await.unwrap().is_none());
}
