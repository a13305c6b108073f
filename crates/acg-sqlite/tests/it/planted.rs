//! What is planted in the file by hand: it harms itself alone, and none of it runs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use acg::ConnectionId;
use acg::store::{Row, StoreErrorKind, StoreTime, TokenStore as _};
use acg_sqlite::SqliteStore;

use crate::{connection, put, row};

fn sql(path: &Path, text: &str) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(text)
        .unwrap();
}

/// A store with three connections of one shard that are due.
async fn store_with_due_rows() -> (tempfile::TempDir, PathBuf, Vec<ConnectionId>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    let shard = connection("c").shard();
    let names = (0..).map(|number| connection(&format!("c{number}")));
    let ids: Vec<_> = names.filter(|id| id.shard() == shard).take(3).collect();
    for (due, id) in ids.iter().enumerate() {
        let due = Some(StoreTime(100 + i64::try_from(due).unwrap()));
        let row = Row::new(1, due, None, row("r").head, row("r").sealed);
        put(&store, id, None, &row).await;
    }
    (directory, path, ids)
}

#[tokio::test]
async fn a_row_whose_name_is_none_harms_itself_alone() {
    let (_directory, path, ids) = store_with_due_rows().await;
    for name in [
        "'a' || char(27) || '[2J'",
        "''",
        "CAST(x'ff' AS TEXT)",
        "'a' || char(0)",
    ] {
        sql(
            &path,
            &format!(
                "INSERT INTO connection SELECT {name}, shard, 9, 1, 1, NULL, head, sealed, 0, client FROM connection LIMIT 1"
            ),
        );
    }
    let store = SqliteStore::open(&path).unwrap();
    let due = store.due(ids[0].shard(), Duration::ZERO, 2).await.unwrap();
    let due: Vec<_> = due.into_iter().map(|(id, _)| id).collect();
    assert_eq!(due, ids[..2], "the planted rows take nobody's room");
    let mut sorted = ids.clone();
    sorted.sort();
    let page = store.page(None, 3).await.unwrap();
    let page: Vec<_> = page.into_iter().map(|(id, _)| id).collect();
    assert_eq!(page, sorted);
    assert!(store.page(Some(&sorted[2]), 3).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_trigger_does_not_run() {
    let (_directory, path, ids) = store_with_due_rows().await;
    sql(
        &path,
        "CREATE TRIGGER planted AFTER UPDATE ON connection BEGIN
         UPDATE connection SET sealed = x'00' WHERE id = NEW.id; END",
    );
    let store = SqliteStore::open(&path).unwrap();
    let stored = store.load(&ids[0]).await.unwrap().unwrap();
    put(&store, &ids[0], Some(stored.version), &row("next")).await;
    let stored = store.load(&ids[0]).await.unwrap().unwrap();
    assert_eq!(stored.row.sealed, row("next").sealed);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_damaged_while_it_is_open_is_reported_as_damaged() {
    let (_directory, path, _) = store_with_due_rows().await;
    // Without a write-ahead log to read from.
    sql(&path, "PRAGMA wal_checkpoint(TRUNCATE)");
    let store = SqliteStore::open(&path).unwrap();
    let length = std::fs::metadata(&path).unwrap().len();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    for page in 1..length / 4096 {
        let garbage = [0xa5; 4096];
        std::os::unix::fs::FileExt::write_all_at(&file, &garbage, page * 4096).unwrap();
    }
    let error = store.page(None, 10).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Damaged, "{error}");
}

#[tokio::test]
async fn a_name_that_is_no_text_is_reported_as_damaged() {
    let (_directory, path, ids) = store_with_due_rows().await;
    sql(
        &path,
        &format!(
            "UPDATE connection SET owner = CAST(x'ff' AS TEXT) WHERE id = '{}'",
            ids[0]
        ),
    );
    let store = SqliteStore::open(&path).unwrap();
    let error = store.load(&ids[0]).await.unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Damaged, "{error}");
}

#[tokio::test]
async fn opening_a_store_writes_nothing_and_waits_for_no_writer() {
    let (_directory, path, ids) = store_with_due_rows().await;
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let content = |name: &str| std::fs::read(path.with_file_name(name)).unwrap();
    let before = (content("tokens.db"), content("tokens.db-wal"));
    let store = SqliteStore::open(&path).unwrap();
    assert!(store.load(&ids[0]).await.unwrap().is_some());
    drop(store);
    assert_eq!((content("tokens.db"), content("tokens.db-wal")), before);
}
