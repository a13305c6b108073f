//! What opening a store does to the file system, and how it fails.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use acg::Vault;
use acg::store::{OwnerState, StoreErrorKind, TokenStore as _, Version};
use acg_sqlite::{ErrorKind, SqliteOptions, SqliteStore, Standstill};

use crate::{connection, put, row};

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
    put(&store, &connection("c"), None, &row("r")).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for made in ["a", "a/b", "a/b/tokens.db.liveness"] {
        assert_eq!(mode(&directory.path().join(made)), 0o700, "{made}");
    }
    let owner = format!("a/b/tokens.db.liveness/{}", store.owner());
    for made in [
        "a/b/tokens.db",
        "a/b/tokens.db-wal",
        "a/b/tokens.db-shm",
        owner.as_str(),
    ] {
        assert_eq!(mode(&directory.path().join(made)), 0o600, "{made}");
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let version = put(
        &SqliteStore::open(&path).unwrap(),
        &connection("c"),
        None,
        &row("r"),
    )
    .await;
    let stored = SqliteStore::open(&path)
        .unwrap()
        .load(&connection("c"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.version, stored.row), (version, row("r")));
}

#[tokio::test]
async fn a_store_that_is_only_read_is_not_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    put(&store, &connection("c"), None, &row("r")).await;
    drop(store);
    let modified = || fs::metadata(&path).unwrap().modified().unwrap();
    let (before, text) = (modified(), fs::read(&path).unwrap());
    let store = SqliteStore::open(&path).unwrap();
    store.load(&connection("c")).await.unwrap().unwrap();
    store.page(None, 10).await.unwrap();
    let log = fs::metadata(directory.path().join("tokens.db-wal"));
    assert_eq!(log.map_or(0, |log| log.len()), 0);
    drop(store);
    assert_eq!(modified(), before);
    assert_eq!(fs::read(&path).unwrap(), text);
}

#[tokio::test]
async fn a_token_that_was_replaced_or_deleted_is_in_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    let (kept, gone) = (connection("kept"), connection("gone"));
    let version = put(&store, &kept, None, &row("canary-1")).await;
    put(&store, &kept, Some(version), &row("other")).await;
    let version = put(&store, &gone, None, &row("canary-2")).await;
    store.delete(&gone, version).await.unwrap();
    drop(store);
    let files = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("canary"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn a_path_that_cannot_be_a_file_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    assert_eq!(kind(directory.path()), ErrorKind::Path, "a directory");
    assert_eq!(
        kind(&file.join("tokens.db")),
        ErrorKind::Path,
        "below a file"
    );
    assert_eq!(kind(Path::new("")), ErrorKind::Path, "no path");
    assert_eq!(kind(Path::new("a\0b")), ErrorKind::Path, "no file name");
}

#[test]
fn a_file_of_another_program_is_refused_and_stays_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let text = directory.path().join("notes.txt");
    fs::write(&text, "dear diary, ".repeat(1000)).unwrap();
    let other = directory.path().join("other.db");
    let database = rusqlite::Connection::open(&other).unwrap();
    database
        .execute_batch("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('x')")
        .unwrap();
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
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NewerSchema);
    assert!(
        error
            .to_string()
            .ends_with("has version 99, and this program supports up to 3"),
        "{error}"
    );
}

#[tokio::test]
async fn a_damaged_file_is_an_error_and_not_a_panic() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    for index in 0..200 {
        put(
            &store,
            &connection(&index.to_string()),
            None,
            &row(&"r".repeat(500)),
        )
        .await;
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
            Ok(store) => store.page(None, 1000).await.is_err(),
            Err(_) => true,
        };
        told += usize::from(seen);
    }
    assert!(told >= 20, "half of the damages are seen: {told}");
}

