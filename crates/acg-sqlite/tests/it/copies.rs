//! A file that is a copy, or was set back, replaced or emptied, is noticed: at its opening and while it is open.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use acg::store::{StoreErrorKind, TokenStore as _};
use acg_sqlite::{ErrorKind, SqliteOptions, SqliteStore};

use crate::{connection, put, row, row_of};

/// Why nothing is refreshed from the store at this path.
fn quarantine(path: &Path) -> Option<String> {
    let store = SqliteStore::open(path).unwrap();
    store.identity().quarantine.clone()
}

async fn written(path: &Path, refresh_token: &str) {
    let store = SqliteStore::open(path).unwrap();
    let id = connection("c");
    let stored = store.load(&id).await.unwrap();
    put(
        &store,
        &id,
        stored.map(|stored| stored.version),
        &row(refresh_token),
    )
    .await;
}

/// Copies every file over the one of its name, as `cp -a FROM/. TO/` does: what is there keeps its inode.
fn copy_over(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = (
            entry.as_ref().unwrap().path(),
            to.join(entry.unwrap().file_name()),
        );
        if path.is_dir() {
            copy_over(&path, &target);
        } else {
            fs::write(target, fs::read(path).unwrap()).unwrap();
        }
    }
}

#[tokio::test]
async fn a_directory_that_is_set_back_in_place_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let (data, backup) = (home.path().join("data"), home.path().join("backup"));
    let path = data.join("tokens.db");
    written(&path, "old").await;
    copy_over(&data, &backup);
    written(&path, "newer").await;
    copy_over(&backup, &data);
    assert!(quarantine(&path).unwrap().contains("was rolled back"));
    SqliteStore::open(&path).unwrap().adopt().await.unwrap();
    assert_eq!(quarantine(&path), None);
}

/// Makes a directory what another one is, as `rsync --inplace --delete` and a snapshot of its volume do: files keep
/// their inodes, and what is not in the copy is gone.
fn bring_back(from: &Path, to: &Path) {
    for entry in fs::read_dir(to).unwrap() {
        let path = entry.as_ref().unwrap().path();
        let old = from.join(entry.unwrap().file_name());
        match (path.is_dir(), old.exists()) {
            (true, true) => bring_back(&old, &path),
            (true, false) => fs::remove_dir_all(path).unwrap(),
            (false, true) => {}
            (false, false) => fs::remove_file(path).unwrap(),
        }
    }
    copy_over(from, to);
}

/// Opens stores with a witness in this directory.
fn witnessed(directory: PathBuf) -> impl Fn(&Path) -> SqliteStore {
    let options = SqliteOptions::default().witness(directory);
    move |path| SqliteStore::open_with(path, &options).unwrap()
}

#[tokio::test]
async fn a_directory_that_is_brought_back_with_its_witness_is_noticed_by_one_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let [data, other, backup] = ["data", "other", "backup"].map(|name| home.path().join(name));
    let (path, id) = (data.join("tokens.db"), connection("c"));
    let open = witnessed(home.path().join("state/witness"));
    // The other store writes more often, and is none of this one's business.
    let busy = open(&other.join("tokens.db"));
    let mut last = None;
    for _ in 0..20 {
        last = Some(put(&busy, &id, last, &row("r")).await);
    }
    drop(busy);
    let first = put(&open(&path), &id, None, &row("old")).await;
    copy_over(&data, &backup);
    assert_eq!(open(&path).identity().quarantine, None);
    let newest = put(&open(&path), &id, Some(first), &row("newer")).await;
    bring_back(&backup, &data);
    assert_eq!(quarantine(&path), None, "without it this cannot be seen");
    let store = open(&path);
    let why = store.identity().quarantine.clone().unwrap();
    assert!(why.contains("was rolled back"), "{why}");
    store.adopt().await.unwrap();
    drop(store);
    let adopted = open(&path);
    assert_eq!(adopted.identity().quarantine, None);
    let next = put(&adopted, &id, Some(first), &row("newest")).await;
    assert!(next > newest, "no version is given twice");
    assert_eq!(open(&other.join("tokens.db")).identity().quarantine, None);
}

#[tokio::test]
async fn a_store_that_is_new_or_moved_is_none_that_was_set_back() {
    let home = tempfile::tempdir().unwrap();
    let (path, moved) = (home.path().join("tokens.db"), home.path().join("moved.db"));
    let open = witnessed(home.path().join("witness"));
    put(&open(&path), &connection("c"), None, &row("r")).await;
    fs::rename(&path, &moved).unwrap();
    assert_eq!(open(&moved).identity().quarantine, None);
    assert_eq!(open(&path).identity().quarantine, None, "a new one");
}

#[test]
fn a_witness_that_cannot_be_made_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let options = SqliteOptions::default().witness(file.join("witness"));
    let error = SqliteStore::open_with(home.path().join("tokens.db"), &options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Path, "{error}");
}

#[tokio::test]
async fn a_directory_that_is_removed_and_copied_back_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let (data, backup) = (home.path().join("data"), home.path().join("backup"));
    let path = data.join("tokens.db");
    written(&path, "old").await;
    copy_over(&data, &backup);
    // The file system may give the inode's number again.
    fs::remove_dir_all(&data).unwrap();
    copy_over(&backup, &data);
    assert!(quarantine(&path).unwrap().contains("was copied"));
}

