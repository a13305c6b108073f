//! Who is alive, and who is not.

use std::fs;
use std::path::Path;

use acg::store::{OwnerState, TokenStore as _};
use acg_sqlite::SqliteStore;

use crate::{connection, put, row, row_of};

fn owner_files(database: &Path) -> Vec<String> {
    let directory = database.with_file_name("tokens.db.liveness");
    let names = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.contains('-')).collect();
    names.sort();
    names
}

#[tokio::test]
async fn two_open_stores_have_two_names_and_see_each_other_alive() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let (one, two) = (
        SqliteStore::open(&path).unwrap(),
        SqliteStore::open(&path).unwrap(),
    );
    assert_ne!(one.owner(), two.owner());
    assert_eq!((one.other_handles(), two.other_handles()), (1, 1));
    for (store, owner) in [
        (&one, two.owner()),
        (&two, one.owner()),
        (&one, one.owner()),
    ] {
        assert_eq!(store.owner_state(owner).await, OwnerState::Alive);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_same_file_by_another_path_has_the_same_owners() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let link = directory.path().join("link.db");
    let one = SqliteStore::open(&path).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let two = SqliteStore::open(&link).unwrap();
    assert_eq!(one.path(), two.path());
    assert_eq!(owner_files(&path).len(), 2);
}

#[tokio::test]
async fn an_owner_that_closed_leaves_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(owner_files(&path), [store.owner()]);
    assert_eq!(store.other_handles(), 0);
    drop(store);
    assert!(owner_files(&path).is_empty());
}

#[tokio::test]
async fn an_owner_that_closed_with_a_lease_is_known_to_be_gone_until_the_lease_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let id = connection("c");
    let ended = SqliteStore::open(&path).unwrap();
    let owner = ended.owner().to_owned();
    let version = put(&ended, &id, None, &row_of(Some(&owner), "r")).await;
    drop(ended);

    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.owner_state(&owner).await, OwnerState::Gone);
    put(&store, &id, Some(version), &row("r")).await;
    drop(store);

    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(
        owner_files(&path),
        [store.owner()],
        "nobody needs the proof now"
    );
    assert_eq!(
        store.owner_state(&owner).await,
        OwnerState::Unknown,
        "without its file nothing is certain"
    );
}

#[tokio::test]
async fn the_file_of_a_process_that_was_killed_is_cleaned() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    drop(SqliteStore::open(&path).unwrap());
    let left = path
        .with_file_name("tokens.db.liveness")
        .join("host-1-0123456789abcdef");
    fs::write(&left, "").unwrap();
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(owner_files(&path), [store.owner()]);
}

#[tokio::test]
async fn a_living_owner_whose_file_was_removed_still_counts_as_alive() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let (one, two) = (
        SqliteStore::open(&path).unwrap(),
        SqliteStore::open(&path).unwrap(),
    );
    fs::remove_dir_all(path.with_file_name("tokens.db.liveness")).unwrap();
    assert_eq!(one.owner_state(two.owner()).await, OwnerState::Unknown);
    let three = SqliteStore::open(&path).unwrap();
    assert_eq!(three.owner_state(one.owner()).await, OwnerState::Unknown);
}

#[tokio::test]
async fn a_name_that_is_a_path_leads_nowhere() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.db");
    let store = SqliteStore::open(&path).unwrap();
    fs::write(directory.path().join("free"), "").unwrap();
    for name in ["../free", "..", ".", "", "/etc/passwd", "a\0b"] {
        assert_eq!(
            store.owner_state(name).await,
            OwnerState::Unknown,
            "{name:?}"
        );
    }
}
