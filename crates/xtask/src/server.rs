//! Servers that tests use: each runs on this machine's loopback alone, keeps its files in a folder of its own, and ends
//! with the value that stands for it.

pub(crate) mod pgbouncer;
pub(crate) mod postgres;
pub(crate) mod provider;

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use crate::command;
use crate::environment::find;
use crate::tool::is_root;

/// A server that is not ready after this long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder for a server's files, removed with the value. It is outside the workspace, which another user may not be
/// able to reach.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes an empty folder that belongs to the user that [`unprivileged`] programs run as.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let path =
            std::env::temp_dir().join(format!("{name}-{}-{}", std::process::id(), random_word()?));
        std::fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let folder = Self(path);
        if let Some(user) = server_user() {
            command::read(Command::new("chown").arg(user).arg(&folder.0))?;
        }
        Ok(folder)
    }

    /// Returns the server's folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            println!("cannot remove {}: {error}", self.0.display());
        }
    }
}

/// Returns a command that does not run as the superuser: servers refuse to.
pub(crate) fn unprivileged(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let Some(user) = server_user() else {
        return Command::new(program);
    };
    let mut command = Command::new("setpriv");
    command
        .args([
            &format!("--reuid={user}"),
            &format!("--regid={user}"),
            "--clear-groups",
            "--",
        ])
        .arg(program);
    // The folder it was started in may be closed to that user.
    command.current_dir(std::env::temp_dir());
    command
}

/// Returns the user that servers run as when this program runs as the superuser.
fn server_user() -> Option<&'static str> {
    let exists = |user: &str| command::succeeds(Command::new("id").arg(user));
    is_root().then(|| {
        if exists("postgres") {
            "postgres"
        } else {
            "nobody"
        }
    })
}

/// Returns a port that nobody listens on at the moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())?
        .port())
}

/// Returns 32 random digits: a name or a password that nobody guesses.
fn random_word() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut bytes))
        .context("no random bytes")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A server's process, which ends with the value.
#[derive(Debug)]
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait()) {
            println!("cannot end process {}: {error}", self.0.id());
        }
    }
}

/// Starts a server, copies what it says into `log`, and waits until it says `ready`; returns that line too.
fn start(mut command: Command, log: &Path, ready: &'static str) -> Result<(Process, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    command
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped());
    let mut process = command
        .spawn()
        .with_context(|| format!("cannot start `{program}`"))?;
    let words = process.stderr.take().context("no pipe to the server")?;
    let file = OpenOptions::new().create(true).append(true).open(log)?;
    let became_ready = listen(BufReader::new(words), file, ready);
    let process = Process(process);
    if let Ok(line) = became_ready.recv_timeout(PATIENCE) {
        return Ok((process, line));
    }
    drop(process);
    let said = std::fs::read_to_string(log).unwrap_or_default();
    Err(anyhow!("the server did not start; it said:\n{said}"))
}

/// Sends the line in which the server says that it is ready; the other end hangs up when the server ends before.
fn listen(
    words: impl BufRead + Send + 'static,
    mut log: File,
    ready: &'static str,
) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut sender = Some(sender);
        for line in words.lines().map_while(Result::ok) {
            drop(writeln!(log, "{line}"));
            if line.contains(ready) {
                sender.take().map(|sender| sender.send(line));
            }
        }
    });
    receiver
}

/// Returns a program of this name in one of these folders, or on the path.
fn program(folders: &[PathBuf], name: &str) -> Option<PathBuf> {
    folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
        .or_else(|| find(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_ends_before_it_is_ready_is_reported_with_its_words() {
        let folder = Folder::new("xtask-server").unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "echo the port is taken >&2"]);
        let failure = start(command, &folder.path().join("log"), "ready")
            .unwrap_err()
            .to_string();
        assert!(failure.contains("the port is taken"), "{failure}");
    }

    #[test]
    fn a_server_has_started_when_it_says_so() {
        let folder = Folder::new("xtask-server").unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "echo it is ready >&2; read -r forever"]);
        let (_process, line) = start(command, &folder.path().join("log"), "is ready").unwrap();
        assert_eq!(line, "it is ready");
    }

    #[test]
    fn a_folder_ends_with_its_value() {
        let folder = Folder::new("xtask-server").unwrap();
        let path = folder.path().to_owned();
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }
}
