//! A client that takes part: its adapter's processes, and the folder they keep their grant in.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// How to start an adapter.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// What the table calls the client.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// Its script, if the program is an interpreter.
    pub script: Option<PathBuf>,
}

/// What an adapter responds.
#[derive(Debug, Clone, Deserialize)]
pub struct Reply {
    /// The access token, if there is one.
    pub token: Option<String>,
    /// What the client says, if it failed.
    pub error: Option<String>,
    /// When the client says that the next attempt makes sense.
    pub retry_after_ms: Option<u64>,
}

/// The clock that an adapter sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The right one.
    Right,
    /// One that is a day behind.
    Behind,
    /// One that is a day before.
    Ahead,
}

/// A client with its process.
#[derive(Debug)]
pub struct Peer {
    adapter: Adapter,
    settings: Value,
    process: Process,
    folder: TempDir,
}

/// A running adapter; it is killed when this is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

/// How long an adapter may take for a response.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long an adapter may take to end in order.
const FAREWELL: Duration = Duration::from_secs(3);

impl Peer {
    /// Starts an adapter with an empty folder.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(adapter: Adapter, token_endpoint: &str) -> Result<Self> {
        let folder = TempDir::new()?;
        let settings = json!({
            "token_endpoint": token_endpoint,
            "client_id": "client",
            "client_secret": "secret",
            "folder": folder.path(),
        });
        let process = Process::start(&adapter, &settings, Clock::Right).await?;
        Ok(Self {
            adapter,
            settings,
            process,
            folder,
        })
    }

    /// What the table calls the client.
    pub fn name(&self) -> &str {
        &self.adapter.name
    }

    /// Where it keeps its grant.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// Starts another process with the same folder.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn second(&self) -> Result<Process> {
        Process::start(&self.adapter, &self.settings, Clock::Right).await
    }

    /// Kills the process and starts it again.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn kill_and_restart(&mut self) -> Result<()> {
        self.process.child.kill().await?;
        self.process = self.second().await?;
        Ok(())
    }

    /// Ends the process in order and starts it again, with this clock.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn end_and_restart(&mut self, clock: Clock) -> Result<()> {
        self.process.end().await?;
        self.process = Process::start(&self.adapter, &self.settings, clock).await?;
        Ok(())
    }
}

impl Process {
    async fn start(adapter: &Adapter, settings: &Value, clock: Clock) -> Result<Self> {
        let mut child = command(adapter, clock)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", adapter.program.display()))?;
        let input = child.stdin.take().context("no standard input")?;
        let output = child.stdout.take().context("no standard output")?;
        let output = BufReader::new(output).lines();
        let mut process = Self {
            child,
            input: Some(input),
            output,
        };
        process.send(settings).await?;
        Ok(process)
    }

    /// Sends a command.
    ///
    /// # Errors
    /// When the process is gone.
    pub async fn send(&mut self, command: &Value) -> Result<()> {
        let line = format!("{command}\n");
        let input = self.input.as_mut().context("the adapter was told to end")?;
        input.write_all(line.as_bytes()).await?;
        Ok(input.flush().await?)
    }

    /// Waits for the response to a command.
    ///
    /// # Errors
    /// When the process is gone, hangs, or does not speak the protocol.
    pub async fn receive(&mut self) -> Result<Reply> {
        let line = tokio::time::timeout(PATIENCE, self.output.next_line()).await;
        match line.context("the adapter hangs")?? {
            Some(line) => Ok(serde_json::from_str(&line)?),
            None => bail!("the adapter has ended: {:?}", self.child.wait().await?),
        }
    }

    /// Sends a command and waits for the response.
    ///
    /// # Errors
    /// As for [`send`](Self::send) and [`receive`](Self::receive).
    pub async fn ask(&mut self, command: &Value) -> Result<Reply> {
        self.send(command).await?;
        self.receive().await
    }

    /// Ends the process in order; one that does not end is killed.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn end(&mut self) -> Result<()> {
        // The adapter's input ends when its only writer is gone.
        drop(self.input.take());
        if tokio::time::timeout(FAREWELL, self.child.wait())
            .await
            .is_err()
        {
            self.child.kill().await?;
        }
        Ok(())
    }
}

fn command(adapter: &Adapter, clock: Clock) -> Command {
    let mut command = match clock {
        Clock::Right => Command::new(&adapter.program),
        Clock::Behind => faketime("-1d", &adapter.program),
        Clock::Ahead => faketime("+1d", &adapter.program),
    };
    command.args(&adapter.script);
    command
}

/// Timers run by the monotonic clock, which does not jump on a real machine either.
fn faketime(offset: &str, program: &Path) -> Command {
    let mut command = Command::new("faketime");
    command.args(["-f", offset]).arg(program);
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    command.env("DONT_FAKE_MONOTONIC", "1");
    command
}
