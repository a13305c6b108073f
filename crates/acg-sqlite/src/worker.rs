//! The thread that talks to SQLite: its calls block, and a runtime's threads must not.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;

use acg::store::Swap;
use tokio::sync::oneshot;

use crate::database::{Database, Write};
use crate::error::{Error, ErrorKind};
use crate::standstill;

/// The most writes that share a transaction.
const MOST_WRITES: usize = 256;

/// How long nothing is written before the store rests.
const REST: Duration = Duration::from_millis(20);

enum Job {
    Run(Box<dyn FnOnce(&mut Database) + Send>),
    Write(Writes),
    Pause(Pause),
}

/// How a pause begins and ends.
struct Pause {
    /// Told when the file is closed.
    closed: mpsc::Sender<()>,
    /// Ends when the other end is dropped.
    until: mpsc::Receiver<()>,
}

/// Writes that a caller waits for.
struct Writes {
    writes: Vec<Write>,
    reply: oneshot::Sender<Result<Vec<Swap>, Error>>,
}

/// Runs jobs on a database in the order in which they come. A job that was handed over is done
/// even if no caller still waits for its result.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<Database>,
    /// Whose thread it is: a fork copies the value, and no thread.
    process: u32,
    /// Held once more by each pause.
    pauses: Arc<()>,
}

/// A store's file that is closed; dropping the value opens it again. See
/// [`SqliteStore::pause`](crate::SqliteStore::pause).
#[derive(Debug)]
#[must_use = "the file is opened again when this is dropped"]
pub struct Paused {
    _end: mpsc::Sender<()>,
    _pause: Arc<()>,
}

impl Worker {
    pub(crate) fn start(mut database: Database) -> Result<Self, Error> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let run = move || {
            while let Some(job) = next(&mut database, &queue) {
                work(&mut database, job, &queue);
            }
            database.rest();
            database
        };
        let thread = std::thread::Builder::new()
            .name("acg-sqlite".to_owned())
            .spawn(run);
        let failed =
            |error| Error::new(ErrorKind::Io, "the thread could not be started").with_source(error);
        Ok(Self {
            jobs,
            thread: thread.map_err(failed)?,
            process: std::process::id(),
            pauses: Arc::default(),
        })
    }

    /// Runs a job on the database's thread and returns its result.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = oneshot::channel();
        let job = Box::new(move |database: &mut Database| drop(sender.send(job(database))));
        // When the thread has ended the job is dropped, and its sender with it.
        let _ = self.jobs.send(Job::Run(job));
        receiver.await.unwrap_or_else(|_| Err(ended()))
    }

    /// Does these writes and returns their outcomes when they are on the disk. Writes that wait at the same time share
    /// one visit to it.
    pub(crate) async fn write(&self, writes: Vec<Write>) -> Result<Vec<Swap>, Error> {
        let (reply, receiver) = oneshot::channel();
        let _ = self.jobs.send(Job::Write(Writes { writes, reply }));
        receiver.await.unwrap_or_else(|_| Err(ended()))
    }

    /// Waits for the jobs handed over, closes the file, and keeps what comes later waiting until the value is
    /// dropped. Blocks.
    pub(crate) fn pause(&self) -> Result<Paused, Error> {
        let (closed, is_closed) = mpsc::channel();
        let (end, until) = mpsc::channel::<()>();
        let _ = self.jobs.send(Job::Pause(Pause { closed, until }));
        is_closed.recv().map_err(|_| ended())?;
        Ok(Paused {
            _end: end,
            _pause: self.pauses.clone(),
        })
    }

    /// Returns whether [`stop`](Self::stop) would wait until a fork is over.
    pub(crate) fn is_held_up(&self) -> bool {
        let is_paused = Arc::strong_count(&self.pauses) > 1;
        self.process == std::process::id() && (is_paused || standstill::is_on())
    }

    /// Waits for the jobs handed over and gives the database back; `None` when the thread
    /// panicked, and in a process that was forked.
    pub(crate) fn stop(self) -> Option<Database> {
        if self.process != std::process::id() {
            // The wait would never end. Nor is the queue dropped: its locks may have been held when the process forked.
            std::mem::forget(self);
            return None;
        }
        drop(self.jobs);
        self.thread.join().ok()
    }
}

