//! The grant's whole life against a provider that lives in the test: every answer, failure and delay on demand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faulty_store;
mod gate;
mod idp;
mod world;

mod authorize;
mod breaker;
mod chaos;
mod complete;
mod crash;
mod early_refresh;
mod encryption;
mod exchange;
mod history;
mod keeper;
mod lost_answer;
mod quarantine;
mod refresh;
mod restore;
mod revoke;
mod second_answer;
mod secrets;
mod several_processes;
mod spool;
mod store;
mod store_failure;
mod update;
