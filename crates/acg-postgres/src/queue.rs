//! Reads that wait for one another go out together, and so do writes: one statement, and one wait for the server's disk, for
//! all of them.
//!
//! What finds the server at leisure is sent at once, alone. Only when as many statements are under way as
//! there are lanes does it wait, and then all that wait are the next statement. So nobody waits for company, and
//! the more come at once, the less each of them costs.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use acg::{BoxFuture, ConnectionId};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::error::{Error, ErrorKind};

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

    /// Returns the row that a request is about.
    fn row(item: &Self::Item) -> &ConnectionId;

    /// Carries out one request.
    fn one(&self, item: &Self::Item) -> impl Future<Output = Result<Self::Outcome, Error>> + Send;

    /// Carries out requests about different rows in one statement; returns their outcomes in their order.
    fn all(
        &self,
        items: &[Self::Item],
    ) -> impl Future<Output = Result<Vec<Self::Outcome>, Error>> + Send;
}

/// The requests that wait, and those who carry them out.
pub(crate) struct Queue<W: Work>(Arc<Inner<W>>);

struct Inner<W: Work> {
    work: W,
    lanes: usize,
    state: Mutex<State<W>>,
}

struct State<W: Work> {
    waiting: VecDeque<Waiting<W>>,
    /// How many lanes are open. One ends when it finds nothing that waits.
    open: usize,
}

struct Waiting<W: Work> {
    item: W::Item,
    done: oneshot::Sender<Result<W::Outcome, Error>>,
}

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
    pub(crate) async fn run(&self, item: W::Item) -> Result<W::Outcome, Error> {
        // Nothing else is under way: the caller does it itself, and no other thread has to wake it.
        if let Some(lane) = self.0.open_first() {
            return Continued::new(lane.run_one(item)).await;
        }
        let (done, outcome) = oneshot::channel();
        if let Some(lane) = self.0.add(Waiting { item, done }) {
            // On a task of its own: a caller that gives up must not take the requests of others with it.
            tokio::spawn(lane.run());
        }
        outcome.await.unwrap_or_else(|_| Err(interrupted()))
    }
}

/// Without the rows, which hold tokens.
impl<W: Work> fmt::Debug for Queue<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").finish_non_exhaustive()
    }
}

fn interrupted() -> Error {
    Error::new(
        ErrorKind::Unreachable,
        "the runtime ended while a row of the token store was waited for",
    )
}

impl<W: Work> Inner<W> {
    /// Adds a request. Returns a lane to be run, if another one may be opened.
    fn add(self: &Arc<Self>, waiting: Waiting<W>) -> Option<Lane<W>> {
        let mut state = self.state();
        state.waiting.push_back(waiting);
        (state.open < self.lanes).then(|| self.open(&mut state))
    }

    /// Opens a lane, if none is open.
    fn open_first(self: &Arc<Self>) -> Option<Lane<W>> {
        let mut state = self.state();
        (state.open == 0).then(|| self.open(&mut state))
    }

    fn open(self: &Arc<Self>, state: &mut State<W>) -> Lane<W> {
        state.open += 1;
        Lane {
            queue: self.clone(),
            is_closed: false,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn carry_out(&self, batch: Vec<Waiting<W>>) {
        let (items, callers): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|waiting| (waiting.item, waiting.done))
            .unzip();
        let outcomes = self.outcomes(&items).await;
        for (caller, outcome) in callers.into_iter().zip(outcomes) {
            // One that is gone does not want to know.
            let _ = caller.send(outcome);
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
    /// Takes what the next statement is about. A row can be in it once.
    fn take(&mut self) -> Vec<Waiting<W>> {
        let (mut batch, mut rows) = (Vec::new(), HashSet::new());
        for waiting in std::mem::take(&mut self.waiting) {
            if waiting.done.is_closed() {
                continue;
            }
            if batch.len() < MOST && rows.insert(W::row(&waiting.item).clone()) {
                batch.push(waiting);
            } else {
                self.waiting.push_back(waiting);
            }
        }
        batch
    }
}

/// What a caller does itself, and a task when the caller gives up: a connection on which a statement is under way must not
/// go back to the pool.
struct Continued<T: Send + 'static>(Option<BoxFuture<'static, T>>);

impl<T: Send + 'static> Continued<T> {
    fn new(work: impl Future<Output = T> + Send + 'static) -> Self {
        Self(Some(Box::pin(work)))
    }
}

impl<T: Send + 'static> Future for Continued<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Some(work) = &mut self.0 else {
            return Poll::Pending;
        };
        let outcome = ready!(work.as_mut().poll(context));
        self.0 = None;
        Poll::Ready(outcome)
    }
}

impl<T: Send + 'static> Drop for Continued<T> {
    fn drop(&mut self) {
        if let (Some(work), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(work);
        }
    }
}

/// One who carries out what waits, until nothing does.
struct Lane<W: Work> {
    queue: Arc<Inner<W>>,
    is_closed: bool,
}

impl<W: Work> Lane<W> {
    async fn run(mut self) {
        while let Some(batch) = self.next() {
            self.queue.carry_out(batch).await;
        }
    }

    /// Carries out one request, and leaves to a task what has come to wait.
    async fn run_one(mut self, item: W::Item) -> Result<W::Outcome, Error> {
        let outcome = self.queue.work.one(&item).await;
        if let Some(batch) = self.next() {
            tokio::spawn(async move {
                self.queue.carry_out(batch).await;
                self.run().await;
            });
        }
        outcome
    }

    /// Returns what is to be done next. Where there is nothing the lane is closed in the same moment, so that a
    /// request which is added then opens another one.
    fn next(&mut self) -> Option<Vec<Waiting<W>>> {
        let mut state = self.queue.state();
        let batch = state.take();
        if batch.is_empty() {
            state.open -= 1;
            self.is_closed = true;
            return None;
        }
        Some(batch)
    }
}

/// A lane whose runtime ends is dropped in the middle.
impl<W: Work> Drop for Lane<W> {
    fn drop(&mut self) {
        if self.is_closed {
            return;
        }
        let mut state = self.queue.state();
        state.open -= 1;
        // Nobody is left who would carry them out: their callers learn it now, and not with the next request.
        if state.open == 0 {
            state.waiting.clear();
        }
    }
}
