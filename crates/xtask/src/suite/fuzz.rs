//! The fuzz targets on their seeds and on mutations of them, with whatever compiler there is.
//!
//! They are a workspace of its own; see `fuzz/Cargo.toml`. To let libFuzzer look for inputs takes a nightly
//! compiler, and time.

use crate::command;
use crate::step::Step;
use crate::tool::C_COMPILER;

/// Every target, for a few seconds.
pub(crate) const SEEDS: Step = Step {
    name: "fuzz",
    needs: &[C_COMPILER],
    run: |workspace| {
        let folder = workspace.target_folder()?.join("fuzz");
        let mut cargo = workspace.cargo(&["run", "--quiet", "--locked", "--bin=replay"]);
        cargo.arg("--manifest-path=fuzz/Cargo.toml");
        command::run(cargo.arg("--target-dir").arg(folder))
    },
};
