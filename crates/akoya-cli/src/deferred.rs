//! A command's options, described only when that command is used: to describe those of all commands takes longer than most of what a command
//! does.

use std::ops::Deref;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

use crate::option_variables;

/// The options of a command that is described when it is used.
#[derive(Debug)]
pub(crate) struct Deferred<T>(pub(crate) T);

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Args> Args for Deferred<T> {
    fn augment_args(command: Command) -> Command {
        command.defer(|command| with_options(command, T::augment_args))
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(|command| with_options(command, T::augment_args_for_update))
    }
}

/// Adds the options. What the command does is said by the command, and not by the documentation of its options or of
/// a part of them, which would replace it here.
fn with_options(command: Command, options: fn(Command) -> Command) -> Command {
    let about = command.get_about().cloned();
    let long_about = command.get_long_about().cloned();
    let command = option_variables::adapt(options(command));
    command
        .about(Resettable::from(about))
        .long_about(Resettable::from(long_about))
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}

#[cfg(test)]
mod tests {
    use crate::command::CommandLine;

    #[test]
    fn help_of_a_command_says_what_the_list_of_commands_says() {
        let about = |command: &clap::Command| command.get_about().map(ToString::to_string);
        let listed = CommandLine::description(|_| true);
        let mut described = CommandLine::description(|_| true);
        described.build();
        for command in listed.get_subcommands() {
            let name = command.get_name();
            let found = described.find_subcommand(name).unwrap();
            assert_eq!(about(found), about(command), "{name}");
            assert_eq!(found.get_long_about(), None, "{name}");
        }
    }
}
