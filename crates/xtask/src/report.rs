//! What became of each step, printed at the end.

use std::fmt;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What became of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It ran and found nothing wrong.
    Passed,
    /// It ran and failed, for this reason.
    Failed(String),
    /// It could not run; the text names what is missing and how to get it.
    NotProvided(String),
    /// It could not run, because something on another machine does not respond; the text names it.
    OutOfReach(String),
}

/// The outcomes of a run, in the order they came.
#[derive(Default)]
pub(crate) struct Summary {
    lines: Vec<Line>,
}

struct Line {
    name: &'static str,
    outcome: Outcome,
    took: Duration,
}

impl Summary {
    /// Runs a step under a heading and keeps what became of it.
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a step takes is printed for a person, nothing depends on it"
    )]
    pub(crate) fn add(&mut self, name: &'static str, run: impl FnOnce() -> Outcome) {
        println!("\n==> {name}");
        let start = Instant::now();
        let outcome = run();
        let line = Line {
            name,
            outcome,
            took: start.elapsed(),
        };
        println!("{line}");
        self.lines.push(line);
    }

    /// Prints every outcome, and the counts alone on the last line.
    pub(crate) fn print(&self) {
        println!("\n{self}");
    }

    /// Success means that nothing failed and, if `require_all`, that everything ran but what is
    /// out of reach, which nobody can install.
    pub(crate) fn exit_code(&self, require_all: bool) -> ExitCode {
        if self.succeeded(require_all) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn succeeded(&self, require_all: bool) -> bool {
        self.lines.iter().all(|line| match line.outcome {
            Outcome::Passed | Outcome::OutOfReach(_) => true,
            Outcome::Failed(_) => false,
            Outcome::NotProvided(_) => !require_all,
        })
    }

    fn count(&self, of: fn(&Outcome) -> bool) -> usize {
        self.lines.iter().filter(|line| of(&line.outcome)).count()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        let passed = self.count(|outcome| matches!(outcome, Outcome::Passed));
        let failed = self.count(|outcome| matches!(outcome, Outcome::Failed(_)));
        write!(f, "\n{passed} passed, {failed} failed")?;
        match self.lines.len() - passed - failed {
            0 => Ok(()),
            skipped => write!(f, ", {skipped} skipped"),
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, reason) = match &self.outcome {
            Outcome::Passed => ("passed", None),
            Outcome::Failed(reason) => ("FAILED", Some(reason)),
            Outcome::NotProvided(reason) => ("NOT PROVIDED", Some(reason)),
            Outcome::OutOfReach(reason) => ("OUT OF REACH", Some(reason)),
        };
        write!(
            f,
            "{word:<12} {:<16} {:>4} s",
            self.name,
            self.took.as_secs()
        )?;
        reason.map_or(Ok(()), |reason| {
            write!(f, "\n    {}", reason.replace('\n', "\n    "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(outcomes: &[Outcome]) -> Summary {
        let mut summary = Summary::default();
        for outcome in outcomes {
            summary.add("name", || outcome.clone());
        }
        summary
    }

    fn last_line(summary: &Summary) -> String {
        summary
            .to_string()
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn the_counts_stand_alone_on_the_last_line() {
        let summary = summary(&[
            Outcome::Passed,
            Outcome::Passed,
            Outcome::Failed("broken".into()),
        ]);
        assert_eq!(last_line(&summary), "2 passed, 1 failed");
        assert!(!summary.succeeded(false));
    }

    #[test]
    fn what_could_not_run_is_counted_and_reported() {
        let summary = summary(&[Outcome::Passed, Outcome::NotProvided("no browser".into())]);
        assert_eq!(last_line(&summary), "1 passed, 0 failed, 1 skipped");
        assert!(summary.to_string().contains("NOT PROVIDED"));
        assert!(summary.to_string().contains("no browser"));
    }

    #[test]
    fn what_is_out_of_reach_is_counted_and_reported_and_never_fails() {
        let summary = summary(&[Outcome::OutOfReach("no database".into())]);
        assert_eq!(last_line(&summary), "0 passed, 0 failed, 1 skipped");
        assert!(summary.to_string().contains("OUT OF REACH"));
        assert!(summary.to_string().contains("no database"));
        assert!(summary.succeeded(true));
    }

    #[test]
    fn what_could_not_run_fails_only_where_everything_is_required() {
        let summary = summary(&[Outcome::NotProvided("no browser".into())]);
        assert!(summary.succeeded(false));
        assert!(!summary.succeeded(true));
    }
}
