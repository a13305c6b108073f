//! The error of the crate: why the sandbox cannot start or carry out a call.

use std::error::Error as StdError;
use std::fmt;

/// Why a sandbox could not start or carry out a call.
///
/// It prints as one sentence; [`source`](StdError::source) is the underlying error, if there is one.
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure an [`Error`] is, and so what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A port is not available: choose another one, or 0 for a free one.
    Listen,
    /// The state file could not be opened, read or written: check its path, its permissions and the disk.
    State,
    /// An option of the builder or an argument is not usable: change it.
    Configuration,
    /// A data document cannot be served: correct the file that the message names.
    Data,
    /// The operating system failed, for randomness or a thread: nothing a caller can change.
    System,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("source", &self.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        Self::new(
            ErrorKind::State,
            "cannot read or write the state of the sandbox",
        )
        .because(source)
    }
}
