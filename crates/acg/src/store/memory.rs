//! Rows in memory: for programs that save tokens by themselves, and for tests.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};
use crate::future::BoxFuture;
use crate::random::{SystemRandom, name};
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::contract::TokenStore;
use crate::store::error::StoreError;
use crate::store::identity::StoreIdentity;
use crate::store::row::{Listed, Row, Stored, Swap, Version};
use crate::store::time::StoreTime;
use crate::sync::{Mutex, MutexGuard, lock};

/// A [`TokenStore`] that lives as long as the process.
#[derive(Debug)]
pub struct MemoryStore {
    identity: StoreIdentity,
    clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    rows: BTreeMap<ConnectionId, StoredRow>,
    writes: u64,
}

#[derive(Debug)]
struct StoredRow {
    shard: Shard,
    version: Version,
    row: Row,
}

impl StoredRow {
    fn stored(&self, now: StoreTime) -> Stored {
        Stored::new(self.row.clone(), self.version, now)
    }

    fn is_due(&self, shard: Shard, now: StoreTime) -> bool {
        self.shard == shard && self.row.due.is_some_and(|due| due <= now)
    }
}

impl MemoryStore {
    /// Creates an empty store on the machine's clock.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// Creates an empty store on this clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        let identity = StoreIdentity::new(format!("memory-{}", name(&SystemRandom)));
        Self {
            identity,
            clock,
            inner: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        lock(&self.inner)
    }

    fn now(&self) -> StoreTime {
        StoreTime::of(self.clock.now())
    }

    fn swap(&self, id: &ConnectionId, expected: Option<Version>, row: &Row) -> Swap {
        let mut inner = self.lock();
        let known = inner.rows.get(id);
        if known.map(|row| row.version) != expected {
            return Swap::Conflict;
        }
        // A row without tokens changes the head alone, as the contract says: a lease must not need
        // the keys.
        let sealed = row.sealed.clone().or_else(|| known?.row.sealed.clone());
        // The shard is a hash of the name, so it is computed once.
        let shard = known.map_or_else(|| id.shard(), |row| row.shard);
        // Counted over all rows and never back, so that no version is given twice, not even after a deletion.
        inner.writes += 1;
        let version = Version(inner.writes);
        inner.rows.insert(
            id.clone(),
            StoredRow {
                shard,
                version,
                row: Row {
                    sealed,
                    ..row.clone()
                },
            },
        );
        Swap::Done(version)
    }

    fn remove(&self, id: &ConnectionId, expected: Version) -> Swap {
        let mut inner = self.lock();
        if inner.rows.get(id).is_none_or(|row| row.version != expected) {
            return Swap::Conflict;
        }
        inner.rows.remove(id);
        Swap::Done(expected)
    }

    fn due_rows(&self, shard: Shard, within: Duration, limit: usize) -> Vec<Listed> {
        let now = self.now();
        let inner = self.lock();
        let due = inner
            .rows
            .iter()
            .filter(|(_, row)| row.is_due(shard, now.after(within)));
        let mut due: Vec<_> = due.map(|(id, row)| (id.clone(), row.stored(now))).collect();
        due.sort_by_key(|(_, stored)| stored.row.due);
        due.truncate(limit);
        due
    }

    fn rows_after(&self, after: Option<&ConnectionId>, limit: usize) -> Vec<Listed> {
        let now = self.now();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let inner = self.lock();
        let rows = inner.rows.range((from, Bound::Unbounded)).take(limit);
        rows.map(|(id, row)| (id.clone(), row.stored(now)))
            .collect()
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl TokenStore for MemoryStore {
    fn identity(&self) -> &StoreIdentity {
        &self.identity
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let now = self.now();
        let found = self.lock().rows.get(id).map(|row| row.stored(now));
        Box::pin(std::future::ready(Ok(found)))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(std::future::ready(Ok(self.swap(id, expected, row))))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(std::future::ready(Ok(self.remove(id, expected))))
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        Box::pin(std::future::ready(Ok(self.due_rows(shard, within, limit))))
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(std::future::ready(Ok(self.rows_after(after, limit))))
    }

    fn failovers(&self) -> u64 {
        0
    }

    fn owner(&self) -> &str {
        "this process"
    }
}
