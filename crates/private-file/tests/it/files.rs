//! Files: created, opened and replaced, also where a link was planted.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::symlink;
use std::path::Path;

use private_file::Exposure;

use crate::{mode, names, set_mode, without_umask};

fn exposure(error: &std::io::Error) -> &Exposure {
    error.get_ref().unwrap().downcast_ref().unwrap()
}

#[test]
fn a_file_is_private_from_its_creation_on() {
    let home = without_umask();
    let created = private_file::create(home.path().join("created")).unwrap();
    let opened = private_file::open_or_create(home.path().join("opened")).unwrap();
    private_file::replace(home.path().join("replaced"), b"").unwrap();
    for name in ["created", "opened", "replaced"] {
        assert_eq!(mode(&home.path().join(name)), 0o600, "{name}");
    }
    drop((created, opened));
}

#[test]
fn a_file_that_is_there_is_not_created_again() {
    let home = without_umask();
    let path = home.path().join("file");
    fs::write(&path, "old").unwrap();
    assert_eq!(
        private_file::create(&path).unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

#[test]
fn a_file_that_is_opened_keeps_its_content_and_can_be_written() {
    let home = without_umask();
    let path = home.path().join("file");
    fs::write(&path, "old").unwrap();
    let mut file = private_file::open_or_create(&path).unwrap();
    let mut text = String::new();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, "old");
    file.write_all(b" and new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old and new");
}

/// A link that another user planted under the name of a private file.
fn planted(home: &Path, target: &str) -> std::path::PathBuf {
    let link = home.join("link");
    symlink(home.join(target), &link).unwrap();
    link
}

#[test]
fn a_planted_link_is_not_followed() {
    let home = without_umask();
    fs::write(home.path().join("victim"), "precious").unwrap();
    let link = planted(home.path(), "victim");
    assert_eq!(
        private_file::create(&link).unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    for refused in [
        private_file::open(&link),
        private_file::open_or_create(&link),
    ] {
        let refused = refused.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::PermissionDenied);
        assert_eq!(*exposure(&refused), Exposure::SymbolicLink);
    }
    private_file::replace(&link, b"new").unwrap();
    assert_eq!(fs::read(home.path().join("victim")).unwrap(), b"precious");
    assert_eq!(fs::read(&link).unwrap(), b"new");
    assert!(!fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_planted_link_to_nothing_creates_nothing() {
    let home = without_umask();
    let link = planted(home.path(), "nothing");
    assert!(private_file::create(&link).is_err());
    assert!(private_file::open_or_create(&link).is_err());
    assert_eq!(names(home.path()), ["link"]);
}

#[test]
fn what_is_not_a_file_is_refused_without_waiting() {
    let home = without_umask();
    let pipe = home.path().join("pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    for path in [pipe.as_path(), home.path()] {
        let refused = private_file::open(path).unwrap_err();
        assert_eq!(*exposure(&refused), Exposure::NotAFile, "{path:?}");
    }
}

#[test]
fn a_replaced_file_is_private_whatever_it_was_before() {
    let home = without_umask();
    let path = home.path().join("file");
    File::create(&path)
        .unwrap()
        .write_all(b"a longer text")
        .unwrap();
    set_mode(&path, 0o644);
    private_file::replace(&path, b"text").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"text");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(names(home.path()), ["file"]);
}

#[test]
fn a_file_can_be_opened_while_it_is_replaced_over_and_over() {
    let home = without_umask();
    let path = home.path().join("file");
    private_file::replace(&path, b"0").unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..100 {
                private_file::replace(&path, b"1").unwrap();
            }
        });
        for _ in 0..1_000 {
            let mut text = String::new();
            private_file::open(&path)
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            assert!(["0", "1"].contains(&text.as_str()), "{text:?}");
        }
    });
}

#[test]
fn a_link_that_takes_the_name_during_the_opening_is_not_followed() {
    let home = without_umask();
    let (path, victim) = (home.path().join("file"), home.path().join("victim"));
    fs::write(&victim, "precious").unwrap();
    private_file::replace(&path, b"ours").unwrap();
    let next = home.path().join("next");
    std::thread::scope(|scope| {
        let swapper = scope.spawn(|| {
            for _ in 0..1_000 {
                symlink(&victim, &next).unwrap();
                fs::rename(&next, &path).unwrap();
                fs::write(&next, "ours").unwrap();
                fs::rename(&next, &path).unwrap();
            }
        });
        while !swapper.is_finished() {
            if let Ok(mut file) = private_file::open(&path) {
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                assert_ne!(text, "precious");
            }
        }
    });
}
