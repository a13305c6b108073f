//! Responses that a process could not save: the engine's `vault/replay.rs`.

use acg::protocol::CommitDecision;

use crate::action::{Swap, Write};
use crate::commit::decide;
use crate::setting::Spools;
use crate::state::{At, Lease, Replay, ReplayStep, Row, SpoolEntry, State};
use crate::world::Refresh;

impl Refresh {
    /// Begins with the replay of the spool, which a process does before anything else.
    pub(crate) fn start(&self, state: &State, index: u8) -> At {
        self.look_into_spool(state, index, None)
    }

    pub(crate) fn look_into_spool(&self, state: &State, index: u8, then: Option<Lease>) -> At {
        let is_mine =
            |entry: &&SpoolEntry| self.world.spools == Spools::Shared || entry.owner.0 == index;
        let mut entries: Vec<_> = state.spool.iter().filter(is_mine).copied().collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.generation));
        proceed(Replay {
            entries,
            next: ReplayStep::Find,
            has_recovered: false,
            then,
        })
    }

    pub(crate) fn replay(&self, state: &mut State, mut replay: Replay, write: Write) -> At {
        let Some(entry) = replay.entries.first().copied() else {
            return proceed(replay);
        };
        let swap = match replay.next {
            ReplayStep::Find => {
                replay.next = self.find_entry(state, entry);
                return At::Replay(Box::new(replay));
            }
            ReplayStep::Remove => {
                state.spool.retain(|known| *known != entry);
                replay.entries.remove(0);
                replay.next = ReplayStep::Find;
                return proceed(replay);
            }
            ReplayStep::Write(version) => {
                let row = self.row_of(entry, version);
                state.swap(version, row, write)
            }
            ReplayStep::StoreSibling(version) => {
                let (row, revives) = self.beside(&state.row, entry.token);
                match state.swap(version, row, write) {
                    Swap::Done if revives => Swap::Conflict,
                    swap => swap,
                }
            }
        };
        match swap {
            Swap::Error if replay.then.is_some() => return At::Idle,
            Swap::Error => return At::Start,
            Swap::Conflict => replay.next = ReplayStep::Find,
            Swap::Done => {
                replay.has_recovered |= matches!(replay.next, ReplayStep::Write(_));
                replay.next = ReplayStep::Remove;
            }
        }
        At::Replay(Box::new(replay))
    }

    /// Returns the row that an entry becomes.
    fn row_of(&self, entry: SpoolEntry, version: u8) -> Row {
        Row {
            version,
            head: self.head(entry.consent, entry.generation),
            token: entry.token,
            sibling: None,
        }
    }

    fn find_entry(&self, state: &State, entry: SpoolEntry) -> ReplayStep {
        let row = &state.row;
        let head = self.head(entry.consent, entry.generation);
        let may_stand_beside =
            !entry.is_consent && row.token != entry.token && row.sibling.is_none();
        match decide(self.world.variant, &row.head, &head) {
            CommitDecision::Write => ReplayStep::Write(row.version),
            CommitDecision::SameGeneration if may_stand_beside => {
                ReplayStep::StoreSibling(row.version)
            }
            _ => ReplayStep::Remove,
        }
    }
}

/// Returns what follows on a spool without further entries.
fn proceed(mut replay: Replay) -> At {
    if !replay.entries.is_empty() {
        return At::Replay(Box::new(replay));
    }
    match replay.then.take() {
        None => At::Idle,
        Some(_) if replay.has_recovered => At::Load,
        Some(lease) => At::WriteLease(Box::new(lease)),
    }
}
