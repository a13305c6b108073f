//! The variables that stand for options: one that is set to nothing counts as unset, and the help does not show their values.

use clap::Command;
use clap::builder::Resettable;

use crate::variables;

/// Makes an option of a command, and of the commands below it that are described already, unset where its variable is
/// set to nothing, and hides what its variable holds.
pub(crate) fn adapt(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        if arg.get_env().is_some_and(variables::is_empty) {
            arg.env(Resettable::Reset)
        } else {
            arg.hide_env_values(true)
        }
    });
    command.mut_subcommands(adapt)
}
