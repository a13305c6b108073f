//! Drafts: the next content of a file, beside the file until it is whole.

use std::collections::hash_map::RandomState;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::directory::{parent, sync_directory};
use crate::file::{create, open};

/// How the name of a draft ends: hexadecimal digits, then this.
const EXTENSION: &str = ".draft";
const DIGITS: usize = 16;

/// How many names are tried.
const ATTEMPTS: u32 = 16;

/// The next content of a file, written beside it under a name of its own and mode 0600, then put in its place.
///
/// Dropped before that, it is removed and the file stays as it was. A process that is killed leaves it behind:
/// [`is_draft`] tells it by its name, and [`remove_abandoned`] removes it. Until then it is locked, so a living
/// writer's draft is never taken for abandoned. On a file system without locks nothing counts as abandoned.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    /// `None` once it has become the file.
    path: Option<PathBuf>,
    file: File,
}

impl Draft {
    /// Creates an empty draft of the file that `target` names, in the same directory.
    ///
    /// # Errors
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) when `target` names no file, as `..` does;
    /// otherwise when no file can be created there.
    pub fn new(target: impl AsRef<Path>) -> io::Result<Self> {
        let target = target.as_ref();
        for _ in 0..ATTEMPTS {
            let path = new_name(target)?;
            let file = match create(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                created => created?,
            };
            if is_ours(&file, &path)? {
                return Ok(Self {
                    target: target.to_owned(),
                    path: Some(path),
                    file,
                });
            }
        }
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "every name for a temporary file is taken",
        ))
    }

    /// Returns the draft's file, for writing. Nothing is buffered.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Makes the draft the content of the file, and waits until the disk has it.
    ///
    /// # Errors
    /// When the draft cannot be flushed or renamed; the file is then as it was, and the draft is
    /// gone. When only the flush of the directory fails, the file has the new content, but a crash of
    /// the machine may bring the old one back.
    pub fn replace(self) -> io::Result<()> {
        self.replace_locked().map(drop)
    }

    /// Does the same as [`replace`](Self::replace), and returns the file, which stays locked until it is dropped:
    /// by that, others can tell whether the process that wrote it still lives.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub fn replace_locked(mut self) -> io::Result<File> {
        self.file.sync_all()?;
        self.rename()?;
        sync_directory(parent(&self.target))?;
        self.file.try_clone()
    }

    /// Makes the draft the content of the file, then waits until the disk has it: the other order than
    /// [`replace`](Self::replace).
    ///
    /// The content can be read by other processes before the slow part begins, also if this
    /// process is killed in it. But a crash of the machine in between may leave an empty file, so
    /// it is for names that had no file before.
    ///
    /// # Errors
    /// As [`replace`](Self::replace), except that after a failed flush the file has the new content.
    pub fn replace_then_sync(mut self) -> io::Result<()> {
        self.rename()?;
        self.file.sync_all()?;
        sync_directory(parent(&self.target))
    }

    /// Makes the draft the file if there is none yet, and waits until the disk has it. Of several
    /// processes that do so at once one succeeds.
    ///
    /// # Errors
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists) when anything has the name; otherwise as
    /// [`replace`](Self::replace). The file system must have hard links.
    pub fn place_new(self) -> io::Result<()> {
        self.file.sync_all()?;
        // Not `rename`, which replaces. Dropping removes the draft's own name afterwards.
        if let Some(path) = &self.path {
            fs::hard_link(path, &self.target)?;
        }
        let target = self.target.clone();
        drop(self);
        sync_directory(parent(&target))
    }

    fn rename(&mut self) -> io::Result<()> {
        if let Some(path) = &self.path {
            fs::rename(path, &self.target)?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What cannot be removed is abandoned, and recognized by its name.
            let _ = fs::remove_file(path);
        }
    }
}

/// Replaces the content of a file, or creates it, in one step: a reader, and a crash at any moment, finds the old
/// content or the new one, whole. When it returns, the disk has the new content.
///
/// The file has mode 0600 afterwards, whatever it had before. A symbolic link is replaced, not followed.
///
/// # Errors
/// When a file beside it cannot be created, written, flushed to the disk or renamed. The old content is then unchanged,
/// unless only the last step failed, the flush of the directory.
pub fn replace(path: impl AsRef<Path>, content: &[u8]) -> io::Result<()> {
    let draft = Draft::new(path)?;
    draft.file().write_all(content)?;
    draft.replace()
}

/// Returns whether a file of this name is a [`Draft`], for listings that should pass over it.
pub fn is_draft(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let Some((rest, extension)) = name.split_last_chunk::<{ EXTENSION.len() }>() else {
        return false;
    };
    let Some((_, digits)) = rest.split_last_chunk::<DIGITS>() else {
        return false;
    };
    extension == EXTENSION.as_bytes() && digits.iter().all(u8::is_ascii_hexdigit)
}

/// Removes the drafts in a directory whose writers have ended, and returns how many there were.
///
/// A draft that cannot be examined or removed stays. The directory should be private: see
/// [`Exposure::of_directory`](crate::Exposure::of_directory).
///
/// # Errors
/// When the directory cannot be read.
pub fn remove_abandoned(directory: impl AsRef<Path>) -> io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if is_draft(&entry.file_name()) && remove_if_abandoned(&entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

fn remove_if_abandoned(path: &Path) -> io::Result<()> {
    // The operating system gives the lock back when a process ends, however it ends. Kept until the name is gone,
    // so that a writer that has just created the file finds out.
    let file = open(path)?;
    file.try_lock()?;
    fs::remove_file(path)
}

/// Locks a new draft. Returns `false` when [`remove_abandoned`] came between the creation and the lock.
fn is_ours(file: &File, path: &Path) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(path.try_exists()?),
        Err(TryLockError::WouldBlock) => Ok(false),
        // Without locks on this file system no other process removes it either.
        Err(TryLockError::Error(_)) => Ok(true),
    }
}

/// Returns a name beside the target that cannot be foreseen, so that it cannot be taken before.
fn new_name(target: &Path) -> io::Result<PathBuf> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut name = name.to_owned();
    name.push(format!(".{:0DIGITS$x}{EXTENSION}", random()));
    Ok(target.with_file_name(name))
}

/// Returns a random number. The standard library's only randomness is the key of its hash tables.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_that_was_removed_before_its_lock_is_not_used() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        let file = create(&path).unwrap();
        assert!(is_ours(&file, &path).unwrap());
        fs::remove_file(&path).unwrap();
        assert!(!is_ours(&file, &path).unwrap());
    }

    #[test]
    fn a_draft_that_is_being_removed_is_not_used() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        let file = create(&path).unwrap();
        let remover = open(&path).unwrap();
        remover.try_lock().unwrap();
        assert!(!is_ours(&file, &path).unwrap());
    }
}
