//! The token store: `acg`'s contract, carried out by a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use acg::store::{
    Change, Listed, LiveOwner, LivenessDir, OwnerState, Row, Shard, StoreError, StoreErrorKind,
    StoreIdentity, StoreTime, Stored, Swap, TokenStore, Version,
};
use acg::{BoxFuture, ConnectionId};

use crate::database::{Database, LoadedRow, Write};
use crate::error::{Error, ErrorKind};
use crate::opening::{adopt, create_file, identify, liveness_path, pin, real_path};
use crate::options::SqliteOptions;
use crate::standstill;
use crate::witness::Witnesses;
use crate::worker::{Paused, Worker};

/// A [`TokenStore`] in an SQLite file.
///
/// Any number of stores in any number of processes of one machine may have the same file open. A write that was
/// acknowledged survives a crash of the process and, as far as the disk keeps its word, a loss of power.
///
/// A thread of the store does the work, so that no future blocks its runtime. On a worker thread of tokio's
/// multi-thread runtime a caller that finds the file idle reads a connection, or writes, itself, after the runtime has
/// put another thread in its place (`tokio::task::block_in_place`): the other tasks continue, but what else the caller's own
/// task waits for, such as a timeout around the call, waits until the disk has the write. A task that has entered a
/// multi-thread runtime that does not run it (`Handle::enter`) must not call the store: `block_in_place` panics there on a
/// current-thread runtime, and on another one it keeps the runtime that was entered from ending first.
///
/// Dropping it waits for the writes that were handed over. While it is [paused](Self::pause), and during a
/// [`Standstill`](crate::Standstill), a thread does that, and dropping it does not wait.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    identity: StoreIdentity,
    /// The same with a quarantine, from the moment when the file is another one than was opened.
    replaced: OnceLock<StoreIdentity>,
    liveness: LivenessDir,
    owner: Option<LiveOwner>,
    owner_name: String,
    worker: Option<Worker>,
}

