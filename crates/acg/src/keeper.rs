//! Keeps the tokens of many connections fresh, so that a token is there when it is needed and no refresh token expires
//! unused.
//!
//! A [`Keeper`] finds what is due, shard by shard, takes the leases in batches and refreshes: at 55 to 80 % of a
//! token's life (see [`RefreshSchedule`](crate::vault::RefreshSchedule)), so that callers seldom wait for a
//! refresh. Any number of keepers on any number of machines share the work through the store. They share it with
//! callers who refresh on demand: the same lease decides which process sends.

mod batch;
mod health;
mod left_behind;
mod pass;
mod rate_limiter;
mod recurring;
mod service;
mod survey;

pub use self::health::Health;
pub use self::service::{Keeper, KeeperBuilder};
