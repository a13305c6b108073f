//! The thread that talks to SQLite: its calls block, and a runtime's threads must not.

use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::database::Database;
use crate::error::{Error, ErrorKind};

type Job = Box<dyn FnOnce(&mut Database) + Send>;

/// Runs jobs on a database in the order in which they come. A job that was handed over is done even if nobody waits for
/// its result any more.
#[derive(Debug)]
pub(crate) struct Worker {
    jobs: mpsc::Sender<Job>,
    thread: JoinHandle<Database>,
}

impl Worker {
    pub(crate) fn start(mut database: Database) -> Result<Self, Error> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let run = move || {
            for job in queue {
                job(&mut database);
            }
            database
        };
        let thread = std::thread::Builder::new().name("acg-sqlite".to_owned()).spawn(run);
        let failed = |error| Error::new(ErrorKind::Io, "no thread could be started").with_source(error);
        Ok(Self { jobs, thread: thread.map_err(failed)? })
    }

    /// The result of a job.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Database) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (sender, receiver) = oneshot::channel();
        let job = Box::new(move |database: &mut Database| drop(sender.send(job(database))));
        // When the thread has ended the job is dropped, and its sender with it.
        let _ = self.jobs.send(job);
        receiver.await.unwrap_or_else(|_| Err(Error::new(ErrorKind::Internal, "the token store's thread has ended")))
    }

    /// Waits for the jobs handed over and gives the database back; `None` when the thread panicked.
    pub(crate) fn stop(self) -> Option<Database> {
        drop(self.jobs);
        self.thread.join().ok()
    }
}
