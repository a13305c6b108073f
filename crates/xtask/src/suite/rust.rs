//! The suites that cargo runs: tests, examples in the documentation, and tests with the Hydra dialect and with HTTP/2.

use crate::command;
use crate::step::Step;
use crate::tool::C_COMPILER;

/// What the command is tested with, beside what it has by itself.
pub(super) const COMMAND_FEATURES: &str = "--features=akoya-cli/metrics,akoya-cli/postgres";

/// Unit and integration tests of every crate.
///
/// Always `cargo test`, also where cargo-nextest is installed: a process for each test would make the sandbox's
/// keys again each time, which takes three times as long.
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
            COMMAND_FEATURES,
        ];
        command::run(&mut workspace.cargo(&arguments))
    },
};

/// The tests of what talks to a sandbox again, with the sandbox imitating Hydra.
///
/// The client is not told which identity provider it talks to, so everything has to hold in both dialects. A
/// test of what differs sets the dialect itself.
pub(crate) const HYDRA: Step = Step {
    name: "hydra",
    needs: &[C_COMPILER],
    run: |workspace| {
        let mut arguments = vec![
            "test",
            "--locked",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
            COMMAND_FEATURES,
        ];
        let packages = ["akoya-sandbox", "akoya-sdk", "akoya-axum", "akoya-cli"];
        arguments.extend(packages.iter().flat_map(|package| ["--package", package]));
        command::run(
            workspace
                .cargo(&arguments)
                .env("AKOYA_SANDBOX_IDP", "hydra"),
        )
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

/// The tests of HTTP/2, which a program gets where it asks for it.
pub(crate) const HTTP2: Step = Step {
    name: "http2",
    needs: &[C_COMPILER],
    run: |workspace| {
        let arguments = ["test", "--locked", "--package=acg", "--features=http2"];
        let mut tests = workspace.cargo(&arguments);
        command::run(tests.args(["--test=it", "http2::"]))
    },
};