impl SqliteStore {
    /// Opens the store at `path`, or creates it with its parent directories.
    ///
    /// New files are readable by this user alone (0600), new directories too (0700). SQLite keeps
    /// `PATH-wal` and `PATH-shm` beside the file; `PATH.liveness` holds one small file per open
    /// store, whose lock tells other processes that this one is alive. Copy or remove them together,
    /// and only while no process has the store open.
    ///
    /// It blocks, usually for milliseconds.
    ///
    /// A file that was copied from elsewhere, or rolled back to an older state, is quarantined: its
    /// [`identity`](TokenStore::identity) says why, and nothing is refreshed from it, because its refresh tokens
    /// may have been replaced where it came from. [`adopt`](Self::adopt) ends that. It is noticed by the file's
    /// inode and time of birth, by the machine's name (`machine-id`, not in containers), and by the newest version,
    /// which the name of a file in `PATH.liveness` remembers: an older state that is copied over the directory
    /// leaves that name. It is also noticed when it happens while the store is open; nothing is read or written
    /// then until it is opened again. Renaming the file or its directory changes none of these. A process that is
    /// killed while it writes without a pause leaves out up to 64 of its last versions. What is not
    /// noticed: a snapshot of the whole disk that is brought back on the same machine, and an old state of the
    /// directory that is brought back in place and loses what it did not have, unless [a directory
    /// elsewhere](SqliteOptions::witness) remembers it.
    ///
    /// # Errors
    /// The kinds [`Path`](ErrorKind::Path), [`Network`](ErrorKind::Network), [`Exposed`](ErrorKind::Exposed),
    /// [`NotAStore`](ErrorKind::NotAStore), [`NewerSchema`](ErrorKind::NewerSchema),
    /// [`SqliteTooOld`](ErrorKind::SqliteTooOld), [`ReadOnly`](ErrorKind::ReadOnly),
    /// [`Full`](ErrorKind::Full), [`Busy`](ErrorKind::Busy), [`Damaged`](ErrorKind::Damaged) and
    /// [`Io`](ErrorKind::Io). A file that is not a store is not changed.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(path, &SqliteOptions::default())
    }

    /// Opens the file as [`open`](Self::open) does, with these settings.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Environment`](ErrorKind::Environment) when the file belongs to another one; and
    /// [`Path`](ErrorKind::Path) when the directory of the second witness cannot be made.
    pub fn open_with(path: impl AsRef<Path>, options: &SqliteOptions) -> Result<Self, Error> {
        let path = real_path(path.as_ref())?;
        if let Some(elsewhere) = &options.witness {
            private_file::create_directory(elsewhere)
                .map_err(|error| Error::io(elsewhere, "created", error))?;
        }
        let directory = liveness_path(&path);
        let failed = |error| Error::io(&directory, "used", error);
        // A fork in between would leave the child the lock of the registration, too.
        let _inside = standstill::inside();
        let liveness = LivenessDir::open(&directory).map_err(failed)?;
        let _gate = liveness.lock_registration().map_err(failed)?;
        let witness = Witnesses::of(liveness.path(), options.witness.as_deref());
        create_file(&path, &witness)?;
        let mut database = Database::open(&path, witness)?;
        if let Some(environment) = &options.environment {
            pin(&mut database, &path, environment)?;
        }
        let identity = identify(&mut database, &path)?;
        liveness.remove_ended(|name| database.is_owner_named(name));
        let owner = liveness.register().map_err(failed)?;
        let owner_name = owner.name().to_owned();
        let worker = Worker::start(database)?;
        Ok(Self {
            path,
            identity,
            replaced: OnceLock::new(),
            liveness,
            owner: Some(owner),
            owner_name,
            worker: Some(worker),
        })
    }

    /// Declares this file the original and ends its quarantine, for every process that opens it after
    /// this. No other copy may be used again.
    ///
    /// Call it only if that is so: of two copies that are both refreshed, one loses its consents.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn adopt(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.run(move |database| adopt(database, &path)).await
    }

    /// Closes the file until the value that this returns is dropped, after what was asked for has been done; what
    /// is asked for until then waits. The store's owner lives on, and its leases with it. For a program that forks:
    /// SQLite's locks do not survive that, and a child that opened the file while its parent has it open could
    /// damage it. The child opens a store of its own, and never drops this one, whose thread it does not have.
    ///
    /// It blocks, usually for milliseconds.
    ///
    /// # Errors
    /// [`Internal`](ErrorKind::Internal) when the store's thread has ended.
    pub fn pause(&self) -> Result<Paused, Error> {
        match &self.worker {
            Some(worker) => worker.pause(),
            None => Err(Error::new(ErrorKind::Internal, "the token store is closed")),
        }
    }

    /// Returns how many other handles have the file open now, in this process and in others of this machine.
    pub fn other_handles(&self) -> usize {
        self.liveness.count_others(&self.owner_name)
    }

    /// Returns the path of the file, without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = self.worker()?.run(job).await;
        done.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: Error) -> StoreError {
        let kind = match error.kind() {
            // An open store that is no longer a database was one.
            ErrorKind::Damaged | ErrorKind::NotAStore => StoreErrorKind::Damaged,
            ErrorKind::Replaced => StoreErrorKind::Quarantined,
            _ => StoreErrorKind::Unavailable,
        };
        if kind == StoreErrorKind::Quarantined {
            let identity = || self.identity.clone().quarantined(error.to_string());
            self.replaced.get_or_init(identity);
        }
        StoreError::new(error.to_string())
            .with_kind(kind)
            .with_source(error)
    }

    fn worker(&self) -> Result<&Worker, StoreError> {
        self.worker
            .as_ref()
            .ok_or_else(|| StoreError::new("the token store is closed"))
    }

    async fn read(&self, id: &ConnectionId) -> Result<Option<Stored>, StoreError> {
        let found = self.worker()?.load(id.as_str()).await;
        let found = found.map_err(|error| self.failed(error))?;
        Ok(found.map(|found| listed(found).1))
    }

    async fn swap(&self, writes: Vec<Option<Write>>) -> Result<Vec<Swap>, StoreError> {
        let sent: Vec<bool> = writes.iter().map(Option::is_some).collect();
        let writes: Vec<Write> = writes.into_iter().flatten().collect();
        let mut written = self
            .worker()?
            .write(writes)
            .await
            .map_err(|error| self.failed(error))?
            .into_iter();
        let outcomes = sent
            .into_iter()
            .map(|sent| if sent { written.next() } else { None });
        Ok(outcomes
            .map(|outcome| outcome.unwrap_or(Swap::Conflict))
            .collect())
    }

    async fn remove(&self, id: &ConnectionId, expected: Version) -> Result<Swap, StoreError> {
        let Ok(version) = i64::try_from(expected.0) else {
            return Ok(Swap::Conflict);
        };
        let id = id.as_str().to_owned();
        let removed = self
            .run(move |database| database.delete(&id, version))
            .await?;
        Ok(if removed {
            Swap::Done(expected)
        } else {
            Swap::Conflict
        })
    }
}

