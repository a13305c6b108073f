//! A state of the model: the store, the spools, the network, the provider and each process at one moment.

use acg::protocol::LeaseSeen;
use acg::store::{ConsentId, GrantState, Head, StoreTime};

use crate::provider::{Provider, Reply};
use crate::setting::Spools;
use crate::token::{Token, Tokens};

/// Every moment is "now": what was later is counted from here, what was earlier is only known to be so. Thus time
/// has no end and the number of states has one.
pub(crate) const NOW: i64 = 1_000;

/// All that there is, with what only an onlooker knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct State {
    pub(crate) row: Row,
    pub(crate) spool: Vec<SpoolEntry>,
    pub(crate) provider: Provider,
    pub(crate) network: Vec<Message>,
    pub(crate) workers: Vec<Worker>,
    pub(crate) left: Left,
    pub(crate) seen: Seen,
}

/// The store's row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) version: u8,
    pub(crate) head: Head,
    pub(crate) token: Token,
    pub(crate) sibling: Option<Token>,
}

/// A response in a spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SpoolEntry {
    /// The order of its consent.
    pub(crate) consent: u64,
    pub(crate) is_consent: bool,
    pub(crate) generation: u64,
    pub(crate) token: Token,
    pub(crate) owner: (u8, u8),
}

/// A request on its way, or its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Message {
    /// Who waits for it; nobody when it has given up or ended.
    pub(crate) to: Option<u8>,
    pub(crate) token: Token,
    pub(crate) reply: Option<Reply>,
}

/// A process.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Worker {
    pub(crate) number: u8,
    /// How often it was started: each time it has another name.
    pub(crate) starts: u8,
    /// The generation that is to be replaced.
    pub(crate) known: u64,
    /// Time since it has read the row.
    pub(crate) age: u8,
    /// The version that it waits for another process to replace, and since when.
    pub(crate) waits: Option<(u8, u8)>,
    pub(crate) at: At,
}

/// What a process does next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Idle,
    /// It has ended; a new one may start.
    Down,
    /// It has just started, or its last replay failed.
    Start,
    Load,
    /// Another process is at it.
    Pause,
    /// Whether it has waited for that row for the whole length of a lease.
    Prepare(Box<Row>, LeaseSeen),
    Replay(Box<Replay>),
    WriteLease(Box<Lease>),
    Fence(Box<Lease>),
    Send(Box<Lease>),
    /// With the time since the request has left.
    Wait(Box<Lease>, u8),
    Received(Box<Lease>, Token),
    Commit(Box<Commit>),
    End(Box<Lease>, End),
    EndAgain(Box<Lease>, End),
    UseSibling(Box<Lease>),
}

/// The right to send.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Lease {
    pub(crate) head: Head,
    pub(crate) version: u8,
    pub(crate) token: Token,
    pub(crate) sibling: Option<Token>,
    pub(crate) in_doubt: bool,
    /// The token was presented once already under this lease.
    pub(crate) again: bool,
}

/// The bad ends of a lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum End {
    Dead,
    Doubt,
    Release,
}

/// A response on its way into the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Commit {
    /// The head that is written.
    pub(crate) head: Head,
    pub(crate) is_consent: bool,
    pub(crate) token: Token,
    pub(crate) spooled: Spooled,
    pub(crate) next: CommitStep,
}

/// Whether a response is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Spooled {
    Yes,
    /// The disk did not take it.
    Failed,
    /// There is no spool.
    Never,
}

/// What becomes of a response next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum CommitStep {
    /// Written over this version.
    Write(u8),
    /// Looked for in the store.
    Find,
    /// Put beside the response that the store has, in this version.
    StoreSibling(u8),
    /// Its entry is removed, and this token shown.
    Publish(Token),
}

/// Entries of a spool on their way into the store.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Replay {
    pub(crate) entries: Vec<SpoolEntry>,
    pub(crate) next: ReplayStep,
    pub(crate) has_recovered: bool,
    /// The lease that is written when the spool held nothing; `None` at a start.
    pub(crate) then: Option<Lease>,
}

/// What becomes of an entry next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ReplayStep {
    Find,
    Write(u8),
    StoreSibling(u8),
    Remove,
}

/// How many faults may still happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) crashes: u8,
    pub(crate) losses: u8,
    pub(crate) store_faults: u8,
    pub(crate) disk_faults: u8,
    pub(crate) refusals: u8,
    pub(crate) consents: u8,
    pub(crate) incidents: u8,
}

/// What an onlooker has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Seen {
    /// Responses that nobody got, or that were gone before they could be on any disk.
    pub(crate) lost: Tokens,
    /// Tokens that were in the store.
    pub(crate) durable: Tokens,
    /// A request was given up before its response was there.
    pub(crate) abandoned: bool,
    /// A process that others could not know to have sent the token, or to have its
    /// response, was stopped until its lease ended.
    pub(crate) slept: bool,
    /// A token was shown that was not durable.
    pub(crate) shown_early: bool,
    /// A bad end was written over a record that another process had advanced.
    pub(crate) ended_blindly: bool,
    /// An older consent was put over or beside a newer one.
    pub(crate) mixed: bool,
}

impl State {
    /// Returns all tokens that are held somewhere: by the store, a spool, a response on its way to a process, a living
    /// process.
    pub(crate) fn held(&self) -> Tokens {
        let mut held = Tokens::default();
        held.insert(self.row.token);
        self.row
            .sibling
            .into_iter()
            .for_each(|token| held.insert(token));
        self.spool.iter().for_each(|entry| held.insert(entry.token));
        for message in self.network.iter().filter(|message| message.to.is_some()) {
            if let Some(Reply::Tokens(token)) = message.reply {
                held.insert(token);
            }
        }
        for worker in &self.workers {
            match &worker.at {
                At::Received(_, token) => held.insert(*token),
                At::Commit(commit) => held.insert(commit.token),
                _ => {}
            }
        }
        held
    }

