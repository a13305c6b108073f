//! The error of the crate, and what it means for the engine.

use std::fmt;
use std::path::Path;

use rusqlite::ErrorCode;

/// The database failed. The text names the file and holds nothing of what is in it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`Error`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The path cannot be opened or created: it is a directory, its parent is a file, or the user may not. Correct
    /// the path.
    Path,
    /// The path is on a network or user-space file system. Name one on a disk of this machine, or use a database
    /// server.
    Network,
    /// Other users of the machine can change the file or its directory. Take their permission away (`chmod go-w`).
    Exposed,
    /// The path names another file than the one that was opened, or an older state of it. Open it again; it says then
    /// whether it may be used.
    Replaced,
    /// The file is not an SQLite database, or one of another program. Correct the path; the file was not changed.
    NotAStore,
    /// A newer version of this library has written the file. Update the program; the file was not changed.
    NewerSchema,
    /// The SQLite that the program is linked with is older than 3.51.3, which can corrupt a database that several
    /// processes write. Update it.
    SqliteTooOld,
    /// The file, its directory or the file system is read-only. Correct the permissions.
    ReadOnly,
    /// The disk is full. Nothing that was acknowledged is lost; make room.
    Full,
    /// Another process has kept the database locked for 10 seconds. Try again.
    Busy,
    /// The file is damaged. Stop every process that uses it and restore it, or remove it and ask for consent again.
    Damaged,
    /// The disk or the operating system failed. Look at the machine.
    Io,
    /// The file belongs to another environment. Correct the path or the environment; the file was not changed.
    Environment,
    /// Anything else that SQLite reports; a defect of this library.
    Internal,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    pub(crate) fn with_source(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    pub(crate) fn io(path: &Path, doing: impl fmt::Display, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            Io::StorageFull | Io::QuotaExceeded => ErrorKind::Full,
            Io::NotFound
            | Io::PermissionDenied
            | Io::IsADirectory
            | Io::NotADirectory
            | Io::AlreadyExists => ErrorKind::Path,
            Io::InvalidInput | Io::InvalidFilename => ErrorKind::Path,
            _ => ErrorKind::Io,
        };
        Self::new(kind, format!("`{}` cannot be {doing}", path.display())).with_source(error)
    }

    pub(crate) fn sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let kind = kind_of(&error);
        Self::new(
            kind,
            format!("the token store `{}` {}", path.display(), kind.as_str()),
        )
        .with_source(error)
    }

    /// Returns what happened.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

fn kind_of(error: &rusqlite::Error) -> ErrorKind {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
    };
    match error.sqlite_error_code() {
        // What was read is not what was ever written.
        None if matches!(
            error,
            FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | Utf8Error(..)
        ) =>
        {
            ErrorKind::Damaged
        }
        Some(ErrorCode::NotADatabase) => ErrorKind::NotAStore,
        Some(ErrorCode::DatabaseCorrupt) => ErrorKind::Damaged,
        Some(ErrorCode::ReadOnly) => ErrorKind::ReadOnly,
        Some(ErrorCode::DiskFull) => ErrorKind::Full,
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed,
        ) => ErrorKind::Busy,
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => ErrorKind::Path,
        Some(ErrorCode::SystemIoFailure) => ErrorKind::Io,
        _ => ErrorKind::Internal,
    }
}

impl ErrorKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "cannot be opened",
            Self::Network => "is on a network file system",
            Self::Exposed => "can be changed by other users",
            Self::Replaced => "was replaced while it was open",
            Self::NotAStore => "is not an SQLite database",
            Self::NewerSchema => "was written by a newer version of this program",
            Self::SqliteTooOld => "needs SQLite 3.51.3 or newer",
            Self::ReadOnly => "cannot be written: it is read-only",
            Self::Full => "cannot be written: the disk is full",
            Self::Busy => "is locked by another process",
            Self::Damaged => "is damaged",
            Self::Io => "cannot be used: the disk or the operating system failed",
            Self::Environment => "belongs to another environment",
            Self::Internal => "failed unexpectedly",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_of_sqlite_that_a_user_can_fix_has_its_kind() {
        let kinds = [
            (rusqlite::ffi::SQLITE_NOTADB, ErrorKind::NotAStore),
            (rusqlite::ffi::SQLITE_CORRUPT, ErrorKind::Damaged),
            (rusqlite::ffi::SQLITE_READONLY, ErrorKind::ReadOnly),
            (rusqlite::ffi::SQLITE_FULL, ErrorKind::Full),
            (rusqlite::ffi::SQLITE_BUSY, ErrorKind::Busy),
            (rusqlite::ffi::SQLITE_PROTOCOL, ErrorKind::Busy),
            (rusqlite::ffi::SQLITE_CANTOPEN, ErrorKind::Path),
            (rusqlite::ffi::SQLITE_IOERR, ErrorKind::Io),
            (rusqlite::ffi::SQLITE_MISMATCH, ErrorKind::Internal),
        ];
        for (code, kind) in kinds {
            let failure = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            assert_eq!(
                Error::sqlite(Path::new("t.db"), failure).kind(),
                kind,
                "{code}"
            );
        }
    }
}