#[tokio::test]
async fn a_store_from_another_machine_is_noticed_and_one_that_knew_less_of_its_place_is_not() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    written(&path, "r").await;
    let place = || -> String {
        let database = rusqlite::Connection::open(&path).unwrap();
        let select = "SELECT value FROM meta WHERE name = 'place'";
        database.query_row(select, [], |row| row.get(0)).unwrap()
    };
    let set_place = |place: &str| {
        let database = rusqlite::Connection::open(&path).unwrap();
        let update = "UPDATE meta SET value = ?1 WHERE name = 'place'";
        database.execute(update, [place]).unwrap();
    };
    let present = place();
    let inode = present.split(" born").next().unwrap();
    set_place(inode);
    assert_eq!(quarantine(&path), None, "the first version wrote only this");
    assert_eq!(place(), present, "it is completed");
    // In a container the machine is no part of the place.
    if let Some((file, _)) = present.split_once(" machine ") {
        set_place(&format!("{file} machine another"));
        assert!(quarantine(&path).unwrap().contains("from another machine"));
    }
}

#[tokio::test]
async fn a_file_that_is_replaced_while_it_is_open_is_no_longer_used() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    let id = connection("c");
    let version = put(&store, &id, None, &row("r")).await;
    let copy = home.path().join("copy.db");
    fs::copy(&path, &copy).unwrap();
    fs::rename(&copy, &path).unwrap();
    let loaded = store.load(&id).await.unwrap_err();
    let claimed = store
        .compare_and_swap(&id, Some(version), &row_of(Some("o"), "r"))
        .await
        .unwrap_err();
    for error in [loaded, claimed] {
        assert_eq!(error.kind(), StoreErrorKind::Quarantined);
        assert!(error.to_string().contains("was replaced"), "{error}");
    }
    assert!(store.identity().quarantine.is_some(), "nothing is sent");
    fs::remove_file(&path).unwrap();
    assert!(store.page(None, 1).await.is_err());
}

#[tokio::test]
async fn a_directory_that_is_renamed_and_has_its_name_back_is_the_same() {
    let home = tempfile::tempdir().unwrap();
    let (data, aside) = (home.path().join("data"), home.path().join("aside"));
    let path = data.join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    fs::rename(&data, &aside).unwrap();
    assert!(store.load(&connection("c")).await.is_err());
    fs::rename(&aside, &data).unwrap();
    drop(store);
    assert_eq!(quarantine(&path), None);
}

#[tokio::test]
async fn a_file_that_is_set_back_while_it_is_open_takes_no_lease_and_stays_quarantined() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    let id = connection("c");
    let first = put(&store, &id, None, &row("old")).await;
    let newest = put(&store, &id, Some(first), &row("newer")).await;
    // What a backup that is copied into the open file does.
    let set_back = format!(
        "UPDATE counter SET writes = {0}; UPDATE connection SET version = {0}",
        first.0
    );
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch(&set_back)
        .unwrap();
    let error = store
        .compare_and_swap(&id, Some(first), &row_of(Some("o"), "old"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), StoreErrorKind::Quarantined);
    assert!(store.identity().quarantine.is_some());
    let saved = put(&store, &id, Some(first), &row("newest")).await;
    assert!(
        saved > newest,
        "a response is saved, and no version is given twice"
    );
    drop(store);
    assert!(quarantine(&path).unwrap().contains("was rolled back"));
}

#[tokio::test]
async fn an_empty_file_where_a_store_was_is_damaged_and_a_missing_one_is_new() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    fs::write(&path, "").unwrap();
    written(&path, "an empty file becomes a store").await;
    fs::write(&path, "").unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(error.to_string().contains("the file is empty"), "{error}");
    fs::remove_file(&path).unwrap();
    written(&path, "r").await;
    assert_eq!(quarantine(&path), None);
}

#[test]
fn a_store_that_others_can_change_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    drop(SqliteStore::open(&path).unwrap());
    for (exposed, mode, private) in [(home.path(), 0o777, 0o700), (&*path, 0o622, 0o600)] {
        fs::set_permissions(exposed, fs::Permissions::from_mode(mode)).unwrap();
        let error = SqliteStore::open(&path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Exposed, "{error}");
        fs::set_permissions(exposed, fs::Permissions::from_mode(private)).unwrap();
    }
    drop(SqliteStore::open(&path).unwrap());
}

/// The locks of a file belong to the process: closing any descriptor of it gives all of them back.
#[tokio::test]
async fn opening_a_file_again_does_not_give_back_the_locks_of_the_first_handle() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tokens.db");
    let first = SqliteStore::open(&path).unwrap();
    put(&first, &connection("c"), None, &row("r")).await;
    drop(SqliteStore::open(&path).unwrap());
    let wal = home.path().join("tokens.db-wal");
    assert!(wal.exists());
    // Another process that closes the file, if it believes to be the last one, removes the write-ahead log.
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "copies::the_process_that_closes_a_file"])
        .env(FILE, &path)
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.unwrap().success());
    assert!(wal.exists(), "the first handle's log was removed");
}

/// Names the file to the process that closes it.
const FILE: &str = "ACG_SQLITE_CLOSED_FILE";

/// Not a test: what that process does. Without a file it does nothing.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a process that a test starts gets its orders somehow"
)]
fn the_process_that_closes_a_file() {
    if let Ok(path) = std::env::var(FILE) {
        drop(SqliteStore::open(path).unwrap());
    }
}
