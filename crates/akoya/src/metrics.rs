//! Counters of data calls, through the `metrics` facade (feature `metrics`); nothing without it.
//!
//! | name | is | labels |
//! |---|---|---|
//! | `akoya_calls_total` | data calls that ended | `operation`, `provider`, `outcome`: `ok`, `partial`, or the error's kind |
//! | `akoya_attempts_total` | requests sent for them | `operation`, `provider` |

use crate::error::Error;

/// Counts a call that ended.
#[cfg(feature = "metrics")]
pub(crate) fn call_ended(operation: &'static str, provider: &str, outcome: Result<u16, &Error>) {
    let outcome = match outcome {
        Ok(206) => "partial".to_owned(),
        Ok(_) => "ok".to_owned(),
        Err(error) => format!("{:?}", error.kind()),
    };
    ::metrics::counter!("akoya_calls_total", "operation" => operation, "provider" => provider.to_owned(), "outcome" => outcome).increment(1);
}

/// Counts a request.
#[cfg(feature = "metrics")]
pub(crate) fn attempted(operation: &'static str, provider: &str) {
    ::metrics::counter!("akoya_attempts_total", "operation" => operation, "provider" => provider.to_owned()).increment(1);
}

#[cfg(not(feature = "metrics"))]
pub(crate) fn call_ended(_: &'static str, _: &str, _: Result<u16, &Error>) {}

#[cfg(not(feature = "metrics"))]
pub(crate) fn attempted(_: &'static str, _: &str) {}
