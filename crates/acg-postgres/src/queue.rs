//! Loads that wait for one another go out together, and so do writes: one statement, and one wait for the server's disk, for
//! all of them.
//!
//! What finds the server at leisure is sent at once, alone. Only when as many statements are under way as
//! there are lanes does it wait, and then all that wait are the next statement. So nobody waits for company, and
//! the more come at once, the less each of them costs.
//!
//! Each statement is sent by one of the callers whose requests are in it, or were. When it is done, the lane goes to a caller
//! that waits: it still wants something, so its runtime runs.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use acg::{BoxFuture, ConnectionId};
use tokio::sync::oneshot::{self, Receiver, Sender};

use crate::continued::Continued;
use crate::error::Error;

/// The most statements that are under way at once. With more, fewer rows share one.
const LANES: usize = 4;

/// The most rows in a statement.
const MOST: usize = 128;

/// What is done with rows, one or several at once.
pub(crate) trait Work: Send + Sync + 'static {
    /// One request.
    type Item: Send + Sync + 'static;
    /// What a request gives.
    type Outcome: Send + 'static;

    /// Whether a statement under way is carried to its end when the caller that sent it gives up.
    const CONTINUES: bool;

    /// Returns the row of which a statement can have one request at most.
    fn row(item: &Self::Item) -> Option<&ConnectionId>;

    /// Carries out one request.
    fn one(&self, item: &Self::Item) -> impl Future<Output = Result<Self::Outcome, Error>> + Send;

    /// Carries out requests in one statement; returns their outcomes in their order.
    fn all(
        &self,
        items: &[Self::Item],
    ) -> impl Future<Output = Result<Vec<Self::Outcome>, Error>> + Send;
}

/// The requests that wait, and how many statements are under way.
pub(crate) struct Queue<W: Work>(Arc<Inner<W>>);

struct Inner<W: Work> {
    work: W,
    lanes: usize,
    state: Mutex<State<W>>,
}

struct State<W: Work> {
    waiting: VecDeque<Waiting<W>>,
    /// How many lanes are open. One is closed when nothing waits.
    open: usize,
}

struct Waiting<W: Work> {
    item: W::Item,
    caller: Caller<W>,
}

/// What a caller that waits is told.
enum Message<W: Work> {
    /// What its request gave.
    Outcome(Result<W::Outcome, Error>),
    /// The next statement is its to send, and the outcome comes after it. Where nobody takes the message, what would be told is
    /// dropped first: then the lane does not find the same caller again.
    Lane(Told<W>, Lane<W>),
}

type Caller<W> = Sender<Message<W>>;
type Told<W> = Receiver<Message<W>>;

impl<W: Work> Queue<W> {
    /// Begins a queue that uses at most so many connections.
    pub(crate) fn new(work: W, connections: usize) -> Self {
        Self(Arc::new(Inner {
            work,
            lanes: LANES.min(connections),
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                open: 0,
            }),
        }))
    }

    /// Returns what does the work without waiting for others.
    pub(crate) fn work(&self) -> &W {
        &self.0.work
    }

    /// Carries out a request. One whose caller gives up is not sent, unless it is under way.
    ///
    /// Returns `None` when it is not known what became of it: the caller whose statement it was in has given up, its runtime
    /// has ended, or nothing has come of it for so long.
    pub(crate) async fn run(
        &self,
        item: W::Item,
        patience: Duration,
    ) -> Option<Result<W::Outcome, Error>> {
        let (caller, mut told) = oneshot::channel();
        if let Some((lane, is_first)) = self.0.add(Waiting { item, caller }) {
            // Others are under way, so more are likely to come: those that are ready now come along.
            if !is_first {
                tokio::task::yield_now().await;
            }
            lane.carry_out().await;
        }
        loop {
            match tokio::time::timeout(patience, told).await.ok()?.ok()? {
                Message::Outcome(outcome) => return Some(outcome),
                Message::Lane(next, lane) => {
                    told = next;
                    lane.carry_out().await;
                }
            }
        }
    }
}

/// Without the rows, which hold tokens.
impl<W: Work> fmt::Debug for Queue<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

impl<W: Work> Inner<W> {
    /// Adds a request. Returns a lane for its caller, if another one may be opened, and whether it is the only one.
    fn add(self: &Arc<Self>, waiting: Waiting<W>) -> Option<(Lane<W>, bool)> {
        let mut state = self.state();
        state.waiting.push_back(waiting);
        (state.open < self.lanes).then(|| {
            state.open += 1;
            (Lane(self.clone()), state.open == 1)
        })
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn carry_out(&self, batch: Vec<Waiting<W>>) {
        let (items, callers): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|waiting| (waiting.item, waiting.caller))
            .unzip();
        let outcomes = self.outcomes(&items).await;
        for (caller, outcome) in callers.into_iter().zip(outcomes) {
            // One that is gone does not want to know.
            let _ = caller.send(Message::Outcome(outcome));
        }
    }

    async fn outcomes(&self, items: &[W::Item]) -> Vec<Result<W::Outcome, Error>> {
        if let [item] = items {
            return vec![self.work.one(item).await];
        }
        match self.work.all(items).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            // Nothing of it was done. What is wrong may be with one row: the others do not suffer for it.
            Err(error) if error.may_be_of_one_row() => {
                let mut outcomes = Vec::new();
                for item in items {
                    outcomes.push(self.work.one(item).await);
                }
                outcomes
            }
            Err(error) => items.iter().map(|_| Err(error.clone())).collect(),
        }
    }
}

impl<W: Work> State<W> {
    /// Takes what the next statement is about.
    fn take(&mut self) -> Vec<Waiting<W>> {
        let (mut batch, mut rows) = (Vec::new(), HashSet::new());
        for waiting in std::mem::take(&mut self.waiting) {
            if waiting.caller.is_closed() {
                continue;
            }
            let is_free = |row: &ConnectionId| rows.insert(row.clone());
            if batch.len() < MOST && W::row(&waiting.item).is_none_or(is_free) {
                batch.push(waiting);
            } else {
                self.waiting.push_back(waiting);
            }
        }
        batch
    }

    /// Finds a caller that waits, for a lane; returns how it is told, and how it will be told of its outcome. Without one
    /// the lane is closed in the same moment, so that a request which is added then opens another one.
    fn next_caller(&mut self) -> Option<(Caller<W>, Told<W>)> {
        self.waiting.retain(|waiting| !waiting.caller.is_closed());
        let Some(first) = self.waiting.front_mut() else {
            self.open -= 1;
            return None;
        };
        let (caller, told) = oneshot::channel();
        Some((std::mem::replace(&mut first.caller, caller), told))
    }
}

/// The right to send a statement. It is handed on when it is dropped, whatever the reason.
struct Lane<W: Work>(Arc<Inner<W>>);

impl<W: Work> Lane<W> {
    /// Sends what waits.
    async fn carry_out(self) {
        // On the heap either way: where it is continued it must be, and the future would have the place for it twice.
        let work: BoxFuture<'static, ()> = Box::pin(self.carried_out());
        if W::CONTINUES {
            Continued::new(work).await;
        } else {
            work.await;
        }
    }

    async fn carried_out(self) {
        let batch = self.0.state().take();
        // Another lane may have taken all.
        if !batch.is_empty() {
            self.0.carry_out(batch).await;
        }
    }
}

impl<W: Work> Drop for Lane<W> {
    fn drop(&mut self) {
        let next = self.0.state().next_caller();
        if let Some((caller, told)) = next {
            // One that has just gone drops the lane, which is then handed on again.
            let _ = caller.send(Message::Lane(told, Self(self.0.clone())));
        }
    }
}
