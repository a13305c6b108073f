//! The benchmark: this client beside its peers, in one run. What is measured and how to read it is in
//! `docs/performance.md`.
//!
//! It is a workspace of its own, in `bench`, so that a check or a test of this project builds
//! nothing with optimisation and no other client.

use std::path::PathBuf;

use anyhow::Result;

use crate::command;
use crate::packages;
use crate::server::postgres::{OPENSSL, POSTGRES, Postgres};
use crate::tool::{C_COMPILER, Installation};
use crate::workspace::Workspace;

/// The program that measures.
const PROGRAM: &str = "bench/target/release/bench";

/// Where its package is.
const MANIFEST: &str = "--manifest-path=bench/Cargo.toml";

/// Builds the benchmark and the command, and measures. Works that need something that is missing are named and left
/// out.
pub(crate) fn run(
    workspace: &Workspace,
    installation: Installation,
    quick: bool,
    arguments: &[String],
) -> Result<()> {
    C_COMPILER.provide(installation)?;
    command::run(&mut workspace.cargo(&["build", "--release", "--locked", MANIFEST]))?;
    let mut bench = workspace.command(PROGRAM);
    bench.args(quick.then_some("--quick")).args(arguments);
    let only = arguments.iter().any(|argument| argument == "--only");
    let wants = |work: &str| !only || arguments.iter().any(|argument| argument == work);
    if wants("start") {
        bench.arg("--akoya").arg(build_command(workspace)?);
    }
    for python in pythons()? {
        bench.arg("--python").arg(python);
    }
    let postgres = if wants("postgres") || wants("keeper") {
        start_postgres(installation)?
    } else {
        None
    };
    if let Some(server) = &postgres {
        bench.arg("--postgres").arg(server.url());
    }
    command::run(&mut bench)
}

/// Builds the command as people install it.
fn build_command(workspace: &Workspace) -> Result<PathBuf> {
    let build = ["build", "--release", "--locked", "--package=akoya-cli"];
    command::run(&mut workspace.cargo(&build))?;
    let name = format!("akoya{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target_folder()?.join("release").join(name))
}

fn start_postgres(installation: Installation) -> Result<Option<Postgres>> {
    for tool in [POSTGRES, OPENSSL] {
        if let Err(missing) = tool.provide(installation) {
            println!("{missing:#}");
            return Ok(None);
        }
    }
    Postgres::start().map(Some)
}

/// Lists the interpreters that may have a package to compare with: the machine's, and the one that the suites
/// install theirs for.
fn pythons() -> Result<Vec<PathBuf>> {
    let suites = packages::PYTHON.folder()?.join("bin").join("python");
    Ok(std::iter::once(PathBuf::from("python3"))
        .chain(suites.exists().then_some(suites))
        .collect())
}
