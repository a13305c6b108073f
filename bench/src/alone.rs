//! A work of one client in a process of its own, so that its memory is its own too.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::client::akoya::Ours;
use crate::client::reqwest::Floor;
use crate::client::{Caller, Reader};
use crate::clock::measured;
use crate::memory;
use crate::stub;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Task {
    /// All pages of an account are read.
    Paging,
    /// A file is saved.
    Document,
    /// So many balances calls are made, one after the other: for Valgrind, which counts their instructions.
    Call,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Who {
    /// Our client.
    Ours,
    /// Bare reqwest.
    Floor,
}

/// What it took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Taken {
    /// CPU time in nanoseconds.
    pub cpu: f64,
    /// How much more memory than before was in use at most, in MiB.
    pub memory: f64,
}

impl Taken {
    /// Has a process of its own do the work.
    ///
    /// # Errors
    /// When the process fails.
    pub fn by(who: Who, task: Task, url: &str, account: &str) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["alone", &name(who)?, &name(task)?, url, account]);
        let output = command.output()?;
        let failure = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{failure}");
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn of(work: impl FnOnce()) -> Self {
        memory::reset_peak();
        let before = memory::resident();
        let ((), cost) = measured(work);
        Self {
            cpu: cost.cpu.as_nanos() as f64,
            memory: memory::peak().saturating_sub(before) as f64 / 1024.0,
        }
    }
}

fn name(value: impl ValueEnum) -> Result<String> {
    let value = value.to_possible_value();
    let value = value.context("a value without a name")?;
    Ok(value.get_name().to_owned())
}

/// Does the work in this process and prints what it took.
///
/// # Errors
/// When the result cannot be printed.
pub fn run(who: Who, task: Task, url: &str, account: &str) -> Result<()> {
    let taken = match who {
        Who::Ours if task == Task::Call => read(&Ours::timeless(url), task, account),
        Who::Ours => read(&Ours::new(url), task, account),
        Who::Floor => read(&Floor::new(url), task, account),
    }?;
    println!("{}", serde_json::to_string(&taken)?);
    Ok(())
}

fn read(client: &(impl Reader + Caller), task: Task, account: &str) -> Result<Taken> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("statement.pdf");
    // A call first: what a program has in memory when it has made one is not what is asked for.
    runtime.block_on(client.transactions(&stub::account(1, 1)));
    Ok(Taken::of(|| match task {
        Task::Paging => {
            let count = runtime.block_on(client.transactions(account));
            assert!(account.starts_with(&format!("{count}-")), "{count}");
        }
        Task::Document => {
            let length = runtime.block_on(client.save(&path));
            assert_eq!(length, stub::FILE as u64);
        }
        Task::Call => runtime.block_on(async {
            for _ in 0..account.parse().unwrap() {
                assert_eq!(client.balances().await, 6);
            }
        }),
    }))
}
