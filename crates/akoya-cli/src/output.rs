//! The one place that writes: results to the standard output, everything else to the standard error stream.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

use console::{Style, Term};

use crate::exit::Failure;

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    colour: bool,
    unicode: bool,
    /// Columns; `None` when nobody limits them, as in a file.
    width: Option<usize>,
}

/// Where the command writes to.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    json: bool,
    verbose: bool,
    look: Look,
    error_look: Look,
    attended: bool,
}

/// What the environment says about the terminal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terminal {
    /// `NO_COLOR` (no-color.org): any text but the empty one.
    pub(crate) no_color: Option<String>,
    pub(crate) term: Option<String>,
    /// `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is set.
    pub(crate) locale: Option<String>,
}

impl Terminal {
    fn has_colour(&self) -> bool {
        self.no_color.as_deref().is_none_or(str::is_empty) && self.term.as_deref() != Some("dumb")
    }

    fn has_unicode(&self) -> bool {
        let locale = self
            .locale
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase();
        // Windows has no locale in the environment; its terminals have shown Unicode for years.
        cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8")
    }
}

/// The columns of a terminal; one that does not tell has as many as terminals always had.
fn width(term: &Term) -> Option<usize> {
    let told = term.size_checked().map(|(_, columns)| usize::from(columns));
    told.or_else(|| term.is_term().then_some(80))
        .filter(|columns| *columns >= 20)
}

impl Output {
    pub(crate) fn new(terminal: &Terminal, json: bool, verbose: bool) -> Self {
        let look = |term: &Term| Look {
            colour: term.is_term() && terminal.has_colour(),
            unicode: terminal.has_unicode(),
            width: width(term),
        };
        let (stdout, stderr) = (Term::stdout(), Term::stderr());
        console::set_colors_enabled(look(&stdout).colour);
        console::set_colors_enabled_stderr(look(&stderr).colour);
        let attended = io::stdin().is_terminal() && stdout.is_term() && stderr.is_term();
        Self {
            json,
            verbose,
            look: look(&stdout),
            error_look: look(&stderr),
            attended,
        }
    }

    /// Whether the user asked for JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether a person sits at a terminal.
    pub(crate) fn is_attended(&self) -> bool {
        self.attended
    }

    /// Whether lines of the log may have colours.
    pub(crate) fn logs_colour(&self) -> bool {
        self.error_look.colour
    }

    /// What the standard output can show.
    pub(crate) fn look(&self) -> Look {
        self.look
    }

    /// Writes a line of the result.
    pub(crate) fn line(&self, text: impl Display) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{text}")?;
        Ok(stdout.flush()?)
    }

    /// Writes part of a result; [`line`](Self::line) ends it.
    pub(crate) fn part(&self, text: &str) -> Result<(), Failure> {
        Ok(io::stdout().lock().write_all(text.as_bytes())?)
    }

    /// Writes bytes as they are: a document, or part of one.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes)?;
        Ok(stdout.flush()?)
    }

    /// Tells the user something that is not part of the result.
    pub(crate) fn note(&self, text: impl Display) {
        // Where the standard error stream is closed there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Tells what went wrong and what to do about it.
    pub(crate) fn failure(&self, failure: &Failure) {
        if self.json {
            return self.note(failure.to_json());
        }
        let look = self.error_look;
        self.note(format_args!("{} {}", look.bad("error:"), failure.message()));
        if let Some(causes) = self.causes(failure.causes()) {
            self.note(format_args!("  because {causes}"));
        }
        if let Some(advice) = failure.advice() {
            self.note(format_args!(
                "  {} {advice}",
                look.dim(if look.unicode { "→" } else { ">" })
            ));
        }
    }

    /// The nearest and the farthest cause; all of them for who wants to know more.
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

impl Look {
    /// A look without colour.
    #[cfg(test)]
    pub(crate) const fn of(unicode: bool, width: Option<usize>) -> Self {
        Self {
            colour: false,
            unicode,
            width,
        }
    }

    pub(crate) fn has_colour(self) -> bool {
        self.colour
    }

    pub(crate) fn has_unicode(self) -> bool {
        self.unicode
    }

    pub(crate) fn width(self) -> Option<usize> {
        self.width
    }

    pub(crate) fn bold(self, text: impl Display) -> String {
        self.styled(Style::new().bold(), text)
    }

    pub(crate) fn dim(self, text: impl Display) -> String {
        self.styled(Style::new().dim(), text)
    }

    pub(crate) fn good(self, text: impl Display) -> String {
        self.styled(Style::new().green(), text)
    }

    pub(crate) fn bad(self, text: impl Display) -> String {
        self.styled(Style::new().red(), text)
    }

    pub(crate) fn accent(self, text: impl Display) -> String {
        self.styled(Style::new().cyan(), text)
    }

    fn styled(self, style: Style, text: impl Display) -> String {
        style.force_styling(self.colour).apply_to(text).to_string()
    }

    /// The sign of something done.
    pub(crate) fn tick(self) -> String {
        self.good(if self.unicode { "✓" } else { "+" })
    }

    /// What stands for characters that are left out.
    pub(crate) fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { ".." }
    }

    /// A horizontal line.
    pub(crate) fn rule(self, length: usize) -> String {
        self.dim(if self.unicode { "─" } else { "-" }.repeat(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(no_color: Option<&str>, term: &str, locale: &str) -> Terminal {
        Terminal {
            no_color: no_color.map(ToOwned::to_owned),
            term: Some(term.to_owned()),
            locale: Some(locale.to_owned()),
        }
    }

    #[test]
    fn colour_is_left_out_where_it_is_not_wanted_or_not_shown() {
        assert!(terminal(None, "xterm", "").has_colour());
        assert!(terminal(Some(""), "xterm", "").has_colour());
        assert!(!terminal(Some("1"), "xterm", "").has_colour());
        assert!(!terminal(None, "dumb", "").has_colour());
    }

    #[test]
    #[cfg(not(windows))]
    fn unicode_is_written_only_where_the_locale_has_it() {
        assert!(terminal(None, "xterm", "de_DE.UTF-8").has_unicode());
        assert!(terminal(None, "xterm", "C.utf8").has_unicode());
        assert!(!terminal(None, "xterm", "C").has_unicode());
        assert!(!Terminal::default().has_unicode());
    }

    #[test]
    fn causes_are_told_in_short_unless_more_is_wanted() {
        let causes: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        assert_eq!(
            Output::new(&Terminal::default(), false, false)
                .causes(&causes)
                .as_deref(),
            Some("a: c")
        );
        assert_eq!(
            Output::new(&Terminal::default(), false, true)
                .causes(&causes)
                .as_deref(),
            Some("a: b: c")
        );
        assert_eq!(
            Output::new(&Terminal::default(), false, false).causes(&[]),
            None
        );
    }
}