fn ended() -> Error {
    Error::new(ErrorKind::Internal, "the token store's thread has ended")
}

/// Waits for a job; nothing when there will be none.
fn next(database: &mut Database, queue: &mpsc::Receiver<Job>) -> Option<Job> {
    if !database.is_resting() {
        match queue.recv_timeout(REST) {
            Err(RecvTimeoutError::Timeout) => database.rest(),
            job => return job.ok(),
        }
    }
    queue.recv().ok()
}

/// Does a job; a write takes those with it that wait behind it.
fn work(database: &mut Database, job: Job, queue: &mpsc::Receiver<Job>) {
    let first = match job {
        Job::Run(job) => {
            let _inside = standstill::inside();
            return job(database);
        }
        Job::Pause(pause) => return pause_for(database, pause),
        Job::Write(first) => first,
    };
    let (mut count, mut together, mut next) = (first.writes.len(), vec![first], None);
    while count < MOST_WRITES && next.is_none() {
        match queue.try_recv() {
            Ok(Job::Write(writes)) => {
                count += writes.writes.len();
                together.push(writes);
            }
            Ok(job) => next = Some(job),
            Err(_) => break,
        }
    }
    {
        let _inside = standstill::inside();
        write(database, together);
    }
    if let Some(job) = next {
        work(database, job, queue);
    }
}

fn pause_for(database: &mut Database, Pause { closed, until }: Pause) {
    // Another process may open the file during the pause.
    database.rest();
    let wait = || {
        let _ = closed.send(());
        let _ = until.recv();
    };
    // A file that cannot be opened again fails whatever comes next, which says so.
    let _ = database.closed_while(wait);
}

/// Does the writes in one transaction, or each for itself if that fails, so that none suffers from another's.
fn write(database: &mut Database, together: Vec<Writes>) {
    let is_one = together.len() == 1;
    let all = if is_one {
        Err(())
    } else {
        database.compare_and_swap(all_of(&together)).map_err(drop)
    };
    let mut outcomes = all.map(Vec::into_iter);
    for Writes { writes, reply } in together {
        let outcome = match &mut outcomes {
            Ok(outcomes) => Ok(outcomes.by_ref().take(writes.len()).collect()),
            Err(()) => database.compare_and_swap(&writes),
        };
        let _ = reply.send(outcome);
    }
}

fn all_of(together: &[Writes]) -> impl Iterator<Item = &Write> {
    together.iter().flat_map(|writes| &writes.writes)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use acg::ConnectionId;
    use acg::store::Row;

    use super::*;
    use crate::witness::Witnesses;

    /// Does five writes, one after the other.
    async fn written(directory: &Path) -> Worker {
        let path = directory.join("tokens.db");
        std::fs::write(&path, b"").unwrap();
        let mut database = Database::open(&path, Witnesses::of(directory, None)).unwrap();
        database.begin_witness("s");
        let worker = Worker::start(database).unwrap();
        for number in 0..5 {
            let write = Write {
                id: ConnectionId::new(format!("c{number}")).unwrap(),
                expected: None,
                row: Row::new(1, None, None, Vec::new(), Some(vec![7])),
            };
            worker.write(vec![write]).await.unwrap();
        }
        worker
    }

    fn newest(directory: &Path) -> Option<i64> {
        Witnesses::of(directory, None).begin("s")
    }

    #[tokio::test]
    async fn a_store_that_is_closed_has_noted_its_last_write() {
        let directory = tempfile::tempdir().unwrap();
        let worker = written(directory.path()).await;
        assert!(worker.stop().is_some());
        assert_eq!(newest(directory.path()), Some(5));
    }

    #[tokio::test]
    async fn a_store_that_rests_has_noted_its_last_write() {
        let directory = tempfile::tempdir().unwrap();
        let worker = written(directory.path()).await;
        assert!((0..100_000).any(|_| newest(directory.path()) == Some(5)));
        drop(worker.stop());
    }

    #[tokio::test]
    async fn a_store_that_is_paused_has_noted_its_last_write() {
        let directory = tempfile::tempdir().unwrap();
        let worker = written(directory.path()).await;
        let paused = worker.pause().unwrap();
        assert_eq!(newest(directory.path()), Some(5));
        drop(paused);
        drop(worker.stop());
    }
}
