//! Writes that wait for one another go out together: one statement, and one wait for the server's disk, for all of
//! them.
//!
//! A write that finds the server at leisure is sent at once, alone. Only when as many statements are under way as
//! there are lanes does it wait, and then all that wait are the next statement. So nobody waits for company, and
//! the more come at once, the less each of them costs.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use acg::store::{Change, Swap};
use tokio::sync::oneshot;

use crate::error::{Error, ErrorKind};
use crate::writes::Writes;

/// The most statements that are under way at once. With more, fewer rows share one.
const LANES: usize = 4;

/// The most rows in a statement.
const MOST: usize = 128;

/// The writes that wait, and those who carry them out.
pub(crate) struct WriteQueue(Arc<Inner>);

struct Inner {
    writes: Writes,
    lanes: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    /// How many lanes are open. One ends when it finds nothing that waits.
    open: usize,
}

struct Waiting {
    change: Change,
    done: oneshot::Sender<Result<Swap, Error>>,
}

impl WriteQueue {
    /// Begins a queue that uses at most so many connections.
    pub(crate) fn new(writes: Writes, connections: usize) -> Self {
        Self(Arc::new(Inner {
            writes,
            lanes: LANES.min(connections),
            state: Mutex::default(),
        }))
    }

    /// Returns what writes without waiting for others.
    pub(crate) fn writes(&self) -> &Writes {
        &self.0.writes
    }

    /// Writes a row. A write whose caller gives up is not sent, unless it is under way.
    pub(crate) async fn write(&self, change: Change) -> Result<Swap, Error> {
        let (done, outcome) = oneshot::channel();
        if let Some(lane) = self.0.add(Waiting { change, done }) {
            // On a task of its own: a caller that gives up must not take the writes of others with it.
            tokio::spawn(lane.run());
        }
        outcome.await.unwrap_or_else(|_| Err(interrupted()))
    }
}

/// Without the rows, which hold tokens.
impl fmt::Debug for WriteQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteQueue").finish_non_exhaustive()
    }
}

fn interrupted() -> Error {
    Error::new(
        ErrorKind::Unreachable,
        "the runtime ended while a row was written to the token store",
    )
}

impl Inner {
    /// Adds a write. Returns a lane to be run, if another one may be opened.
    fn add(self: &Arc<Self>, waiting: Waiting) -> Option<Lane> {
        let mut state = self.state();
        state.waiting.push_back(waiting);
        (state.open < self.lanes).then(|| {
            state.open += 1;
            Lane {
                queue: self.clone(),
                is_closed: false,
            }
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn write(&self, batch: Vec<Waiting>) {
        let (changes, callers): (Vec<_>, Vec<_>) = batch
            .into_iter()
            .map(|waiting| (waiting.change, waiting.done))
            .unzip();
        let outcomes = self.outcomes(&changes).await;
        for (caller, outcome) in callers.into_iter().zip(outcomes) {
            // One that is gone does not want to know.
            let _ = caller.send(outcome);
        }
    }

    async fn outcomes(&self, changes: &[Change]) -> Vec<Result<Swap, Error>> {
        if let [change] = changes {
            return vec![self.writes.swap(change).await];
        }
        match self.writes.swap_all(changes).await {
            Ok(swaps) => swaps.into_iter().map(Ok).collect(),
            // Nothing of it was done. What is wrong may be with one row: the others do not suffer for it.
            Err(error) if error.may_be_of_one_row() => {
                let mut outcomes = Vec::new();
                for change in changes {
                    outcomes.push(self.writes.swap(change).await);
                }
                outcomes
            }
            Err(error) => vec![Err(error); changes.len()],
        }
    }
}

impl State {
    /// Takes what the next statement writes. A row can be in it once.
    fn take(&mut self) -> Vec<Waiting> {
        let (mut batch, mut rows) = (Vec::new(), HashSet::new());
        for waiting in std::mem::take(&mut self.waiting) {
            if waiting.done.is_closed() {
                continue;
            }
            if batch.len() < MOST && rows.insert(waiting.change.id.clone()) {
                batch.push(waiting);
            } else {
                self.waiting.push_back(waiting);
            }
        }
        batch
    }
}

/// One who carries out what waits, until nothing does.
struct Lane {
    queue: Arc<Inner>,
    is_closed: bool,
}

impl Lane {
    async fn run(mut self) {
        while let Some(batch) = self.next() {
            self.queue.write(batch).await;
        }
    }

    /// Returns what is to be written next. Where there is nothing the lane is closed in the same moment, so that a
    /// write which is added then opens another one.
    fn next(&mut self) -> Option<Vec<Waiting>> {
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
impl Drop for Lane {
    fn drop(&mut self) {
        if self.is_closed {
            return;
        }
        let mut state = self.queue.state();
        state.open -= 1;
        // Nobody is left who would write them: their callers learn it now, and not with the next write.
        if state.open == 0 {
            state.waiting.clear();
        }
    }
}
