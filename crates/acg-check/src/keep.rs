//! An answer on its way into the store: the engine's `Session::keep`.

use acg::protocol;
use acg::protocol::CommitDecision;
use acg::store::{GrantState, Head, StoreTime};

use crate::refresh::{Swap, Write};
use crate::state::{At, Claim, Entry, Keep, KeepStep, NOW, Row, Spooled, State, Token};
use crate::world::{Refresh, Variant};

/// The head of a token set that has just come.
pub(crate) fn successor(before: &Head, generation: u64) -> Head {
    let mut head = before.clone();
    head.generation = generation;
    head.state = GrantState::Ready;
    head.not_before = StoreTime(NOW);
    head
}

impl Refresh {
    /// The answer goes to the disk first.
    pub(crate) fn spool(
        &self,
        state: &mut State,
        index: u8,
        claim: &Claim,
        token: Token,
        write: Write,
    ) -> At {
        let generation = claim.head.generation + 1;
        let owner = (index, state.workers[index as usize].starts);
        let spooled = match write {
            _ if self.world.variant == Variant::NoSpool => Spooled::Never,
            Write::Sound => Spooled::Yes,
            Write::Unknown | Write::Failed => Spooled::Failed,
        };
        if spooled == Spooled::Yes {
            state.spool.push(Entry {
                generation,
                token,
                owner,
            });
        }
        let keep = Keep {
            generation,
            token,
            spooled,
            next: KeepStep::Write(claim.version),
        };
        let next = At::Keep(keep);
        if self.world.variant == Variant::PublishFirst {
            self.show(state, token, next)
        } else {
            next
        }
    }

    pub(crate) fn keep(&self, state: &mut State, index: u8, keep: Keep, write: Write) -> At {
        match keep.next {
            KeepStep::Write(version) => self.write(state, index, keep, version, write),
            KeepStep::Find => At::Keep(Keep {
                next: self.find(state, &keep),
                ..keep
            }),
            KeepStep::Park(version) => {
                let (row, revives) = self.beside(&state.row, keep.token);
                let next = match state.swap(version, row, write) {
                    Swap::Done if !revives => KeepStep::Settle(state.row.token),
                    _ => KeepStep::Find,
                };
                At::Keep(Keep { next, ..keep })
            }
            KeepStep::Settle(shown) => {
                let owner = (index, state.workers[index as usize].starts);
                state
                    .spool
                    .retain(|entry| (entry.generation, entry.owner) != (keep.generation, owner));
                self.show(state, shown, At::Idle)
            }
        }
    }

    fn write(&self, state: &mut State, index: u8, keep: Keep, version: u8, write: Write) -> At {
        if self.world.variant == Variant::CommitUnderLease && !holds_lease(state, index) {
            let owner = (index, state.workers[index as usize].starts);
            state.spool.retain(|entry| entry.owner != owner);
            return At::Idle;
        }
        let head = successor(&state.row.head, keep.generation);
        let row = Row {
            version,
            head,
            token: keep.token,
            sibling: None,
        };
        let next = match state.swap(version, row, write) {
            Swap::Done => KeepStep::Settle(keep.token),
            Swap::Conflict | Swap::Error => KeepStep::Find,
        };
        At::Keep(Keep { next, ..keep })
    }

    /// The row with a second answer beside the first, or in its place if the provider has refused that one; which of the two.
    pub(crate) fn beside(&self, row: &Row, second: Token) -> (Row, bool) {
        let has_ended = matches!(row.head.state, GrantState::ConsentNeeded { .. });
        if !has_ended || self.world.variant == Variant::DeafPark {
            return (
                Row {
                    sibling: Some(second),
                    ..row.clone()
                },
                false,
            );
        }
        let head = successor(&row.head, row.head.generation + 1);
        (
            Row {
                version: row.version,
                head,
                token: second,
                sibling: None,
            },
            true,
        )
    }

    /// Looks what the store has by now.
    fn find(&self, state: &State, keep: &Keep) -> KeepStep {
        let row = &state.row;
        match protocol::commit(Some(row.head.generation), keep.generation) {
            CommitDecision::Write => KeepStep::Write(row.version),
            CommitDecision::SameGeneration if row.token != keep.token && row.sibling.is_none() => {
                KeepStep::Park(row.version)
            }
            _ => KeepStep::Settle(row.token),
        }
    }
}

fn holds_lease(state: &State, index: u8) -> bool {
    let me = state.workers[index as usize].name();
    matches!(&state.row.head.state, GrantState::Refreshing { owner, until } if *owner == me && until.0 > NOW)
}
