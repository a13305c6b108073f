//! The error of the crate, and what it means for the engine.

use std::fmt;

use acg::store::{StoreError, StoreErrorKind};
use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::error::SqlState;

/// The database failed. The text holds no password and nothing of what is in the store.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    kind: ErrorKind,
    message: String,
    repetition: Repetition,
    /// Whether the statement asked for what this server does not have, or not for this user.
    is_unavailable: bool,
    #[source]
    source: Option<Cause>,
}

/// Whether a statement that failed may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repetition {
    No,
    /// The server undid it only because of what others did at the same time.
    Undone,
    /// Its connection was lost: it is not known whether it was done.
    ConnectionLost,
}

/// The kinds of [`Error`]. Each says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The URL or an option cannot be used. Correct it.
    Configuration,
    /// The server cannot be reached, or the connection was lost: whether a write was done is not
    /// known. Look at the server and the network.
    Unreachable,
    /// The server's certificate is not trusted, or it does not speak TLS. Correct the certificate, or name its
    /// authority.
    Tls,
    /// The server does not let this user in, or not do this. Correct the user, the
    /// password, the database or the rights.
    Refused,
    /// The tables are not there. Call [`PostgresStore::migrate`](crate::PostgresStore::migrate).
    MissingSchema,
    /// The tables are of an older version. Call [`PostgresStore::migrate`](crate::PostgresStore::migrate).
    OlderSchema,
    /// The tables are of a newer version. Update the program; nothing was changed.
    NewerSchema,
    /// The store belongs to another environment than the program says. Correct one of them; nothing was changed.
    Environment,
    /// The server acknowledges a write before it is on its disk (`fsync` or `synchronous_commit` is off). Switch it on.
    NotDurable,
    /// The server is a standby or read-only. Connect to the primary.
    ReadOnly,
    /// The server's disk is full. Nothing that was acknowledged is lost; make room.
    Full,
    /// No connection was free in time, or other writers were always faster. Try again, or raise the limits.
    Busy,
    /// The server failed over a moment ago and may have forgotten its last writes: no refresh token is sent until
    /// spools have returned them. Wait; see
    /// [`PostgresOptions::failover_hold`](crate::PostgresOptions::failover_hold).
    FailedOver,
    /// The database is a copy, or was restored, since the store was opened: no refresh token is sent. Go back to
    /// the original, or open the store again and adopt it.
    Copied,
    /// The data make no sense, or the server says that they are damaged. Look at the connection or table that is named.
    Damaged,
    /// Anything else that the server reports; a defect of this library, or a database it does not know.
    Internal,
}

/// What the server or the network said. Only its message: a detail or hint of the server may quote a row.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
struct Cause(String);

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            repetition: Repetition::No,
            is_unavailable: false,
            source: None,
        }
    }

    pub(crate) fn with_cause(mut self, cause: impl fmt::Display) -> Self {
        self.source = Some(Cause(cause.to_string()));
        self
    }

    pub(crate) fn postgres(error: &tokio_postgres::Error) -> Self {
        let kind = kind_of(error);
        let cause = match error.as_db_error() {
            Some(response) => format!(
                "{} (SQLSTATE {})",
                response.message(),
                response.code().code()
            ),
            None => chain(error),
        };
        let is_undone = error.code().is_some_and(is_undone);
        Self {
            repetition: if is_undone {
                Repetition::Undone
            } else {
                Repetition::No
            },
            ..Self::new(kind, format!("the token store {}", kind.as_str())).with_cause(cause)
        }
    }

    /// Wraps the error of a statement that was sent.
    pub(crate) fn statement(failure: &tokio_postgres::Error) -> Self {
        let error = Self::postgres(failure);
        match error.kind {
            ErrorKind::Unreachable => Self {
                repetition: Repetition::ConnectionLost,
                ..error
            },
            _ => Self {
                is_unavailable: failure.code().is_some_and(is_unavailable),
                ..error
            },
        }
    }

    pub(crate) fn pool(error: &PoolError) -> Self {
        match error {
            PoolError::Backend(error) => Self::postgres(error),
            PoolError::Timeout(TimeoutType::Wait) => Self::new(
                ErrorKind::Busy,
                "no connection to the token store became free in time",
            ),
            PoolError::Timeout(_) => Self::new(
                ErrorKind::Unreachable,
                "the token store could not be reached in time",
            ),
            other => Self::new(
                ErrorKind::Internal,
                "the connections to the token store failed",
            )
            .with_cause(other),
        }
    }

    pub(crate) fn damaged(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Damaged, message)
    }

    /// Returns what happened.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns whether the server undid the statement only because of what others did at the same time.
    pub(crate) fn is_undone(&self) -> bool {
        self.repetition == Repetition::Undone
    }

    /// Returns whether the server has no such thing as the statement asks for, or not for
    /// this user: another try says the same.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.is_unavailable
    }

    /// Returns whether the server has carried out nothing, for a reason that may be one row's alone.
    pub(crate) fn may_be_of_one_row(&self) -> bool {
        self.is_undone() || matches!(self.kind, ErrorKind::Damaged | ErrorKind::Internal)
    }

    /// Returns whether the statement's connection was lost, which does not say whether the statement was done.
    pub(crate) fn is_connection_lost(&self) -> bool {
        self.repetition == Repetition::ConnectionLost
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let kind = match error.kind {
            ErrorKind::Damaged => StoreErrorKind::Damaged,
            ErrorKind::Copied => StoreErrorKind::Quarantined,
            _ => StoreErrorKind::Unavailable,
        };
        Self::new(error.to_string())
            .with_kind(kind)
            .with_source(error)
    }
}

