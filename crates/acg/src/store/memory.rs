//! Records in memory: for programs that save tokens by themselves, and for tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{ConnectionId, Record, StoreError, StoreTime, Stored, Swap, TokenStore, Version};
use crate::BoxFuture;
use crate::clock::{Clock, SystemClock};

/// A [`TokenStore`] that lives as long as the process.
#[derive(Debug)]
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    records: HashMap<ConnectionId, (Version, Record)>,
    writes: u64,
}

impl MemoryStore {
    /// An empty store on the machine's clock.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// An empty store on this clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self { clock, inner: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> StoreTime {
        let millis = self.clock.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        StoreTime(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    fn swap(&self, id: &ConnectionId, expected: Option<Version>, record: &Record) -> Swap {
        let mut inner = self.lock();
        if inner.records.get(id).map(|(version, _)| *version) != expected {
            return Swap::Conflict;
        }
        inner.writes += 1;
        let version = Version(inner.writes);
        inner.records.insert(id.clone(), (version, record.clone()));
        Swap::Done(version)
    }

    fn remove(&self, id: &ConnectionId, expected: Version) -> Swap {
        let mut inner = self.lock();
        if inner.records.get(id).is_none_or(|(version, _)| *version != expected) {
            return Swap::Conflict;
        }
        inner.records.remove(id);
        Swap::Done(expected)
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, id: &'a ConnectionId) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let now = self.now();
        let stored = self.lock().records.get(id).map(|(version, record)| Stored::new(record.clone(), *version, now));
        Box::pin(std::future::ready(Ok(stored)))
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        record: &'a Record,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(std::future::ready(Ok(self.swap(id, expected, record))))
    }

    fn delete<'a>(&'a self, id: &'a ConnectionId, expected: Version) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(std::future::ready(Ok(self.remove(id, expected))))
    }

    fn owner(&self) -> &str {
        "this process"
    }
}
