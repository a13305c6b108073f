//! Project tasks: `cargo xtask check`, `cargo xtask test`, and both as `cargo xtask ci`.
//!
//! A task is a list of [`Step`]s. A step says what it needs of the machine ([`tool`]); a missing tool is installed
//! where that can be done without asking, and otherwise the step is listed as not provided, with how to get it.
//! Checks live in [`check`], test suites in [`suite`]; a new one is a file there and a line in its list.

#![expect(
    clippy::print_stdout,
    reason = "a command that a person or a build log reads"
)]

mod build_cost;
mod check;
mod command;
mod deadline;
mod environment;
mod packages;
mod report;
mod server;
mod step;
mod suite;
mod tool;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use crate::build_cost::BuildCost;
use crate::report::Summary;
use crate::step::Step;
use crate::tool::Installation;
use crate::workspace::Workspace;

/// Checks and tests of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum Task {
    /// Formatting, lints, documentation, dependency and source rules
    Check {
        /// Only the checks of these names
        names: Vec<String>,
    },
    /// Set up what the tests need, then run every suite
    Test {
        /// Only the suites of these names
        names: Vec<String>,
    },
    /// Everything a change has to pass: `check`, then `test`
    Ci,
    /// Kill, stop and starve processes that refresh, and look for every grant afterwards; `-- --help` shows how to
    /// choose
    Crash {
        /// For the harness
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build the wheel of the Python package
    Python {
        /// Instead, write the modules and type stubs of its models again
        #[arg(long)]
        stubs: bool,
        /// Instead, fork, kill and cancel so many times in the middle of refreshes: no grant may be lost
        #[arg(long, value_name = "N", conflicts_with = "stubs")]
        runs: Option<usize>,
    },
    /// What this client costs beside its peers: CPU, memory and time of the same work; `-- --help` shows how to choose
    Bench {
        /// Less of everything: under three minutes, without the build
        #[arg(long)]
        quick: bool,
        /// For the benchmark
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Count the instructions of the hot paths, and write what the suite `instructions` compares with
    Instructions,
    /// This client beside others: differential tests, then the consent-loss benchmark; `-- --help` shows how to choose
    Peers {
        /// Few faults of each kind, for a first look
        #[arg(long)]
        quick: bool,
        /// For the benchmark
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

#[derive(Args)]
struct Options {
    /// Use only what the machine has; install nothing
    #[arg(long, global = true)]
    no_install: bool,
    /// Fail when a step could not run because something it needs is missing
    #[arg(long, global = true)]
    require_all: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments).unwrap_or_else(|failure| {
        println!("error: {failure:#}");
        ExitCode::FAILURE
    })
}

fn run(Arguments { task, options }: &Arguments) -> Result<ExitCode> {
    let workspace = Workspace::open()?;
    let installation = if options.no_install {
        Installation::Forbidden
    } else {
        Installation::Allowed
    };
    match task {
        Task::Crash { arguments } => suite::crash::run(&workspace, installation, arguments)?,
        Task::Python { stubs: true, .. } => suite::python::write_stubs(&workspace, installation)?,
        Task::Python {
            runs: Some(runs), ..
        } => {
            suite::python::endure(&workspace, installation, *runs)?;
        }
        Task::Python { .. } => {
            let wheel = suite::python::wheel(&workspace, installation)?;
            println!("{}", wheel.display());
        }
        Task::Instructions => suite::instructions::write(&workspace, installation)?,
        Task::Bench { quick, arguments } => {
            suite::bench::run(&workspace, installation, *quick, arguments)?;
        }
        Task::Peers { quick, arguments } => {
            suite::peers::run(&workspace, installation, *quick, arguments)?;
        }
        Task::Check { .. } | Task::Test { .. } => {
            return run_steps(task, &workspace, installation, options);
        }
        Task::Ci => {
            let cost = BuildCost::measure(&workspace)?;
            let code = run_steps(task, &workspace, installation, options)?;
            println!("\n{cost}");
            return Ok(code);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn run_steps(
    task: &Task,
    workspace: &Workspace,
    installation: Installation,
    options: &Options,
) -> Result<ExitCode> {
    let mut summary = Summary::default();
    for step in task.steps()? {
        summary.add(step.name, || step.execute(workspace, installation));
    }
    summary.print();
    Ok(summary.exit_code(options.require_all))
}

impl Task {
    fn steps(&self) -> Result<Vec<&'static Step>> {
        match self {
            Self::Check { names } => step::select(check::ALL, names),
            Self::Test { names } => step::select(suite::ALL, names),
            Self::Ci => Ok(check::ALL.iter().chain(suite::ALL).collect()),
            // Not a list of steps.
            Self::Crash { .. }
            | Self::Python { .. }
            | Self::Peers { .. }
            | Self::Instructions
            | Self::Bench { .. } => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_step_has_a_name_of_its_own() {
        let steps = Task::Ci.steps().unwrap();
        let names: BTreeSet<_> = steps.iter().map(|step| step.name).collect();
        assert_eq!(names.len(), steps.len());
    }
}
