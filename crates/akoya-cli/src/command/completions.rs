//! `akoya completions`: prints the completions of the command for a shell.

use clap::{Args as ClapArgs, Command};
use clap_complete::Shell;

use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
For bash: akoya completions bash > ~/.local/share/bash-completion/completions/akoya
For zsh:  akoya completions zsh > a file `_akoya` in a directory of $fpath
For fish: akoya completions fish > ~/.config/fish/completions/akoya.fish")]
pub(crate) struct Args {
    /// Print the completions for this shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completions of `command`.
pub(super) fn run(context: &Context, args: &Args, mut command: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "akoya", &mut script);
    context.output.write_raw(&script)?;
    context.output.flush()
}
