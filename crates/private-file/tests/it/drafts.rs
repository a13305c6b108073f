//! Drafts: all or nothing, and what a killed writer leaves.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;

use private_file::Draft;

use crate::{mode, names, without_umask};

#[test]
fn the_old_content_stays_until_the_draft_takes_its_place() {
    let home = without_umask();
    let path = home.path().join("file");
    fs::write(&path, "old").unwrap();
    let draft = Draft::new(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    draft.file().write_all(b"new").unwrap();
    draft.file().sync_all().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    draft.replace().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn a_dropped_draft_leaves_the_old_content_and_nothing_else() {
    let home = without_umask();
    let path = home.path().join("file");
    fs::write(&path, "old").unwrap();
    let draft = Draft::new(&path).unwrap();
    draft.file().write_all(b"half").unwrap();
    drop(draft);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn a_draft_is_private_and_recognised_by_its_name() {
    let home = without_umask();
    let draft = Draft::new(home.path().join("file")).unwrap();
    let [name] = names(home.path()).try_into().unwrap();
    assert!(private_file::is_draft(OsStr::new(&name)), "{name}");
    assert_eq!(mode(&home.path().join(&name)), 0o600);
    drop(draft);
}

#[test]
fn other_names_are_not_drafts() {
    for name in [
        "file",
        "draft",
        ".draft",
        "file.draft",
        "file.0123456789abcdeg.draft",
        "file.0123456789abcdef.txt",
        "file.0123456789abcdef.draft.old",
    ] {
        assert!(!private_file::is_draft(OsStr::new(name)), "{name}");
    }
}

#[test]
fn two_drafts_of_one_file_do_not_meet() {
    let home = without_umask();
    let path = home.path().join("file");
    let (first, second) = (Draft::new(&path).unwrap(), Draft::new(&path).unwrap());
    first.file().write_all(b"first").unwrap();
    second.file().write_all(b"second").unwrap();
    first.replace().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"first");
    second.replace_then_sync().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"second");
}

#[test]
fn of_two_new_files_of_one_name_the_first_stays() {
    let home = without_umask();
    let path = home.path().join("file");
    let (first, second) = (Draft::new(&path).unwrap(), Draft::new(&path).unwrap());
    first.file().write_all(b"first").unwrap();
    first.place_new().unwrap();
    assert_eq!(
        second.place_new().unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn a_path_that_names_no_file_has_no_draft() {
    let home = without_umask();
    let refused = Draft::new(home.path().join("..")).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    let missing = Draft::new(home.path().join("missing/file")).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::NotFound);
}

/// What a killed writer leaves: the system has given its lock back.
fn abandoned(home: &std::path::Path) -> PathBuf {
    let path = home.join("file.0123456789abcdef.draft");
    fs::write(&path, "half").unwrap();
    path
}

#[test]
fn a_draft_of_a_writer_that_ended_is_removed_and_that_of_a_living_one_stays() {
    let home = without_umask();
    let path = home.path().join("file");
    fs::write(&path, "old").unwrap();
    let left = abandoned(home.path());
    let living = Draft::new(&path).unwrap();
    living.file().write_all(b"new").unwrap();
    assert_eq!(private_file::remove_abandoned(home.path()).unwrap(), 1);
    assert!(!left.exists());
    living.replace().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn files_that_are_not_drafts_are_not_removed() {
    let home = without_umask();
    for name in ["client-secret", "store.key", "notes.draft"] {
        fs::write(home.path().join(name), "").unwrap();
    }
    fs::create_dir(home.path().join("file.0123456789abcdef.draft")).unwrap();
    assert_eq!(private_file::remove_abandoned(home.path()).unwrap(), 0);
    assert_eq!(names(home.path()).len(), 4);
}

#[test]
fn writers_and_removers_at_once_lose_no_draft() {
    let home = without_umask();
    std::thread::scope(|scope| {
        let remover = scope.spawn(|| {
            for _ in 0..100 {
                private_file::remove_abandoned(home.path()).unwrap();
            }
        });
        let path = home.path().join("file");
        while !remover.is_finished() {
            let draft = Draft::new(&path).unwrap();
            draft.file().write_all(b"whole").unwrap();
            draft.replace().unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"whole");
        }
    });
}
