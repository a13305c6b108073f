//! The refresh of a token as a transaction.
//!
//! | step | where |
//! |---|---|
//! | callers ask for a bearer and share one refresh | `callers.rs`, `single_flight.rs` |
//! | load the record, use what another process has put there | `transaction.rs` |
//! | take the lease | `lease.rs`, `protocol.rs` |
//! | send, and act on the response | `outcome.rs`, `circuit_breaker.rs`, `probed.rs` |
//! | commit, publish, notify | `grant/committer.rs` |

mod callers;
pub(crate) mod circuit_breaker;
pub(crate) mod lease;
mod outcome;
mod probed;
pub mod protocol;
pub(crate) mod single_flight;
pub(crate) mod transaction;
