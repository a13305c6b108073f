//! Why a document could not be read, and at which position.

use std::fmt;

use serde_json::error::Category;

use crate::wire::shape::Shape;

/// Why a document could not be read.
///
/// It says which type was read and where the text went wrong, never what the text was. Values of a wrong type inside a
/// document are no errors: they are kept in the [`Extra`](crate::Extra) of the object that has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    expected: Shape,
    position: Option<Position>,
}

/// What kind of mistake a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is not JSON. An HTML page is the usual cause.
    Syntax,
    /// The text ends before the JSON value does, as after a broken connection.
    Truncated,
    /// The bytes are not UTF-8, which JSON must be (RFC 8259 section 8.1).
    Encoding,
    /// The text is JSON, but of another kind: `null` or a list in place of an object, say.
    WrongType,
}

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl Error {
    pub(crate) fn new(expected: Shape, kind: ErrorKind) -> Self {
        Self {
            kind,
            expected,
            position: None,
        }
    }

    pub(crate) fn syntax(expected: Shape, error: &serde_json::Error, text: &str) -> Self {
        let kind = if error.classify() == Category::Eof {
            ErrorKind::Truncated
        } else {
            ErrorKind::Syntax
        };
        let position = Position {
            line: error.line(),
            column: error.column(),
            offset: offset(text, error.line(), error.column()),
        };
        Self {
            kind,
            expected,
            position: Some(position),
        }
    }

    pub(crate) fn encoding(expected: Shape, valid: &[u8]) -> Self {
        let line = valid.split(|b| *b == b'\n').count();
        let column = valid.rsplit(|b| *b == b'\n').next().map_or(0, <[u8]>::len) + 1;
        Self {
            kind: ErrorKind::Encoding,
            expected,
            position: Some(Position {
                line,
                column,
                offset: valid.len(),
            }),
        }
    }

    /// Returns what kind of mistake it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the name of the type that was to be read, as the API description writes it.
    pub fn expected(&self) -> String {
        self.expected.to_string()
    }

    /// Returns the line of the mistake, counted from 1; nothing when the whole document is of the wrong kind.
    pub fn line(&self) -> Option<usize> {
        self.position.map(|position| position.line)
    }

    /// Returns the column of the mistake in bytes, counted from 1.
    pub fn column(&self) -> Option<usize> {
        self.position.map(|position| position.column)
    }

    /// Returns the number of bytes before the mistake.
    pub fn offset(&self) -> Option<usize> {
        self.position.map(|position| position.offset)
    }
}

/// Returns the number of bytes before a line and column, both counted from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column.saturating_sub(1)).min(text.len())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ErrorKind::Syntax => "is not JSON",
            ErrorKind::Truncated => "ends in the middle of the JSON",
            ErrorKind::Encoding => "is not UTF-8",
            ErrorKind::WrongType => "has the wrong JSON type",
        };
        write!(f, "document for {} {what}", self.expected)?;
        self.position.map_or(Ok(()), |position| {
            write!(f, " at line {} column {}", position.line, position.column)
        })
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_counts_bytes_before_the_place() {
        assert_eq!(offset("{\n  x", 2, 3), 4);
        assert_eq!(offset("", 1, 0), 0);
        assert_eq!(offset("ab", 9, 9), 2);
    }

    #[test]
    fn message_names_the_type_and_the_place_only() {
        let text = "{\"ssn\": 123-45-6789}";
        let error = text.parse::<crate::Json>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Syntax);
        assert_eq!(
            error.to_string(),
            "document for any is not JSON at line 1 column 12"
        );
        assert_eq!(error.offset(), Some(11));
    }
}
