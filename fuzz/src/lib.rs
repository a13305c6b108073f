//! What must hold for any input. Each module is a fuzz target: its `check` panics when a promise is broken.
//!
//! The targets in `fuzz_targets` give these functions to libFuzzer. The program `replay` runs the same ones on the
//! seeds and on mutations of them, with any compiler.

pub mod amount;
pub mod callback;
pub mod date_time;
pub mod discovery;
pub mod document;
pub mod error_response;
pub mod jwks;
pub mod jws;
pub mod target;
pub mod token_endpoint;
pub mod token_response;
pub mod union;
