//! Who talks to SQLite: its calls block, and a runtime's threads must not.
//!
//! A thread of the store does, for callers that hand a job over. To wake a thread that sleeps and to be woken by it takes
//! longer than the statements of a refresh, though. So a caller that finds the database idle uses it on its own thread,
//! if the runtime can do without that one for a while.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use acg::store::Swap;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

use crate::database::{Database, LoadedRow, Write};
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
    /// Something was written elsewhere: the store rests when that stops.
    Watch,
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

/// Runs jobs on a database. A job that was handed over is done even if no caller still waits for its result.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<()>,
    shared: Arc<Shared>,
    /// Whose thread it is: a fork copies the value, and no thread.
    process: u32,
    /// Held once more by each pause.
    pauses: Arc<()>,
}

/// What the thread and its callers share.
#[derive(Debug)]
struct Shared {
    database: Mutex<Database>,
    /// How many jobs were handed over and are not done.
    waiting: AtomicUsize,
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
    pub(crate) fn start(database: Database) -> Result<Self, Error> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let shared = Arc::new(Shared {
            database: Mutex::new(database),
            waiting: AtomicUsize::new(0),
        });
        let run = {
            let shared = shared.clone();
            move || shared.work_all(&queue)
        };
        let thread = std::thread::Builder::new()
            .name("acg-sqlite".to_owned())
            .spawn(run);
        let failed =
            |error| Error::new(ErrorKind::Io, "the thread could not be started").with_source(error);
        Ok(Self {
            jobs,
            thread: thread.map_err(failed)?,
            shared,
            process: std::process::id(),
            pauses: Arc::default(),
        })
    }

    /// Runs a job on the store's thread and returns its result.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = oneshot::channel();
        let job = Box::new(move |database: &mut Database| drop(sender.send(job(database))));
        self.hand_over(Job::Run(job));
        receiver.await.unwrap_or_else(|_| Err(ended()))
    }

    /// Loads a row.
    pub(crate) async fn load(&self, id: &str) -> Result<Option<LoadedRow>, Error> {
        if let Some(found) = self.here(|database| database.load(id)) {
            return found;
        }
        let id = id.to_owned();
        self.run(move |database| database.load(&id)).await
    }

    /// Does these writes and returns their outcomes when they are on the disk. Writes that wait at the same time share
    /// one visit to it.
    pub(crate) async fn write(&self, writes: Vec<Write>) -> Result<Vec<Swap>, Error> {
        if let Some(outcomes) = self.here(|database| database.compare_and_swap(&writes)) {
            return outcomes;
        }
        let (reply, receiver) = oneshot::channel();
        self.hand_over(Job::Write(Writes { writes, reply }));
        receiver.await.unwrap_or_else(|_| Err(ended()))
    }

    /// Runs a job on this thread. Returns `None`, and nothing was done, where it has to be handed over: the thread must
    /// not block, or the job would wait for another one, for another process, or for a fork.
    fn here<T>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        let is_idle = self.shared.waiting.load(Ordering::Acquire) == 0;
        if !is_idle || self.process != std::process::id() || !may_block() {
            return None;
        }
        // To replace the thread costs something, so that is not tried in vain.
        drop(self.shared.database.try_lock().ok()?);
        // The database is locked inside: if the thread cannot be replaced, that panics, and must not end the store.
        tokio::task::block_in_place(|| self.try_now(job))
    }

    /// Runs a job at once, or returns `None`, and nothing was done.
    fn try_now<T>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error>,
    ) -> Option<Result<T, Error>> {
        let mut database = self.shared.database.try_lock().ok()?;
        let _inside = standstill::try_inside()?;
        let was_resting = database.is_resting();
        let done = database.without_waiting(job);
        if was_resting && !database.is_resting() {
            self.hand_over(Job::Watch);
        }
        match done {
            Err(error) if error.kind() == ErrorKind::Busy => None,
            done => Some(done),
        }
    }

    fn hand_over(&self, job: Job) {
        self.shared.waiting.fetch_add(1, Ordering::AcqRel);
        // When the thread has ended the job is dropped, and the sender of its result with it.
        let _ = self.jobs.send(job);
    }

    /// Waits for the jobs handed over, closes the file, and keeps what comes later waiting until the value is
    /// dropped. Blocks.
    pub(crate) fn pause(&self) -> Result<Paused, Error> {
        let (closed, is_closed) = mpsc::channel();
        let (end, until) = mpsc::channel::<()>();
        self.hand_over(Job::Pause(Pause { closed, until }));
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
        self.thread.join().ok()?;
        Arc::into_inner(self.shared)?.database.into_inner().ok()
    }
}

