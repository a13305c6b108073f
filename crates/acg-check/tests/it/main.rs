//! Tests of the protocols by exploring their runs.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod broken_single_flight;
mod refresh;
mod single_flight;
mod sync;

#[path = "../../../acg/src/refresh/single_flight.rs"]
mod real_single_flight;