impl TokenStore for SqliteStore {
    fn identity(&self) -> &StoreIdentity {
        self.replaced.get().unwrap_or(&self.identity)
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(self.read(id))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(async move {
            let outcomes = self.swap(vec![write(id, expected, row)]).await?;
            Ok(outcomes.first().copied().unwrap_or(Swap::Conflict))
        })
    }

    fn compare_and_swap_all<'a>(
        &'a self,
        changes: &'a [Change],
    ) -> BoxFuture<'a, Result<Vec<Swap>, StoreError>> {
        Box::pin(
            self.swap(
                changes
                    .iter()
                    .map(|change| write(&change.id, change.expected, &change.row))
                    .collect(),
            ),
        )
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.remove(id, expected))
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let found = self
                .run(move |database| database.due(shard.0, within, limit))
                .await?;
            Ok(found.into_iter().map(listed).collect())
        })
    }

    fn due_of<'a>(
        &'a self,
        shard: Shard,
        client: &'a str,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        let client = client.to_owned();
        Box::pin(async move {
            let found = self
                .run(move |database| database.due_of(shard.0, &client, within, limit))
                .await?;
            Ok(found.into_iter().map(listed).collect())
        })
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        let after = after.map_or_else(String::new, |id| id.as_str().to_owned());
        Box::pin(async move {
            let found = self
                .run(move |database| database.page(&after, limit))
                .await?;
            Ok(found.into_iter().map(listed).collect())
        })
    }

    /// Returns 0: a file has no replica. One that is put back is another file, which is noticed as such.
    fn failovers(&self) -> u64 {
        0
    }

    fn owner(&self) -> &str {
        &self.owner_name
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        let (liveness, owner) = (self.liveness.clone(), owner.to_owned());
        Box::pin(async move {
            self.run(move |_| Ok(liveness.state(&owner)))
                .await
                .unwrap_or(OwnerState::Unknown)
        })
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        let (worker, owner) = (self.worker.take(), self.owner.take());
        if !worker.as_ref().is_some_and(Worker::is_held_up) {
            return close(worker, owner);
        }
        // This may be the thread that forks, or have what that one waits for: Python's interpreter lock,
        // for example. So it must not wait for the fork. Without a thread the file is still closed, and
        // the next opening removes the owner.
        let close = move || close(worker, owner);
        let _ = std::thread::Builder::new()
            .name("acg-sqlite-close".to_owned())
            .spawn(close);
    }
}

fn close(worker: Option<Worker>, owner: Option<LiveOwner>) {
    let database = worker.and_then(Worker::stop);
    let _inside = database.is_some().then(standstill::inside);
    let Some(owner) = owner else {
        return;
    };
    // A lease that is still held names the owner, and its file proves that it is gone: the next opening removes it.
    if database.is_some_and(|database| !database.is_owner_named(owner.name())) {
        owner.unregister();
    }
}

/// Builds a write; `None` when no row can have the version that is expected.
fn write(id: &ConnectionId, expected: Option<Version>, row: &Row) -> Option<Write> {
    let expected = expected
        .map(|version| i64::try_from(version.0))
        .transpose()
        .ok()?;
    Some(Write {
        id: id.clone(),
        expected,
        row: row.clone(),
    })
}

fn listed(found: LoadedRow) -> Listed {
    let version = Version(found.version.cast_unsigned());
    (
        found.id,
        Stored::new(found.row, version, StoreTime(found.now)),
    )
}
