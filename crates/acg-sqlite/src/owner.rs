//! Who is alive: one locked file per open store.
//!
//! The operating system gives a lock back when its process ends, however it ends, so a killed process is noticed at once
//! and a living one is never taken for dead, even when it is stopped or its clock is wrong.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use acg::store::OwnerState;

use crate::error::{Error, ErrorKind};
use crate::witness;

/// The file whose lock orders openings: no owner file is seen between its creation and its lock.
const GATE: &str = "gate";

/// The directory of owner files beside a database.
#[derive(Debug, Clone)]
pub(crate) struct Owners(PathBuf);

/// This store's own file, locked for as long as the value lives.
#[derive(Debug)]
pub(crate) struct Owner {
    name: String,
    path: PathBuf,
    file: File,
}

impl Owners {
    /// The directory that belongs to the database at `database`, which is a path without symbolic links, so that every
    /// process finds the same one.
    pub(crate) fn of(database: &Path) -> Result<Self, Error> {
        let mut path = database.as_os_str().to_owned();
        path.push(".owners");
        let path = PathBuf::from(path);
        create_directories(&path)?;
        Ok(Self(path))
    }

    /// Waits until no other process is opening the database. Open until the file is dropped.
    pub(crate) fn gate(&self) -> Result<File, Error> {
        let path = self.0.join(GATE);
        let file = private().create(true).truncate(false).open(&path);
        let locked = file.and_then(|file| file.lock().map(|()| file));
        locked.map_err(|error| Error::io(&path, "locked", error))
    }

    /// Becomes an owner. The gate must be held.
    pub(crate) fn enter(&self) -> Result<Owner, Error> {
        let name = new_name()?;
        let path = self.0.join(&name);
        let file = private().create_new(true).open(&path);
        let locked = file.and_then(|file| file.lock().map(|()| file));
        let file = locked.map_err(|error| Error::io(&path, "locked", error))?;
        Ok(Owner { name, path, file })
    }

    /// Removes the files of owners that have ended, except those that `is_named` in a record: their file is the proof
    /// that they are gone. The gate must be held.
    pub(crate) fn clean(&self, mut is_named: impl FnMut(&str) -> bool) {
        for name in self.names() {
            if self.state(&name) == OwnerState::Gone && !is_named(&name) {
                let _ = fs::remove_file(self.0.join(name));
            }
        }
    }

    /// How many owners live besides the one of this name.
    pub(crate) fn others(&self, me: &str) -> usize {
        self.names().filter(|name| name != me && self.state(name) == OwnerState::Alive).count()
    }

    fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.filter(|name| name != GATE && name != witness::NAME)
    }

    /// Whether the owner lives. Without its file nothing is certain.
    pub(crate) fn state(&self, name: &str) -> OwnerState {
        if !is_name(name) {
            return OwnerState::Unknown;
        }
        let Ok(file) = File::open(self.0.join(name)) else { return OwnerState::Unknown };
        // Several processes may look at once: a shared lock conflicts with the owner's alone.
        match file.try_lock_shared() {
            Ok(()) => OwnerState::Gone,
            Err(TryLockError::WouldBlock) => OwnerState::Alive,
            Err(TryLockError::Error(_)) => OwnerState::Unknown,
        }
    }

    /// The directory itself.
    pub(crate) fn directory(&self) -> &Path {
        &self.0
    }
}

impl Owner {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Ends the ownership and removes the file.
    pub(crate) fn leave(self) {
        let _ = fs::remove_file(&self.path);
        drop(self.file);
    }
}

/// Host, process and randomness.
fn new_name() -> Result<String, Error> {
    let random = random_name()?;
    let host = gethostname::gethostname();
    let host: String = host.to_string_lossy().chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    Ok(format!("{host}-{}-{random}", std::process::id()))
}

/// 16 random hexadecimal digits.
pub(crate) fn random_name() -> Result<String, Error> {
    let mut random = [0; 8];
    getrandom::fill(&mut random)
        .map_err(|error| Error::new(ErrorKind::Io, "the operating system gave no random bytes").with_source(error))?;
    Ok(format!("{:016x}", u64::from_le_bytes(random)))
}

/// A name comes out of a record: it must not lead to another directory.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Options for a file that only this user may read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Creates a directory and its parents; those that are new are for this user alone.
pub(crate) fn create_directories(path: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| Error::io(path, "created", error))
}