#[tokio::test]
async fn a_row_that_makes_no_sense_is_reported_without_its_text() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = Arc::new(SqliteStore::open(&path).unwrap());
    put(&store, &connection("c"), None, &row("r")).await;
    let database = rusqlite::Connection::open(&path).unwrap();
    for column in ["head", "sealed"] {
        let damage =
            format!("UPDATE connection SET {column} = CAST('{{\"token\":\"canary\"}}' AS BLOB)");
        database.execute(&damage, []).unwrap();
        let error = Vault::from(store.clone())
            .load(&connection("c"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Damaged);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

/// Why nothing is refreshed from the store at this path.
fn quarantine(path: &Path) -> Option<String> {
    SqliteStore::open(path)
        .unwrap()
        .identity()
        .quarantine
        .clone()
}

async fn written(path: &Path, refresh_token: &str) {
    let store = SqliteStore::open(path).unwrap();
    let version = store
        .load(&connection("c"))
        .await
        .unwrap()
        .map(|stored| stored.version);
    put(&store, &connection("c"), version, &row(refresh_token)).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_quarantined_until_it_is_adopted_and_the_original_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let (original, copy) = (
        directory.path().join("tokens.db"),
        directory.path().join("staging/tokens.db"),
    );
    written(&original, "r").await;
    fs::create_dir(copy.parent().unwrap()).unwrap();
    fs::copy(&original, &copy).unwrap();
    assert!(
        quarantine(&copy)
            .unwrap()
            .contains("was copied from elsewhere")
    );
    assert_eq!(quarantine(&original), None);
    SqliteStore::open(&copy).unwrap().adopt().await.unwrap();
    assert_eq!(quarantine(&copy), None);
}

#[tokio::test]
async fn a_file_that_was_only_moved_is_the_original() {
    let directory = tempfile::tempdir().unwrap();
    let (before, after) = (directory.path().join("a"), directory.path().join("b"));
    written(&before.join("tokens.db"), "r").await;
    fs::rename(&before, &after).unwrap();
    assert_eq!(quarantine(&after.join("tokens.db")), None);
}

#[tokio::test]
async fn a_backup_that_was_brought_back_is_quarantined_and_gives_no_version_twice_when_adopted() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    written(&path, "old").await;
    let backup = fs::read(&path).unwrap();
    for _ in 0..3 {
        written(&path, "newer").await;
    }
    fs::write(&path, backup).unwrap();
    assert!(
        quarantine(&path)
            .unwrap()
            .contains("was rolled back to an older state")
    );
    SqliteStore::open(&path).unwrap().adopt().await.unwrap();
    assert_eq!(quarantine(&path), None);
    let store = SqliteStore::open(&path).unwrap();
    let old = store.load(&connection("c")).await.unwrap().unwrap().version;
    let next = put(&store, &connection("c"), Some(old), &row("r")).await;
    assert!(next > Version(4), "{next:?} was given before");
}

#[tokio::test]
async fn a_new_file_beside_the_traces_of_an_old_one_is_a_new_store() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    written(&path, "r").await;
    let first = SqliteStore::open(&path).unwrap().identity().id.clone();
    fs::remove_file(&path).unwrap();
    assert_eq!(quarantine(&path), None);
    assert_ne!(SqliteStore::open(&path).unwrap().identity().id, first);
}

#[test]
fn a_file_belongs_to_the_environment_that_first_opened_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let opened = |environment| {
        let options = SqliteOptions::default().environment(environment);
        SqliteStore::open_with(&path, &options)
    };
    drop(SqliteStore::open(&path).unwrap());
    drop(opened("production").unwrap());
    drop(opened("production").unwrap());
    drop(SqliteStore::open(&path).unwrap());
    let error = opened("sandbox").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Environment);
    assert!(
        error
            .to_string()
            .ends_with("belongs to `production`, not to `sandbox`"),
        "{error}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_cannot_be_written_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let locked = directory.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o500)).unwrap();
    let superuser = fs::write(locked.join("probe"), "").is_ok();
    // The superuser writes everywhere; the kernel's own directories are the exception.
    let path = if superuser {
        Path::new("/proc/self/tokens.db").to_owned()
    } else {
        locked.join("tokens.db")
    };
    assert_eq!(kind(&path), ErrorKind::Path);
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
async fn a_file_that_is_closed_for_a_while_is_opened_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = Arc::new(SqliteStore::open(&path).unwrap());
    put(&store, &connection("before"), None, &row("r")).await;
    let paused = store.pause().unwrap();
    // The last connection that is closed takes the write-ahead log with it.
    assert!(!directory.path().join("tokens.db-wal").exists());
    let other = SqliteStore::open(&path).unwrap();
    let state = other.owner_state(store.owner()).await;
    assert_eq!(state, OwnerState::Alive);
    put(&other, &connection("between"), None, &row("r")).await;
    let later = tokio::spawn({
        let store = store.clone();
        async move { store.page(None, 10).await.unwrap().len() }
    });
    tokio::task::yield_now().await;
    assert!(!later.is_finished());
    drop(paused);
    assert_eq!(later.await.unwrap(), 2);
}

#[test]
fn a_store_that_is_dropped_while_a_process_forks_does_not_wait_for_the_fork() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let [watching, paused, other] = [(); 3].map(|()| SqliteStore::open(&path).unwrap());
    let pause = paused.pause().unwrap();
    let standstill = Standstill::begin();
    drop(paused);
    drop(other);
    assert_eq!(watching.other_handles(), 2);
    drop(standstill);
    drop(pause);
    while watching.other_handles() > 0 {
        std::thread::yield_now();
    }
}
