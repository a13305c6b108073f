//! Liveness: one locked file per open store, in a directory that the processes of a machine share.
//!
//! The operating system releases a lock when its process ends, however it ends. A killed process is noticed at once, and
//! a live one is never mistaken for dead, even while it is suspended or its clock is wrong. A heartbeat would not do: a
//! suspended process misses its beats although its request is still on the way.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::random::{Random as _, RandomError, SystemRandom};
use crate::registry::{self, LiveName};
use crate::store::owner_state::OwnerState;

/// The file whose lock serializes registrations: nobody sees an owner's file between its creation and its lock.
const REGISTRATION_LOCK: &str = "lock";

/// A directory of liveness files: tells which of the owners that leases name are still alive.
///
/// For a store whose handles are all on one machine, or to tell apart the processes of one machine in a store that many
/// machines share.
#[derive(Debug, Clone)]
pub struct LivenessDir(PathBuf);

/// The registration of a live owner. In a [`LivenessDir`], its file stays locked as long as the value lives.
///
/// Dropping it leaves the file, which then proves that the owner has ended.
#[derive(Debug)]
pub struct LiveOwner {
    name: String,
    file: Option<(PathBuf, File)>,
    _registered: Arc<LiveName>,
}

impl LivenessDir {
    /// Opens the directory, and creates it with its parents if it is missing, for this user alone. All processes must
    /// name the same directory.
    ///
    /// # Errors
    /// When the directory cannot be created.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        private_file::create_directory(&path)?;
        Ok(Self(path))
    }

    /// Waits until no other process is registering, and keeps others from it until the file is dropped. Blocks.
    ///
    /// # Errors
    /// When the file cannot be locked.
    pub fn lock_registration(&self) -> io::Result<File> {
        let file = private_file::open_or_create(self.0.join(REGISTRATION_LOCK))?;
        file.lock()?;
        Ok(file)
    }

    /// Registers a new owner under a name that no other owner has. The caller must hold the registration lock.
    ///
    /// # Errors
    /// When the file cannot be created, or the operating system gives no random bytes.
    pub fn register(&self) -> io::Result<LiveOwner> {
        let owner = LiveOwner::in_process().map_err(io::Error::other)?;
        let path = self.0.join(&owner.name);
        let file = private_file::create(&path)?;
        file.lock()?;
        Ok(LiveOwner {
            file: Some((path, file)),
            ..owner
        })
    }

    /// Removes the files of owners that have ended, except those for which `is_needed` returns `true`. The caller must
    /// hold the registration lock.
    ///
    /// While a record names an owner, its file is the proof that the owner has ended.
    pub fn remove_ended(&self, mut is_needed: impl FnMut(&str) -> bool) {
        for name in self
            .names()
            .filter(|name| self.state(name) == OwnerState::Gone)
        {
            if !is_needed(&name) {
                let _ = fs::remove_file(self.0.join(name));
            }
        }
    }

    /// Returns how many owners are alive besides the one named `name`.
    pub fn count_others(&self, name: &str) -> usize {
        self.names()
            .filter(|other| other != name && self.state(other) == OwnerState::Alive)
            .count()
    }

    /// The names of owners. Every owner name has a `-`; a store may keep files of its own here under names without one.
    fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| name.contains('-'))
    }

    /// Returns whether the owner is alive. Without its file that is unknown.
    pub fn state(&self, name: &str) -> OwnerState {
        if !is_owner_name(name) {
            return OwnerState::Unknown;
        }
        let Ok(file) = File::open(self.0.join(name)) else {
            return OwnerState::Unknown;
        };
        // A shared lock conflicts with the owner's exclusive lock only, so several processes may look at the same time.
        match file.try_lock_shared() {
            Ok(()) => OwnerState::Gone,
            Err(TryLockError::WouldBlock) => OwnerState::Alive,
            Err(TryLockError::Error(_)) => OwnerState::Unknown,
        }
    }

    /// The path of the directory.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl LiveOwner {
    /// Registers an owner that only this process knows to be alive: for a store without a liveness directory.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn in_process() -> Result<Self, RandomError> {
        let name = owner_name()?;
        Ok(Self {
            file: None,
            _registered: registry::register_owner(&name),
            name,
        })
    }

    /// Returns [`Alive`](OwnerState::Alive) for an owner of this process that is alive, otherwise
    /// [`Unknown`](OwnerState::Unknown).
    pub fn state_in_process(name: &str) -> OwnerState {
        if registry::is_owner_alive(name) {
            OwnerState::Alive
        } else {
            OwnerState::Unknown
        }
    }

    /// The owner's name, made by [`owner_name`].
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ends the registration and removes the file, so that nothing is known about the owner afterwards.
    pub fn unregister(self) {
        if let Some((path, _file)) = &self.file {
            // Removed while it is locked: unlocked first, it would prove for a moment that the owner has ended.
            let _ = fs::remove_file(path);
        }
    }
}

/// Makes a name for a lease owner that no other owner has, on any machine: host, process id and 64 random bits.
///
/// Host and process id are for people. They alone are not unique: containers often share both.
///
/// # Errors
/// When the operating system gives no random bytes.
pub fn owner_name() -> Result<String, RandomError> {
    let mut random = [0; 8];
    SystemRandom.fill(&mut random)?;
    let host = gethostname::gethostname();
    let host: String = host
        .to_string_lossy()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    let (process, random) = (std::process::id(), u64::from_be_bytes(random));
    Ok(format!("{host}-{process}-{random:016x}"))
}

/// Returns whether the text can be an owner name. Names come out of records and must not lead to another directory.
fn is_owner_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(directory: &tempfile::TempDir) -> LivenessDir {
        LivenessDir::open(directory.path().join("liveness")).unwrap()
    }

    #[test]
    fn an_owner_is_alive_until_it_ends_and_is_then_known_to_be_gone() {
        let directory = tempfile::tempdir().unwrap();
        let liveness = open(&directory);
        let lock = liveness.lock_registration().unwrap();
        let (one, two) = (liveness.register().unwrap(), liveness.register().unwrap());
        drop(lock);
        let (first, second) = (one.name().to_owned(), two.name().to_owned());
        assert_eq!(
            [&first, &second].map(|name| liveness.state(name)),
            [OwnerState::Alive; 2]
        );
        drop(one);
        two.unregister();
        assert_eq!(
            [&first, &second].map(|name| liveness.state(name)),
            [OwnerState::Gone, OwnerState::Unknown]
        );
        liveness.remove_ended(|name| name == first);
        assert_eq!(liveness.state(&first), OwnerState::Gone);
        liveness.remove_ended(|_| false);
        assert_eq!(liveness.state(&first), OwnerState::Unknown);
    }

    #[test]
    fn a_name_that_is_a_path_leads_nowhere() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("free"), "").unwrap();
        let liveness = open(&directory);
        for name in ["../free", "..", ".", "", "a\0b"] {
            assert_eq!(liveness.state(name), OwnerState::Unknown, "{name:?}");
        }
    }
}
