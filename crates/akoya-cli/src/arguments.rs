//! Reads the command line, and the variables that stand for options.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, CommandFactory as _, FromArgMatches as _};

use crate::command::CommandLine;
use crate::given_option;
use crate::option_variables;

/// Reads the command line of this process; the process ends when it is wrong, or asks for help.
pub(crate) fn read() -> CommandLine {
    let mut command = described();
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    let matches = matches.unwrap_or_else(|error| {
        // The help and the version come as errors too; only a real one may name an option of any command.
        if error.use_stderr() {
            command.build();
            explained(error, &command).exit()
        }
        error.exit()
    });
    CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Describes the command line as it is in this environment: a variable that is set to nothing counts as unset, and the
/// help names the variables without their values, since some are secret.
pub(crate) fn described() -> Command {
    option_variables::adapt(CommandLine::command())
}

/// Adds to the error the name of the variable whose value is wrong. The usage is left out: it lists what was given,
/// with the options that variables stand for, as if all of it were required.
fn explained(mut error: clap::Error, command: &Command) -> clap::Error {
    error.remove(ContextKind::Usage);
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let Some(variable) = variable(command, option) else {
        return error;
    };
    let named = format!("{variable} (the variable for {option})");
    error.insert(ContextKind::InvalidArg, ContextValue::String(named));
    error
}

/// Returns the variable that the option's value comes from, if the command line does not have the option.
fn variable(command: &Command, option: &str) -> Option<String> {
    let is_given = |arg: &Arg| arg.get_long().is_some_and(given_option::is_given);
    let given = |arg: &&Arg| arg.to_string() == option && !is_given(arg);
    let arg = command.get_arguments().find(given);
    let own = arg.and_then(|arg| arg.get_env());
    let own = own.map(|name| name.to_string_lossy().into_owned());
    own.or_else(|| {
        let mut commands = command.get_subcommands();
        commands.find_map(|command| variable(command, option))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_shows_the_value_of_no_variable() {
        fn check(command: &Command) {
            for arg in command.get_arguments() {
                assert!(
                    arg.get_env().is_none() || arg.is_hide_env_values_set(),
                    "{arg}"
                );
            }
            command.get_subcommands().for_each(check);
        }
        let mut command = described();
        command.build();
        check(&command);
    }

    #[test]
    fn only_the_command_that_is_used_is_described() {
        let mut command = described();
        command
            .try_get_matches_from_mut(["akoya", "status"])
            .unwrap();
        let own_options = |name| {
            let command = command.find_subcommand(name).unwrap();
            let own = command.get_arguments().filter(|arg| !arg.is_global_set());
            own.count()
        };
        assert_eq!(own_options("login"), 0);
        assert!(own_options("status") > 0);
    }
}
