//! The command line of the harness: which stores, scenarios and numbers of processes are run.

#![expect(
    clippy::print_stdout,
    reason = "a command that a person or a build log reads"
)]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::grants::Spool;
use super::grants::StoreKind;
use super::job::{Job, Measure, SHORT, Servers, What};
use super::table::{Line, table};

/// Kills, stops and starves processes that refresh, and looks for every grant afterwards
#[derive(Parser)]
#[command(name = "cargo xtask crash", bin_name = "cargo xtask crash")]
struct Arguments {
    #[command(subcommand)]
    role: Option<Role>,
    /// Decides which blows fall when, and which responses go wrong
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long each scenario lasts; a pause is never shorter than a lease
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many processes are ended in each scenario that does so, however long that takes
    #[arg(long, value_name = "NUMBER")]
    kills: Option<u32>,
    /// Only these scenarios
    #[arg(long, num_args = 1.., value_name = "NAME")]
    scenario: Vec<String>,
    /// Only these stores
    #[arg(long, num_args = 1.., value_delimiter = ',')]
    store: Vec<StoreKind>,
    /// A PostgreSQL server where everything may be done, on this machine
    #[arg(
        long,
        env = "ACG_POSTGRES_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    postgres: Option<String>,
    /// Another one, which may be stopped
    #[arg(
        long,
        env = "ACG_POSTGRES_STOPPABLE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    stoppable: Option<String>,
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
    /// What the test command runs: a selection, small, several at a time
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
        drop(std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("error: {failure:#}\n"),
        ));
        ExitCode::FAILURE
    })
}

impl Arguments {
    fn run(&self) -> Result<ExitCode> {
        let (jobs, missing) = self.jobs()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let lines = runtime.block_on(run_all(
            jobs,
            self.measure(),
            self.servers(),
            self.at_once(),
        ))?;
        println!("\nseed {}\n{}", self.seed, table(&lines));
        missing
            .iter()
            .for_each(|missing| println!("not provided: {missing}"));
        let is_complete = missing.is_empty() || !self.require_all;
        let passed = is_complete && lines.iter().all(|line| line.problems.is_empty());
        Ok(if passed {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn measure(&self) -> Measure {
        let spool = if self.no_spool {
            Spool::Left
        } else {
            Spool::Used
        };
        let measure = Measure {
            seed: self.seed,
            kills: self.kills,
            length: Duration::from_secs(self.seconds),
            connections: self.connections,
            crowd: self.crowd,
            spool,
        };
        if self.short {
            Measure {
                length: Duration::from_secs(3),
                connections: 50,
                crowd: 300,
                ..measure
            }
        } else {
            measure
        }
    }

    fn at_once(&self) -> usize {
        if self.short { 5 } else { self.at_once.max(1) }
    }

    fn servers(&self) -> Servers {
        Servers {
            shared: self.postgres.clone(),
            stoppable: self.stoppable.clone(),
            ..Servers::default()
        }
    }

    /// Returns what is to be run, and what cannot be.
    fn jobs(&self) -> Result<(Vec<Job>, Vec<String>)> {
        if let Some(unknown) = self
            .scenario
            .iter()
            .find(|name| What::all().all(|what| what.name() != **name))
        {
            let known: Vec<_> = What::all().map(What::name).collect();
            bail!(
                "there is no scenario `{unknown}`; choose from: {}",
                known.join(", ")
            );
        }
        let (mut jobs, mut missing) = (Vec::new(), Vec::new());
        if self.postgres.is_none() && self.store != [StoreKind::Sqlite] {
            missing.push("PostgreSQL: `cargo xtask crash` brings a server".to_owned());
        }
        let wanted = if self.short {
            short_jobs()
        } else {
            self.long_jobs()
        };
        for job in wanted.into_iter().filter(|job| self.selects(*job)) {
            match job.what.missing() {
                Some(text) => missing.push(format!("{}: {text}", job.what.name())),
                None => jobs.push(job),
            }
        }
        Ok((jobs, missing))
    }

    fn selects(&self, job: Job) -> bool {
        let is_reachable = job.store == StoreKind::Sqlite || self.postgres.is_some();
        is_reachable
            && is_among(&self.store, job.store)
            && is_among(&self.scenario, job.what.name().to_owned())
    }

    fn long_jobs(&self) -> Vec<Job> {
        let stores: &[StoreKind] = clap::ValueEnum::value_variants();
        let pairs = || {
            stores
                .iter()
                .flat_map(|store| self.processes.iter().map(|processes| (*store, *processes)))
        };
        let all = What::all().flat_map(|what| {
            pairs().map(move |(store, processes)| Job {
                what,
                store,
                processes,
            })
        });
        all.filter(|job| job.what.fits(job.store, job.processes))
            .collect()
    }
}

fn short_jobs() -> Vec<Job> {
    let job = |(name, store): &(&str, StoreKind)| {
        let what = What::all().find(|what| what.name() == *name)?;
        Some(Job {
            what,
            store: *store,
            processes: 2,
        })
    };
    SHORT.iter().filter_map(job).collect()
}

/// Returns whether one is chosen. No choice is every choice.
fn is_among<T: PartialEq>(chosen: &[T], one: T) -> bool {
    chosen.is_empty() || chosen.contains(&one)
}

/// Runs the jobs, some at a time, and gives their lines in the order of the jobs.
async fn run_all(
    jobs: Vec<Job>,
    measure: Measure,
    servers: Servers,
    at_once: usize,
) -> Result<Vec<Line>> {
    let servers = Arc::new(servers);
    let places = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    for (number, job) in jobs.into_iter().enumerate() {
        let place = places.clone().acquire_owned().await?;
        let servers = servers.clone();
        running.spawn(async move {
            let line = job.run(measure, &servers).await;
            drop(place);
            line.inspect(tell).map(|line| (number, line))
        });
    }
    let mut lines = running
        .join_all()
        .await
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    lines.sort_by_key(|(number, _)| *number);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

fn tell(line: &Line) {
    println!("{}", line.heading());
    line.problems
        .iter()
        .for_each(|problem| println!("  {problem}"));
    for (failure, times) in line.result.events.failures.iter().take(6) {
        println!("  {times} calls failed: {failure}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_of_the_short_form_exists() {
        assert_eq!(short_jobs().len(), SHORT.len());
    }

    #[test]
    fn the_command_line_is_well_formed() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
