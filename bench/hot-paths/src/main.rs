//! The hot paths, for a profiler.

use std::process::ExitCode;

fn main() -> ExitCode {
    hot_paths::command::run()
}
