//! How a keeper is doing, in numbers for monitoring.

use std::time::Duration;

/// How a keeper is doing. Counts are since it was built.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct Health {
    /// Connections whose time to be refreshed had come at the last survey of the store, which is made at the start
    /// and then every 15 seconds: those that wait, those under way, and those whose last refresh has failed and
    /// which wait for up to two minutes. At most 1,000 are counted in each of the 256 shards.
    pub due: u64,
    /// Refreshes that gave a new token.
    pub refreshed: u64,
    /// Grants that the provider has ended.
    pub consent_needed: u64,
    /// Refreshes whose outcome is unknown.
    pub unknown: u64,
    /// Refreshes that were sent and failed otherwise. They are tried again. What waits
    /// after a failure is not counted again.
    pub failed: u64,
    /// Responses that said that there are too many requests.
    pub throttled: u64,
    /// Failures of the store.
    pub store_failures: u64,
    /// Responses not written to the spool, since the vault was built. The store has them, but the next crash
    /// or failure of the store may cost one.
    pub spool_failures: u64,
    /// Refreshes that are running.
    pub in_flight: u64,
    /// By how much the most overdue of these connections is overdue.
    pub lag: Duration,
    /// The requests per second that are allowed now; [`f64::MAX`] for any number. It falls when the provider is in
    /// trouble.
    pub rate: f64,
    /// Passes over the whole store.
    pub passes: u64,
}
