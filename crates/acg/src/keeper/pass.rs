//! A pass over the store: finding what is due, shard by shard.

use std::collections::HashMap;
use std::time::Duration;

use crate::keeper::service::Keeper;
use crate::store::connection_id::Shard;
use crate::store::owner_state::OwnerState;
use crate::store::row::Listed;
use crate::sync::lock;

/// The most rows of a shard that are examined for the leases of processes that have ended.
const MOST_EXAMINED: usize = 64;

/// The most rows of a shard that are passed over because they cannot be leased.
const MOST_SKIPPED: usize = 1_000;

/// What a pass over the store has seen.
#[derive(Default)]
struct Pass {
    due: u64,
    begun: usize,
    lag: Duration,
}

/// Whether a shard may have more rows that are due.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shards {
    More,
    Done,
}

impl Keeper {
    /// Goes once over all shards and begins what is due. Returns how many refreshes were begun.
    pub(super) async fn pass(&self) -> usize {
        let mut pass = Pass::default();
        // In random order, so that several keepers do not contend for the same rows all the time.
        for shard in self.shuffled_shards() {
            while self.visit(shard, &mut pass).await == Shards::More {}
        }
        let mut health = lock(&self.0.health);
        health.passes += 1;
        (health.due, health.lag) = (pass.due, pass.lag);
        pass.begun
    }

    /// All shards, shuffled as by Fisher and Yates.
    fn shuffled_shards(&self) -> Vec<Shard> {
        let mut shards: Vec<Shard> = (0..=u8::MAX).map(Shard).collect();
        for index in (1..shards.len()).rev() {
            let other = (self.0.engine.committer.jitter() * (index + 1) as f64) as usize;
            shards.swap(index, other);
        }
        shards
    }

    /// Begins what is due in a shard, as far as there is room.
    async fn visit(&self, shard: Shard, pass: &mut Pass) -> Shards {
        let committer = &self.0.engine.committer;
        let permits = self.permits().await;
        let granted = permits.len();
        let skipped = lock(&self.0.skipped).get(&shard).copied();
        // Rows that cannot be leased (another process refreshes them, or they belong to another client) stay the first in
        // their shard. Without reading past them, they would hide the rows behind them.
        let limit = granted + skipped.unwrap_or_default();
        let started = committer.clock.monotonic();
        let store = committer.vault.store();
        let rows = store.due(shard, Duration::ZERO, limit).await;
        let Some(rows) = self.note_store(rows) else {
            self.refund(granted);
            committer.clock.sleep(Duration::from_secs(1)).await;
            return Shards::Done;
        };
        let found = rows.len();
        let lag = rows.first().and_then(lag_of).unwrap_or_default();
        let begun = self.begin(rows, permits, started).await;
        self.refund(granted.saturating_sub(begun));
        let passed_over = found.saturating_sub(begun).min(MOST_SKIPPED);
        lock(&self.0.skipped).insert(shard, passed_over);
        pass.due += found as u64;
        pass.begun += begun;
        pass.lag = pass.lag.max(lag);
        // A full page of which nothing could be begun is looked at again in the next pass, not at once.
        if found >= limit && begun > 0 {
            Shards::More
        } else {
            Shards::Done
        }
    }

    /// Takes over the leases of processes that are known to have ended, before the leases end by themselves: a provider's
    /// grace window is shorter.
    pub(super) async fn take_over(&self) {
        let engine = &self.0.engine;
        let mut states: HashMap<String, OwnerState> = HashMap::new();
        for shard in (0..=u8::MAX).map(Shard) {
            let store = engine.committer.vault.store();
            let rows = store.due(shard, engine.lease_length(), MOST_EXAMINED).await;
            let mut left_behind = Vec::new();
            for listed in self.note_store(rows).unwrap_or_default() {
                let Some(owner) = listed.1.row.owner.clone() else {
                    continue;
                };
                // One process that crashed leaves many leases; it is looked for once.
                let state = match states.get(&owner) {
                    Some(state) => *state,
                    None => store.owner_state(&owner).await,
                };
                states.insert(owner, state);
                left_behind.extend((state == OwnerState::Gone).then_some(listed));
            }
            if !left_behind.is_empty() {
                let permits = self.permits().await;
                let (granted, started) = (permits.len(), engine.committer.clock.monotonic());
                let begun = self.begin(left_behind, permits, started).await;
                self.refund(granted.saturating_sub(begun));
            }
        }
    }
}

/// By how much a row is overdue.
fn lag_of((_, stored): &Listed) -> Option<Duration> {
    Some(stored.row.due?.until(stored.now))
}
