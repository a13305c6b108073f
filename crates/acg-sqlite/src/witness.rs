//! Files that remember the newest version of the database, so that one that was rolled back to an older state is
//! noticed. They are beside it and, if the program names a directory, also there.
//!
//! The version is in a file's name and not in its content: a person who copies an old state of the directory over
//! the present one replaces contents, but does not remove names that the old state does not have.
//!
//! To rename a file costs as much as half a commit, since the next one writes the directory to the disk too. So of
//! writes that follow one another closely only some are noted, and the last.

use std::fs;
use std::path::{Path, PathBuf};

/// The most versions that are not noted. A process that is killed leaves no more.
const MOST_UNNOTED: usize = 64;

/// The witness beside the database, and the one elsewhere: what sets the directory back with everything in it
/// leaves that one.
#[derive(Debug)]
pub(crate) struct Witnesses {
    own: Witness,
    elsewhere: Option<Witness>,
    /// Whether nothing was written since the last [`rest`](Self::rest).
    is_resting: bool,
    /// The newest version that was written and is not noted, and how many there are.
    unnoted: Option<(i64, usize)>,
}

impl Witnesses {
    /// Reads the witnesses in the database's own directory, and in another one.
    pub(crate) fn of(own: &Path, elsewhere: Option<&Path>) -> Self {
        Self {
            own: Witness::of(own),
            elsewhere: elsewhere.map(Witness::of),
            is_resting: true,
            unnoted: None,
        }
    }

    /// Returns whether there was a store beside the directory.
    pub(crate) fn is_known(&self) -> bool {
        self.own.is_known()
    }

    /// Forgets the store that was beside the directory: there is a new one. Elsewhere are other stores' too.
    pub(crate) fn forget(&self) {
        self.own.forget();
    }

    /// Begins to remember this store, and returns the newest version that was seen of it.
    pub(crate) fn begin(&mut self, store: &str) -> Option<i64> {
        let elsewhere = self.elsewhere.as_mut();
        self.own
            .begin(store)
            .max(elsewhere.and_then(|witness| witness.begin(store)))
    }

    /// Learns that a version was written. The first one after a rest is noted at once, the others at the next rest, or
    /// when they become many.
    pub(crate) fn written(&mut self, version: i64) {
        let (newest, count) = self.unnoted.unwrap_or((version, 0));
        self.unnoted = Some((newest.max(version), count + 1));
        if self.is_resting || count >= MOST_UNNOTED {
            self.note();
        }
        self.is_resting = false;
    }

    /// Learns that nothing is being written: what is not noted is noted.
    pub(crate) fn rest(&mut self) {
        self.note();
        self.is_resting = true;
    }

    /// Returns whether nothing was written since the last rest.
    pub(crate) fn is_resting(&self) -> bool {
        self.is_resting
    }

    fn note(&mut self) {
        let Some((version, _)) = self.unnoted.take() else {
            return;
        };
        self.own.note(version);
        if let Some(witness) = &mut self.elsewhere {
            witness.note(version);
        }
    }
}

/// How the names begin; then come the version and the store's own name, with dots between.
const PREFIX: &str = "seen";

/// Remembers the newest version that was written. It may lag behind after a crash of the machine: it is not synced,
/// which would cost another visit to the disk. It is never ahead, since it is written after the disk has the file.
#[derive(Debug)]
struct Witness {
    directory: PathBuf,
    store: String,
    present: Option<PathBuf>,
}

