//! A pass over the store: finding what is due, shard by shard.

use std::time::Duration;

use crate::keeper::left_behind::LeftBehind;
use crate::keeper::service::{Beside, Keeper};
use crate::store::connection_id::Shard;
use crate::sync::lock;

/// The most rows of a shard that are passed over because they cannot be leased.
const MOST_SKIPPED: usize = 1_000;

/// How old a survey may be for what it found to be taken over. Its rows are found again by the next one.
const FRESH: Duration = Duration::from_secs(30);

/// What came of a look into a shard.
#[derive(Default)]
struct Visited {
    /// How many refreshes were begun.
    begun: usize,
    /// Whether the shard may have more rows that are due.
    has_more: bool,
}

impl Keeper {
    /// Visits every shard once and begins what is due. Returns how many refreshes were begun.
    pub(super) async fn pass(&self, beside: &mut Beside) -> usize {
        let mut begun = 0;
        // In random order, so that several keepers do not contend for the same rows all the time.
        for shard in self.shuffled_shards() {
            loop {
                self.begin_beside(beside);
                begun += self.take_over().await;
                let visited = self.visit(shard).await;
                begun += visited.begun;
                if !visited.has_more {
                    break;
                }
            }
        }
        lock(&self.0.health).passes += 1;
        begun
    }

    /// Shuffles all shards, as Fisher and Yates do.
    fn shuffled_shards(&self) -> Vec<Shard> {
        let mut shards: Vec<Shard> = (0..=u8::MAX).map(Shard).collect();
        for index in (1..shards.len()).rev() {
            let other = (self.0.engine.committer.jitter() * (index + 1) as f64) as usize;
            shards.swap(index, other);
        }
        shards
    }

    /// Begins what is due in a shard, as far as there is room.
    async fn visit(&self, shard: Shard) -> Visited {
        let committer = &self.0.engine.committer;
        // Not beside the work: after a failover the spool may hold the successors of tokens that the store has again.
        self.note_store(committer.vault.replay_once().await);
        let permits = self.permits().await;
        let granted = permits.len();
        let skipped = lock(&self.0.skipped).get(&shard).copied();
        // Rows that cannot be leased (another process refreshes them, for example) stay the first in
        // their shard. Without reading past them, they would hide the rows behind them.
        let limit = granted + skipped.unwrap_or_default();
        let started = committer.clock.since_boot();
        let store = committer.vault.store();
        let client = committer.client_key();
        let rows = store.due_of(shard, &client, Duration::ZERO, limit).await;
        let Some(rows) = self.note_store(rows) else {
            // Nothing was sent, so none of the rate was used.
            self.refund(granted);
            committer.clock.sleep(Duration::from_secs(1)).await;
            return Visited::default();
        };
        let found = rows.len();
        let begun = self.begin(rows, permits, started).await;
        self.refund(granted.saturating_sub(begun));
        let passed_over = found.saturating_sub(begun).min(MOST_SKIPPED);
        lock(&self.0.skipped).insert(shard, passed_over);
        // A full page of which nothing could be begun is looked at again in the next pass, not at once.
        let has_more = found >= limit && begun > 0;
        Visited { begun, has_more }
    }

    /// Takes over what the last survey has found, as far as there is room. Returns how many refreshes were begun.
    async fn take_over(&self) -> usize {
        let LeftBehind { mut rows, read_at } = std::mem::take(&mut *lock(&self.0.left_behind));
        let clock = &self.0.engine.committer.clock;
        if rows.is_empty() || clock.since_boot().saturating_sub(read_at) > FRESH {
            return 0;
        }
        let permits = self.permits().await;
        let granted = permits.len();
        let rest = rows.split_off(rows.len().min(granted));
        let begun = self.begin(rows, permits, read_at).await;
        self.refund(granted.saturating_sub(begun));
        let mut left_behind = lock(&self.0.left_behind);
        // A survey that ended in the meantime has found them again.
        if left_behind.rows.is_empty() {
            *left_behind = LeftBehind {
                rows: rest,
                read_at,
            };
        }
        begun
    }
}
