//! Liveness: one locked file per open store, in a directory that the processes of a machine share.
//!
//! The operating system releases a lock when its process ends, however it ends. A killed process is noticed at
//! once, and a live one is never mistaken for dead, even while it is suspended or its clock is wrong. A heartbeat
//! would not do: a suspended process misses its beats although its request is still on the way.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::random::{Random as _, RandomError, SystemRandom};
use crate::registry::{self, LiveName};
use crate::store::owner_state::OwnerState;

/// The file whose lock serializes registrations: no process sees an owner's file between its creation and its lock.
const REGISTRATION_LOCK: &str = "lock";

/// The first line of an owner's file. Then comes where the owner runs.
const MARK: &str = "acg owner\n";

/// More than is in an owner's file.
const LONGEST_FILE: u64 = 512;

/// A directory of liveness files: shows which of the owners that leases name are still alive.
///
/// For a store whose handles are all on one machine, or to distinguish the processes of one
/// machine in a store that many machines share.
///
/// Where the directory is shared with other machines after all, their locks may not be seen. So an owner counts as
/// ended only if its file is on a disk of this machine, and names this machine or the present start of its system.
#[derive(Debug, Clone)]
pub struct LivenessDir {
    path: PathBuf,
    /// Whether a lock that is not seen is not there.
    sees_locks: bool,
}

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
        let sees_locks = private_file::network_file_system(&path)?.is_none();
        Ok(Self { path, sees_locks })
    }

    /// Waits until no other process is registering, and keeps others from it until the file is dropped. Blocks.
    ///
    /// # Errors
    /// When the file cannot be locked.
    pub fn lock_registration(&self) -> io::Result<File> {
        let file = private_file::open_or_create(self.path.join(REGISTRATION_LOCK))?;
        file.lock()?;
        Ok(file)
    }

    /// Registers a new owner under a name that no other owner has. The caller must hold the registration lock.
    ///
    /// # Errors
    /// When the file cannot be created, or the operating system gives no random bytes.
    pub fn register(&self) -> io::Result<LiveOwner> {
        let owner = LiveOwner::in_process().map_err(io::Error::other)?;
        let path = self.path.join(&owner.name);
        let file = private_file::create(&path)?;
        file.lock()?;
        (&file).write_all(format!("{MARK}{}", Here::find()).as_bytes())?;
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
                let _ = fs::remove_file(self.path.join(name));
            }
        }
    }

    /// Returns how many owners are alive besides the one named `name`.
    pub fn count_others(&self, name: &str) -> usize {
        self.names()
            .filter(|other| other != name && self.state(other) == OwnerState::Alive)
            .count()
    }

    /// Lists the names of owners. A store may keep files of its own here under names of another form.
    fn names(&self) -> impl Iterator<Item = String> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        entries
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| is_owner_name(name))
    }

    /// Returns whether the owner is alive. Without its file that is unknown.
    pub fn state(&self, name: &str) -> OwnerState {
        // The name comes out of the database and becomes a path here: `../` must not.
        if !is_owner_name(name) {
            return OwnerState::Unknown;
        }
        let Ok(mut file) = private_file::open(self.path.join(name)) else {
            return OwnerState::Unknown;
        };
        // A shared lock conflicts with the owner's exclusive lock only, so several processes may look at the same time.
        match file.try_lock_shared() {
            Ok(()) if self.sees_locks && is_of_this_machine(&mut file) => OwnerState::Gone,
            Ok(()) | Err(TryLockError::Error(_)) => OwnerState::Unknown,
            Err(TryLockError::WouldBlock) => OwnerState::Alive,
        }
    }

    /// Returns the path of the directory.
    pub fn path(&self) -> &Path {
        &self.path
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

    /// Returns the owner's name, made by [`owner_name`].
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
    // Host and process are for people who read a log. The random part makes the name unique, also
    // in containers that share both.
    let (process, random) = (std::process::id(), u64::from_be_bytes(random));
    Ok(format!("{host}-{process}-{random:016x}"))
}