    /// Returns whether the row is of an older consent than it was before, or holds tokens of two.
    pub(crate) fn mixes_consents(&self, before: &Head) -> bool {
        let head = &self.row.head;
        let order = |head: &Head| head.consent.as_ref().map(ConsentId::order);
        let is_of_newest = order(head) > Some(1);
        let tokens = [Some(self.row.token), self.row.sibling];
        let is_foreign = |token: &Token| is_of_newest && *token < self.provider.first;
        let is_mixed = !head.is_removed() && tokens.iter().flatten().any(is_foreign);
        is_mixed || order(head) < order(before)
    }

    /// Lets a unit of time pass. A process that sends under a lease that ends now was stopped for too long; so was
    /// one that holds an response that the others cannot find.
    pub(crate) fn tick(&mut self, lease: u8, spools: Spools) {
        self.provider.tick();
        if let Some(owner) = pass(&mut self.row.head) {
            self.seen.slept |= self
                .workers
                .iter()
                .any(|worker| worker.name() == owner && worker.is_exposed(spools));
        }
        for worker in &mut self.workers {
            worker.age = (worker.age + 1).min(lease + 1);
            if let Some((_, since)) = &mut worker.waits {
                *since = (*since + 1).min(lease + 1);
            }
            if let At::Wait(_, since) = &mut worker.at {
                *since = (*since + 1).min(lease);
            }
            worker
                .at
                .head_mut()
                .into_iter()
                .for_each(|head| drop(pass(head)));
        }
    }

    /// Brings what differs without meaning to one form: only the order of versions counts.
    pub(crate) fn normalise(&mut self) {
        self.network.sort_unstable();
        self.spool.sort_unstable();
        let mut known = vec![];
        self.each_version(&mut |version| known.push(*version));
        known.sort_unstable();
        known.dedup();
        self.each_version(&mut |version| {
            *version = known.partition_point(|other| other < version) as u8
        });
        for worker in &mut self.workers {
            if !worker.at.looks_back() {
                worker.age = 0;
            }
            if matches!(
                worker.at,
                At::Idle | At::Down | At::Start | At::Received(..) | At::Commit(_)
            ) {
                (worker.known, worker.waits) = (0, None);
            }
        }
    }

    fn each_version(&mut self, visit: &mut dyn FnMut(&mut u8)) {
        visit(&mut self.row.version);
        for worker in &mut self.workers {
            if let Some((version, _)) = &mut worker.waits {
                visit(version);
            }
            worker.at.each_version(visit);
        }
    }
}

impl Worker {
    /// Returns the name under which it holds leases.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.number, self.starts)
    }

    /// Returns whether another process that takes its lease over would send the token a second time.
    fn is_exposed(&self, spools: Spools) -> bool {
        match &self.at {
            At::Send(_) | At::Wait(..) | At::Received(..) => true,
            At::Commit(commit) => spools == Spools::Apart || commit.spooled == Spooled::Failed,
            _ => false,
        }
    }
}

impl At {
    /// Returns whether it matters how long ago the row was read.
    fn looks_back(&self) -> bool {
        match self {
            Self::Replay(replay) => replay.then.is_some(),
            Self::Prepare(..)
            | Self::WriteLease(_)
            | Self::Fence(_)
            | Self::Send(_)
            | Self::Wait(..) => true,
            Self::End(..) | Self::EndAgain(..) => true,
            _ => false,
        }
    }

    fn head_mut(&mut self) -> Option<&mut Head> {
        match self {
            Self::Prepare(row, _) => Some(&mut row.head),
            Self::Replay(replay) => replay.then.as_mut().map(|lease| &mut lease.head),
            _ => self.lease_mut().map(|lease| &mut lease.head),
        }
    }

    fn lease_mut(&mut self) -> Option<&mut Lease> {
        match self {
            Self::WriteLease(lease)
            | Self::Fence(lease)
            | Self::Send(lease)
            | Self::Wait(lease, _)
            | Self::Received(lease, _)
            | Self::End(lease, _)
            | Self::EndAgain(lease, _)
            | Self::UseSibling(lease) => Some(lease),
            _ => None,
        }
    }

    fn each_version(&mut self, visit: &mut dyn FnMut(&mut u8)) {
        match self {
            Self::Prepare(row, _) => visit(&mut row.version),
            Self::Replay(replay) => {
                if let ReplayStep::Write(version) | ReplayStep::StoreSibling(version) =
                    &mut replay.next
                {
                    visit(version);
                }
                replay
                    .then
                    .iter_mut()
                    .for_each(|lease| visit(&mut lease.version));
            }
            Self::Commit(commit) => {
                if let CommitStep::Write(version) | CommitStep::StoreSibling(version) =
                    &mut commit.next
                {
                    visit(version);
                }
            }
            _ => self
                .lease_mut()
                .into_iter()
                .for_each(|lease| visit(&mut lease.version)),
        }
    }
}

/// Lets a unit of time pass for a head. Returns whose lease ends with it.
fn pass(head: &mut Head) -> Option<String> {
    head.not_before = nearer(head.not_before);
    head.second_look = head.second_look.map(nearer);
    match &mut head.state {
        GrantState::Refreshing { owner, until } if until.0 > NOW => {
            until.0 -= 1;
            (until.0 == NOW).then(|| owner.clone())
        }
        _ => None,
    }
}

fn nearer(at: StoreTime) -> StoreTime {
    StoreTime((at.0 - 1).max(NOW))
}

/// Returns the order of a head's consent.
pub(crate) fn order(head: &Head) -> u64 {
    head.consent.as_ref().map_or(0, ConsentId::order)
}
