//! The grant's whole life against a provider that lives in the test: every response, failure and delay on demand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faulty_store;
mod wire;
mod world;

mod authorize;
mod broken_wire;
mod chaos;
mod circuit_breaker;
mod complete;
mod consent_identity;
mod crash;
mod device;
mod diagnosis;
mod dpop;
mod early_refresh;
mod encryption;
mod exchange;
mod expiry;
mod history;
mod hostile_page;
#[cfg(feature = "http2")]
mod http2;
mod http_client;
mod id_token;
mod keeper;
mod loopback;
mod lost_response;
mod lying_metadata;
mod odd_members;
mod odd_response;
mod pending_store;
mod pushed;
mod quarantine;
mod redirect;
mod refresh;
mod refresh_failure;
mod restore;
mod revoke;
mod rfc9700;
mod runtime;
mod second_look;
mod secrets;
mod several_processes;
mod sibling;
mod signed_callback;
mod spool;
mod stalled;
mod store;
mod store_failure;
mod tls;
mod touch;
mod update;
mod written_row;
