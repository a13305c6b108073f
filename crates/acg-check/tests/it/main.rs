//! Tests of the protocols by exploring their runs.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod broken_flight;
mod flight;
mod refresh;
mod sync;

#[path = "../../../acg/src/flight.rs"]
mod real_flight;
