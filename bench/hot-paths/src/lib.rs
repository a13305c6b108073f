//! What every call does, one thing at a time and without a network, and the least that does the same.
//!
//! For a profiler, or for counting instructions; the benchmark beside this package uses the same documents and floors.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it measures, and ends with what fails"
)]

pub mod canned;
pub mod command;
pub mod documents;
pub mod lean;
pub mod path;
pub mod snapshot;
pub mod token;
