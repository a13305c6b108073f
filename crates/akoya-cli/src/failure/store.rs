//! Turns errors of the token store into failures with advice.

use akoya::oauth::store::{StoreError, StoreErrorKind};

use super::database::passes;
use super::{Failure, WAIT};
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

impl From<acg_sqlite::Error> for Failure {
    fn from(error: acg_sqlite::Error) -> Self {
        Self::of(ExitCode::Files, error.to_string(), &error).advise(
            "Check the file and its permissions, or name another data directory with --data-dir.",
        )
    }
}

/// Returns what a user can do about a store that fails.
pub(crate) fn store_advice(kind: StoreErrorKind) -> &'static str {
    match kind {
        StoreErrorKind::Sealed => {
            "Nothing was overwritten. `akoya store info` shows which keys are in use and which are missing; give them all \
             (see `akoya --help`). Anyone who can write to the store can add a row that is not encrypted: remove it, or, if \
             you know why it is not encrypted, encrypt it with `akoya store rekey --include-unencrypted`. If a key is lost, \
             remove its connections with `akoya logout --forget` and log in again."
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
