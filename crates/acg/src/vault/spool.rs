//! Answers on their way to the store: written to a local disk first, so that neither a crash nor a store that fails loses
//! one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::store::connection_id::ConnectionId;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::damaged;
use crate::store::row::Row;

/// How the name of an entry ends.
const ENTRY: &str = "grant";

/// How the name of one ends that was damaged.
const DAMAGED: &str = "damaged";

/// A directory of answers that are not certainly in the store.
///
/// An answer is sealed and synced here before the store is asked to take it, and removed when it has. Whatever a process
/// leaves behind is taken up by the next one: when it starts, and when it takes a lease over. Processes of one machine
/// share the directory. It must be on a disk that survives the process; on a machine that is thrown away with its disk it
/// protects against less.
///
/// Entries hold what the store holds: sealed tokens if the program gave a key, tokens in clear otherwise. The
/// directory is made for its owner alone (0700), files too (0600).
#[derive(Debug, Clone)]
pub struct Spool {
    directory: Arc<Path>,
    retention: Duration,
}

/// What is in a [`Spool`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SpoolCounts {
    /// Answers that are not certainly in a store.
    pub waiting: usize,
    /// Files that made no sense and were put aside.
    pub damaged: usize,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) store: String,
    pub(crate) connection: ConnectionId,
    pub(crate) row: Row,
    /// The process that wrote it: no two have an entry of the same name.
    pub(crate) owner: String,
    /// Whether it came from a consent: then it is no successor, and needs nothing to be there before it.
    pub(crate) is_consent: bool,
}

/// An entry that was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) entry: Entry,
    pub(crate) path: PathBuf,
    pub(crate) written: SystemTime,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    store: String,
    connection: ConnectionId,
    generation: u64,
    owner: String,
    is_consent: bool,
    head: String,
    sealed: String,
}

impl Spool {
    /// Opens the directory, or creates it with its parents.
    ///
    /// # Errors
    /// When it cannot be created.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        let directory = directory.as_ref();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(directory)
            .map_err(|error| failed("created", directory, error))?;
        Ok(Self {
            directory: directory.into(),
            retention: Duration::ZERO,
        })
    }

    /// Keeps an answer for a while after the store has taken it: for a database that may lose its last commits when
    /// it fails over to a replica. [`Vault::replay`](crate::Vault::replay) writes it again if so, and removes it after
    /// that time. A grant that is removed is removed from here too; where it was removed with another directory, a consent
    /// that is held comes back. Default: not at all.
    #[must_use]
    pub fn retain_for(mut self, time: Duration) -> Self {
        self.retention = time;
        self
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// How many entries there are: those that wait for a store, and those that were found damaged and put aside.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn counts(&self) -> Result<SpoolCounts, StoreError> {
        let names = fs::read_dir(&self.directory)
            .map_err(|error| failed("read", &self.directory, error))?;
        let mut counts = SpoolCounts::default();
        for path in names.flatten().map(|name| name.path()) {
            match path.extension().and_then(|extension| extension.to_str()) {
                Some(ENTRY) => counts.waiting += 1,
                Some(DAMAGED) => counts.damaged += 1,
                _ => {}
            }
        }
        Ok(counts)
    }

    pub(crate) fn is_held(&self, found: &Found, now: SystemTime) -> bool {
        now.duration_since(found.written).unwrap_or_default() < self.retention
    }

    /// Writes an entry and waits for the disk. Done when it returns, also if the caller is gone.
    pub(crate) async fn put(&self, entry: Entry) -> Result<(), StoreError> {
        self.blocking(move |spool| spool.write(&entry)).await
    }

    /// Removes the entry, unless it is to be held.
    pub(crate) async fn settled(&self, entry: Entry) {
        if self.retention.is_zero() {
            let removed = self.blocking(move |spool| {
                let path = spool.path(&entry);
                fs::remove_file(&path).map_err(|error| failed("removed", &path, error))
            });
            // A drain elsewhere may have been faster.
            let _ = removed.await;
        }
    }

    pub(crate) async fn remove(&self, path: PathBuf) {
        let _ = self
            .blocking(move |_| {
                fs::remove_file(&path).map_err(|error| failed("removed", &path, error))
            })
            .await;
    }

    /// The entries of a store, or of one of its connections.
    pub(crate) async fn entries(
        &self,
        store: &str,
        connection: Option<&ConnectionId>,
    ) -> Result<Vec<Found>, StoreError> {
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

    fn path(&self, entry: &Entry) -> PathBuf {
        let owner: String = entry
            .owner
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let prefix = prefix(&entry.store, &entry.connection);
        self.directory
            .join(format!("{prefix}{}.{owner}.{ENTRY}", entry.row.generation))
    }

    fn write(&self, entry: &Entry) -> Result<(), StoreError> {
        let path = self.path(entry);
        let sealed = entry.row.sealed.as_deref().unwrap_or_default();
        let wire = Wire {
            store: entry.store.clone(),
            connection: entry.connection.clone(),
            generation: entry.row.generation,
            owner: entry.owner.clone(),
            is_consent: entry.is_consent,
            head: String::from_utf8_lossy(&entry.row.head).into_owned(),
            sealed: STANDARD.encode(sealed),
        };
        let text = serde_json::to_vec(&wire).map_err(|error| {
            StoreError::new("the spool's entry cannot be written").with_source(error)
        })?;
        self.write_synced(&path, &text)
            .map_err(|error| failed("written", &path, error))
    }

    fn write_synced(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        let unfinished = path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&unfinished)?;
        file.write_all(text)?;
        // Renamed first: from here on a process that takes over finds it, also if this one ends before the disk has it.
        fs::rename(&unfinished, path)?;
        file.sync_data()?;
        self.sync_directory()
    }

    /// A new name is on the disk when its directory is.
    fn sync_directory(&self) -> io::Result<()> {
        if cfg!(unix) {
            File::open(&self.directory)?.sync_all()
        } else {
            Ok(())
        }
    }

    fn find(&self, store: &str, prefix: Option<&str>) -> Result<Vec<Found>, StoreError> {
        let mut found = Vec::new();
        let names = fs::read_dir(&self.directory)
            .map_err(|error| failed("read", &self.directory, error))?;
        for path in names
            .flatten()
            .map(|name| name.path())
            .filter(|path| path.extension().is_some_and(|e| e == ENTRY))
        {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if prefix.is_none_or(|prefix| name.starts_with(prefix)) {
                found.extend(self.read(path)?.filter(|found| found.entry.store == store));
            }
        }
        // The later of two answers counts: it is tried first.
        found.sort_by_key(|found| std::cmp::Reverse(found.entry.row.generation));
        Ok(found)
    }

    /// `None` when it is gone by now, or damaged: that one is kept, under a name that is not looked at again.
    fn read(&self, path: PathBuf) -> Result<Option<Found>, StoreError> {
        let (text, written) =
            match fs::read(&path).and_then(|text| Ok((text, fs::metadata(&path)?.modified()?))) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(error) => return Err(failed("read", &path, error)),
            };
        match parse(&text) {
            Ok(entry) => Ok(Some(Found {
                entry,
                path,
                written,
            })),
            Err(error) => {
                tracing::error!(path = %path.display(), %error, "an entry of the spool is damaged and put aside");
                fs::rename(&path, path.with_extension(DAMAGED))
                    .map_err(|error| failed("renamed", &path, error))?;
                Ok(None)
            }
        }
    }
}

