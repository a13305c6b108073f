//! A kit that shows whether a store keeps the promises of [`TokenStore`](crate::store::TokenStore) (feature `testing`).
//!
//! The author of a store runs [`check`] in a test. It takes a function that opens the store under test; every
//! call gives another handle on the same records, as another process would have it. A store whose records end
//! with its value gives the same value again:
//!
//! ```
//! use std::convert::Infallible;
//! use std::sync::Arc;
//! use acg::store::{MemoryStore, TokenStore};
//! use acg::testing::{Breach, contract};
//!
//! # #[tokio::main(flavor = "multi_thread", worker_threads = 4)]
//! # async fn main() -> Result<(), Breach> {
//! let store: Arc<dyn TokenStore> = Arc::new(MemoryStore::new());
//! contract::check(async || Ok::<_, Infallible>(store.clone())).await
//! # }
//! ```
//!
//! In a test that is `#[tokio::test(flavor = "multi_thread", worker_threads = 4)]`: on a runtime with one
//! thread nothing races, and a store without a lock would pass, so the kit refuses it. The runtime's time
//! is enabled. The kit waits up to a second to see `now` advance; a store on a clock that is moved by hand,
//! as a [`MemoryStore`](crate::store::MemoryStore) on a [`ManualClock`](crate::clock::ManualClock) is,
//! needs a task that moves it during the test.
//!
//! It writes connections whose names begin with `contract-`, and removes most of them. It sends nothing.

mod listing;
mod rows;
mod sharing;
mod writing;

use crate::error::BoxError;
use crate::testing::breach::{Breach, breach, ensure};
use crate::testing::contract::listing::{due, due_of_a_client, pages};
use crate::testing::contract::rows::Handle;
use crate::testing::contract::sharing::{
    handles, identity, keep_some, no_lost_update, one_winner, owners, reopened, time,
};
use crate::testing::contract::writing::{
    deletions, many_at_once, names, rows, unchanged_tokens, unknown_connections, writes,
};

/// Runs every check of the kit on the store that `open` gives.
///
/// # Errors
/// The first promise that was seen broken, or could not be tested because the store failed.
pub async fn check<E: Into<BoxError>>(
    open: impl AsyncFn() -> Result<Handle, E>,
) -> Result<(), Breach> {
    let open = async || {
        open()
            .await
            .map_err(|error| breach("a store can be opened", "opening failed").with_source(error))
    };
    several_threads()?;
    let store = open().await?;
    unknown_connections(&store).await?;
    writes(&store).await?;
    deletions(&store).await?;
    rows(&store).await?;
    unchanged_tokens(&store).await?;
    many_at_once(&store).await?;
    names(&store).await?;
    due(&store).await?;
    due_of_a_client(&store).await?;
    pages(&store).await?;
    let other = open().await?;
    identity(&store, &other)?;
    owners(&store, &other).await?;
    handles(&store, &other).await?;
    time(&store, &other).await?;
    one_winner(&store, &other).await?;
    no_lost_update(&store, &other).await?;
    let kept = keep_some(&store).await?;
    drop((store, other));
    reopened(&open().await?, kept).await
}

/// Demands a runtime of several threads. Without them no two writers are ever in the store at once.
fn several_threads() -> Result<(), Breach> {
    let threads =
        tokio::runtime::Handle::try_current().map_or(0, |runtime| runtime.metrics().num_workers());
    let promise = "the kit runs on a tokio runtime with several threads (`multi_thread`, `worker_threads = 4`)";
    ensure(promise, format_args!("there are {threads}"), threads > 1)
}
