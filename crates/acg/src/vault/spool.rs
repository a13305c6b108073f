//! The spool: a write-ahead log of responses that are on their way into the store.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use private_file::Draft;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::hex::hex;
use crate::store::connection_id::ConnectionId;
use crate::store::consent_id::{ConsentId, order_of};
use crate::store::error::{StoreError, StoreErrorKind, damaged};
use crate::store::head::Head;
use crate::store::row::Row;
use crate::sync::{Mutex, lock};

/// The extension of an entry.
const ENTRY: &str = "grant";

/// The extension of an entry that is damaged.
const DAMAGED: &str = "damaged";

/// A write-ahead log: a directory of responses that the store may not have yet.
///
/// A response is sealed and written to this disk before the store is asked to take it, and removed when the store has it.
/// What a process leaves behind is replayed by another one: when that one starts, and when it takes over a lease. All
/// processes of one machine share the directory. It must be on a disk that survives the process. On a machine that is
/// thrown away with its disk, it protects against less.
///
/// Entries hold what the store holds: sealed tokens if the program gave a key, otherwise tokens in clear. The directory is
/// created for its owner alone (0700), its files too (0600).
#[derive(Debug, Clone)]
pub struct Spool {
    directory: Arc<Path>,
    retention: Duration,
    latest: Arc<Mutex<HashMap<String, Order>>>,
}

/// The order of a response among those of its connection: by its consent, then by its token set.
type Order = (u64, u64);

/// What is in a [`Spool`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SpoolCounts {
    /// Responses that a store may not have yet.
    pub waiting: usize,
    /// Files that could not be read and were set aside.
    pub damaged: usize,
}

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct SpoolEntry {
    pub(crate) store: String,
    pub(crate) connection: ConnectionId,
    pub(crate) row: Row,
    /// The consent that the response belongs to. It stands in the row's head; here it is at hand.
    pub(crate) consent: Option<ConsentId>,
    /// The process that wrote it. It is part of the file's name, so that no two processes write the same file.
    pub(crate) owner: String,
    pub(crate) origin: Origin,
}

/// What a response was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// A new consent, which needs no record to be there.
    Consent,
    /// A refresh, whose response is worth something only as the successor of a record.
    Refresh,
}

/// An entry that was found.
#[derive(Debug)]
pub(crate) struct FoundEntry {
    pub(crate) entry: SpoolEntry,
    pub(crate) path: PathBuf,
    pub(crate) written: SystemTime,
}

/// An entry as a file holds it.
#[derive(Serialize, Deserialize)]
struct EntryFile {
    store: String,
    connection: ConnectionId,
    generation: u64,
    owner: String,
    /// Entries of an older version say `is_consent` instead.
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default, skip_serializing)]
    is_consent: bool,
    head: String,
    sealed: String,
}

impl EntryFile {
    fn origin(&self) -> Origin {
        self.origin.unwrap_or(if self.is_consent {
            Origin::Consent
        } else {
            Origin::Refresh
        })
    }
}

