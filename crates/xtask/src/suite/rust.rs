//! The tests that cargo runs.

use crate::command;
use crate::step::Step;
use crate::tool::C_COMPILER;

/// Unit and integration tests of every crate.
///
/// Always `cargo test`, also where cargo-nextest is installed: a process for each test would make the sandbox's keys again
/// each time, which takes three times as long.
pub(crate) const TESTS: Step = Step {
    name: "tests",
    needs: &[C_COMPILER],
    run: |workspace| {
        let arguments = [
            "test",
            "--workspace",
            "--locked",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ];
        command::run(&mut workspace.cargo(&arguments))
    },
};

/// The examples in the documentation, which are tests too.
pub(crate) const EXAMPLES: Step = Step {
    name: "doc-examples",
    needs: &[C_COMPILER],
    run: |workspace| {
        command::run(&mut workspace.cargo(&["test", "--workspace", "--locked", "--doc"]))
    },
};
