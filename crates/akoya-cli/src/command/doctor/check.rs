//! What a check has found, and what to do about it.

use serde_json::{Value, json};

use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::printable::printable;
use crate::style::{Label, Style};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Ok,
    /// It could not be made, or there is nothing to look at.
    Skipped,
    /// It works, but not for long or not as it should.
    Warning,
    Failed,
}

/// One check.
#[derive(Debug)]
pub(super) struct Check {
    name: &'static str,
    state: State,
    finding: String,
    advice: Option<String>,
    code: ExitCode,
}

impl Check {
    pub(super) fn ok(name: &'static str, finding: impl Into<String>) -> Self {
        Self::new(name, State::Ok, finding)
    }

    pub(super) fn skipped(name: &'static str, finding: impl Into<String>) -> Self {
        Self::new(name, State::Skipped, finding)
    }

    pub(super) fn warning(name: &'static str, finding: impl Into<String>, advice: &str) -> Self {
        Self {
            advice: Some(advice.to_owned()),
            ..Self::new(name, State::Warning, finding)
        }
    }

    pub(super) fn broken(
        name: &'static str,
        code: ExitCode,
        finding: impl Into<String>,
        advice: &str,
    ) -> Self {
        Self {
            code,
            advice: Some(advice.to_owned()).filter(|advice| !advice.is_empty()),
            ..Self::new(name, State::Failed, finding)
        }
    }

    /// Takes over what a part of the command says when it fails.
    pub(super) fn failed(name: &'static str, failure: &Failure) -> Self {
        let cause = failure.causes().last();
        let finding = match cause {
            Some(cause) => format!("{}: {cause}", failure.message()),
            None => failure.message().to_owned(),
        };
        Self {
            code: failure.code(),
            advice: failure.advice().map(ToOwned::to_owned),
            ..Self::new(name, State::Failed, finding)
        }
    }

    fn new(name: &'static str, state: State, finding: impl Into<String>) -> Self {
        Self {
            name,
            state,
            finding: printable(&finding.into()),
            advice: None,
            code: ExitCode::Failed,
        }
    }

    pub(super) fn is_failed(&self) -> bool {
        self.state == State::Failed
    }

    pub(super) fn code(&self) -> ExitCode {
        self.code
    }

    pub(super) fn advice(&self) -> Option<&str> {
        self.advice.as_deref()
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "name": self.name,
            "state": self.word(),
            "finding": self.finding,
            "advice": self.advice,
        })
    }

    /// Writes it for a person: what to do is on a line of its own.
    pub(super) fn text(&self, style: Style) -> String {
        let label = match self.state {
            State::Ok => Label::Success,
            State::Skipped => Label::Secondary,
            State::Warning => Label::Warning,
            State::Failed => Label::Error,
        };
        let word = style.paint(label, format_args!("{:<8}", self.word()));
        let advice = self.advice.as_ref().filter(|_| self.state != State::Ok);
        let advice = advice.map_or_else(String::new, |advice| {
            format!("\n{:26}{} {advice}", "", style.arrow())
        });
        format!("{word}  {:<14}  {}{advice}", self.name, self.finding)
    }

    fn word(&self) -> &'static str {
        match self.state {
            State::Ok => "ok",
            State::Skipped => "skipped",
            State::Warning => "warning",
            State::Failed => "failed",
        }
    }
}
