//! The command line.

#![expect(clippy::print_stdout, reason = "a command that a person or a build log reads")]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::grants::StoreKind;
use super::job::{Job, Measure, What};
use super::run::Spool;
use super::table::{Line, table};

/// Kills, stops and starves processes that refresh, and looks for every grant afterwards
#[derive(Parser)]
#[command(name = "cargo xtask crash", bin_name = "cargo xtask crash")]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    /// Decides which blows fall when, and which answers go wrong
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long each scenario lasts; a pause is never shorter than a lease
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Only these scenarios
    #[arg(long, num_args = 1.., value_name = "NAME")]
    scenario: Vec<String>,
    /// Only these stores
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    store: Vec<StoreKind>,
    /// With how many processes
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2, 4])]
    processes: Vec<u32>,
    /// How many connections a scenario has
    #[arg(long, default_value_t = 200)]
    connections: u32,
    /// How many callers or connections a rush has
    #[arg(long, default_value_t = 10_000)]
    crowd: u32,
    /// How many scenarios run at the same time
    #[arg(long, default_value_t = 1)]
    at_once: usize,
    /// Leaves the spool out, to see what is lost without it
    #[arg(long)]
    no_spool: bool,
    /// The selection that the test command runs: everything once, small, several at a time
    #[arg(long)]
    short: bool,
    /// Fail when something could not run because what it needs is missing
    #[arg(long)]
    require_all: bool,
}

#[derive(Subcommand)]
enum Role {
    /// One of the processes that are killed
    #[command(hide = true)]
    Worker,
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.role {
        Some(Role::Worker) => crate::worker::run().map(|()| ExitCode::SUCCESS),
        None => arguments.run(),
    };
    result.unwrap_or_else(|failure| {
        drop(std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("error: {failure:#}\n")));
        ExitCode::FAILURE
    })
}

impl Arguments {
    fn run(&self) -> Result<ExitCode> {
        let (jobs, missing) = self.jobs()?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let lines = runtime.block_on(run_all(jobs, self.measure(), self.at_once()))?;
        println!("\nseed {}\n{}", self.seed, table(&lines));
        missing.iter().for_each(|missing| println!("not provided: {missing}"));
        let passed = lines.iter().all(|line| line.problems.is_empty()) && !(self.require_all && !missing.is_empty());
        Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn measure(&self) -> Measure {
        let spool = if self.no_spool { Spool::Left } else { Spool::Used };
        let measure = Measure {
            seed: self.seed,
            length: Duration::from_secs(self.seconds),
            connections: self.connections,
            crowd: self.crowd,
            spool,
        };
        if self.short { Measure { length: Duration::from_secs(4), crowd: 1_000, ..measure } } else { measure }
    }

    fn at_once(&self) -> usize {
        if self.short { 3 } else { self.at_once.max(1) }
    }

    /// What is to be run, and what cannot be.
    fn jobs(&self) -> Result<(Vec<Job>, Vec<String>)> {
        if let Some(unknown) = self.scenario.iter().find(|name| What::all().all(|what| what.name() != **name)) {
            let known: Vec<_> = What::all().map(What::name).collect();
            bail!("there is no scenario `{unknown}`; choose from: {}", known.join(", "));
        }
        let (mut jobs, mut missing) = (Vec::new(), Vec::new());
        for what in What::all().filter(|what| self.selects(*what)) {
            match what.missing() {
                Some(text) => missing.push(format!("{}: {text}", what.name())),
                None => jobs.extend(self.jobs_of(what)),
            }
        }
        Ok((jobs, missing))
    }

    fn selects(&self, what: What) -> bool {
        self.scenario.is_empty() || self.scenario.iter().any(|name| name == what.name())
    }

    fn jobs_of(&self, what: What) -> Vec<Job> {
        let every: &[StoreKind] = clap::ValueEnum::value_variants();
        let stores = if self.store.is_empty() { every } else { &self.store };
        let processes = if self.short { &[2][..] } else { &self.processes };
        let pairs = stores.iter().flat_map(|store| processes.iter().map(|processes| (*store, *processes)));
        let fitting = pairs.filter(|(store, processes)| what.fits(*store, *processes));
        fitting.map(|(store, processes)| Job { what, store, processes }).collect()
    }
}

/// Runs the jobs, some at a time, and gives their lines in the order of the jobs.
async fn run_all(jobs: Vec<Job>, measure: Measure, at_once: usize) -> Result<Vec<Line>> {
    let places = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    for (number, job) in jobs.into_iter().enumerate() {
        let place = places.clone().acquire_owned().await?;
        running.spawn(async move {
            let line = job.run(measure).await;
            drop(place);
            line.inspect(tell).map(|line| (number, line))
        });
    }
    let mut lines = running.join_all().await.into_iter().collect::<Result<Vec<_>>>()?;
    lines.sort_by_key(|(number, _)| *number);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn tell(line: &Line) {
    println!("{}", line.heading());
    line.problems.iter().for_each(|problem| println!("  {problem}"));
    for (failure, times) in line.outcome.events.failures.iter().take(6) {
        println!("  {times} calls failed: {failure}");
    }
}
