//! The store.

use std::fs;
use std::path::{Path, PathBuf};

use acg::store::{GrantState, Record, StoreError, StoreTime, Stored, Swap, TokenStore, Version};
use acg::{BoxFuture, ConnectionId};
use zeroize::Zeroizing;

use crate::database::{Database, NewRow};
use crate::error::Error;
use crate::owner::{Owner, Owners, create_directories, private};
use crate::worker::Worker;

/// A [`TokenStore`] in an SQLite file.
///
/// Any number of stores in any number of processes of one machine may have the same file open. A write that was answered
/// survives a crash of the process and, as far as the disk keeps its word, a loss of power.
///
/// Dropping it waits for the writes that were handed over.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    owners: Owners,
    owner: Option<Owner>,
    owner_name: String,
    worker: Option<Worker>,
}

impl SqliteStore {
    /// Opens the store at `path`, or creates it with its parent directories.
    ///
    /// New files are readable by this user alone (0600), new directories too (0700). SQLite keeps `PATH-wal` and `PATH-shm`
    /// beside the file; `PATH.owners` holds one small file per open store, whose lock tells other processes that this
    /// one is alive. Copy or remove them together, and only while no process has the store open.
    ///
    /// It blocks, usually for milliseconds.
    ///
    /// # Errors
    /// The kinds [`Path`](crate::ErrorKind::Path), [`NotAStore`](crate::ErrorKind::NotAStore),
    /// [`NewerSchema`](crate::ErrorKind::NewerSchema), [`SqliteTooOld`](crate::ErrorKind::SqliteTooOld),
    /// [`ReadOnly`](crate::ErrorKind::ReadOnly), [`Full`](crate::ErrorKind::Full), [`Busy`](crate::ErrorKind::Busy),
    /// [`Damaged`](crate::ErrorKind::Damaged) and [`Io`](crate::ErrorKind::Io). A file that is not a store is not changed.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = create_file(path.as_ref())?;
        let owners = Owners::of(&path)?;
        let _gate = owners.gate()?;
        let database = Database::open(&path)?;
        owners.clean(|name| database.is_owner_named(name));
        let owner = owners.enter()?;
        let owner_name = owner.name().to_owned();
        let worker = Worker::start(database)?;
        Ok(Self { path, owners, owner: Some(owner), owner_name, worker: Some(worker) })
    }

    /// The file, as a path without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All connections and their records, ordered by name. Not for a store of millions: it reads everything.
    ///
    /// # Errors
    /// When the database cannot be read or a record makes no sense.
    pub async fn list(&self) -> Result<Vec<(ConnectionId, Record)>, StoreError> {
        let rows = self.run(|database| database.list()).await?;
        rows.into_iter().map(|(id, record)| Ok((connection_id(id)?, Record::from_bytes(&record)?))).collect()
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let Some(worker) = &self.worker else { return Err(StoreError::new("the token store is closed")) };
        worker.run(job).await.map_err(|error| StoreError::new(error.to_string()).with_source(error))
    }

    async fn read(&self, id: &ConnectionId) -> Result<Option<Stored>, StoreError> {
        let id = id.as_str().to_owned();
        let Some(row) = self.run(move |database| database.load(&id)).await? else { return Ok(None) };
        let record = Record::from_bytes(&row.record)?;
        Ok(Some(Stored::new(record, Version(row.version.cast_unsigned()), StoreTime(row.now))))
    }

    async fn swap(&self, id: &ConnectionId, expected: Option<Version>, record: &Record) -> Result<Swap, StoreError> {
        let Ok(expected) = expected.map(|version| i64::try_from(version.0)).transpose() else {
            return Ok(Swap::Conflict);
        };
        let row = NewRow {
            id: id.as_str().to_owned(),
            record: Zeroizing::new(record.to_bytes()?),
            owner: lease_owner(record),
        };
        let written = self.run(move |database| database.compare_and_swap(expected, &row)).await?;
        Ok(written.map_or(Swap::Conflict, |version| Swap::Done(Version(version.cast_unsigned()))))
    }

    async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, StoreError> {
        let Ok(version) = i64::try_from(expected.0) else { return Ok(Swap::Conflict) };
        let id = id.as_str().to_owned();
        let removed = self.run(move |database| database.delete(&id, version)).await?;
        Ok(if removed { Swap::Done(expected) } else { Swap::Conflict })
    }
}

impl TokenStore for SqliteStore {
    fn load<'a>(&'a self, id: &'a ConnectionId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(self.read(id))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.swap(id, expected, record))
    }

    fn delete<'a>(&'a self, id: &'a ConnectionId, expected: Version) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.remove(id, expected))
    }

    fn owner(&self) -> &str {
        &self.owner_name
    }

    fn is_owner_gone<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, bool> {
        let (owners, owner) = (self.owners.clone(), owner.to_owned());
        Box::pin(async move { self.run(move |_| Ok(owners.is_gone(&owner))).await.unwrap_or(false) })
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        let database = self.worker.take().and_then(Worker::stop);
        let Some(owner) = self.owner.take() else { return };
        // A lease that is still held names the owner, and its file proves that it is gone: the next opening removes it.
        if database.is_some_and(|database| !database.is_owner_named(owner.name())) {
            owner.leave();
        }
    }
}

fn lease_owner(record: &Record) -> Option<String> {
    match &record.state {
        GrantState::Refreshing { owner, .. } => Some(owner.clone()),
        _ => None,
    }
}

fn connection_id(id: String) -> Result<ConnectionId, StoreError> {
    ConnectionId::new(id)
        .map_err(|error| StoreError::new("a connection's name in the store is damaged").with_source(error))
}

/// Creates the file if there is none, so that nobody else can read it for a moment, and gives its real path.
fn create_file(path: &Path) -> Result<PathBuf, Error> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_directories(parent)?;
    }
    private()
        .create(true)
        .truncate(false)
        .open(path)
        .and_then(|_| fs::canonicalize(path))
        .map_err(|error| Error::io(path, "opened", error))
}
