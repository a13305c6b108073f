//! Directories: made private.

use std::fs;
use std::io::ErrorKind;

use crate::{mode, set_mode, without_umask};

#[test]
fn every_directory_that_is_made_is_private() {
    let home = without_umask();
    private_file::create_directory(home.path().join("a/b/c")).unwrap();
    for made in ["a", "a/b", "a/b/c"] {
        assert_eq!(mode(&home.path().join(made)), 0o700, "{made}");
    }
}

#[test]
fn a_directory_that_is_there_keeps_its_permissions_and_files() {
    let home = without_umask();
    set_mode(home.path(), 0o750);
    fs::write(home.path().join("file"), "text").unwrap();
    private_file::create_directory(home.path()).unwrap();
    assert_eq!(mode(home.path()), 0o750);
    assert_eq!(
        fs::read_to_string(home.path().join("file")).unwrap(),
        "text"
    );
}

#[test]
fn a_file_in_the_way_is_an_error() {
    let home = without_umask();
    fs::write(home.path().join("file"), "").unwrap();
    let refused = private_file::create_directory(home.path().join("file/directory")).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::NotADirectory);
}