impl Witness {
    /// Reads the witness in this directory.
    fn of(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
            store: String::new(),
            present: None,
        }
    }

    /// Returns whether there was a store beside the directory.
    fn is_known(&self) -> bool {
        self.testimonies().next().is_some()
    }

    /// Forgets every store: there is a new one.
    fn forget(&self) {
        for testimony in self.testimonies() {
            let _ = fs::remove_file(testimony.path);
        }
    }

    /// Begins to remember this store, and returns the newest version that was seen of it.
    fn begin(&mut self, store: &str) -> Option<i64> {
        store.clone_into(&mut self.store);
        let mut own: Vec<_> = self.testimonies().filter(|t| t.store == store).collect();
        own.sort_by_key(|testimony| testimony.version);
        let newest = own.pop()?;
        // What processes left that were killed.
        for older in own {
            let _ = fs::remove_file(older.path);
        }
        self.present = Some(newest.path);
        Some(newest.version)
    }

    /// Notes that a version was written. If that fails, the store works without the witness.
    fn note(&mut self, version: i64) {
        let is_name = self.store.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if self.store.is_empty() || !is_name {
            return;
        }
        let next = self
            .directory
            .join(format!("{PREFIX}.{version:020}.{}", self.store));
        let renamed = self
            .present
            .take()
            .is_some_and(|present| fs::rename(present, &next).is_ok());
        // Another process has gone on from the same one.
        if renamed || private_file::create(&next).is_ok() {
            self.present = Some(next);
        }
    }

    fn testimonies(&self) -> impl Iterator<Item = Testimony> {
        let entries = fs::read_dir(&self.directory)
            .into_iter()
            .flatten()
            .flatten();
        entries.filter_map(|entry| Testimony::read(entry.path()))
    }
}

struct Testimony {
    path: PathBuf,
    version: i64,
    store: String,
}

impl Testimony {
    fn read(path: PathBuf) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let (version, store) = name
            .strip_prefix(PREFIX)?
            .strip_prefix('.')?
            .split_once('.')?;
        Some(Self {
            version: version.parse().ok()?,
            store: store.to_owned(),
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_remembers_the_last_version_of_its_own_store() {
        let directory = tempfile::tempdir().unwrap();
        let mut witness = Witness::of(directory.path());
        assert_eq!(witness.begin("one"), None);
        witness.note(41);
        witness.note(42);
        assert_eq!(Witness::of(directory.path()).begin("one"), Some(42));
        assert_eq!(Witness::of(directory.path()).begin("another"), None);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        assert!(witness.is_known());
        witness.forget();
        assert!(!witness.is_known());
    }

    #[test]
    fn first_version_after_a_rest_is_noted_at_once_and_the_rest_of_a_burst_at_the_next() {
        let directory = tempfile::tempdir().unwrap();
        let mut witnesses = Witnesses::of(directory.path(), None);
        witnesses.begin("s");
        let newest = || Witness::of(directory.path()).begin("s");
        witnesses.written(1);
        assert_eq!(newest(), Some(1));
        witnesses.written(2);
        witnesses.written(3);
        assert_eq!(newest(), Some(1));
        witnesses.rest();
        assert_eq!(newest(), Some(3));
        witnesses.written(4);
        assert_eq!(newest(), Some(4));
    }

    #[test]
    fn of_writes_without_a_rest_few_are_not_noted() {
        let directory = tempfile::tempdir().unwrap();
        let mut witnesses = Witnesses::of(directory.path(), None);
        witnesses.begin("s");
        for version in 1..=1_000 {
            witnesses.written(version);
            let noted = Witness::of(directory.path()).begin("s").unwrap();
            assert!(version - noted <= 64, "{version}: {noted}");
        }
    }

    #[test]
    fn of_several_writers_the_newest_version_counts() {
        let directory = tempfile::tempdir().unwrap();
        let [mut one, mut two] = [(); 2].map(|()| Witness::of(directory.path()));
        one.begin("s");
        one.note(5);
        two.begin("s");
        one.note(6);
        two.note(7);
        one.note(8);
        two.note(9);
        one.note(10);
        assert_eq!(Witness::of(directory.path()).begin("s"), Some(10));
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_witness_that_cannot_write_is_none() {
        let directory = tempfile::tempdir().unwrap();
        let mut witness = Witness::of(&directory.path().join("missing"));
        witness.begin("one");
        witness.note(2);
        assert_eq!(witness.begin("one"), None);
        let mut witness = Witness::of(directory.path());
        witness.begin("../one");
        witness.note(2);
        assert!(!witness.is_known());
    }
}
