//! A worker as the harness sees it: a child process with lines in and out.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use super::journal::{Death, Journal};
use crate::orders::{Orders, WorkerEvent, line, now};

/// A worker that says nothing for this long hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Process {
    number: u32,
    pid: Pid,
    child: Child,
    stdin: ChildStdin,
    events: UnboundedReceiver<WorkerEvent>,
    reader: JoinHandle<()>,
    journal: Arc<Journal>,
    orders: Orders,
}

impl Process {
    /// Starts a worker and waits until it is ready. `wrapper` is put in front of its command line.
    pub(crate) async fn start(
        orders: &Orders,
        wrapper: &[&str],
        journal: &Arc<Journal>,
    ) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = match wrapper.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .arg("worker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().context("a worker cannot be started")?;
        let mut stdin = child.stdin.take().context("no pipe to a worker")?;
        let stdout = child.stdout.take().context("no pipe from a worker")?;
        stdin.write_all(line(orders)?.as_bytes()).await?;
        let pid = child
            .id()
            .and_then(|pid| Pid::from_raw(pid.cast_signed()))
            .context("a worker ended at once")?;
        let (sender, events) = unbounded_channel();
        let reader = tokio::spawn(listen(stdout, sender, journal.clone()));
        let (journal, orders, number) = (journal.clone(), orders.clone(), orders.worker);
        let mut process = Self {
            number,
            pid,
            child,
            stdin,
            events,
            reader,
            journal,
            orders,
        };
        process.expect(&WorkerEvent::Ready, PATIENCE).await?;
        Ok(process)
    }

    pub(crate) async fn go(&mut self) -> Result<()> {
        Ok(self.stdin.write_all(b"go\n").await?)
    }

    /// Waits for an event.
    pub(crate) async fn expect(&mut self, wanted: &WorkerEvent, patience: Duration) -> Result<()> {
        let heard = async {
            while let Some(event) = self.events.recv().await {
                if event == *wanted {
                    return true;
                }
            }
            false
        };
        match tokio::time::timeout(patience, heard).await {
            Ok(true) => Ok(()),
            Ok(false) => bail!("worker {} ended before it said {wanted:?}", self.number),
            Err(_) => bail!(
                "worker {} has not said {wanted:?} for {patience:?}",
                self.number
            ),
        }
    }

    /// Kills it, and notes what it leaves behind.
    pub(crate) async fn kill(mut self) -> Result<()> {
        let after = now();
        self.child.start_kill()?;
        self.child.wait().await?;
        let death = Death {
            after,
            before: now(),
        };
        // What it has said is in the pipe still.
        (&mut self.reader).await?;
        if let Some(spool) = &self.orders.grants.spool {
            self.journal
                .note_spool(spool, self.pid.as_raw_nonzero().get().unsigned_abs(), death);
        }
        self.journal.events().deaths.insert(self.number, death);
        self.journal.blow();
        Ok(())
    }

    /// Asks it to end, in one of the ways in which a terminal or a service manager does, and waits until it has.
    pub(crate) async fn ask_to_end(self, random: &mut fastrand::Rng) -> Result<()> {
        let signals = [Signal::TERM, Signal::INT, Signal::HUP, Signal::QUIT];
        kill_process(self.pid, signals[random.usize(..signals.len())])?;
        self.journal.blow();
        self.finish(PATIENCE).await
    }

    /// Lets it end what it has begun.
    pub(crate) async fn stop(mut self) -> Result<()> {
        self.stdin.write_all(b"stop\n").await?;
        self.finish(PATIENCE).await
    }

    /// Waits for it to end by itself.
    pub(crate) async fn finish(mut self, patience: Duration) -> Result<()> {
        self.expect(&WorkerEvent::Done, patience).await?;
        self.end().await
    }

    /// Waits for a worker that is done.
    pub(crate) async fn end(mut self) -> Result<()> {
        drop(self.stdin);
        let status = tokio::time::timeout(PATIENCE, self.child.wait())
            .await
            .context("a worker does not end")??;
        self.reader.await?;
        if !status.success() {
            bail!("worker {} ended with {status}", self.number);
        }
        Ok(())
    }

    /// Stops it as it is, for a while.
    pub(crate) async fn pause(&self, length: Duration) -> Result<()> {
        kill_process(self.pid, Signal::STOP)?;
        self.journal.blow();
        tokio::time::sleep(length).await;
        Ok(kill_process(self.pid, Signal::CONT)?)
    }

    /// Lets no file grow, for a while.
    pub(crate) async fn fill_disk(&self, length: Duration) -> Result<()> {
        let before = prlimit(
            Some(self.pid),
            Resource::Fsize,
            Rlimit {
                current: Some(0),
                maximum: None,
            },
        )?;
        self.journal.blow();
        tokio::time::sleep(length).await;
        prlimit(Some(self.pid), Resource::Fsize, before)?;
        Ok(())
    }
}

async fn listen(stdout: ChildStdout, sender: UnboundedSender<WorkerEvent>, journal: Arc<Journal>) {
    let mut lines = BufReader::new(stdout).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match serde_json::from_str(&line) {
            Ok(event) => {
                journal.note(&event);
                drop(sender.send(event));
            }
            Err(error) => journal.complain(format!("a worker said `{line}`: {error}")),
        }
    }
}
