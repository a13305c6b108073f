//! What the toolchain itself checks: formatting, lints and documentation.

use anyhow::Result;

use crate::command;
use crate::step::Step;
use crate::tool::{C_COMPILER, CLIPPY, RUSTFMT};
use crate::workspace::Workspace;

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
        clippy(workspace, &["--workspace", "--all-targets"])?;
        // Their tests need servers, so they are built on demand alone.
        for package in ["--package=acg-postgres", "--package=acg-interop"] {
            clippy(workspace, &[package, "--all-features", "--all-targets"])?;
        }
        Ok(())
    },
};

/// Every crate also builds as its users get it: without what the tests switch on, the engine without its HTTP client,
/// and the command with each of its features alone, and with all of them.
pub(crate) const FEATURES: Step = Step {
    name: "features",
    needs: &[CLIPPY, C_COMPILER],
    run: |workspace| {
        clippy(workspace, &["--workspace"])?;
        clippy(workspace, &["--package=acg", "--no-default-features"])?;
        for feature in ["blocking", "http2", "loopback", "metrics", "sqlite"] {
            clippy(
                workspace,
                &["--package=akoya-sdk", &format!("--features={feature}")],
            )?;
        }
        let command = "--package=akoya-cli";
        clippy(workspace, &[command, "--all-features", "--all-targets"])?;
        for feature in ["keychain", "metrics", "postgres"] {
            clippy(workspace, &[command, &format!("--features={feature}")])?;
        }
        Ok(())
    },
};

/// The fuzz targets still build; they are a workspace of their own, because to run them takes another compiler.
pub(crate) const FUZZ_TARGETS: Step = Step {
    name: "fuzz-targets",
    needs: &[CLIPPY, C_COMPILER],
    run: |workspace| {
        let folder = workspace.target_folder()?.join("fuzz");
        clippy(
            workspace,
            &[
                "--manifest-path=fuzz/Cargo.toml",
                "--target-dir",
                &folder.to_string_lossy(),
            ],
        )
    },
};

/// The documentation builds and its links lead somewhere.
pub(crate) const DOCUMENTATION: Step = Step {
    name: "documentation",
    needs: &[C_COMPILER],
    run: |workspace| {
        let mut rustdoc = workspace.cargo(&[
            "doc",
            "--workspace",
            "--no-deps",
            "--all-features",
            "--locked",
        ]);
        command::run(rustdoc.env("RUSTDOCFLAGS", "-D warnings"))
    },
};

fn clippy(workspace: &Workspace, selection: &[&str]) -> Result<()> {
    command::run(
        workspace
            .cargo(&["clippy", "--locked"])
            .args(selection)
            .args(["--", "-D", "warnings"]),
    )
}
