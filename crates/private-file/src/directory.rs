//! Directories for one user alone: created, and flushed to the disk.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::Path;

/// Creates a directory and its missing parents, each with mode 0700, and waits until the disk has their names.
///
/// A directory that is already there is left as it is; ask [`Exposure::of_directory`](crate::Exposure::of_directory)
/// whether it is private.
///
/// # Errors
/// When a directory cannot be created, or something else has its name.
pub fn create_directory(path: impl AsRef<Path>) -> io::Result<()> {
    let path = path.as_ref();
    let missing: Vec<&Path> = path
        .ancestors()
        .filter(|ancestor| !ancestor.as_os_str().is_empty())
        .take_while(|ancestor| !ancestor.exists())
        .collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    // A file that is synced in a new directory is still lost if the disk does not know the directory.
    missing
        .into_iter()
        .rev()
        .try_for_each(|made| sync_directory(parent(made)))
}

/// Waits until the disk has the names in a directory: those that were added, changed and removed.
///
/// On Windows it does nothing.
///
/// # Errors
/// When the directory cannot be opened or the disk reports a failure.
pub fn sync_directory(path: impl AsRef<Path>) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}

/// Returns the directory that holds the path's last name.
pub(crate) fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_directory_is_in_the_current_one() {
        assert_eq!(parent(Path::new("token")), Path::new("."));
        assert_eq!(parent(Path::new("a/token")), Path::new("a"));
        assert_eq!(parent(Path::new("/token")), Path::new("/"));
    }
}
