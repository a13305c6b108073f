//! The one place that writes: results to the standard output, everything else to the standard error stream.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

use clap::{ArgAction, Args, ValueEnum};
use console::Term;
use serde_json::Value;

use crate::failure::Failure;
use crate::json_text;
use crate::printable::printable;
use crate::style::{Label, Style, Terminal};

/// What is printed, and how much is logged.
#[derive(Debug, Default, Args)]
pub(crate) struct OutputArgs {
    /// Print JSON instead of tables. Errors are JSON too, on the standard error stream
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Log to the standard error stream; twice for more. Secrets are never logged
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Log at this level: off, error, warn, info, debug or trace
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        env = "AKOYA_LOG",
        hide_possible_values = true
    )]
    pub(crate) log: Option<LogLevel>,
}

/// A level of `AKOYA_LOG`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// Where the command writes, and in which form.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    json: bool,
    verbose: bool,
    style: Style,
    error_style: Style,
    attended: bool,
}

impl Output {
    pub(crate) fn new(terminal: &Terminal, args: &OutputArgs) -> Self {
        let (stdout, stderr) = (Term::stdout(), Term::stderr());
        let style = Style::new(terminal, &stdout);
        let error_style = Style::new(terminal, &stderr);
        console::set_colors_enabled(style.has_colour());
        console::set_colors_enabled_stderr(error_style.has_colour());
        Self {
            json: args.json,
            verbose: args.verbose > 0,
            style,
            error_style,
            attended: io::stdin().is_terminal() && stdout.is_term() && stderr.is_term(),
        }
    }

    /// Returns whether `--json` was given.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Returns whether a person sits at a terminal.
    pub(crate) fn is_attended(&self) -> bool {
        self.attended
    }

    /// Returns what the standard output can show.
    pub(crate) fn style(&self) -> Style {
        self.style
    }

    /// Returns what the standard error stream can show.
    pub(crate) fn error_style(&self) -> Style {
        self.error_style
    }

    /// Writes a line of the result.
    pub(crate) fn line(&self, text: impl Display) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{text}")?;
        Ok(stdout.flush()?)
    }

    /// Writes JSON text as the result: indented for a person, as it is for a program.
    pub(crate) fn json(&self, json: impl Display) -> Result<(), Failure> {
        self.line(self.json_text(&json.to_string(), 0))
    }

    /// Shapes JSON text as this output shows it, indented from `depth` on.
    pub(crate) fn json_text<'a>(&self, json: &'a str, depth: usize) -> Cow<'a, str> {
        if io::stdout().is_terminal() {
            Cow::Owned(json_text::indented(json, depth))
        } else {
            Cow::Borrowed(json)
        }
    }

    /// Writes part of a result as it is. [`line`](Self::line) or [`flush`](Self::flush) ends it.
    pub(crate) fn write_raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(io::stdout().lock().write_all(bytes)?)
    }

    /// Writes what is still buffered.
    pub(crate) fn flush(&self) -> Result<(), Failure> {
        Ok(io::stdout().lock().flush()?)
    }

    /// Writes what a command did: `json` with `--json`, else a sentence after a tick.
    pub(crate) fn done(&self, json: &Value, sentence: impl Display) -> Result<(), Failure> {
        if self.json {
            self.json(json)
        } else {
            self.line(format_args!("{} {sentence}", self.style.tick()))
        }
    }

    /// Prints a status line: something that is not part of the result.
    pub(crate) fn status(&self, text: impl Display) {
        // A standard error stream that is closed has no reader.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Prints a warning: something may be wrong.
    pub(crate) fn warning(&self, text: impl Display) {
        let word = self.error_style.paint(Label::Warning, "warning:");
        self.status(format_args!("{word} {}", printable(&text.to_string())));
    }

    /// Prints what went wrong and what to do about it.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            return self.status(self.error_json(&failure.to_json()));
        }
        let style = self.error_style;
        let word = style.paint(Label::Error, "error:");
        self.status(format_args!("{word} {}", printable(failure.message())));
        if let Some(causes) = self.causes(failure.causes()) {
            self.status(format_args!("  because {}", printable(&causes)));
        }
        if let Some(advice) = failure.advice() {
            let sign = if style.has_unicode() { "→" } else { ">" };
            let sign = style.paint(Label::Secondary, sign);
            self.status(format_args!("  {sign} {}", printable(advice)));
        }
    }

    /// Writes an error for a program; for a person who reads it, without harmful characters.
    fn error_json(&self, error: &Value) -> String {
        let text = error.to_string();
        if io::stderr().is_terminal() {
            json_text::indented(&text, 0)
        } else {
            text
        }
    }

    /// Names the nearest and the farthest cause; all of them with `--verbose`.
    fn causes(&self, causes: &[String]) -> Option<String> {
        let (first, last) = (causes.first()?, causes.last()?);
        if self.verbose {
            return Some(causes.join(": "));
        }
        Some(if first == last {
            first.clone()
        } else {
            format!("{first}: {last}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_shortened_unless_more_is_wanted() {
        let causes = ["a", "b", "c"].map(str::to_owned);
        let shown = |verbose, causes: &[String]| {
            let args = OutputArgs {
                verbose,
                ..OutputArgs::default()
            };
            Output::new(&Terminal::default(), &args).causes(causes)
        };
        assert_eq!(shown(0, &causes).as_deref(), Some("a: c"));
        assert_eq!(shown(1, &causes).as_deref(), Some("a: b: c"));
        assert_eq!(shown(0, &[]), None);
    }
}
