//! The spool: a write-ahead log of responses that are on their way into the store.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use private_file::{Draft, Exposure};

use crate::store::connection_id::ConnectionId;
use crate::store::consent_id::order_of;
use crate::store::error::StoreError;
use crate::store::head::Head;
use crate::sync::{Mutex, lock};
use crate::vault::spool_entry::{FoundEntry, Order, SpoolEntry, name_prefix};
use crate::vault::spool_room::{self, ROOM, Reservation, Rooms};

/// The extension of an entry.
const ENTRY: &str = "grant";

/// The extension of an entry that is damaged.
const DAMAGED: &str = "damaged";

/// The length of a folder's name: this many characters of the names in it are the same.
const FOLDER: usize = 2;

/// A write-ahead log: a directory of responses that the store may not have yet.
///
/// A response is sealed and written to this disk before the store is asked to take it, and removed when the store
/// has it. What a process leaves behind is replayed by another one: when that one starts, and when it takes over a
/// lease. All processes of one machine share the directory. It must be on a disk that survives the process. On a
/// machine that is thrown away with its disk, it protects against less.
///
/// Before a request is sent, a file of 256 KiB is reserved for its response and synced; without it nothing is
/// sent. So a disk that becomes full in the meantime does not cost the response. A process keeps as many of these
/// files as it has had requests at the same time.
///
/// Entries hold what the store holds: sealed tokens if the program gave a key, otherwise tokens in clear. The
/// directory is created for its owner alone (0700), its files too (0600).
#[derive(Debug, Clone)]
pub struct Spool {
    directory: Arc<Path>,
    retention: Duration,
    latest: Arc<Mutex<HashMap<String, Order>>>,
    rooms: Rooms,
}

/// What is in a [`Spool`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SpoolCounts {
    /// Responses that a store may not have yet.
    pub waiting: usize,
    /// Files that could not be read and were set aside.
    pub damaged: usize,
}

/// An entry that was written, and where.
#[derive(Debug)]
pub(crate) struct Spooled {
    pub(crate) entry: SpoolEntry,
    path: PathBuf,
}

