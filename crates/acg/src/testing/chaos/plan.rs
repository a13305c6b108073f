//! What a chaos run does, and what it reports.

/// What a run does, and how often what fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// Grants. Default: 8.
    pub connections: usize,
    /// Processes. Default: 4.
    pub workers: usize,
    /// How often every process wants a new token of every grant. Default: 10.
    pub rounds: usize,
    /// Of a hundred writes to the store, how many report a failure; half of those are done anyway. Default: 10.
    pub store_faults: u64,
    /// Of a hundred requests, how many do not arrive at the provider. Default: 5.
    pub requests_lost: u64,
    /// Of a hundred responses, how many do not arrive. Default: 1.
    pub responses_lost: u64,
    /// Of a hundred responses, how many arrive only after other processes have taken over the lease. Default: 2.
    pub responses_late: u64,
    /// Of a hundred callers, how many are dropped before they have their token. Default: 20.
    pub callers_dropped: u64,
    /// Whether the provider accepts a refresh token once more when its first response was lost. Default: no.
    pub grace: bool,
    /// Whether the tokens are bound to a key (RFC 9449), which every process has to take from the store: the
    /// provider then refuses what has no proof by it. Default: no.
    pub bound: bool,
}

impl Plan {
    /// Creates the default plan with this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            connections: 8,
            workers: 4,
            rounds: 10,
            store_faults: 10,
            requests_lost: 5,
            responses_lost: 1,
            responses_late: 2,
            callers_dropped: 20,
            grace: false,
            bound: false,
        }
    }
}

/// What happened in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ChaosCounts {
    /// Refresh tokens that the provider has replaced.
    pub refreshes: usize,
    /// Writes to the store that reported a failure.
    pub store_faults: usize,
    /// Requests that did not arrive.
    pub requests_lost: usize,
    /// Responses with a new refresh token that did not arrive.
    pub responses_lost: usize,
    /// Responses with a new refresh token that arrived late.
    pub responses_late: usize,
    /// Callers that were dropped.
    pub callers_dropped: usize,
    /// Used refresh tokens that were presented again, because their response was lost or late.
    pub presented_again: usize,
    /// Refreshes that were refused, because they had no proof by the key of their grant.
    pub unproven: usize,
    /// Grants that ended because of a lost response.
    pub grants_lost: usize,
}
