//! Keeps the tokens of many connections fresh, so that a token is there when it is needed and no refresh token dies of
//! disuse.
//!
//! A [`Keeper`] finds what is due, shard by shard, claims it in batches and refreshes it: at 55 to 80 % of a token's life (see
//! [`RefreshSchedule`](crate::RefreshSchedule)), so that callers seldom wait for a refresh. Any number of keepers on any number of machines
//! share the work through the store, and share it with callers who refresh on demand: the same lease decides who sends.

mod rate_limiter;
mod service;

pub use self::service::{Health, Keeper, KeeperBuilder};
