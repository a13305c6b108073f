//! A response on its way into the store: the engine's `Committer::commit`.

use acg::protocol;
use acg::protocol::CommitDecision;
use acg::store::{GrantState, Head, StoreTime};

use crate::refresh::{Swap, Write};
use crate::state::{At, Commit, CommitStep, Entry, Lease, NOW, Row, Spooled, State, Token};
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
    /// The response goes to the disk first.
    pub(crate) fn spool(
        &self,
        state: &mut State,
        index: u8,
        lease: &Lease,
        token: Token,
        write: Write,
    ) -> At {
        let generation = lease.head.generation + 1;
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
        let commit = Commit {
            generation,
            token,
            spooled,
            next: CommitStep::Write(lease.version),
        };
        let next = At::Commit(commit);
        if self.world.variant == Variant::PublishFirst {
            self.show(state, token, next)
        } else {
            next
        }
    }

    pub(crate) fn commit(&self, state: &mut State, index: u8, commit: Commit, write: Write) -> At {
        match commit.next {
            CommitStep::Write(version) => self.write(state, index, commit, version, write),
            CommitStep::Find => At::Commit(Commit {
                next: self.find(state, &commit),
                ..commit
            }),
            CommitStep::StoreSibling(version) => {
                let (row, revives) = self.beside(&state.row, commit.token);
                let next = match state.swap(version, row, write) {
                    Swap::Done if !revives => CommitStep::Publish(state.row.token),
                    _ => CommitStep::Find,
                };
                At::Commit(Commit { next, ..commit })
            }
            CommitStep::Publish(shown) => {
                let owner = (index, state.workers[index as usize].starts);
                state
                    .spool
                    .retain(|entry| (entry.generation, entry.owner) != (commit.generation, owner));
                self.show(state, shown, At::Idle)
            }
        }
    }

    fn write(&self, state: &mut State, index: u8, commit: Commit, version: u8, write: Write) -> At {
        if self.world.variant == Variant::CommitUnderLease && !holds_lease(state, index) {
            let owner = (index, state.workers[index as usize].starts);
            state.spool.retain(|entry| entry.owner != owner);
            return At::Idle;
        }
        let head = successor(&state.row.head, commit.generation);
        let row = Row {
            version,
            head,
            token: commit.token,
            sibling: None,
        };
        let next = match state.swap(version, row, write) {
            Swap::Done => CommitStep::Publish(commit.token),
            Swap::Conflict | Swap::Error => CommitStep::Find,
        };
        At::Commit(Commit { next, ..commit })
    }

    /// The row with a sibling beside the token, or in its place if the provider has refused that one; which of the two.
    pub(crate) fn beside(&self, row: &Row, second: Token) -> (Row, bool) {
        let has_ended = matches!(row.head.state, GrantState::ConsentNeeded { .. });
        if !has_ended || self.world.variant == Variant::DeafSibling {
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

    /// Looks what the store has now.
    fn find(&self, state: &State, commit: &Commit) -> CommitStep {
        let row = &state.row;
        match protocol::commit(Some(row.head.generation), commit.generation) {
            CommitDecision::Write => CommitStep::Write(row.version),
            CommitDecision::SameGeneration
                if row.token != commit.token && row.sibling.is_none() =>
            {
                CommitStep::StoreSibling(row.version)
            }
            _ => CommitStep::Publish(row.token),
        }
    }
}

fn holds_lease(state: &State, index: u8) -> bool {
    let me = state.workers[index as usize].name();
    matches!(&state.row.head.state, GrantState::Refreshing { owner, until } if *owner == me && until.0 > NOW)
}