/// Returns whether the text is an owner's name, as [`owner_name`] makes it. Names come out of records and must not
/// lead to another directory, and a file whose name merely looks like one must not be removed.
fn is_owner_name(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let [host, process, random] = parts[..] else {
        return false;
    };
    host.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && process.parse::<u32>().is_ok()
        && random.len() == 16
        && random.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns whether an owner's file was written on this machine. It was not written by an owner at all if it has
/// other content.
fn is_of_this_machine(file: &mut File) -> bool {
    let mut text = String::new();
    if file.take(LONGEST_FILE).read_to_string(&mut text).is_err() {
        return false;
    }
    match text.strip_prefix(MARK) {
        Some(place) => Here::find().is_near(place),
        // As older versions wrote them.
        None => ["", "ended"].contains(&text.as_str()),
    }
}

/// Where this process runs.
#[derive(Debug, Default)]
struct Here {
    /// Another one after each start of the system; containers have it in common.
    boot: Option<String>,
    machine: Option<String>,
}

impl Here {
    fn find() -> Self {
        let read = |path| {
            let text = fs::read_to_string(path).ok()?;
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            boot: read("/proc/sys/kernel/random/boot_id"),
            machine: read("/etc/machine-id"),
        }
    }

    /// Returns whether a process at that place shares this one's locks, or ended when this system was started. Where
    /// one of the two places is unknown, they are believed to be on one machine.
    fn is_near(&self, place: &str) -> bool {
        let other = |name: &str| place.lines().find_map(|line| line.strip_prefix(name));
        let pairs = [
            (&self.boot, other("boot ")),
            (&self.machine, other("machine ")),
        ];
        let mut known = pairs
            .into_iter()
            .filter_map(|(here, there)| Some(here.as_deref()? == there?))
            .peekable();
        known.peek().is_none() || known.any(|is_same| is_same)
    }
}

impl fmt::Display for Here {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in [("boot", &self.boot), ("machine", &self.machine)] {
            if let Some(value) = value {
                writeln!(f, "{name} {value}")?;
            }
        }
        Ok(())
    }
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

    #[test]
    fn only_files_that_an_owner_has_left_are_removed() {
        let directory = tempfile::tempdir().unwrap();
        let liveness = open(&directory);
        let kept = [
            ("client-secret", ""),
            ("id-rsa", "key"),
            ("host-1-0123456789abcdef", "key"),
            ("host-1-0123456789abcde", ""),
        ];
        let removed = [
            ("host-2-0123456789abcdef", ""),
            ("host-3-0123456789abcdef", "ended"),
            ("host-4-0123456789abcdef", MARK),
        ];
        for (name, text) in kept.into_iter().chain(removed) {
            fs::write(liveness.path().join(name), text).unwrap();
        }
        liveness.remove_ended(|_| false);
        for (name, text) in kept {
            let left = fs::read_to_string(liveness.path().join(name));
            assert_eq!(left.unwrap(), text, "{name}");
        }
        for (name, _) in removed {
            assert!(!liveness.path().join(name).exists(), "{name}");
        }
    }

    #[test]
    fn an_owner_on_another_machine_is_not_known_to_have_ended() {
        let here = Here {
            boot: Some("b1".to_owned()),
            machine: Some("m1".to_owned()),
        };
        assert!(here.is_near("boot b1\nmachine m1\n"));
        assert!(here.is_near("boot b0\nmachine m1\n"), "before a restart");
        assert!(here.is_near("boot b1\nmachine m2\n"), "another container");
        assert!(!here.is_near("boot b2\nmachine m2\n"));
        assert!(!here.is_near("boot b2\n"));
        assert!(here.is_near(""), "nothing is known");
        let directory = tempfile::tempdir().unwrap();
        let name = "host-4-0123456789abcdef";
        let mut liveness = open(&directory);
        let file = liveness.path().join(name);
        fs::write(&file, format!("{MARK}boot other\nmachine other\n")).unwrap();
        if Here::find().boot.is_some() {
            assert_eq!(liveness.state(name), OwnerState::Unknown);
        }
        fs::write(&file, format!("{MARK}{}", Here::find())).unwrap();
        assert_eq!(liveness.state(name), OwnerState::Gone);
        liveness.sees_locks = false;
        assert_eq!(liveness.state(name), OwnerState::Unknown, "a network disk");
    }
}
