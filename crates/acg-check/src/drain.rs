//! Answers that a process could not save: the engine's `vault/recovery.rs`.

use acg::protocol;
use acg::protocol::CommitDecision;

use crate::keep::successor;
use crate::refresh::{Swap, Write};
use crate::state::{At, Claim, Drain, DrainStep, Entry, Row, State};
use crate::world::{Refresh, Spools};

impl Refresh {
    /// A process drains its spool before anything else.
    pub(crate) fn start(&self, state: &State, index: u8) -> At {
        self.look_into_spool(state, index, None)
    }

    pub(crate) fn look_into_spool(&self, state: &State, index: u8, then: Option<Claim>) -> At {
        let is_mine =
            |entry: &&Entry| self.world.spools == Spools::Shared || entry.owner.0 == index;
        let mut entries: Vec<_> = state.spool.iter().filter(is_mine).copied().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.generation));
        proceed(Drain {
            entries,
            next: DrainStep::Find,
            has_recovered: false,
            then,
        })
    }

    pub(crate) fn drain(&self, state: &mut State, mut drain: Drain, write: Write) -> At {
        let Some(entry) = drain.entries.first().copied() else {
            return proceed(drain);
        };
        let swap = match drain.next {
            DrainStep::Find => {
                drain.next = find(state, entry);
                return At::Drain(Box::new(drain));
            }
            DrainStep::Remove => {
                state.spool.retain(|known| *known != entry);
                drain.entries.remove(0);
                drain.next = DrainStep::Find;
                return proceed(drain);
            }
            DrainStep::Write(version) => {
                let head = successor(&state.row.head, entry.generation);
                state.swap(
                    version,
                    Row {
                        version,
                        head,
                        token: entry.token,
                        sibling: None,
                    },
                    write,
                )
            }
            DrainStep::Park(version) => {
                let (row, revives) = self.beside(&state.row, entry.token);
                match state.swap(version, row, write) {
                    Swap::Done if revives => Swap::Conflict,
                    swap => swap,
                }
            }
        };
        match swap {
            Swap::Error if drain.then.is_some() => return At::Idle,
            Swap::Error => return At::Start,
            Swap::Conflict => drain.next = DrainStep::Find,
            Swap::Done => {
                drain.has_recovered |= matches!(drain.next, DrainStep::Write(_));
                drain.next = DrainStep::Remove;
            }
        }
        At::Drain(Box::new(drain))
    }
}

fn find(state: &State, entry: Entry) -> DrainStep {
    let row = &state.row;
    match protocol::commit(Some(row.head.generation), entry.generation) {
        CommitDecision::Write => DrainStep::Write(row.version),
        CommitDecision::SameGeneration if row.token != entry.token && row.sibling.is_none() => {
            DrainStep::Park(row.version)
        }
        _ => DrainStep::Remove,
    }
}

/// What follows on a spool without further entries.
fn proceed(mut drain: Drain) -> At {
    if !drain.entries.is_empty() {
        return At::Drain(Box::new(drain));
    }
    match drain.then.take() {
        None => At::Idle,
        Some(_) if drain.has_recovered => At::Load,
        Some(claim) => At::Announce(Box::new(claim)),
    }
}
