//! What is printed, and what is told to the person at the terminal.

use std::fmt::Display;
use std::time::Duration;

use acg::Recovery;

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
        tell(format_args!("  what to do: {}", advice(error.recovery())));
    }
}

fn advice(recovery: Recovery) -> String {
    let after = |time: Option<Duration>| match time {
        Some(time) => format!(", in {} s", time.as_secs().saturating_add(1)),
        None => String::new(),
    };
    match recovery {
        Recovery::Retry { after: time } => format!("try again{}", after(time)),
        Recovery::AskForConsent(_) => "run `acg login`".to_owned(),
        Recovery::FixConfiguration => {
            "correct the file or the client secret; the grant itself is untouched".to_owned()
        }
        Recovery::CheckStore => "repair the store".to_owned(),
        Recovery::OutcomeUnknown { retry_after } => format!(
            "run the command again{}: it presents the same token once more",
            after(retry_after)
        ),
        Recovery::ReportToProvider => "report it to the provider".to_owned(),
        // The command builds its requests itself.
        _ => "report it as a mistake of this program".to_owned(),
    }
}
