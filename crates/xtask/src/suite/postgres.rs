//! The token store on PostgreSQL, on servers that are made for it: alone, behind a pooler, through TLS, and while
//! one is stopped. And the command on it, as on several machines.

use anyhow::{Result, ensure};

use crate::command;
use crate::server::pgbouncer::{PGBOUNCER, Pgbouncer};
use crate::server::postgres::{OPENSSL, POSTGRES, Postgres, Stop};
use crate::step::Step;
use crate::tool::C_COMPILER;
use crate::workspace::Workspace;

/// The tests of `acg-postgres` and of the command that need a server.
pub(crate) const POSTGRES_STORE: Step = Step {
    name: "postgres",
    needs: &[C_COMPILER, POSTGRES, PGBOUNCER, OPENSSL],
    run,
};

fn run(workspace: &Workspace) -> Result<()> {
    let server = Postgres::start()?;
    let mut stoppable = Postgres::start()?;
    stoppable.restart(Stop::Fast)?;
    ensure!(
        stoppable.cut_connections()? == 0,
        "nobody has connected yet"
    );
    let pooler = Pgbouncer::start(&server)?;
    let mut command = workspace.cargo(&["test", "--locked", "--package=akoya-cli"]);
    command.args([
        "--features=postgres-tests",
        "--test=fleet",
        "--no-fail-fast",
    ]);
    command::run(command.env("ACG_POSTGRES_URL", server.url()))?;
    let mut tests = workspace.cargo(&["test", "--locked", "--package=acg-postgres"]);
    tests.args(["--features=postgres-tests", "--test=it", "--no-fail-fast"]);
    tests.env("ACG_POSTGRES_URL", server.url());
    tests.env("ACG_POSTGRES_STOPPABLE_URL", stoppable.url());
    tests.env("ACG_POSTGRES_POOLER_URL", pooler.url());
    tests.env("ACG_POSTGRES_AUTHORITY", server.authority());
    command::run(&mut tests)
}
