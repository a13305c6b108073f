//! What a terminal can show, and the colour of each kind of text.

use std::fmt::Display;

/// What a terminal can show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    colour: bool,
    unicode: bool,
    /// Columns; `None` when there is no limit, as in a file.
    width: Option<usize>,
}

/// What a piece of text is. Its colour follows from that, in [`Label::paint`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Plain,
    Heading,
    /// Something works, or was done.
    Success,
    Warning,
    Error,
    /// Of interest only to a reader who looks for it.
    Secondary,
    /// A command to type.
    Suggestion,
    MoneyIn,
    MoneyOut,
}

/// How text is set apart on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    None,
    Bold,
    Dim,
    Green,
    Yellow,
    Red,
    Cyan,
}

impl Label {
    pub(crate) fn paint(self) -> Paint {
        match self {
            Self::Plain => Paint::None,
            Self::Heading => Paint::Bold,
            Self::Success | Self::MoneyIn => Paint::Green,
            Self::Warning => Paint::Yellow,
            Self::Error | Self::MoneyOut => Paint::Red,
            Self::Secondary => Paint::Dim,
            Self::Suggestion => Paint::Cyan,
        }
    }
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
        let locale = self.locale.as_deref().unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        // Windows has no locale in the environment, and its terminals show Unicode.
        cfg!(windows) || locale.contains("utf-8") || locale.contains("utf8")
    }
}

impl Style {
    pub(crate) fn new(terminal: &Terminal, stream: &console::Term) -> Self {
        Self {
            colour: stream.is_term() && terminal.has_colour(),
            unicode: terminal.has_unicode(),
            width: width(stream),
        }
    }

    /// Creates a style without colour.
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

    /// Returns the same style with colour.
    #[cfg(test)]
    pub(crate) fn coloured(mut self) -> Self {
        self.colour = true;
        self
    }

    pub(crate) fn has_unicode(self) -> bool {
        self.unicode
    }

    pub(crate) fn width(self) -> Option<usize> {
        self.width
    }

    /// Colours the text as its label demands.
    pub(crate) fn paint(self, label: Label, text: impl Display) -> String {
        let style = console::Style::new();
        let style = match label.paint() {
            Paint::None => style,
            Paint::Bold => style.bold(),
            Paint::Dim => style.dim(),
            Paint::Green => style.green(),
            Paint::Yellow => style.yellow(),
            Paint::Red => style.red(),
            Paint::Cyan => style.cyan(),
        };
        style.force_styling(self.colour).apply_to(text).to_string()
    }

    /// Returns the sign of something done.
    pub(crate) fn tick(self) -> String {
        self.paint(Label::Success, if self.unicode { "✓" } else { "+" })
    }

    pub(crate) fn arrow(self) -> &'static str {
        if self.unicode { "→" } else { "->" }
    }

    /// Returns the sign for characters that are left out.
    pub(crate) fn ellipsis(self) -> &'static str {
        if self.unicode { "…" } else { ".." }
    }

    /// Returns a horizontal line.
    pub(crate) fn rule(self, length: usize) -> String {
        let line = if self.unicode { "─" } else { "-" };
        self.paint(Label::Secondary, line.repeat(length))
    }
}

/// Returns how many columns a terminal has; 80 for one that does not report any.
fn width(stream: &console::Term) -> Option<usize> {
    let reported = stream.size_checked();
    let columns = reported.map(|(_, columns)| usize::from(columns));
    columns
        .or_else(|| stream.is_term().then_some(80))
        .filter(|columns| *columns >= 20)
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
    fn colour_is_left_out_where_it_is_unwanted_or_cannot_be_shown() {
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
}
