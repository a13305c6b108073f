//! Who is alive: one locked file per open store, in a directory that the processes of a machine share.
//!
//! The operating system gives a lock back when its process ends, however it ends, so a killed process is noticed at once
//! and a living one is never taken for dead, even when it is stopped or its clock is wrong.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::protocol::OwnerState;
use crate::random::{Random as _, SystemRandom};

/// The file whose lock orders openings: no owner file is seen between its creation and its lock.
const GATE: &str = "gate";

/// A directory of owner files: for a store whose handles live on one machine, or to tell the processes of one machine apart
/// in a store that many share.
#[derive(Debug, Clone)]
pub struct Owners(PathBuf);

/// A living owner: its file is locked for as long as the value lives.
#[derive(Debug)]
pub struct Owner {
    name: String,
    path: PathBuf,
    file: File,
}

impl Owners {
    /// The owners of this directory, which is created with its parents, for this user alone. Every process must name the same
    /// one.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn in_directory(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        create_directories(&path)?;
        Ok(Self(path))
    }

    /// Waits until no other process is entering. Open until the file is dropped. It blocks.
    ///
    /// # Errors
    /// When the file cannot be locked.
    pub fn gate(&self) -> io::Result<File> {
        let file = private()
            .create(true)
            .truncate(false)
            .open(self.0.join(GATE))?;
        file.lock()?;
        Ok(file)
    }

    /// Becomes an owner, under a name that no other has. The gate must be held.
    ///
    /// # Errors
    /// When the file cannot be created, or there is no randomness.
    pub fn enter(&self) -> io::Result<Owner> {
        let name = new_name()?;
        let path = self.0.join(&name);
        let file = private().create_new(true).open(&path)?;
        file.lock()?;
        Ok(Owner { name, path, file })
    }

    /// Removes the files of owners that have ended, except those that `is_needed`: while a record names an owner, its file is
    /// the proof that it is gone. The gate must be held.
    pub fn clean(&self, mut is_needed: impl FnMut(&str) -> bool) {
        for name in self
            .names()
            .filter(|name| self.state(name) == OwnerState::Gone)
        {
            if !is_needed(&name) {
                let _ = fs::remove_file(self.0.join(name));
            }
        }
    }

    /// How many owners live besides the one of this name.
    pub fn others(&self, me: &str) -> usize {
        self.names()
            .filter(|name| name != me && self.state(name) == OwnerState::Alive)
            .count()
    }

    /// The names of owners; other files may lie beside theirs.
    fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.contains('-'))
    }

    /// Whether the owner lives. Without its file nothing is certain.
    pub fn state(&self, name: &str) -> OwnerState {
        if !is_name(name) {
            return OwnerState::Unknown;
        }
        let Ok(file) = File::open(self.0.join(name)) else {
            return OwnerState::Unknown;
        };
        // Several processes may look at once: a shared lock conflicts with the owner's alone.
        match file.try_lock_shared() {
            Ok(()) => OwnerState::Gone,
            Err(TryLockError::WouldBlock) => OwnerState::Alive,
            Err(TryLockError::Error(_)) => OwnerState::Unknown,
        }
    }

    /// The directory itself.
    pub fn directory(&self) -> &Path {
        &self.0
    }
}

impl Owner {
    /// The name: host, process and randomness.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ends the ownership and removes the file, so that nothing is known of it any more. Dropped without that, it is known to
    /// have ended.
    pub fn leave(self) {
        let _ = fs::remove_file(&self.path);
        drop(self.file);
    }
}

/// Host, process and randomness: containers often have the same first two.
fn new_name() -> io::Result<String> {
    let mut random = [0; 8];
    SystemRandom.fill(&mut random).map_err(io::Error::other)?;
    let host = gethostname::gethostname();
    let host: String = host
        .to_string_lossy()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    Ok(format!(
        "{host}-{}-{:016x}",
        std::process::id(),
        u64::from_be_bytes(random)
    ))
}

/// A name comes out of a record: it must not lead to another directory.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Options for a file that only this user may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a directory and its parents; those that are new are for this user alone.
fn create_directories(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_alive_until_it_ends_and_is_then_known_to_be_gone() {
        let directory = tempfile::tempdir().unwrap();
        let owners = Owners::in_directory(directory.path().join("owners")).unwrap();
        let gate = owners.gate().unwrap();
        let (one, two) = (owners.enter().unwrap(), owners.enter().unwrap());
        drop(gate);
        let (first, second) = (one.name().to_owned(), two.name().to_owned());
        assert_eq!(
            [&first, &second].map(|name| owners.state(name)),
            [OwnerState::Alive; 2]
        );
        drop(one);
        two.leave();
        assert_eq!(
            [&first, &second].map(|name| owners.state(name)),
            [OwnerState::Gone, OwnerState::Unknown]
        );
        owners.clean(|name| name == first);
        assert_eq!(owners.state(&first), OwnerState::Gone);
        owners.clean(|_| false);
        assert_eq!(owners.state(&first), OwnerState::Unknown);
    }

    #[test]
    fn a_name_that_is_a_path_leads_nowhere() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("free"), "").unwrap();
        let owners = Owners::in_directory(directory.path().join("owners")).unwrap();
        for name in ["../free", "..", ".", "", "a\0b"] {
            assert_eq!(owners.state(name), OwnerState::Unknown, "{name:?}");
        }
    }
}
