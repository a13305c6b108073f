//! The tests that cargo runs.

use anyhow::Result;

use crate::command;
use crate::step::Step;
use crate::tool::{C_COMPILER, cargo_has};
use crate::workspace::Workspace;

/// Unit and integration tests of every crate.
pub(crate) const TESTS: Step = Step { name: "tests", needs: &[C_COMPILER], run: tests };

/// The examples in the documentation, which are tests too.
pub(crate) const EXAMPLES: Step = Step {
    name: "doc-examples",
    needs: &[C_COMPILER],
    run: |workspace| command::run(&mut workspace.cargo(&["test", "--workspace", "--locked", "--doc"])),
};

/// `cargo nextest` tells more of a failure; plain `cargo test` runs the same tests.
fn tests(workspace: &Workspace) -> Result<()> {
    let runner: &[&str] =
        if cargo_has("nextest") { &["nextest", "run"] } else { &["test", "--lib", "--bins", "--tests"] };
    command::run(workspace.cargo(runner).args(["--workspace", "--locked", "--no-fail-fast"]))
}
