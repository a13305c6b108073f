//! The stub server as the clients' side sees it: a process with a URL.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::stub::Behaviour;

/// A running stub server. It ends with this value.
#[derive(Debug)]
pub struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts one.
    ///
    /// # Errors
    /// When this program cannot be started again.
    pub fn start(behaviour: Behaviour) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--delay", &behaviour.delay.to_string()]);
        command.args(behaviour.close.then_some("--close"));
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = child.spawn().context("cannot start the stub server")?;
        let mut port = String::new();
        let output = child
            .stdout
            .take()
            .context("the stub server has no output")?;
        BufReader::new(output).read_line(&mut port)?;
        let url = format!("http://127.0.0.1:{}", port.trim());
        Ok(Self { child, url })
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The URL of its root, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The CPU time that it has used, in steps of ten milliseconds; only Linux tells.
    pub fn cpu(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The second field, a name in brackets, may hold spaces; utime and stime are the fields 14 and 15.
        let (_, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_whitespace().skip(11);
        let ticks: u64 =
            fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * 10))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