impl Spool {
    /// Opens the directory, and creates it with its parents if it is missing.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        let directory = directory.as_ref();
        private_file::create_directory(directory)
            .and_then(|()| private_file::remove_abandoned(directory))
            .map_err(|error| failed("created", directory, error))?;
        Ok(Self {
            directory: directory.into(),
            retention: Duration::ZERO,
            latest: Arc::default(),
        })
    }

    /// Retains a response for some time after the store has taken it: for a database that may lose its last commits when it
    /// fails over to a replica. Default: not at all.
    ///
    /// [`Vault::replay`](crate::Vault::replay) writes it again if the store has lost it, and removes it after that time. A
    /// grant that was removed does not come back from here, through whatever directory it was removed: its row says so.
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
        for path in self.paths()? {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some(ENTRY) => counts.waiting += 1,
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

    /// Writes an entry and waits for the disk. The write is completed even if the caller is dropped.
    pub(crate) async fn put(&self, entry: SpoolEntry) -> Result<(), StoreError> {
        self.blocking(move |spool| spool.write(&entry)).await
    }

    /// Returns whether this process has seen an entry of the connection that is later than what `head` says. Reads
    /// nothing: every refresh asks, and a spool that retains its entries for long has very many.
    pub(crate) fn has_later(&self, store: &str, connection: &ConnectionId, head: &Head) -> bool {
        let place = (order_of(head.consent.as_ref()), head.generation);
        let latest = lock(&self.latest);
        latest
            .get(&prefix(store, connection))
            .is_some_and(|latest| *latest > place)
    }

    /// Forgets what was seen of a connection: its entries were looked at, and none was news.
    pub(crate) fn forget_latest(&self, store: &str, connection: &ConnectionId) {
        lock(&self.latest).remove(&prefix(store, connection));
    }

    fn note(&self, entry: &SpoolEntry) {
        let place = (order_of(entry.consent.as_ref()), entry.row.generation);
        let mut latest = lock(&self.latest);
        let known = latest
            .entry(prefix(&entry.store, &entry.connection))
            .or_default();
        *known = place.max(*known);
    }

    /// Removes an entry that the store has, unless it is to be retained.
    pub(crate) async fn discard(&self, entry: SpoolEntry) {
        if self.retention.is_zero() {
            self.forget_latest(&entry.store, &entry.connection);
            self.remove(self.path(&entry)).await;
        }
    }

    /// Removes an entry. A failure is ignored: another process may have been faster, and an entry that stays is replayed
    /// without effect.
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
        let (store, prefix) = (store.to_owned(), connection.map(|id| prefix(store, id)));
        self.blocking(move |spool| spool.find(&store, prefix.as_deref()))
            .await
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let spool = self.clone();
        let ended = |_| StoreError::new("the spool was interrupted");
        tokio::task::spawn_blocking(move || work(&spool))
            .await
            .map_err(ended)?
    }

    fn path(&self, entry: &SpoolEntry) -> PathBuf {
        let owner: String = entry
            .owner
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let prefix = prefix(&entry.store, &entry.connection);
        let generation = entry.row.generation;
        self.directory
            .join(format!("{prefix}{generation}.{owner}.{ENTRY}"))
    }

    fn write(&self, entry: &SpoolEntry) -> Result<(), StoreError> {
        let path = self.path(entry);
        let sealed = entry.row.sealed.as_deref().unwrap_or_default();
        let file = EntryFile {
            store: entry.store.clone(),
            connection: entry.connection.clone(),
            generation: entry.row.generation,
            owner: entry.owner.clone(),
            origin: Some(entry.origin),
            is_consent: false,
            head: String::from_utf8_lossy(&entry.row.head).into_owned(),
            sealed: STANDARD.encode(sealed),
        };
        let text = serde_json::to_vec(&file).map_err(|error| {
            StoreError::new("the spool's entry cannot be written").with_source(error)
        })?;
        write_synced(&path, &text).map_err(|error| failed("written", &path, error))?;
        self.note(entry);
        Ok(())
    }

    fn find(&self, store: &str, prefix: Option<&str>) -> Result<Vec<FoundEntry>, StoreError> {
        let mut found = Vec::new();
        for path in self.paths()? {
            let name = path.file_name().and_then(|name| name.to_str());
            let matches = prefix.is_none_or(|prefix| name.is_some_and(|n| n.starts_with(prefix)));
            if matches && path.extension().is_some_and(|extension| extension == ENTRY) {
                match self.read(path) {
                    Ok(entry) => found.extend(entry.filter(|found| found.entry.store == store)),
                    // What cannot be read may be the successor of this connection's token: nothing is sent.
                    Err(error) if prefix.is_some() => return Err(error),
                    // One bad file, as of another user, must not stop the other connections.
                    Err(error) => {
                        tracing::error!(%error, "an entry of the spool cannot be read; it stays");
                    }
                }
            }
        }
        // Of two responses the later one counts, so it is tried first.
        found.sort_by_key(|found| std::cmp::Reverse(found.entry.row.generation));
        Ok(found)
    }

    fn paths(&self) -> Result<impl Iterator<Item = PathBuf>, StoreError> {
        let names = fs::read_dir(&self.directory)
            .map_err(|error| failed("read", &self.directory, error))?;
        Ok(names.flatten().map(|name| name.path()))
    }

    /// Reads an entry; `None` when it is gone, or damaged. A damaged one is kept under a name that is not looked at again.
    fn read(&self, path: PathBuf) -> Result<Option<FoundEntry>, StoreError> {
        let read = fs::read(&path).and_then(|text| Ok((text, fs::metadata(&path)?.modified()?)));
        let (text, written) = match read {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", &path, error)),
        };
        match parse(&text) {
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
                fs::rename(&path, path.with_extension(DAMAGED))
                    .map_err(|error| failed("renamed", &path, error))?;
                Ok(None)
            }
        }
    }
}

