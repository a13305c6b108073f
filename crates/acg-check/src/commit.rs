//! A response on its way into the store: the engine's `Committer::commit`.

use acg::protocol;
use acg::protocol::CommitDecision;
use acg::store::{GrantState, Head, StoreTime};

use crate::action::{Swap, Write};
use crate::setting::{Spools, Variant};
use crate::state::{At, Commit, CommitStep, Lease, NOW, Row, SpoolEntry, Spooled, State, order};
use crate::token::Token;
use crate::world::Refresh;

/// Decides as the engine does, or by the generation alone.
pub(crate) fn decide(variant: Variant, stored: &Head, successor: &Head) -> CommitDecision {
    if variant != Variant::GenerationAlone {
        return protocol::commit(Some(stored), successor);
    }
    let anonymous = |head: &Head| {
        let mut head = head.clone();
        head.consent = None;
        head
    };
    protocol::commit(Some(&anonymous(stored)), &anonymous(successor))
}

impl Refresh {
    /// Builds the head of a token set that has just come.
    pub(crate) fn head(&self, consent: u64, generation: u64) -> Head {
        let mut head = self.heads[consent as usize - 1].clone();
        head.generation = generation;
        head
    }

    /// Lets the customer end the grant here and at the provider.
    pub(crate) fn remove(&self, state: &mut State) {
        state.provider.revoke();
        let mut head = state.row.head.clone();
        let until = StoreTime(i64::MAX);
        head.state = GrantState::Removed { until };
        if self.world.variant == Variant::GenerationAlone {
            head.generation = 0;
        }
        let row = Row {
            head,
            sibling: None,
            ..state.row.clone()
        };
        state.swap(row.version, row, Write::Sound);
        // A spool on another machine keeps what it has.
        if self.world.spools == Spools::Shared {
            let consent = order(&state.row.head);
            state.spool.retain(|entry| entry.consent > consent);
        }
    }

    /// Lets the customer consent again; the response is on the disk of this process.
    pub(crate) fn consent(&self, state: &mut State, index: u8) {
        state.left.consents -= 1;
        let token = state.provider.consent();
        let consent = self.newest_consent(state);
        let generation = state.row.head.generation + 1;
        state.spool.push(SpoolEntry {
            consent,
            is_consent: true,
            generation,
            token,
            owner: (index, state.workers[index as usize].starts),
        });
        state.workers[index as usize].at = At::Commit(Box::new(Commit {
            head: self.head(consent, generation),
            is_consent: true,
            token,
            spooled: Spooled::Yes,
            next: CommitStep::Write(state.row.version),
        }));
    }

    /// Returns the order of the newest consent that the customer has given.
    pub(crate) fn newest_consent(&self, state: &State) -> u64 {
        1 + u64::from(self.world.budget.consents - state.left.consents)
    }

    /// Writes the response to the disk, which comes before all else.
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
            state.spool.push(SpoolEntry {
                consent: order(&lease.head),
                is_consent: false,
                generation,
                token,
                owner,
            });
        }
        let commit = Commit {
            head: self.head(order(&lease.head), generation),
            is_consent: false,
            token,
            spooled,
            next: CommitStep::Write(lease.version),
        };
        let next = At::Commit(Box::new(commit));
        if self.world.variant == Variant::PublishFirst {
            self.show(state, token, next)
        } else {
            next
        }
    }

    pub(crate) fn commit(
        &self,
        state: &mut State,
        index: u8,
        mut commit: Box<Commit>,
        write: Write,
    ) -> At {
        match commit.next {
            CommitStep::Write(version) => self.write(state, index, commit, version, write),
            CommitStep::Find => {
                let Some(next) = self.find(state, &mut commit) else {
                    discard(state, index, &commit);
                    return At::Idle;
                };
                commit.next = next;
                At::Commit(commit)
            }
            CommitStep::StoreSibling(version) => {
                let (row, revives) = self.beside(&state.row, commit.token);
                commit.next = match state.swap(version, row, write) {
                    Swap::Done if !revives => CommitStep::Publish(state.row.token),
                    _ => CommitStep::Find,
                };
                At::Commit(commit)
            }
            CommitStep::Publish(shown) => {
                discard(state, index, &commit);
                self.show(state, shown, At::Idle)
            }
        }
    }

    fn write(
        &self,
        state: &mut State,
        index: u8,
        mut commit: Box<Commit>,
        version: u8,
        write: Write,
    ) -> At {
        if self.world.variant == Variant::CommitUnderLease && !holds_lease(state, index) {
            let owner = (index, state.workers[index as usize].starts);
            state.spool.retain(|entry| entry.owner != owner);
            return At::Idle;
        }
        let row = Row {
            version,
            head: commit.head.clone(),
            token: commit.token,
            sibling: None,
        };
        commit.next = match state.swap(version, row, write) {
            Swap::Done => CommitStep::Publish(commit.token),
            Swap::Conflict | Swap::Error => CommitStep::Find,
        };
        At::Commit(commit)
    }

    /// Puts a sibling beside the token of the row, or in its place if the provider has refused that one. Returns which
    /// of the two.
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
        let head = self.head(order(&row.head), row.head.generation + 1);
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

    /// Looks what the store has now; `None` when the grant was removed.
    fn find(&self, state: &State, commit: &mut Commit) -> Option<CommitStep> {
        let row = &state.row;
        if commit.is_consent {
            return self.find_for_consent(row, commit);
        }
        let decision = decide(self.world.variant, &row.head, &commit.head);
        Some(match decision {
            CommitDecision::Write => CommitStep::Write(row.version),
            _ if row.head.is_removed() => return None,
            CommitDecision::SameGeneration
                if row.token != commit.token && row.sibling.is_none() =>
            {
                CommitStep::StoreSibling(row.version)
            }
            _ => CommitStep::Publish(row.token),
        })
    }

    /// Decides the commit of a consent, which goes over whatever is there, unless an earlier write of it was done.
    fn find_for_consent(&self, row: &Row, commit: &mut Commit) -> Option<CommitStep> {
        if order(&row.head) == order(&commit.head) {
            return (!row.head.is_removed()).then_some(CommitStep::Publish(row.token));
        }
        commit.head.generation = commit.head.generation.max(row.head.generation + 1);
        Some(CommitStep::Write(row.version))
    }
}

/// Removes the entry of a response that no longer needs one.
fn discard(state: &mut State, index: u8, commit: &Commit) {
    let owner = (index, state.workers[index as usize].starts);
    let place = (order(&commit.head), commit.head.generation);
    let is_own = |entry: &SpoolEntry| {
        entry.owner == owner && entry.consent == place.0 && entry.generation <= place.1
    };
    state.spool.retain(|entry| !is_own(entry));
}

fn holds_lease(state: &State, index: u8) -> bool {
    let me = state.workers[index as usize].name();
    matches!(&state.row.head.state, GrantState::Refreshing { owner, until } if *owner == me && until.0 > NOW)
}