impl Spool {
    /// Opens the directory, and creates it with its parents if it is missing.
    ///
    /// # Errors
    /// When it cannot be created, or other users can write to it: what they put there would become tokens.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        let directory = directory.as_ref();
        private_file::create_directory(directory)
            .map_err(|error| failed("created", directory, error))?;
        // Before anything in it is believed, or removed.
        check_writers(directory)?;
        private_file::remove_abandoned(directory)
            .map_err(|error| failed("created", directory, error))?;
        for folder in folders(&list(directory)?) {
            // One that cannot be read is a matter of the connections in it.
            drop(private_file::remove_abandoned(folder));
        }
        Ok(Self {
            directory: directory.into(),
            retention: Duration::ZERO,
            latest: Arc::default(),
            rooms: Rooms::default(),
        })
    }

    /// Retains a response for some time after the store has taken it: for a database that may lose its last commits
    /// when it fails over to a replica. Default: not at all.
    ///
    /// [`Vault::replay`](crate::Vault::replay) writes it again if the store has lost it, and removes it
    /// after that time. A grant that was removed does not come back from here, through whatever
    /// directory it was removed: its row says so.
    #[must_use]
    pub fn retain_for(mut self, time: Duration) -> Self {
        self.retention = time;
        self
    }

    /// Returns the directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Counts the entries that wait for a store, and those that were found damaged.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn counts(&self) -> Result<SpoolCounts, StoreError> {
        let mut counts = SpoolCounts::default();
        for path in self.files(None)? {
            match extension(&path) {
                Some(ENTRY) => counts.waiting += 1,
                Some(ROOM) => counts.waiting += usize::from(spool_room::has_entry(&path)),
                Some(DAMAGED) => counts.damaged += 1,
                _ => {}
            }
        }
        Ok(counts)
    }

    pub(crate) fn retention(&self) -> Duration {
        self.retention
    }

    pub(crate) fn retains(&self, found: &FoundEntry, now: SystemTime) -> bool {
        now.duration_since(found.written).unwrap_or_default() < self.retention
    }

    /// Makes sure that the disk has room for the response to a request, of the next token set of a
    /// connection, that this owner is about to send.
    pub(crate) async fn reserve(
        &self,
        store: &str,
        connection: &ConnectionId,
        generation: u64,
        owner: &str,
    ) -> Result<Reservation, StoreError> {
        let path = self.path(&name_prefix(store, connection), generation, owner);
        // Given to this caller on the thread that makes it: one that is gone by then gives it back.
        self.blocking(move |spool| {
            let reserved = spool.rooms.reserve(&spool.directory, path);
            reserved.map_err(|error| failed("written", &spool.directory, error))
        })
        .await
    }

    /// Writes an entry and waits for the disk. The write is completed even if the caller is dropped.
    pub(crate) async fn put(&self, entry: SpoolEntry) -> Result<Spooled, StoreError> {
        self.blocking(move |spool| {
            let path = spool.write(&entry)?;
            Ok(Spooled { entry, path })
        })
        .await
    }

    /// Returns whether this process has seen an entry of the connection that is later than what `head` says. Reads
    /// nothing: every refresh asks, and a spool that retains its entries for long has very many.
    pub(crate) fn has_later(&self, store: &str, connection: &ConnectionId, head: &Head) -> bool {
        let order = (order_of(head.consent.as_ref()), head.generation);
        let latest = lock(&self.latest);
        latest
            .get(&name_prefix(store, connection))
            .is_some_and(|latest| *latest > order)
    }

    /// Forgets what was seen of a connection: its entries were looked at, and none was news.
    pub(crate) fn forget_latest(&self, store: &str, connection: &ConnectionId) {
        lock(&self.latest).remove(&name_prefix(store, connection));
    }

    fn note(&self, entry: &SpoolEntry) {
        let order = entry.order();
        let mut latest = lock(&self.latest);
        let known = latest
            .entry(name_prefix(&entry.store, &entry.connection))
            .or_default();
        *known = order.max(*known);
    }

    /// Removes an entry that the store has, unless it is to be retained.
    pub(crate) async fn discard(&self, Spooled { entry, path }: Spooled) {
        if self.retention.is_zero() {
            self.forget_latest(&entry.store, &entry.connection);
            self.remove(path).await;
        }
    }

    /// Removes an entry. A failure is ignored: another process may have been faster, and an entry
    /// that stays is replayed without effect.
    pub(crate) async fn remove(&self, path: PathBuf) {
        let removed = self.blocking(move |_| {
            fs::remove_file(&path).map_err(|error| failed("removed", &path, error))
        });
        let _ = removed.await;
    }

    /// Returns the entries of a store, or of one of its connections, latest generation first.
    pub(crate) async fn entries(
        &self,
        store: &str,
        connection: Option<&ConnectionId>,
    ) -> Result<Vec<FoundEntry>, StoreError> {
        let (store, prefix) = (
            store.to_owned(),
            connection.map(|id| name_prefix(store, id)),
        );
        self.blocking(move |spool| spool.find(&store, prefix.as_deref()))
            .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let spool = self.clone();
        let ended = |_| StoreError::new("the spool was interrupted");
        // On a thread for blocking work, because a disk may take seconds to sync. What was begun there is completed
        // even if its caller is dropped.
        tokio::task::spawn_blocking(move || work(&spool))
            .await
            .map_err(ended)?
    }

    fn path(&self, prefix: &str, generation: u64, owner: &str) -> PathBuf {
        let owner: String = owner
            .chars()
            // An owner's name comes from the store and may hold a slash: it must not lead out of the directory.
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        self.folder(prefix)
            .join(format!("{prefix}{generation}.{owner}.{ENTRY}"))
    }

    /// Returns the folder in which the entries of a connection are: among those of few others, since each
    /// one in doubt has its entries looked for.
    fn folder(&self, prefix: &str) -> PathBuf {
        self.directory.join(&prefix[..FOLDER])
    }

    /// Writes an entry, and returns its file: a new one, or, if the disk has no room for that, the one that was
    /// reserved.
    fn write(&self, entry: &SpoolEntry) -> Result<PathBuf, StoreError> {
        let prefix = name_prefix(&entry.store, &entry.connection);
        let path = self.path(&prefix, entry.row.generation, &entry.owner);
        let text = entry.to_text()?;
        let written = match write_synced(&path, &text) {
            Ok(()) => Ok(path),
            Err(error) if text.len() > spool_room::SIZE => Err(error),
            Err(error) => match self.rooms.take(&path) {
                Some(room) => room.write(&text),
                None => Err(error),
            },
        };
        let written = written.map_err(|error| failed("written", &self.directory, error))?;
        self.note(entry);
        Ok(written)
    }

    fn find(&self, store: &str, prefix: Option<&str>) -> Result<Vec<FoundEntry>, StoreError> {
        let mut found = Vec::new();
        for path in self.paths(prefix)? {
            match self.read(path) {
                Ok(entry) => found.extend(entry.filter(|found| found.is_of(store, prefix))),
                // What cannot be read may be the successor of this connection's token: nothing is sent.
                Err(error) if prefix.is_some() => return Err(error),
                // One bad file, as of another user, must not stop the other connections.
                Err(error) => {
                    tracing::error!(%error, "an entry of the spool cannot be read; it is kept");
                }
            }
        }
        // Of two responses the later one counts, so it is tried first.
        found.sort_by_key(|found| std::cmp::Reverse(found.entry.row.generation));
        Ok(found)
    }

    /// Lists the files that may hold an entry, of a connection or of all.
    fn paths(&self, prefix: Option<&str>) -> Result<Vec<PathBuf>, StoreError> {
        let all = self.files(prefix)?;
        let is_wanted = |path: &PathBuf| match extension(path) {
            Some(ENTRY) => prefix.is_none_or(|prefix| has_prefix(path, prefix)),
            // Its name does not say whose it is.
            Some(ROOM) => true,
            _ => false,
        };
        Ok(all.into_iter().filter(is_wanted).collect())
    }

    /// Lists all files, of the folder of a connection or of all folders. An older version put
    /// everything into the directory itself.
    fn files(&self, prefix: Option<&str>) -> Result<Vec<PathBuf>, StoreError> {
        let mut files = list(&self.directory)?;
        let folders = match prefix {
            Some(prefix) => vec![self.folder(prefix)],
            None => folders(&files),
        };
        for folder in folders {
            files.extend(list(&folder)?);
        }
        Ok(files)
    }

    /// Reads an entry; `None` when it is gone, or damaged. A damaged one is kept under a name that is not looked at
    /// again.
    fn read(&self, path: PathBuf) -> Result<Option<FoundEntry>, StoreError> {
        if extension(&path) == Some(ROOM) && spool_room::is_free(&path) {
            spool_room::remove_if_abandoned(&path);
            return Ok(None);
        }
        let read = fs::read(&path).and_then(|text| Ok((text, fs::metadata(&path)?.modified()?)));
        let (text, written) = match read {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", &path, error)),
        };
        let Some(text) = spool_room::entry_in(&text) else {
            spool_room::remove_if_abandoned(&path);
            return Ok(None);
        };
        match SpoolEntry::parse(text) {
            Ok(entry) => {
                self.note(&entry);
                Ok(Some(FoundEntry {
                    entry,
                    path,
                    written,
                }))
            }
            Err(error) => {
                tracing::error!(path = %path.display(), %error, "an entry of the spool is damaged and set aside");
                // Kept, because a person may still read something in it; under another name, so that it is not read and
                // logged at every refresh.
                fs::rename(&path, path.with_extension(DAMAGED))
                    .map_err(|error| failed("renamed", &path, error))?;
                Ok(None)
            }
        }
    }
}

