//! The same program, built as the tests are and with them: `cargo xtask test instructions` counts its instructions.

use std::process::ExitCode;

fn main() -> ExitCode {
    hot_paths::command::run()
}
