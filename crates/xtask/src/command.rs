//! Runs other programs and reads what they print.

use std::io;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Shows the command, runs it with its output going to ours, and demands success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` ended with {status}", shown(command))
}

/// Runs the command, demands success and returns what it wrote to standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if output.status.success() {
        return String::from_utf8(output.stdout)
            .with_context(|| format!("`{}` wrote something that is not UTF-8", shown(command)));
    }
    bail!(
        "`{}` ended with {}\n{}",
        shown(command),
        output.status,
        String::from_utf8_lossy(&output.stderr).trim_end()
    )
}

/// Tells whether the command can be started and succeeds; its output is dropped.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Tells whether the command succeeds within this time; it is ended when the time is over.
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let (sender, ended) = channel();
    let mut output = child.stdout.take();
    // Its output ends with it.
    thread::spawn(move || {
        let read = output
            .as_mut()
            .map(|output| io::copy(output, &mut io::sink()));
        drop(read);
        sender.send(())
    });
    if ended.recv_timeout(limit).is_err() {
        drop(child.kill());
    }
    child.wait().is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let words = program.file_name().into_iter().chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;

    #[test]
    fn a_failing_program_is_an_error_that_shows_the_command() {
        let workspace = Workspace::open().unwrap();
        let failure = read(&mut workspace.cargo(&["no-such-subcommand"]))
            .unwrap_err()
            .to_string();
        assert!(
            failure.starts_with("`cargo no-such-subcommand` ended with exit status"),
            "{failure}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_takes_too_long_is_ended_and_does_not_succeed() {
        let mut waiting = Command::new("tail");
        waiting.args(["-f", "/dev/null"]);
        assert!(!succeeds_within(&mut waiting, Duration::from_millis(10)));
        assert!(succeeds_within(&mut Command::new("true"), Duration::MAX));
        assert!(!succeeds_within(&mut Command::new("false"), Duration::MAX));
    }

    #[test]
    fn a_program_that_is_not_there_does_not_succeed() {
        assert!(!succeeds(&mut Command::new(
            "no-such-program-on-any-machine"
        )));
    }
}
