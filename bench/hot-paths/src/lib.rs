//! What every call does, one thing at a time and without a network, and the least that does the same.
//!
//! For a profiler, or for counting instructions; the benchmark beside this package uses the same documents and floors.

pub mod canned;
pub mod documents;
pub mod lean;
pub mod path;
pub mod snapshot;
pub mod token;