/// Gives the entry its name first and syncs then: as soon as it has its name, a process that takes over finds it,
/// also if this one ends before the disk has it.
fn write_synced(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        private_file::create_directory(folder)?;
    }
    let draft = Draft::new(path)?;
    draft.file().write_all(text)?;
    draft.replace_then_sync()
}

/// Lists a directory; nothing when there is no such directory yet, or no longer.
fn list(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    match fs::read_dir(directory) {
        Ok(names) => Ok(names.flatten().map(|name| name.path()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed("read", directory, error)),
    }
}

/// Returns those of the paths that are folders of a spool.
fn folders(paths: &[PathBuf]) -> Vec<PathBuf> {
    let is_folder = |path: &&PathBuf| path.extension().is_none() && path.is_dir();
    paths.iter().filter(is_folder).cloned().collect()
}

fn extension(path: &Path) -> Option<&str> {
    path.extension()?.to_str()
}

fn has_prefix(path: &Path, prefix: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(prefix))
}

fn check_writers(directory: &Path) -> Result<(), StoreError> {
    let exposure = Exposure::to_writers(directory);
    let Some(exposure) = exposure.map_err(|error| failed("examined", directory, error))? else {
        return Ok(());
    };
    let directory = directory.display();
    Err(StoreError::new(format!(
        "`{directory}` {exposure}: anyone who can change it could plant tokens, so it is not used for a spool"
    )))
}

