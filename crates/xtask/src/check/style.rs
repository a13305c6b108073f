//! What the toolchain itself checks: formatting, lints and documentation.

use crate::command;
use crate::step::Step;
use crate::tool::{C_COMPILER, CLIPPY, RUSTFMT};

/// Every file is formatted.
pub(crate) const FORMAT: Step = Step {
    name: "format",
    needs: &[RUSTFMT],
    run: |workspace| command::run(&mut workspace.cargo(&["fmt", "--all", "--check"])),
};

/// No lint speaks up, tests and examples included.
pub(crate) const LINTS: Step = Step {
    name: "lints",
    needs: &[CLIPPY, C_COMPILER],
    run: |workspace| {
        let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        command::run(&mut workspace.cargo(&arguments))
    },
};

/// The engine builds without an HTTP client of its own.
pub(crate) const FEATURES: Step = Step {
    name: "features",
    needs: &[CLIPPY, C_COMPILER],
    run: |workspace| {
        let arguments = ["clippy", "--package", "acg", "--no-default-features", "--locked", "--", "-D", "warnings"];
        command::run(&mut workspace.cargo(&arguments))
    },
};

/// The documentation builds and its links lead somewhere.
pub(crate) const DOCUMENTATION: Step = Step {
    name: "documentation",
    needs: &[C_COMPILER],
    run: |workspace| {
        let mut rustdoc = workspace.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
        command::run(rustdoc.env("RUSTDOCFLAGS", "-D warnings"))
    },
};
