//! Files for one user alone: created, and opened.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use crate::exposure::Exposure;

/// How often a file is opened that is replaced at that moment.
const ATTEMPTS: u32 = 16;

/// Creates a file with mode 0600, open for reading and writing.
///
/// # Errors
/// [`AlreadyExists`](io::ErrorKind::AlreadyExists) when anything has this name, a symbolic link included; otherwise as
/// [`File::create_new`].
pub fn create(path: impl AsRef<Path>) -> io::Result<File> {
    options().create_new(true).open(path)
}

/// Opens a file for reading.
///
/// Its permissions are not looked at; [`Exposure::of_open_file`] does.
///
/// # Errors
/// [`PermissionDenied`](io::ErrorKind::PermissionDenied) with an [`Exposure`] when the name is a symbolic link,
/// or not a file; otherwise as [`File::open`].
pub fn open(path: impl AsRef<Path>) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path.as_ref())
}

/// Opens a file for reading and writing, or creates it with mode 0600. What is in it stays.
///
/// The permissions of a file that is already there are not looked at; [`Exposure::of_open_file`] does.
///
/// # Errors
/// [`PermissionDenied`](io::ErrorKind::PermissionDenied) with an [`Exposure`] when the name is a symbolic link, or
/// not a file; otherwise as [`OpenOptions::open`].
pub fn open_or_create(path: impl AsRef<Path>) -> io::Result<File> {
    let path = path.as_ref();
    // Not `create(true)`, which would follow a dangling link and create the file it names.
    match create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => open_with(&options(), path),
        created => created,
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn open_with(options: &OpenOptions, path: &Path) -> io::Result<File> {
    for _ in 0..ATTEMPTS {
        // Before the opening, because opening a pipe waits for its other end.
        let named = fs::symlink_metadata(path)?;
        if let Some(exposure) = Exposure::not_a_file(&named) {
            return Err(exposure.into());
        }
        let file = options.open(path)?;
        // The name may have been given to a link since; or, which is fine, to a newer file.
        if is_same(&named, &file.metadata()?) {
            return Ok(file);
        }
    }
    Err(io::Error::other("the file keeps being replaced"))
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Returns `true`: the standard library reports no identity of a file there. Ordinary users cannot create links either.
#[cfg(not(unix))]
fn is_same(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}
