//! A handle on a store, as a process of its own has it, which fails now and then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::random::{SystemRandom, name};
use crate::store::connection_id::{ConnectionId, Shard};
use crate::store::contract::TokenStore;
use crate::store::error::StoreError;
use crate::store::identity::StoreIdentity;
use crate::store::row::{Listed, Row, Stored, Swap, Version};
use crate::testing::chaos::plan::Plan;
use crate::testing::chaos::seeded_random::SeededRandom;

/// How often a store fails in a row at most: less often than the engine tries to commit.
const MOST_IN_A_ROW: usize = 3;

#[derive(Debug)]
pub(super) struct Process {
    inner: Arc<dyn TokenStore>,
    owner: String,
    plan: Plan,
    random: Arc<SeededRandom>,
    clock: Arc<dyn Clock>,
    armed: AtomicBool,
    faults: AtomicUsize,
    in_a_row: AtomicUsize,
}

enum Fault {
    None,
    Before,
    After,
}

impl Process {
    pub(super) fn new(
        inner: Arc<dyn TokenStore>,
        number: usize,
        plan: Plan,
        random: Arc<SeededRandom>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let owner = format!("chaos-{}-{number}", name(&SystemRandom));
        let (armed, faults, in_a_row) = Default::default();
        Self {
            inner,
            owner,
            plan,
            random,
            clock,
            armed,
            faults,
            in_a_row,
        }
    }

    pub(super) fn arm(&self) {
        self.armed.store(true, Ordering::Relaxed);
    }

    pub(super) fn disarm(&self) {
        self.armed.store(false, Ordering::Relaxed);
    }

    pub(super) fn faults(&self) -> usize {
        self.faults.load(Ordering::Relaxed)
    }

    fn fault(&self) -> Fault {
        let fails = self.armed.load(Ordering::Relaxed)
            && self.in_a_row.load(Ordering::Relaxed) < MOST_IN_A_ROW
            && self.random.happens(self.plan.store_faults);
        if !fails {
            self.in_a_row.store(0, Ordering::Relaxed);
            return Fault::None;
        }
        self.faults.fetch_add(1, Ordering::Relaxed);
        self.in_a_row.fetch_add(1, Ordering::Relaxed);
        if self.random.happens(50) {
            Fault::Before
        } else {
            Fault::After
        }
    }

    async fn write(
        &self,
        work: impl Future<Output = Result<Swap, StoreError>>,
    ) -> Result<Swap, StoreError> {
        let failed = || {
            Err(StoreError::new(
                "chaos: the outcome of the write is unknown",
            ))
        };
        if self.armed.load(Ordering::Relaxed) {
            self.clock.sleep(self.random.millis(20)).await;
        }
        match self.fault() {
            Fault::None => work.await,
            Fault::Before => failed(),
            // The hard case: the row is written, and the writer is told that it is not.
            Fault::After => work.await.and_then(|_| failed()),
        }
    }
}

impl TokenStore for Process {
    fn identity(&self) -> &StoreIdentity {
        self.inner.identity()
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.inner.load(id)
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.write(self.inner.compare_and_swap(id, expected, row)))
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        Box::pin(self.write(self.inner.delete(id, expected)))
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        self.inner.due(shard, within, limit)
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        self.inner.page(after, limit)
    }

    fn failovers(&self) -> u64 {
        self.inner.failovers()
    }

    fn owner(&self) -> &str {
        &self.owner
    }
}