fn failed(what: &str, path: &Path, error: io::Error) -> StoreError {
    StoreError::new(format!("the spool `{}` cannot be {what}", path.display())).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::row::Row;
    use crate::vault::spool_entry::Origin;

    fn entry(connection: &str, generation: u64, owner: &str) -> SpoolEntry {
        SpoolEntry {
            store: "store".to_owned(),
            connection: ConnectionId::new(connection).unwrap(),
            row: Row::new(
                generation,
                None,
                None,
                b"{}".to_vec(),
                Some(vec![1, 2, 255]),
            ),
            consent: None,
            owner: owner.to_owned(),
            origin: Origin::Refresh,
        }
    }

    async fn generations(spool: &Spool, connection: Option<&str>) -> Vec<u64> {
        let connection = connection.map(|name| ConnectionId::new(name).unwrap());
        let entries = spool.entries("store", connection.as_ref()).await.unwrap();
        entries
            .iter()
            .map(|found| found.entry.row.generation)
            .collect()
    }

    #[tokio::test]
    async fn every_process_finds_an_entry_until_it_is_discarded() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path().join("a/b")).unwrap();
        for (connection, generation, owner) in [
            ("x", 2, "p1"),
            ("x", 3, "p1"),
            ("x", 3, "p2"),
            ("y", 7, "p1"),
        ] {
            spool
                .put(entry(connection, generation, owner))
                .await
                .unwrap();
        }
        let other = Spool::open(directory.path().join("a/b")).unwrap();
        assert_eq!(generations(&other, Some("x")).await, [3, 3, 2]);
        assert_eq!(generations(&other, None).await, [7, 3, 3, 2]);
        assert!(
            other
                .entries("another store", None)
                .await
                .unwrap()
                .is_empty()
        );
        let spooled = spool.put(entry("x", 3, "p1")).await.unwrap();
        spool.discard(spooled).await;
        assert_eq!(generations(&other, None).await, [7, 3, 2]);
        let found = other.entries("store", None).await.unwrap();
        assert_eq!(
            found[0].entry.row.sealed.as_deref(),
            Some([1, 2, 255].as_slice())
        );
    }

    #[tokio::test]
    async fn a_damaged_entry_is_set_aside_and_not_lost() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        let path = directory.path().join("00.1.p.grant");
        fs::write(&path, b"{\"store\":").unwrap();
        let counts = |waiting, damaged| SpoolCounts { waiting, damaged };
        assert_eq!(spool.counts().unwrap(), counts(1, 0));
        assert!(generations(&spool, None).await.is_empty());
        assert_eq!(spool.counts().unwrap(), counts(0, 1));
        assert_eq!(
            fs::read(path.with_extension("damaged")).unwrap(),
            b"{\"store\":"
        );
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_stops_its_own_connection_alone() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        spool.put(entry("x", 2, "p")).await.unwrap();
        let id = ConnectionId::new("y").unwrap();
        let other = spool.path(&name_prefix("store", &id), 2, "p");
        fs::create_dir_all(other).unwrap();
        assert_eq!(generations(&spool, None).await, [2]);
        assert_eq!(generations(&spool, Some("x")).await, [2]);
        assert!(spool.entries("store", Some(&id)).await.is_err());
    }

    #[tokio::test]
    async fn what_a_killed_writer_left_is_no_entry_and_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("00")).unwrap();
        let name = "00.1.p.grant.0123456789abcdef.draft";
        let drafts = [name, &format!("00/{name}")].map(|name| directory.path().join(name));
        drafts
            .iter()
            .for_each(|path| fs::write(path, b"half").unwrap());
        let spool = Spool::open(directory.path()).unwrap();
        assert_eq!(spool.counts().unwrap(), SpoolCounts::default());
        assert!(!drafts.iter().any(|draft| draft.exists()));
    }

    #[tokio::test]
    async fn what_does_not_fit_on_the_disk_goes_into_the_room_that_was_reserved() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        let id = ConnectionId::new("x").unwrap();
        let room = spool.reserve("store", &id, 2, "p").await.unwrap();
        let other = Spool::open(directory.path()).unwrap();
        assert!(generations(&other, Some("x")).await.is_empty());
        // No file can be made from here on.
        fs::write(spool.folder(&name_prefix("store", &id)), "").unwrap();
        assert!(spool.put(entry("x", 3, "p")).await.is_err(), "it has none");
        let spooled = spool.put(entry("x", 2, "p")).await.unwrap();
        drop(room);
        fs::remove_file(spool.folder(&name_prefix("store", &id))).unwrap();
        assert_eq!(generations(&other, Some("x")).await, [2]);
        assert!(generations(&other, Some("y")).await.is_empty());
        assert_eq!(other.counts().unwrap().waiting, 1);
        spool.discard(spooled).await;
        assert_eq!(other.counts().unwrap().waiting, 0);
    }

    #[tokio::test]
    async fn entries_that_an_older_version_wrote_are_found() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        let spooled = spool.put(entry("x", 2, "p")).await.unwrap();
        let name = spooled.path.file_name().unwrap();
        fs::rename(&spooled.path, directory.path().join(name)).unwrap();
        assert_eq!(generations(&spool, Some("x")).await, [2]);
        assert_eq!(generations(&spool, None).await, [2]);
        assert_eq!(spool.counts().unwrap().waiting, 1);
    }

    // A spool that retains its entries for long has very many, and each connection in doubt is looked for.
    #[tokio::test]
    async fn looking_for_one_connection_does_not_read_the_entries_of_all_others() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        for number in 0..60 {
            let name = format!("c{number}");
            spool.put(entry(&name, 1, "p")).await.unwrap();
        }
        let id = ConnectionId::new("c7").unwrap();
        let files = spool.files(Some(&name_prefix("store", &id))).unwrap();
        let entries = files.iter().filter(|path| extension(path) == Some(ENTRY));
        assert!((1..20).contains(&entries.count()));
        assert_eq!(generations(&spool, None).await.len(), 60);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn no_other_user_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path().join("spool")).unwrap();
        spool.put(entry("x", 1, "p")).await.unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(spool.directory()), 0o700);
        let found = spool.entries("store", None).await.unwrap();
        assert_eq!(mode(&found[0].path), 0o600);
    }
}
