//! Turns errors of PostgreSQL into failures with advice.

use acg_postgres::ErrorKind as PostgresErrorKind;

use super::{Failure, WAIT};
use crate::exit_code::ExitCode;

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
