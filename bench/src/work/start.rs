//! The start of the command: `akoya --version`, and `akoya balances` against the least program that makes the same
//! call.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::{Setting, Shown};
use crate::clock::children_cpu;
use crate::contest::{Entry, Series, contest};
use crate::row::{Goal, Row};

pub(super) fn run(setting: &Setting<'_>) -> anyhow::Result<Shown> {
    let Some(akoya) = &setting.akoya else {
        return Ok(Shown::Skipped("no `akoya` command was named".to_owned()));
    };
    let minimal = std::env::current_exe()?.with_file_name("minimal");
    let rounds = setting.scale.pick(21, 51);
    let version = vec![
        Entry::new("minimal --version", || {
            cpu(Command::new(&minimal).arg("--version"))
        }),
        Entry::new("akoya --version", || {
            cpu(Command::new(akoya).arg("--version"))
        }),
    ];
    let version = contest(rounds, version);
    let balances = balances(akoya, &minimal, setting.server.url(), rounds)?;
    let row = |work, series, most| Row::new(work, "ms CPU", series, Goal::AtMost(most));
    Ok(Shown::Rows(vec![
        row("start: `akoya --version`", version, 1.5),
        row("start: `akoya balances`", balances, 1.3),
    ]))
}

fn balances(akoya: &str, minimal: &Path, url: &str, rounds: usize) -> Result<Vec<Series>> {
    let folder = tempfile::tempdir()?;
    let sandbox = Sandbox::start(akoya)?;
    sandbox.log_in(akoya, folder.path(), url)?;
    let entries = vec![
        Entry::new("minimal, reqwest", || cpu(Command::new(minimal).arg(url))),
        Entry::new("akoya balances", || {
            cpu(&mut sandbox.command(akoya, "balances", folder.path(), url))
        }),
    ];
    Ok(contest(rounds, entries))
}

/// The CPU time of a program in milliseconds.
fn cpu(command: &mut Command) -> f64 {
    let before = children_cpu();
    let output = command.stdin(Stdio::null()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    (children_cpu() - before).as_secs_f64() * 1000.0
}

/// A sandbox, for a consent. The data come from the stub server, as the minimal program's do.
struct Sandbox {
    process: Child,
    description: Value,
}

impl Sandbox {
    fn start(akoya: &str) -> Result<Self> {
        let mut command = Command::new(akoya);
        command.args(["sandbox", "--json", "--in-memory"]);
        for port in ["idp", "api", "sts", "services", "admin"] {
            command.arg(format!("--{port}-port=0"));
        }
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().context("the sandbox has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let description = serde_json::from_str(&line)?;
        Ok(Self {
            process,
            description,
        })
    }

    fn log_in(&self, akoya: &str, folder: &Path, url: &str) -> Result<()> {
        let mut login = self.command(akoya, "login", folder, url);
        let output = login.arg("--auto-consent").output()?;
        let words = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`akoya login` failed: {words}");
        Ok(())
    }

    fn command(&self, akoya: &str, name: &str, folder: &Path, url: &str) -> Command {
        let mut command = Command::new(akoya);
        command.arg(name).arg("--data-dir").arg(folder);
        for name in ["idp_url", "client_id", "client_secret"] {
            let variable = format!("AKOYA_{}", name.to_uppercase());
            command.env(
                variable,
                self.description[name].as_str().unwrap_or_default(),
            );
        }
        command.env("AKOYA_API_URL", url);
        command
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