fn ended() -> Error {
    Error::new(ErrorKind::Internal, "the token store's thread has ended")
}

/// Returns whether this is a thread that its runtime replaces while it blocks.
fn may_block() -> bool {
    let flavor = Handle::try_current().map(|runtime| runtime.runtime_flavor());
    // A `LocalSet` on such a runtime's `block_on` is no worker: it could not be replaced. Nor could the future of another
    // runtime's `block_on`, which is no task, that has entered such a runtime.
    flavor.is_ok_and(|flavor| flavor == RuntimeFlavor::MultiThread)
        && tokio::runtime::worker_index().is_some()
        && tokio::task::try_id().is_some()
}

impl Shared {
    /// Does the jobs of the queue until there will be none.
    fn work_all(&self, queue: &mpsc::Receiver<Job>) {
        while let Some(job) = self.next(queue) {
            // A caller has panicked in the database.
            let Ok(mut database) = self.database.lock() else {
                return;
            };
            let done = work(&mut database, job, queue);
            self.waiting.fetch_sub(done, Ordering::AcqRel);
        }
        if let Ok(mut database) = self.database.lock() {
            database.rest();
        }
    }

    /// Waits for a job; nothing when there will be none. Lets the store rest when nothing was written for a while.
    fn next(&self, queue: &mpsc::Receiver<Job>) -> Option<Job> {
        let mut newest = None;
        loop {
            {
                let mut database = self.database.lock().ok()?;
                if newest.replace(database.newest()) == Some(database.newest()) {
                    database.rest();
                }
                if database.is_resting() {
                    break;
                }
            }
            match queue.recv_timeout(REST) {
                Err(RecvTimeoutError::Timeout) => {}
                job => return job.ok(),
            }
        }
        queue.recv().ok()
    }
}

