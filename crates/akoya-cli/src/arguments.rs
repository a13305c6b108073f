//! Reads the command line, and the variables that stand for options.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::command::CommandLine;
use crate::given_option;
use crate::option_variables;

/// Reads the command line of this process; the process ends when it is wrong, or asks for help.
pub(crate) fn read() -> CommandLine {
    let line: Vec<OsString> = std::env::args_os().collect();
    read_line(&line).unwrap_or_else(|error| error.exit())
}

/// Reads a command line. The help and the version come as errors too. They and what is wrong are said by the description of all
/// commands: it knows what was meant by a name that is none.
fn read_line(line: &[OsString]) -> Result<CommandLine, clap::Error> {
    match described_for(line).try_get_matches_from(line) {
        Ok(matches) => return CommandLine::of(&matches),
        Err(version) if version.kind() == ErrorKind::DisplayVersion => return Err(version),
        Err(_) => {}
    }
    let mut command = described();
    let matches = command.try_get_matches_from_mut(line);
    let matches = matches.map_err(|error| {
        // Only a real error may name an option of any command.
        if !error.use_stderr() {
            return error;
        }
        command.build();
        explained(error, &command)
    });
    CommandLine::of(&matches?)
}

/// Describes the command line as it is in this environment: a variable that is set to nothing counts as unset, and the
/// help names the variables without their values, since some are secret.
pub(crate) fn described() -> Command {
    option_variables::adapt(CommandLine::description(|_| true))
}

/// Describes as much of it as `line` can be about: a word that is the name of no command starts none.
fn described_for(line: &[OsString]) -> Command {
    let is_in_line = |name: &str| line.iter().any(|word| word == name);
    option_variables::adapt(CommandLine::description(|command| {
        is_in_line(command.get_name()) || command.get_all_aliases().any(is_in_line)
    }))
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

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn only_the_commands_that_the_line_names_are_there() {
        let names = |line: &str| -> Vec<String> {
            let command = described_for(&words(line));
            let names = command.get_subcommands().map(|c| c.get_name().to_owned());
            names.collect()
        };
        assert!(names("akoya --version").is_empty());
        assert_eq!(
            names("akoya --data-dir status balances"),
            ["status", "balances"]
        );
        assert_eq!(names("akoya accounts-info"), ["accounts"]);
    }

    #[test]
    fn each_command_is_found_by_each_of_its_names() {
        for command in described().get_subcommands() {
            let name = command.get_name();
            for name in std::iter::once(name).chain(command.get_all_aliases()) {
                let line = words(&format!("akoya {name} --help"));
                let error = described_for(&line).try_get_matches_from(line).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DisplayHelp, "{name}: {error}");
            }
        }
    }

    #[test]
    fn a_name_that_is_nearly_a_command_is_told_of_that_command() {
        let error = read_line(&words("akoya balance")).unwrap_err().to_string();
        assert!(error.contains("'balances'"), "{error}");
    }

    #[test]
    fn help_lists_every_command() {
        for line in [
            "akoya --help",
            "akoya -h",
            "akoya help",
            "akoya help status",
        ] {
            let help = read_line(&words(line)).unwrap_err();
            assert!(!help.use_stderr(), "{line}: {help}");
        }
        let help = read_line(&words("akoya status --help balances")).unwrap_err();
        assert!(help.to_string().contains("akoya status"), "{help}");
        let help = read_line(&words("akoya -h")).unwrap_err().to_string();
        for command in described().get_subcommands() {
            assert!(help.contains(command.get_name()), "{help}");
        }
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