/// Gives the entry its name first and syncs then: as soon as it has its name, a process that takes over finds it, also if
/// this one ends before the disk has it.
fn write_synced(path: &Path, text: &[u8]) -> io::Result<()> {
    let draft = Draft::new(path)?;
    draft.file().write_all(text)?;
    draft.replace_then_sync()
}

fn parse(text: &[u8]) -> Result<SpoolEntry, StoreError> {
    let file: EntryFile = serde_json::from_slice(text).map_err(|error| damaged(&error))?;
    let origin = file.origin();
    let sealed = STANDARD.decode(&file.sealed).map_err(|_| {
        StoreError::new("the tokens of a spool entry are not base64")
            .with_kind(StoreErrorKind::Damaged)
    })?;
    let head = file.head.into_bytes();
    // A head that cannot be read here may be one of a newer version: the entry is not damaged.
    let consent = Head::from_bytes(&head).ok().and_then(|head| head.consent);
    Ok(SpoolEntry {
        consent,
        store: file.store,
        connection: file.connection,
        row: Row::new(file.generation, None, None, head, Some(sealed)),
        owner: file.owner,
        origin,
    })
}

/// Returns the start of the names of a connection's entries.
fn prefix(store: &str, connection: &ConnectionId) -> String {
    let digest = sha2::Sha256::new()
        .chain_update(store)
        .chain_update([0])
        .chain_update(connection.as_str())
        .finalize();
    format!("{}.", hex(&digest[..12]))
}

fn failed(what: &str, path: &Path, error: io::Error) -> StoreError {
    StoreError::new(format!("the spool `{}` cannot be {what}", path.display())).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        spool.discard(entry("x", 3, "p1")).await;
        assert_eq!(generations(&other, None).await, [7, 3, 2]);
        let found = other.entries("store", None).await.unwrap();
        assert_eq!(
            found[0].entry.row.sealed.as_deref(),
            Some([1, 2, 255].as_slice())
        );
    }

    #[test]
    fn an_entry_of_an_older_version_keeps_what_it_came_from() {
        for (is_consent, origin) in [(true, Origin::Consent), (false, Origin::Refresh)] {
            let text = format!(
                r#"{{"store":"s","connection":"c","generation":1,"owner":"o","is_consent":{is_consent},"head":"{{}}","sealed":""}}"#
            );
            assert_eq!(parse(text.as_bytes()).unwrap().origin, origin);
        }
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
        let other = spool.path(&entry("y", 2, "p"));
        fs::create_dir(other).unwrap();
        assert_eq!(generations(&spool, None).await, [2]);
        assert_eq!(generations(&spool, Some("x")).await, [2]);
        let id = ConnectionId::new("y").unwrap();
        assert!(spool.entries("store", Some(&id)).await.is_err());
    }

    #[tokio::test]
    async fn what_a_killed_writer_left_is_no_entry_and_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        let draft = directory.path().join("00.1.p.grant.0123456789abcdef.draft");
        fs::write(&draft, b"half").unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        assert_eq!(spool.counts().unwrap(), SpoolCounts::default());
        assert!(!draft.exists());
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
