//! A file beside the database that remembers how far the database has come, and where it lay: a copy or a restored backup
//! is noticed by it.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::private::private;

/// The file's name in the directory of owners.
pub(crate) const NAME: &str = "witness";

/// Remembers the newest version that was written. It may lag behind: it is not synced, so that it costs next to nothing.
#[derive(Debug)]
pub(crate) struct Witness {
    path: PathBuf,
    file: Option<File>,
}

impl Witness {
    /// The witness in this directory.
    pub(crate) fn of(directory: &Path) -> Self {
        let path = directory.join(NAME);
        let file = private().create(true).truncate(false).open(&path).ok();
        Self { path, file }
    }

    /// What it has seen of this store; `None` when it belongs to another one, or has seen nothing.
    pub(crate) fn seen(&self, store: &str) -> Option<i64> {
        let mut text = String::new();
        File::open(&self.path)
            .ok()?
            .read_to_string(&mut text)
            .ok()?;
        let (version, of) = text.trim_end().split_once(' ')?;
        if of == store {
            version.trim_start_matches('0').parse().ok()
        } else {
            None
        }
    }

    /// Begins anew for this store.
    pub(crate) fn begin(&self, store: &str, version: i64) {
        let _ = fs::write(&self.path, format!("{version:020} {store}\n"));
    }

    /// A version was written. A witness that cannot write is none: the store works without it.
    pub(crate) fn note(&mut self, version: i64) {
        let Some(file) = &mut self.file else { return };
        let _ = file
            .seek(SeekFrom::Start(0))
            .and_then(|_| file.write_all(format!("{version:020}").as_bytes()));
    }
}

/// What tells a file from a copy of it, where the file system has such a thing.
#[cfg(unix)]
pub(crate) fn place(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path)
        .ok()
        .map(|metadata| format!("inode {}", metadata.ino()))
}

/// What tells a file from a copy of it: nothing that this library knows of.
#[cfg(not(unix))]
pub(crate) fn place(_: &Path) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_the_last_version_of_its_own_store() {
        let directory = tempfile::tempdir().unwrap();
        let mut witness = Witness::of(directory.path());
        assert_eq!(witness.seen("one"), None);
        witness.begin("one", 0);
        witness.note(41);
        witness.note(42);
        assert_eq!(Witness::of(directory.path()).seen("one"), Some(42));
        assert_eq!(witness.seen("another"), None);
    }

    #[test]
    fn a_witness_that_cannot_write_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let mut witness = Witness::of(&directory.path().join("missing"));
        witness.begin("one", 1);
        witness.note(2);
        assert_eq!(witness.seen("one"), None);
    }
}
