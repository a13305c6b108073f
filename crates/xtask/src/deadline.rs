//! How long a step may take. A program that hangs must not keep the others from running, nor a build server waiting.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Far longer than the slowest step on a slow machine, which builds everything first.
pub(crate) const LIMIT: Duration = Duration::from_secs(25 * 60);

/// How often what is started after the deadline is ended too.
const AGAIN: Duration = Duration::from_secs(1);

/// Ends what a process has started, once the time is over.
pub(crate) struct Deadline {
    in_time: Sender<()>,
    thread: JoinHandle<bool>,
}

impl Deadline {
    /// Begins to count, for what this process starts.
    pub(crate) fn begin(limit: Duration) -> Self {
        Self::of(std::process::id(), limit)
    }

    fn of(process: u32, limit: Duration) -> Self {
        let (in_time, ended) = channel();
        let thread = thread::spawn(move || {
            let (mut wait, mut is_over) = (limit, false);
            while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                end_descendants(process);
                (wait, is_over) = (AGAIN, true);
            }
            is_over
        });
        Self { in_time, thread }
    }

    /// Stops counting, and returns whether the time was over.
    pub(crate) fn stop(self) -> bool {
        drop(self.in_time);
        self.thread.join().unwrap_or(true)
    }
}

/// Returns the processes that a process has started, and those that they have. Empty where the system does not tell.
fn descendants(process: u32) -> Vec<u32> {
    let all: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let id = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((id, parent(id)?))
        })
        .collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(&of) = found.get(next) {
        found.extend(
            all.iter()
                .filter(|(_, parent)| *parent == of)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    found.split_off(1)
}

/// Reads a process's parent, the second field after its name, which may hold anything but ends with the last
/// parenthesis.
fn parent(process: u32) -> Option<u32> {
    let line = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, fields) = line.rsplit_once(')')?;
    fields.split_whitespace().nth(1)?.parse().ok()
}

/// Ends them all. They are stopped first: one that is ended while it starts another leaves that one to nobody.
#[cfg(unix)]
fn end_descendants(process: u32) {
    use rustix::process::Signal;
    let (mut stopped, mut found) = (0, descendants(process));
    while found.len() > stopped {
        stopped = found.len();
        send(&found, Signal::STOP);
        found = descendants(process);
    }
    send(&found, Signal::KILL);
}

#[cfg(not(unix))]
fn end_descendants(_: u32) {}

#[cfg(unix)]
fn send(processes: &[u32], signal: rustix::process::Signal) {
    use rustix::process::{Pid, kill_process};
    for &process in processes {
        if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            // One that has ended in between needs nothing.
            let _ = kill_process(process, signal);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn what_takes_too_long_is_ended_with_what_it_started() {
        let mut shell = Command::new("sh");
        let mut shell = shell
            .args(["-c", "sh -c 'tail -f /dev/null; true' & wait $!"])
            .spawn()
            .unwrap();
        // Of the shell alone: other tests have programs under way.
        let deadline = Deadline::of(shell.id(), Duration::from_millis(1));
        assert!(!shell.wait().unwrap().success());
        assert!(deadline.stop());
    }

    #[test]
    fn what_ends_in_time_is_left_alone() {
        let mut ending = Command::new("true").spawn().unwrap();
        let deadline = Deadline::of(ending.id(), Duration::MAX);
        assert!(ending.wait().unwrap().success());
        assert!(!deadline.stop());
    }
}