fn is_undone(code: &SqlState) -> bool {
    [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ]
    .contains(code)
}

fn is_unavailable(code: &SqlState) -> bool {
    [
        SqlState::INSUFFICIENT_PRIVILEGE,
        SqlState::UNDEFINED_FUNCTION,
        SqlState::FEATURE_NOT_SUPPORTED,
    ]
    .contains(code)
}

fn kind_of(error: &tokio_postgres::Error) -> ErrorKind {
    match error.code() {
        Some(code) => kind_of_code(code),
        None if chain(error).contains("TLS") => ErrorKind::Tls,
        // The password is missing, or the server asks for it in a way that would give it away.
        None if error.to_string().contains("authentication") => ErrorKind::Refused,
        None if error.to_string().contains("configuration") => ErrorKind::Configuration,
        None => ErrorKind::Unreachable,
    }
}

fn kind_of_code(code: &SqlState) -> ErrorKind {
    let (class, code) = (code.code().get(..2).unwrap_or_default(), code.code());
    match (class, code) {
        (_, "42P01" | "3F000") => ErrorKind::MissingSchema,
        (_, "25006") => ErrorKind::ReadOnly,
        (_, "53100") => ErrorKind::Full,
        (_, "53300" | "55P03" | "57014") => ErrorKind::Busy,
        (_, "42501" | "3D000") | ("28", _) => ErrorKind::Refused,
        ("40", _) => ErrorKind::Busy,
        ("08" | "57" | "53" | "58", _) => ErrorKind::Unreachable,
        (_, "XX001" | "XX002") => ErrorKind::Damaged,
        _ => ErrorKind::Internal,
    }
}

/// Writes the error and its sources as one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

impl ErrorKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "cannot be reached with this configuration",
            Self::Unreachable => "cannot be reached",
            Self::Tls => "cannot be reached securely",
            Self::Refused => "does not permit this",
            Self::MissingSchema => "has no tables: `PostgresStore::migrate` creates them",
            Self::OlderSchema => {
                "is of an older version: `PostgresStore::migrate` brings it up to date"
            }
            Self::NewerSchema => "was made by a newer version of this program",
            Self::Environment => "belongs to another environment",
            Self::NotDurable => "does not keep the writes that it acknowledges",
            Self::ReadOnly => "cannot be written: it is read-only",
            Self::Full => "cannot be written: the disk is full",
            Self::Busy => "is too busy",
            Self::FailedOver => "may have forgotten its last writes",
            Self::Copied => "is a copy",
            Self::Damaged => "is damaged",
            Self::Internal => "failed unexpectedly",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_of_the_server_that_a_user_can_fix_has_its_kind() {
        let kinds = [
            ("28P01", ErrorKind::Refused),
            ("3D000", ErrorKind::Refused),
            ("42501", ErrorKind::Refused),
            ("42P01", ErrorKind::MissingSchema),
            ("3F000", ErrorKind::MissingSchema),
            ("25006", ErrorKind::ReadOnly),
            ("53100", ErrorKind::Full),
            ("53300", ErrorKind::Busy),
            ("40001", ErrorKind::Busy),
            ("40P01", ErrorKind::Busy),
            ("57P01", ErrorKind::Unreachable),
            ("08006", ErrorKind::Unreachable),
            ("XX001", ErrorKind::Damaged),
            ("42601", ErrorKind::Internal),
        ];
        for (code, kind) in kinds {
            assert_eq!(kind_of_code(&SqlState::from_code(code)), kind, "{code}");
        }
    }

    #[test]
    fn only_what_the_server_undid_because_of_others_is_tried_again() {
        let tried = ["40001", "40P01", "40003", "57P01", "08006"]
            .map(|code| is_undone(&SqlState::from_code(code)));
        assert_eq!(tried, [true, true, false, false, false]);
    }
}
