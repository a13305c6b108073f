//! A store that fails, holds or forgets whenever the test says.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::store::{
    Listed, MemoryStore, OwnerState, Row, Shard, StoreError, StoreIdentity, Stored, Swap,
    TokenStore, Version,
};
use acg::testing::Gate;
use acg::{BoxFuture, ConnectionId};

/// One process's handle on records in memory.
#[derive(Debug)]
pub(crate) struct FaultyStore {
    records: Arc<MemoryStore>,
    owner: String,
    identity: StoreIdentity,
    plan: Mutex<Plan>,
}

#[derive(Debug, Default)]
struct Plan {
    loads: VecDeque<Fault>,
    writes: VecDeque<Fault>,
    /// While it stands, everything fails.
    down: bool,
    gone: BTreeSet<String>,
    alive: BTreeSet<String>,
    failovers: u64,
    loaded: usize,
    written: usize,
}

/// What happens to one call.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// None.
    Pass,
    /// Nothing is done and the store says so.
    Fail,
    /// It is done, but the store says that it does not know.
    DoneButFailed,
    /// It is held before it is done.
    Before(Gate),
    /// It is done, and held before the store says so.
    After(Gate),
    /// The store panics.
    Panic,
}

impl FaultyStore {
    pub(crate) fn new(records: Arc<MemoryStore>, owner: &str) -> Self {
        // As in another process: sessions on two of them share nothing in memory.
        let identity = StoreIdentity::new(format!("{}-{owner}", records.identity().id));
        Self {
            records,
            owner: owner.to_owned(),
            identity,
            plan: Mutex::default(),
        }
    }

    /// A handle that knows that it is on the same store as others: for processes that do not live at the same time.
    pub(crate) fn on_the_same(records: Arc<MemoryStore>, owner: &str) -> Self {
        let identity = records.identity().clone();
        Self {
            records,
            owner: owner.to_owned(),
            identity,
            plan: Mutex::default(),
        }
    }

    /// The same, of a store that is a copy.
    pub(crate) fn quarantined(mut self, reason: &str) -> Self {
        self.identity = self.identity.quarantined(reason);
        self
    }

    /// What happens to the next loads.
    pub(crate) fn on_load(&self, faults: impl IntoIterator<Item = Fault>) {
        self.plan.lock().unwrap().loads.extend(faults);
    }

    /// What happens to the next writes.
    pub(crate) fn on_write(&self, faults: impl IntoIterator<Item = Fault>) {
        self.plan.lock().unwrap().writes.extend(faults);
    }

    /// From now on writes pass, whatever was planned.
    pub(crate) fn writes_pass(&self) {
        self.plan.lock().unwrap().writes.clear();
    }

    /// Whether everything fails.
    pub(crate) fn set_down(&self, down: bool) {
        self.plan.lock().unwrap().down = down;
    }

    /// From now on this owner is known to have ended.
    pub(crate) fn bury(&self, owner: &str) {
        self.plan.lock().unwrap().gone.insert(owner.to_owned());
    }

    /// This owner is known to live.
    pub(crate) fn see_alive(&self, owner: &str) {
        self.plan.lock().unwrap().alive.insert(owner.to_owned());
    }

    /// From now on the store may have forgotten its last writes once more.
    pub(crate) fn fail_over(&self) {
        self.plan.lock().unwrap().failovers += 1;
    }

    /// How many loads were asked for.
    pub(crate) fn loaded(&self) -> usize {
        self.plan.lock().unwrap().loaded
    }

    /// How many writes were asked for.
    pub(crate) fn written(&self) -> usize {
        self.plan.lock().unwrap().written
    }

    fn fault(&self, queue: fn(&mut Plan) -> &mut VecDeque<Fault>) -> Fault {
        let mut plan = self.plan.lock().unwrap();
        let planned = queue(&mut plan).pop_front().unwrap_or(Fault::Pass);
        if plan.down { Fault::Fail } else { planned }
    }
}

async fn suffer<T>(
    fault: Fault,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    match fault {
        Fault::Pass => work.await,
        Fault::Fail => Err(StoreError::new("the disk is full")),
        Fault::DoneButFailed => work
            .await
            .and_then(|_| Err(StoreError::new("the response was lost"))),
        Fault::Before(gate) => {
            gate.pass().await;
            work.await
        }
        Fault::After(gate) => {
            let result = work.await;
            gate.pass().await;
            result
        }
        Fault::Panic => panic!("the store has a defect"),
    }
}

impl TokenStore for FaultyStore {
    fn identity(&self) -> &StoreIdentity {
        &self.identity
    }

    fn due(
        &self,
        shard: Shard,
        within: Duration,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Listed>, StoreError>> {
        self.records.due(shard, within, limit)
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a ConnectionId>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Listed>, StoreError>> {
        self.records.page(after, limit)
    }

    fn load<'a>(
        &'a self,
        id: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.plan.lock().unwrap().loaded += 1;
        let fault = self.fault(|plan| &mut plan.loads);
        Box::pin(async move { suffer(fault, async { self.records.load(id).await }).await })
    }

    fn compare_and_swap<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Option<Version>,
        row: &'a Row,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        self.plan.lock().unwrap().written += 1;
        let fault = self.fault(|plan| &mut plan.writes);
        Box::pin(async move {
            suffer(fault, async {
                self.records.compare_and_swap(id, expected, row).await
            })
            .await
        })
    }

    fn delete<'a>(
        &'a self,
        id: &'a ConnectionId,
        expected: Version,
    ) -> BoxFuture<'a, Result<Swap, StoreError>> {
        self.records.delete(id, expected)
    }

    fn failovers(&self) -> u64 {
        self.plan.lock().unwrap().failovers
    }

    fn owner(&self) -> &str {
        &self.owner
    }

    fn owner_state<'a>(&'a self, owner: &'a str) -> BoxFuture<'a, OwnerState> {
        let plan = self.plan.lock().unwrap();
        let state = if plan.gone.contains(owner) {
            OwnerState::Gone
        } else if plan.alive.contains(owner) {
            OwnerState::Alive
        } else {
            OwnerState::Unknown
        };
        Box::pin(std::future::ready(state))
    }
}
