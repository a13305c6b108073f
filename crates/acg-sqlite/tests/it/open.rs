//! What opening a store does to the file system, and how it fails.

use std::fs;
use std::path::Path;

use acg::store::TokenStore as _;
use acg_sqlite::{ErrorKind, SqliteStore};

use crate::{connection, put, record};

fn kind(path: &Path) -> ErrorKind {
    SqliteStore::open(path).unwrap_err().kind()
}

#[cfg(unix)]
#[tokio::test]
async fn files_and_directories_are_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a/b/tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    put(&store, &connection("c"), None, &record("r")).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for made in ["a", "a/b", "a/b/tokens.db.owners"] {
        assert_eq!(mode(&directory.path().join(made)), 0o700, "{made}");
    }
    let owner = format!("a/b/tokens.db.owners/{}", store.owner());
    for made in ["a/b/tokens.db", "a/b/tokens.db-wal", "a/b/tokens.db-shm", owner.as_str()] {
        assert_eq!(mode(&directory.path().join(made)), 0o600, "{made}");
    }
}

#[tokio::test]
async fn what_was_answered_is_there_after_reopening() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let version = put(&SqliteStore::open(&path).unwrap(), &connection("c"), None, &record("r")).await;
    let stored = SqliteStore::open(&path).unwrap().load(&connection("c")).await.unwrap().unwrap();
    assert_eq!((stored.version, stored.record), (version, record("r")));
}

#[tokio::test]
async fn connections_are_listed_by_name() {
    let directory = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(directory.path().join("tokens.db")).unwrap();
    for name in ["b", "ä/x", "a"] {
        put(&store, &connection(name), None, &record("r")).await;
    }
    let listed = store.list().await.unwrap();
    let expected = ["a", "b", "ä/x"].map(|name| (connection(name), record("r")));
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn a_token_that_was_replaced_or_deleted_is_in_no_file_any_more() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    let (kept, gone) = (connection("kept"), connection("gone"));
    let version = put(&store, &kept, None, &record("canary-1")).await;
    put(&store, &kept, Some(version), &record("other")).await;
    let version = put(&store, &gone, None, &record("canary-2")).await;
    store.delete(&gone, version).await.unwrap();
    drop(store);
    let files =
        fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("canary"), "{}", file.display());
    }
}

#[test]
fn a_path_that_cannot_be_a_file_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(kind(directory.path()), ErrorKind::Path, "a directory");
    assert_eq!(kind(&file.join("tokens.db")), ErrorKind::Path, "below a file");
    assert_eq!(kind(Path::new("")), ErrorKind::Path, "no path");
    assert_eq!(kind(Path::new("a\0b")), ErrorKind::Path, "no file name");
}

#[test]
fn a_file_of_somebody_else_is_refused_and_stays_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let text = directory.path().join("notes.txt");
    fs::write(&text, "dear diary, ".repeat(1000)).unwrap();
    let other = directory.path().join("other.db");
    let database = rusqlite::Connection::open(&other).unwrap();
    database.execute_batch("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('x')").unwrap();
    drop(database);
    for path in [text, other] {
        let before = fs::read(&path).unwrap();
        assert_eq!(kind(&path), ErrorKind::NotAStore, "{}", path.display());
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    drop(SqliteStore::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerSchema);
    assert!(error.to_string().ends_with("has version 2 and this program reads up to 1"), "{error}");
}

#[tokio::test]
async fn a_damaged_file_is_an_error_and_not_a_panic() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    for index in 0..200 {
        put(&store, &connection(&index.to_string()), None, &record(&"r".repeat(500))).await;
    }
    drop(store);
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    for start in (0..whole.len()).step_by(whole.len() / 40) {
        let mut damaged = whole.clone();
        let end = (start + 4096).min(damaged.len());
        damaged[start..end].fill(0xa5);
        fs::write(&path, damaged).unwrap();
        let seen = match SqliteStore::open(&path) {
            Ok(store) => store.list().await.is_err(),
            Err(_) => true,
        };
        told += usize::from(seen);
    }
    assert!(told >= 20, "half of the damages are seen: {told}");
}

#[tokio::test]
async fn a_record_that_makes_no_sense_is_told_without_its_text() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    put(&store, &connection("c"), None, &record("r")).await;
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute("UPDATE connection SET record = CAST('{\"token\":\"canary\"}' AS BLOB)", []).unwrap();
    let error = store.load(&connection("c")).await.unwrap_err();
    assert!(error.to_string().contains("damaged") && !format!("{error:?}").contains("canary"), "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let locked = directory.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    let superuser = fs::write(locked.join("probe"), "").is_ok();
    // The superuser writes everywhere; the kernel's own directories are the exception.
    let path = if superuser { Path::new("/proc/self/tokens.db").to_owned() } else { locked.join("tokens.db") };
    assert_eq!(kind(&path), ErrorKind::Path);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
}
