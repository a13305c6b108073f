//! The survey of the store: what is overdue, and what ended processes have left behind.

use std::collections::HashMap;
use std::time::Duration;

use crate::keeper::left_behind::LeftBehind;
use crate::keeper::service::Keeper;
use crate::store::connection_id::Shard;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::owner_state::OwnerState;
use crate::store::row::Listed;
use crate::sync::lock;
use crate::vault::records::PAGE_SIZE;

/// How many rows of a shard are listed at first.
const PAGE: usize = 64;

/// How many rows of a shard are listed when more than a page is overdue.
const MOST_LISTED: usize = 1_000;

/// How often the whole store is read.
const SWEEP_INTERVAL: Duration = Duration::from_secs(60 * 60);

/// What a survey has seen.
#[derive(Default)]
struct Overdue {
    count: u64,
    lag: Duration,
}

impl Keeper {
    /// Counts what is overdue and measures by how much, and looks for the leases of processes that have ended:
    /// their tokens must be presented again within the provider's grace window, which is shorter than a lease.
    ///
    /// The passes cannot know what is overdue. They read as much as they have room for, and the last shard is read when
    /// everything before it is under way: with a slow provider that takes many minutes.
    pub(super) async fn survey(&self) {
        let read_at = self.0.engine.committer.clock.since_boot();
        let mut owners = HashMap::new();
        let (mut overdue, mut rows) = (Overdue::default(), Vec::new());
        for shard in (0..=u8::MAX).map(Shard) {
            // What was counted before a failure is too little, so the last numbers stay.
            let Some(listed) = self.note_store(self.list(shard).await) else {
                return;
            };
            for listed in listed {
                self.count_overdue(&listed, &mut overdue);
                if self.is_left_behind(&listed, &mut owners).await {
                    rows.push(listed);
                }
            }
        }
        rows.extend(self.ahead(read_at).await);
        *lock(&self.0.left_behind) = LeftBehind { rows, read_at };
        let mut health = lock(&self.0.health);
        (health.due, health.lag) = (overdue.count, overdue.lag);
    }

    /// Returns the rows of a shard that are due within the length of a lease. What waits for the end of a lease or of a
    /// cooldown is among them.
    async fn list(&self, shard: Shard) -> Result<Vec<Listed>, StoreError> {
        let engine = &self.0.engine;
        let (store, ahead) = (engine.committer.vault.store(), engine.lease_length());
        let client = engine.committer.client_key();
        let rows = store.due_of(shard, &client, ahead, PAGE).await?;
        let is_overdue = |(_, stored): &Listed| stored.row.due.is_some_and(|due| due <= stored.now);
        if rows.len() == PAGE && rows.last().is_some_and(is_overdue) {
            return store.due_of(shard, &client, ahead, MOST_LISTED).await;
        }
        Ok(rows)
    }

    /// Finds the rows that a clock wrote which was ahead: they are due in years, and their refresh tokens die of
    /// disuse. It reads the whole store, so it does that rarely.
    async fn ahead(&self, now: Duration) -> Vec<Listed> {
        let is_due = |last: Duration| now.saturating_sub(last) >= SWEEP_INTERVAL;
        if !lock(&self.0.swept_at).is_none_or(is_due) {
            return Vec::new();
        }
        let store = self.0.engine.committer.vault.store();
        let (mut ahead, mut last) = (Vec::new(), None);
        loop {
            let page = self.note_store(store.page(last.as_ref(), PAGE_SIZE).await);
            let Some(page) = page else {
                return ahead;
            };
            let Some((id, _)) = page.last() else {
                break;
            };
            last = Some(id.clone());
            ahead.extend(page.into_iter().filter(|listed| self.is_ahead(listed)));
        }
        *lock(&self.0.swept_at) = Some(now);
        ahead
    }

    /// Returns whether a row of this client waits for a time that a wrong clock has set.
    fn is_ahead(&self, (_, stored): &Listed) -> bool {
        let waits = stored.row.due.is_some_and(|due| due > stored.now);
        let Ok(head) = Head::from_bytes(&stored.row.head) else {
            return false;
        };
        let is_ours = self.0.engine.committer.check_issuer(&head).is_ok();
        waits && is_ours && !head.is_removed() && head.is_ahead_of(stored.now)
    }

    /// Counts a row of this client if its token should already have been replaced. A cooldown is no excuse: an
    /// outage must not look as if nothing were due.
    fn count_overdue(&self, (_, stored): &Listed, overdue: &mut Overdue) {
        let Ok(head) = Head::from_bytes(&stored.row.head) else {
            return;
        };
        let is_ours = self.0.engine.committer.check_issuer(&head).is_ok();
        let due = match head.state {
            GrantState::ConsentNeeded { .. } => None,
            _ => head.refresh_at.or(stored.row.due),
        };
        if let Some(due) = due.filter(|due| is_ours && *due <= stored.now) {
            overdue.count += 1;
            overdue.lag = overdue.lag.max(due.until(stored.now));
        }
    }

    /// Returns whether the row's lease belongs to a process that is known to have ended. This process does not hold
    /// those of its own name that it is not sending: the write was done although the store reported a failure.
    async fn is_left_behind(
        &self,
        (_, stored): &Listed,
        owners: &mut HashMap<String, OwnerState>,
    ) -> bool {
        let Some(owner) = &stored.row.owner else {
            return false;
        };
        let store = self.0.engine.committer.vault.store();
        if owner == store.owner() {
            return true;
        }
        // One process that crashed leaves many leases; it is looked for once.
        let state = match owners.get(owner) {
            Some(state) => *state,
            None => store.owner_state(owner).await,
        };
        owners.insert(owner.clone(), state);
        state == OwnerState::Gone
    }
}
