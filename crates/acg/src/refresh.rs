//! The refresh of a token as a transaction.

pub(crate) mod circuit_breaker;
pub(crate) mod outcome;
pub mod protocol;
pub(crate) mod single_flight;
pub(crate) mod transaction;
