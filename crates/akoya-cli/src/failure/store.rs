//! Turns errors of the token store into failures with advice.

use acg_postgres::ErrorKind as PostgresErrorKind;
use akoya::oauth::store::{StoreError, StoreErrorKind};

use super::Failure;
use crate::exit_code::ExitCode;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (code, advice) = if passes(&error) {
            (ExitCode::TryAgain, WAIT)
        } else {
            (ExitCode::Files, store_advice(error.kind()))
        };
        Self::of(code, error.to_string(), &error).advise(advice)
    }
}

/// What a user can do about a database that is away for a moment.
pub(super) const WAIT: &str =
    "Check the database's server and the network, then run the command again.";

/// Returns whether an error comes of a database that is away, busy or has failed over: nothing is wrong with the files.
pub(super) fn passes(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |cause| (*cause).source());
    causes
        .find_map(|cause| cause.downcast_ref::<acg_postgres::Error>())
        .is_some_and(|error| {
            matches!(
                error.kind(),
                PostgresErrorKind::Unreachable
                    | PostgresErrorKind::Busy
                    | PostgresErrorKind::FailedOver
            )
        })
}

impl From<acg_sqlite::Error> for Failure {
    fn from(error: acg_sqlite::Error) -> Self {
        Self::of(ExitCode::Files, error.to_string(), &error).advise(
            "Check the file and its permissions, or name another data directory with --data-dir.",
        )
    }
}

impl From<acg_postgres::Error> for Failure {
    fn from(error: acg_postgres::Error) -> Self {
        let (code, advice) = match error.kind() {
            PostgresErrorKind::Configuration => (
                ExitCode::Configuration,
                "AKOYA_STORE_URL, or `store_url` in the config file, is postgres://USER:PASSWORD@HOST/DATABASE. Write a special \
                 character in one of its parts as %40.",
            ),
            PostgresErrorKind::MissingSchema | PostgresErrorKind::OlderSchema => (
                ExitCode::Files,
                "Run `akoya store migrate` once, with the URL of a user who may create tables.",
            ),
            PostgresErrorKind::NewerSchema => {
                (ExitCode::Files, "Update this program; nothing was changed.")
            }
            PostgresErrorKind::Unreachable | PostgresErrorKind::Busy => (ExitCode::TryAgain, WAIT),
            _ => (
                ExitCode::Files,
                "Check the database that AKOYA_STORE_URL or `store_url` in the config file names.",
            ),
        };
        Self::of(code, sentence(&error), &error).advise(advice)
    }
}

/// Words the error in the command's terms: the library's text names functions to call.
fn sentence(error: &acg_postgres::Error) -> String {
    match error.kind() {
        PostgresErrorKind::MissingSchema => {
            "the token store's database has no tables yet".to_owned()
        }
        PostgresErrorKind::OlderSchema => {
            "the tables of the token store are of an older version".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Returns what a user can do about a store that fails.
pub(crate) fn store_advice(kind: StoreErrorKind) -> &'static str {
    match kind {
        StoreErrorKind::Sealed => {
            "Nothing was overwritten. `akoya store info` shows which keys are in use and which are missing; give them all \
             (see `akoya --help`). Who can write to the store can put a row there that is not encrypted: remove it, or, if \
             you know why it is not, encrypt it with `akoya store rekey --include-unencrypted`. If a key is lost, remove its connections with `akoya logout --forget` and log in again."
        }
        StoreErrorKind::Quarantined => {
            "Use the original. If this is the original now, and no other copy is in use, run `akoya store adopt` (with \
             `--yes` where there is no terminal to confirm it)."
        }
        StoreErrorKind::Damaged => {
            "Nothing was overwritten. `akoya status` shows which connection it is. Remove it with `akoya logout --forget`, then \
             log in again."
        }
        _ => {
            "Check the files in the data directory, and the database if AKOYA_STORE_URL names one. Then run the command again."
        }
    }
}
