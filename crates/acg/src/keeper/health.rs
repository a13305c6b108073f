//! How a keeper is doing.

use std::time::Duration;

/// How a keeper is doing. Counts are since it was built.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Health {
    /// Connections that were due in the last pass over the store.
    pub due: u64,
    /// Refreshes that gave a new token.
    pub refreshed: u64,
    /// Grants that the provider has ended.
    pub consent_needed: u64,
    /// Refreshes whose outcome is unknown.
    pub unknown: u64,
    /// Refreshes that failed otherwise. They are tried again.
    pub failed: u64,
    /// Responses that said that there are too many requests.
    pub throttled: u64,
    /// Failures of the store.
    pub store_failures: u64,
    /// Refreshes that are running.
    pub in_flight: u64,
    /// By how much the most overdue connection of the last pass is overdue.
    pub lag: Duration,
    /// The requests per second that are allowed now; [`f64::MAX`] for any number.
    pub rate: f64,
    /// Passes over the whole store.
    pub passes: u64,
}
