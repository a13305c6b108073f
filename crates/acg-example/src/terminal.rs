//! What is printed, and what is told to the person at the terminal.

use std::fmt::Display;

/// Prints a line of the result.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
pub(crate) fn print(line: impl Display) {
    println!("{line}");
}

/// Says something to the person at the terminal.
#[expect(clippy::print_stderr, reason = "this is where a person reads it")]
pub(crate) fn tell(line: impl Display) {
    eprintln!("{line}");
}

/// Tells an error with its causes, and what to do about it.
pub(crate) fn report(error: &anyhow::Error) {
    tell(format_args!("error: {error:#}"));
    if let Some(error) = error.downcast_ref::<acg::Error>() {
        tell(format_args!("  what to do: {:?}", error.recovery()));
    }
}
