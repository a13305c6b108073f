//! Processes that are killed while they refresh. The harness is a program of its own, because this one is to build
//! fast.

use anyhow::Result;

use crate::command;
use crate::environment::find;
use crate::server::postgres::{OPENSSL, POSTGRES, Postgres};
use crate::step::Step;
use crate::tool::{C_COMPILER, Installation, Source, Tool};
use crate::workspace::Workspace;

/// Everything that the harness can do, once and small.
pub(crate) const CRASH: Step = Step {
    name: "crash",
    needs: NEEDS,
    run: |workspace| {
        harness(
            workspace,
            "--profile=dev",
            &["--short".to_owned(), "--require-all".to_owned()],
        )
    },
};

const NEEDS: &[Tool] = &[C_COMPILER, POSTGRES, OPENSSL, FIU, FAKETIME];

/// `fiu-run`, which makes system calls of a program fail.
const FIU: Tool = Tool {
    name: "libfiu",
    present: || find("fiu-run").is_some(),
    source: Source::Debian(&["fiu-utils"]),
};

/// `faketime`, which gives a program another clock.
pub(crate) const FAKETIME: Tool = Tool {
    name: "faketime",
    present: || find("faketime").is_some(),
    source: Source::Debian(&["faketime"]),
};

/// Runs the harness as a person wants it. What cannot run because something is missing is listed by the harness.
pub(crate) fn run(
    workspace: &Workspace,
    installation: Installation,
    arguments: &[String],
) -> Result<()> {
    for missing in NEEDS
        .iter()
        .filter_map(|tool| tool.provide(installation).err())
    {
        println!("{missing:#}");
    }
    harness(workspace, "--release", arguments)
}

fn harness(workspace: &Workspace, profile: &str, arguments: &[String]) -> Result<()> {
    let mut cargo = workspace.cargo(&[
        "run",
        "--quiet",
        "--locked",
        "--package=acg-crash",
        profile,
        "--",
    ]);
    cargo.args(arguments);
    if !(POSTGRES.present)() {
        return command::run(&mut cargo);
    }
    let (server, stoppable) = (Postgres::start()?, Postgres::start()?);
    cargo
        .env("ACG_POSTGRES_URL", server.url())
        .env("ACG_POSTGRES_STOPPABLE_URL", stoppable.url());
    command::run(&mut cargo)
}