fn parse(text: &[u8]) -> Result<Entry, StoreError> {
    let wire: Wire = serde_json::from_slice(text).map_err(|error| damaged(&error))?;
    let sealed = STANDARD.decode(&wire.sealed).map_err(|_| {
        StoreError::new("the tokens of a spool's entry are not base64")
            .with_kind(StoreErrorKind::Damaged)
    })?;
    let row = Row::new(
        wire.generation,
        None,
        None,
        wire.head.clone().into_bytes(),
        Some(sealed),
    );
    let Wire {
        store,
        connection,
        owner,
        is_consent,
        ..
    } = wire;
    Ok(Entry {
        store,
        connection,
        row,
        owner,
        is_consent,
    })
}

/// The beginning of the names of a connection's entries.
fn prefix(store: &str, connection: &ConnectionId) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::new()
        .chain_update(store)
        .chain_update([0])
        .chain_update(connection.as_str())
        .finalize();
    let digits: String = digest
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{digits}.")
}

fn failed(what: &str, path: &Path, error: io::Error) -> StoreError {
    StoreError::new(format!("the spool `{}` cannot be {what}", path.display())).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(connection: &str, generation: u64, owner: &str) -> Entry {
        Entry {
            store: "store".to_owned(),
            connection: ConnectionId::new(connection).unwrap(),
            row: Row::new(
                generation,
                None,
                None,
                b"{}".to_vec(),
                Some(vec![1, 2, 255]),
            ),
            owner: owner.to_owned(),
            is_consent: false,
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
    async fn an_entry_is_found_by_whoever_opens_the_directory_until_it_is_settled() {
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
        spool.settled(entry("x", 3, "p1")).await;
        assert_eq!(generations(&other, None).await, [7, 3, 2]);
        let found = other.entries("store", None).await.unwrap();
        assert_eq!(
            found[0].entry.row.sealed.as_deref(),
            Some([1, 2, 255].as_slice())
        );
    }

    #[tokio::test]
    async fn a_damaged_entry_is_put_aside_and_not_lost() {
        let directory = tempfile::tempdir().unwrap();
        let spool = Spool::open(directory.path()).unwrap();
        let path = directory.path().join("00.1.p.grant");
        fs::write(&path, b"{\"store\":").unwrap();
        fs::write(directory.path().join("00.1.p.new"), b"half").unwrap();
        assert_eq!(
            spool.counts().unwrap(),
            SpoolCounts {
                waiting: 1,
                damaged: 0
            }
        );
        assert!(generations(&spool, None).await.is_empty());
        assert_eq!(
            spool.counts().unwrap(),
            SpoolCounts {
                waiting: 0,
                damaged: 1
            }
        );
        assert_eq!(
            fs::read(path.with_extension("damaged")).unwrap(),
            b"{\"store\":"
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_can_read_it() {
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
