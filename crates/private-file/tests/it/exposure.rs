//! What others can get at is told.

use std::fs::{self, File};
use std::os::unix::fs::symlink;

use private_file::Exposure;

use crate::{set_mode, without_umask};

#[test]
fn a_private_file_and_directory_are_not_exposed() {
    let home = without_umask();
    let directory = home.path().join("directory");
    private_file::create_directory(&directory).unwrap();
    let path = directory.join("file");
    private_file::replace(&path, b"").unwrap();
    assert_eq!(Exposure::of_directory(&directory).unwrap(), None);
    assert_eq!(Exposure::of_file(&path).unwrap(), None);
    let file = private_file::open(&path).unwrap();
    assert_eq!(Exposure::of_open_file(&file).unwrap(), None);
}

#[test]
fn a_permission_for_others_is_reported() {
    let home = without_umask();
    let path = home.path().join("file");
    let file = private_file::create(&path).unwrap();
    for mode in [0o640, 0o620, 0o610, 0o604, 0o602, 0o601] {
        set_mode(&path, mode);
        let told = Some(Exposure::Permissions { mode });
        assert_eq!(Exposure::of_file(&path).unwrap(), told);
        assert_eq!(Exposure::of_open_file(&file).unwrap(), told);
    }
    set_mode(home.path(), 0o711);
    let told = Exposure::of_directory(home.path()).unwrap().unwrap();
    assert_eq!(told.to_string(), "is accessible to other users (mode 0711)");
}

#[test]
fn a_link_is_reported_and_not_followed() {
    let home = without_umask();
    let (file, link) = (home.path().join("file"), home.path().join("link"));
    private_file::replace(&file, b"").unwrap();
    symlink(&file, &link).unwrap();
    let told = Some(Exposure::SymbolicLink);
    assert_eq!(Exposure::of_file(&link).unwrap(), told);
    assert_eq!(Exposure::of_directory(&link).unwrap(), told);
}

#[test]
fn another_kind_is_reported() {
    let home = without_umask();
    let path = home.path().join("file");
    private_file::replace(&path, b"").unwrap();
    assert_eq!(
        Exposure::of_file(home.path()).unwrap(),
        Some(Exposure::NotAFile)
    );
    assert_eq!(
        Exposure::of_directory(&path).unwrap(),
        Some(Exposure::NotADirectory)
    );
}

#[test]
fn what_is_missing_is_an_error() {
    let home = without_umask();
    assert!(Exposure::of_file(home.path().join("missing")).is_err());
    assert!(Exposure::of_directory(home.path().join("missing")).is_err());
}

#[test]
fn a_file_of_another_user_is_reported_and_one_of_the_superuser_is_not() {
    let home = without_umask();
    let path = home.path().join("file");
    let file = File::create(&path).unwrap();
    set_mode(&path, 0o600);
    let other = 65_534;
    // Only the superuser can give a file away; everybody else has the superuser's own files to look at.
    if std::os::unix::fs::fchown(&file, Some(other), None).is_ok() {
        let told = Exposure::OtherOwner { user: other };
        assert_eq!(told.to_string(), "belongs to another user (65534)");
        assert_eq!(Exposure::of_open_file(&file).unwrap(), Some(told));
    }
    fs::remove_file(&path).unwrap();
    let root = Exposure::of_directory("/").unwrap();
    assert!(
        !matches!(root, Some(Exposure::OtherOwner { .. })),
        "{root:?}"
    );
}

#[test]
fn what_others_can_change_is_reported_and_what_they_can_read_is_not() {
    let home = without_umask();
    for mode in [0o755, 0o711, 0o700] {
        set_mode(home.path(), mode);
        assert_eq!(Exposure::to_writers(home.path()).unwrap(), None);
    }
    for mode in [0o777, 0o775, 0o722] {
        set_mode(home.path(), mode);
        let told = Exposure::to_writers(home.path()).unwrap().unwrap();
        assert_eq!(told, Exposure::Writable { mode });
        let text = format!("can be changed by other users (mode {mode:04o})");
        assert_eq!(told.to_string(), text);
    }
}
