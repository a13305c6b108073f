//! `akoya sandbox export-data`: writes the data of the standard users as files, to be edited.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The directory, which is created if it does not exist
    dir: PathBuf,
    /// Replace existing files
    #[arg(long)]
    force: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let (dir, output) = (&args.dir, &context.output);
    let is_empty = std::fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !args.force {
        let text = format!("`{}` is not empty", dir.display());
        return Err(Failure::new(ExitCode::Files, text)
            .advise("Name another directory, or replace files with --force."));
    }
    akoya_sandbox::export_data(dir)?;
    if output.is_json() {
        return output.json(json!({ "dir": dir }));
    }
    output.line(format_args!(
        "The built-in users are in {0}.\nREADME.md there describes the files. Edit them or add your own, then run:\n  \
         akoya sandbox --data {0}",
        dir.display()
    ))
}
