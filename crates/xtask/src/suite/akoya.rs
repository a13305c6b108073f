//! The `akoya` command, as a person starts it: the sandbox that the suites use, and logins.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use super::page::Page;
use super::rust::COMMAND_FEATURES;
use crate::command;
use crate::workspace::Workspace;

/// No line for this long means that the command hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A customer of the sandbox's bank. The password equals the user name.
pub(super) const USER: &str = "mikomo_7";

/// A running sandbox, and the command that connects to it.
pub(super) struct Akoya {
    program: PathBuf,
    description: Value,
    _sandbox: Running,
}

/// What a person types as the password.
#[derive(Debug, Clone, Copy)]
pub(super) enum Password {
    Right,
    Wrong,
}

/// An `akoya login` that waits for a browser.
pub(super) struct Login {
    process: Running,
    address: String,
}

/// A process whose lines, of both outputs, can be waited for. It ends with this value.
pub(super) struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Akoya {
    /// Builds the command and starts its sandbox in a dialect.
    pub(super) fn start(workspace: &Workspace, dialect: &str) -> Result<Self> {
        let program = build(workspace, "akoya")?;
        let mut sandbox = Command::new(&program);
        sandbox.args([
            "sandbox",
            "--json",
            "--in-memory",
            "--idp-port=0",
            "--api-port=0",
            "--sts-port=0",
            "--services-port=0",
            "--admin-port=0",
            "--idp",
            dialect,
        ]);
        let sandbox = Running::start(&mut sandbox)?;
        let line = sandbox
            .wait_for("idp_url")
            .context("waiting for the sandbox")?;
        let description =
            serde_json::from_str(&line).context("cannot read what the sandbox says of itself")?;
        Ok(Self {
            program,
            description,
            _sandbox: sandbox,
        })
    }

    /// Returns what the sandbox says of itself under this name.
    pub(super) fn setting(&self, name: &str) -> Result<&str> {
        self.description[name]
            .as_str()
            .with_context(|| format!("the sandbox tells no {name}"))
    }

    /// Returns the environment of a program that should use the sandbox.
    pub(super) fn variables(&self) -> Result<Vec<(String, &str)>> {
        let settings = [
            "idp_url",
            "api_url",
            "sts_url",
            "services_url",
            "client_id",
            "client_secret",
            "service_client_id",
            "service_client_secret",
            "recipient_id",
        ];
        settings
            .iter()
            .map(|name| {
                Ok((
                    format!("AKOYA_{}", name.to_uppercase()),
                    self.setting(name)?,
                ))
            })
            .collect()
    }

    /// Starts a login that keeps its files in `folder`, and waits for the address that a browser should open.
    pub(super) fn login(&self, folder: &Path) -> Result<Login> {
        let mut login = Command::new(&self.program);
        login
            .args(["login", "--no-browser", "--data-dir"])
            .arg(folder);
        login.envs(self.variables()?);
        let process = Running::start(&mut login)?;
        let line = process
            .wait_for("response_type=code")
            .context("waiting for the address of the consent pages")?;
        Ok(Login {
            address: line.trim().to_owned(),
            process,
        })
    }
}

/// Builds the workspace and returns one of its programs; that of an example is `examples/NAME`.
pub(super) fn build(workspace: &Workspace, program: &str) -> Result<PathBuf> {
    // With the tests, because their dependencies decide the features that cargo has built the workspace with.
    let mut cargo = workspace.cargo(&["build", "--workspace", "--bins", "--tests", "--locked"]);
    command::run(cargo.args(["--examples", COMMAND_FEATURES]))?;
    workspace.program(program)
}

/// Fills the sign-in page in and sends it.
pub(super) fn sign_in(page: &mut Page, password: Password) -> Result<()> {
    sign_in_as(page, USER, password.text())
}

/// Fills the sign-in page in for any user, and sends it.
pub(super) fn sign_in_as(page: &mut Page, user: &str, password: &str) -> Result<()> {
    page.demand_heading("Sign in")?;
    page.fill("#login", user)?;
    page.fill("#password", password)?;
    page.follow("button")
}

impl Password {
    /// Returns what a person types.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Right => USER,
            Self::Wrong => "wrong",
        }
    }
}

impl Login {
    /// Returns the address that a browser should open.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Demands that the login ends with this exit code.
    pub(super) fn demand_exit(self, code: i32) -> Result<()> {
        let (status, words) = self.process.end()?;
        ensure!(
            status.code() == Some(code),
            "`akoya login` should end with {code}; it ended with {status}:\n{words}"
        );
        Ok(())
    }
}

impl Running {
    /// Starts a program.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (sender, lines) = channel();
        send_lines(child.stdout.take(), sender.clone());
        send_lines(child.stderr.take(), sender);
        Ok(Self { child, lines })
    }

    /// Waits for a line with `part` in it.
    pub(super) fn wait_for(&self, part: &str) -> Result<String> {
        loop {
            let line = self
                .lines
                .recv_timeout(PATIENCE)
                .map_err(|_| anyhow!("no line came with `{part}`"))?;
            if line.contains(part) {
                return Ok(line);
            }
        }
    }

    /// Asks the program to end, as a service manager does, and demands that it ends well.
    pub(super) fn demand_end(self) -> Result<()> {
        let process = self.child.id().to_string();
        command::run(Command::new("kill").args(["-TERM", &process]))?;
        let (status, words) = self.end()?;
        ensure!(status.success(), "it ended with {status}:\n{words}");
        Ok(())
    }

    fn end(mut self) -> Result<(ExitStatus, String)> {
        let mut words = String::new();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            words.push_str(&line);
            words.push('\n');
        }
        Ok((self.child.wait()?, words))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.child.kill().and_then(|()| self.child.wait()).is_err() {
            println!("cannot end process {}", self.child.id());
        }
    }
}

fn send_lines(output: Option<impl Read + Send + 'static>, sender: Sender<String>) {
    let Some(output) = output else { return };
    thread::spawn(move || {
        BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
}
