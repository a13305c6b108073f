//! `akoya man`: writes a manual page for each command.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Command};
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Write a manual page for every command into this directory, which is created if it does not exist
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Writes the pages of `command`.
pub(super) fn run(context: &Context, args: &Args, command: Command) -> Result<(), Failure> {
    let directory = &args.directory;
    let failed = |error| Failure::of_file(directory, "written", &error);
    std::fs::create_dir_all(directory).map_err(failed)?;
    clap_mangen::generate_to(command, directory).map_err(failed)?;
    let page = directory.join("akoya.1");
    context.output.done(
        &json!({ "directory": directory.display().to_string(), "page": page.display().to_string() }),
        format_args!(
            "The manual pages are in {}. Read the first with `man {}`.",
            directory.display(),
            page.display()
        ),
    )
}