/// Does a job; a write takes those with it that wait behind it. Returns how many were done.
fn work(database: &mut Database, job: Job, queue: &mpsc::Receiver<Job>) -> usize {
    let first = match job {
        Job::Run(job) => {
            let _inside = standstill::inside();
            job(database);
            return 1;
        }
        Job::Pause(pause) => {
            pause_for(database, pause);
            return 1;
        }
        Job::Watch => return 1,
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
    let done = together.len();
    {
        let _inside = standstill::inside();
        write(database, together);
    }
    done + next.map_or(0, |job| work(database, job, queue))
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
    use std::task::Poll;

    use acg::ConnectionId;
    use acg::store::Row;

    use super::*;
    use crate::witness::Witnesses;

    fn start(directory: &Path) -> Worker {
        let path = directory.join("tokens.db");
        std::fs::write(&path, b"").unwrap();
        let mut database = Database::open(&path, Witnesses::of(directory, None)).unwrap();
        database.begin_witness("s");
        Worker::start(database).unwrap()
    }

    fn new_row(number: u8) -> Vec<Write> {
        vec![Write {
            id: ConnectionId::new(format!("c{number}")).unwrap(),
            expected: None,
            row: Row::new(1, None, None, Vec::new(), Some(vec![7])),
        }]
    }

    /// Does five writes, one after the other.
    async fn written(directory: &Path) -> Worker {
        let worker = start(directory);
        for number in 0..5 {
            worker.write(new_row(number)).await.unwrap();
        }
        worker
    }

    /// Runs a future on a worker thread of a runtime that has several.
    fn on_a_worker_thread<T: Send + 'static>(
        future: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).build().unwrap();
        runtime.block_on(runtime.spawn(future)).unwrap()
    }

    fn is_done_here(worker: &Worker) -> bool {
        worker.here(|_| Ok(())).is_some()
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

    #[test]
    fn a_caller_that_its_runtime_can_replace_uses_the_idle_database_itself() {
        let directory = tempfile::tempdir().unwrap();
        let worker = start(directory.path());
        assert!(!is_done_here(&worker), "outside a runtime");
        let worker = on_a_worker_thread(async move {
            assert!(is_done_here(&worker));
            worker
        });
        let mut current = tokio::runtime::Builder::new_current_thread();
        let current = current.build().unwrap();
        current.block_on(async { assert!(!is_done_here(&worker), "one thread for all tasks") });
        let several = tokio::runtime::Runtime::new().unwrap();
        let local = tokio::task::LocalSet::new();
        let inside = local.run_until(async { assert!(!is_done_here(&worker), "a local set") });
        several.block_on(inside);
        current.block_on(async {
            let _entered = several.enter();
            assert!(
                !is_done_here(&worker),
                "another runtime than the one that polls"
            );
        });
        drop(worker.stop());
    }

    #[test]
    fn a_caller_whose_thread_cannot_be_replaced_does_not_end_the_store() {
        let directory = tempfile::tempdir().unwrap();
        let worker = Arc::new(start(directory.path()));
        let mut current = tokio::runtime::Builder::new_current_thread();
        let current = current.build().unwrap();
        let several = tokio::runtime::Runtime::new().unwrap();
        let (shared, other) = (worker.clone(), several.handle().clone());
        let task = current.spawn(std::future::poll_fn(move |_| {
            let _entered = other.enter();
            Poll::Ready(is_done_here(&shared))
        }));
        assert!(current.block_on(task).unwrap_err().is_panic());
        current.block_on(worker.write(new_row(0))).unwrap();
    }

    #[test]
    fn a_caller_does_not_wait_for_another_job_a_pause_or_a_fork_on_its_own_thread() {
        let directory = tempfile::tempdir().unwrap();
        let worker = start(directory.path());
        on_a_worker_thread(async move {
            {
                let _other = worker.shared.database.lock().unwrap();
                assert!(!is_done_here(&worker), "another caller");
            }
            worker.shared.waiting.fetch_add(1, Ordering::AcqRel);
            assert!(!is_done_here(&worker), "a job that waits goes first");
            worker.shared.waiting.fetch_sub(1, Ordering::AcqRel);
            {
                let _fork = standstill::Standstill::begin();
                assert!(!is_done_here(&worker), "a fork");
            }
            let paused = worker.pause().unwrap();
            assert!(!is_done_here(&worker), "a pause");
            drop(paused);
            worker.write(new_row(0)).await.unwrap();
            drop(worker.stop());
        });
    }

    #[test]
    fn a_write_waits_for_another_process_on_the_threads_of_the_store() {
        let directory = tempfile::tempdir().unwrap();
        let worker = start(directory.path());
        let other = rusqlite::Connection::open(directory.path().join("tokens.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        on_a_worker_thread(async move {
            assert!(
                worker
                    .here(|database| database.compare_and_swap(&new_row(0)))
                    .is_none()
            );
            let written = async { worker.write(new_row(0)).await.unwrap() };
            // The write is handed over at the first look, and the other process continues.
            let end = async move { other.execute_batch("ROLLBACK").unwrap() };
            let (written, ()) = tokio::join!(written, end);
            assert_ne!(written, [Swap::Conflict]);
            drop(worker.stop());
        });
    }

    #[test]
    fn a_store_that_rests_has_noted_what_was_written_on_other_threads() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().to_owned();
        on_a_worker_thread(async move {
            let worker = written(&path).await;
            // In some of the bursts the store's own thread is asleep when they begin.
            for burst in 0..10 {
                for number in 0..3 {
                    worker.write(new_row(5 + 3 * burst + number)).await.unwrap();
                }
                let last = i64::from(8 + 3 * burst);
                let mut looks = std::iter::repeat_with(|| newest(&path)).take(300_000);
                assert!(looks.any(|newest| newest == Some(last)), "{last}");
            }
            drop(worker.stop());
        });
    }

    #[test]
    fn a_caller_that_panics_in_the_database_ends_the_store() {
        let directory = tempfile::tempdir().unwrap();
        let worker = Arc::new(start(directory.path()));
        let shared = worker.clone();
        let panicked = std::thread::spawn(move || {
            on_a_worker_thread(async move {
                shared.here(|_| -> Result<(), Error> { panic!("a defect") });
            });
        });
        assert!(panicked.join().is_err());
        let error = on_a_worker_thread(async move { worker.write(new_row(0)).await.unwrap_err() });
        assert_eq!(error.kind(), ErrorKind::Internal);
    }
}
