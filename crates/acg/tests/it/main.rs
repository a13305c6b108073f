//! The grant's whole life against a provider that lives in the test: every answer, failure and delay on demand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faulty_store;
mod gate;
mod idp;
mod world;

mod authorize;
mod complete;
mod exchange;
mod refresh;
mod restore;
mod revoke;
mod secrets;
mod several_processes;
mod store;
mod store_failure;
mod update;
