//! Leases that ended processes have left behind, which a keeper takes over.

use std::time::Duration;

use crate::store::row::Listed;

/// Rows whose leases can be taken although their time has not come.
#[derive(Debug, Default)]
pub(super) struct LeftBehind {
    pub(super) rows: Vec<Listed>,
    /// The monotonic time just before they were read.
    pub(super) read_at: Duration,
}
