//! A driver that refreshes many grants at once, from several processes, while everything that can fail does.
//!
//! [`contract`](crate::testing::contract) tests the promises of a store one by one; this tests what they are for.
//! It does not replace the other: it uses neither `due` nor `page` nor deletions. The author of a store runs both:
//!
//! ```
//! use std::convert::Infallible;
//! use std::sync::Arc;
//! use acg::store::{MemoryStore, TokenStore};
//! use acg::testing::chaos::{AutoAdvanceClock, Plan};
//! use acg::testing::{Breach, chaos};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Breach> {
//! let clock = Arc::new(AutoAdvanceClock::default());
//! let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::with_clock(clock.clone()));
//! let counts = chaos::run(async || Ok::<_, Infallible>(store.clone()), clock, Plan::new(22)).await?;
//! // A run in which no response is lost would show little: use another seed then.
//! assert!(counts.responses_lost > 0);
//! assert!(counts.responses_late > 0);
//! assert!(counts.grants_lost <= counts.responses_lost);
//! # Ok(())
//! # }
//! ```
//!
//! Each worker is as another process would be: it has a handle and an owner name of its own, and shares
//! nothing in memory with the others. Workers have no spool. A worker's store therefore never fails so often
//! in a row that a response is left in memory alone.

mod auto_advance_clock;
mod driver;
mod network;
mod plan;
mod process;
mod seeded_random;

pub use self::auto_advance_clock::AutoAdvanceClock;
pub use self::driver::run;
pub use self::plan::{ChaosCounts, Plan};
