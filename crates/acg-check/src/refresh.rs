//! The transitions of the model: each action, as the engine's `refresh` folder performs it.

use std::time::Duration;

use acg::protocol::{LeaseDecision, LeaseRequest, LeaseSeen};
use acg::store::{GrantState, Head, OwnerState, StoreTime};
use acg::{ConsentCause, protocol};

use crate::action::{Action, Swap, Write};
use crate::provider::{Provider, Reply};
use crate::setting::{LEASE, Owners, SECOND_LOOK, Variant};
use crate::state::{
    At, CommitStep, End, Lease, Left, Message, NOW, ReplayStep, Row, Seen, Spooled, State, Worker,
};
use crate::world::Refresh;

/// How long a request takes at most.
const TIMEOUT: u8 = 1;

/// How long a failed refresh is put off.
const COOLDOWN: u8 = 1;

impl State {
    pub(crate) fn new(head: Head) -> Self {
        let mut head = head;
        head.not_before = StoreTime(NOW);
        let worker = |number| Worker {
            number,
            starts: 0,
            known: 0,
            age: 0,
            waits: None,
            at: At::Idle,
        };
        let mut seen = Seen::default();
        seen.durable.insert(0);
        Self {
            row: Row {
                version: 0,
                head,
                token: 0,
                sibling: None,
            },
            spool: Vec::new(),
            provider: Provider::new(),
            network: Vec::new(),
            workers: vec![worker(0), worker(1)],
            left: Left {
                crashes: 0,
                losses: 0,
                store_faults: 0,
                disk_faults: 0,
                refusals: 0,
                consents: 0,
                incidents: 0,
            },
            seen,
        }
    }

    /// Replaces the row if its version is the expected one.
    pub(crate) fn swap(&mut self, expected: u8, row: Row, write: Write) -> Swap {
        if write == Write::Failed {
            return Swap::Error;
        }
        let matches = self.row.version == expected;
        if matches {
            self.row = Row {
                version: self.row.version + 1,
                ..row
            };
        }
        match (write, matches) {
            (Write::Unknown, _) => Swap::Error,
            (_, true) => Swap::Done,
            _ => Swap::Conflict,
        }
    }

    /// Finds the request or response that a process waits for.
    fn message_to(&self, worker: u8) -> Option<usize> {
        self.network
            .iter()
            .position(|message| message.to == Some(worker))
    }

    /// Forgets what a process has sent: no process still waits for it.
    fn abandon(&mut self, worker: u8) {
        let Some(at) = self.message_to(worker) else {
            return;
        };
        self.seen.abandoned = true;
        match self.network[at].reply {
            None => self.network[at].to = None,
            Some(reply) => {
                self.network.remove(at);
                self.forget(reply);
            }
        }
    }

    fn forget(&mut self, reply: Reply) {
        if let Reply::Tokens(token) = reply {
            self.seen.lost.insert(token);
        }
    }
}

impl Refresh {
    pub(crate) fn timeout(&self) -> u8 {
        TIMEOUT
    }

    pub(crate) fn possible(&self, state: &State, actions: &mut Vec<Action>) {
        for (index, worker) in state.workers.iter().enumerate() {
            self.possible_for(state, index as u8, worker, actions);
        }
        for (index, message) in state.network.iter().enumerate() {
            let index = index as u8;
            if message.reply.is_none() {
                actions.push(Action::Process(index));
                if message.to.is_some() && state.left.refusals > 0 {
                    actions.push(Action::Refuse(index));
                }
                if message.to.is_some() && state.left.incidents > 0 {
                    actions.push(Action::Mistake(index));
                }
            }
            if message.to.is_some() && message.reply != Some(Reply::Broken) && state.left.losses > 0
            {
                actions.push(Action::Lose(index));
            }
        }
        if state.left.consents > 0 {
            if !state.row.head.is_removed() {
                actions.push(Action::Remove);
            }
            let idle = |worker: &&Worker| worker.at == At::Idle;
            let workers = state.workers.iter().filter(idle);
            actions.extend(workers.map(|worker| Action::Consent(worker.number)));
        }
        actions.push(Action::Tick);
    }

    fn possible_for(&self, state: &State, index: u8, worker: &Worker, actions: &mut Vec<Action>) {
        match &worker.at {
            At::Idle if self.may_begin(state) => return actions.push(Action::Begin(index)),
            At::Idle => return,
            At::Down => return actions.push(Action::Start(index)),
            At::Wait(_, since) => {
                if state
                    .message_to(index)
                    .is_some_and(|at| state.network[at].reply.is_some())
                {
                    actions.push(Action::Deliver(index));
                }
                if *since >= TIMEOUT && state.left.losses > 0 {
                    actions.push(Action::GiveUp(index));
                }
            }
            at => {
                actions.push(Action::Step(index));
                if self.writes_store(at) && state.left.store_faults > 0 {
                    actions.extend([Action::StepUnknown(index), Action::StepFails(index)]);
                }
                if matches!(at, At::Received(..)) && state.left.disk_faults > 0 {
                    actions.push(Action::StepFails(index));
                }
            }
        }
        if state.left.crashes > 0 {
            actions.push(Action::Crash(index));
        }
    }

    fn may_begin(&self, state: &State) -> bool {
        match &state.row.head.state {
            GrantState::Ready => state.row.head.generation <= self.world.rotations,
            GrantState::ConsentNeeded { .. } => state.row.head.second_look == Some(StoreTime(NOW)),
            GrantState::Removed { .. } => false,
            _ => true,
        }
    }

    fn writes_store(&self, at: &At) -> bool {
        match at {
            At::WriteLease(_) | At::End(..) | At::UseSibling(_) => true,
            At::Commit(commit) => matches!(
                commit.next,
                CommitStep::Write(_) | CommitStep::StoreSibling(_)
            ),
            At::Replay(replay) => matches!(
                replay.next,
                ReplayStep::Write(_) | ReplayStep::StoreSibling(_)
            ),
            _ => false,
        }
    }

    pub(crate) fn act(&self, state: &mut State, action: Action) {
        match action {
            Action::Begin(index) => {
                let known = state.row.head.generation;
                let worker = &mut state.workers[index as usize];
                (worker.known, worker.at) = (known, At::Load);
            }
            Action::Step(index) => self.step(state, index, Write::Sound),
            Action::StepUnknown(index) => {
                state.left.store_faults -= 1;
                self.step(state, index, Write::Unknown);
            }
            Action::StepFails(index) => {
                match state.workers[index as usize].at {
                    At::Received(..) => state.left.disk_faults -= 1,
                    _ => state.left.store_faults -= 1,
                }
                self.step(state, index, Write::Failed);
            }
            Action::Deliver(index) => self.deliver(state, index),
            Action::GiveUp(index) => {
                state.left.losses -= 1;
                state.abandon(index);
                self.on_reply(state, index, Reply::Broken);
            }
            Action::Crash(index) => self.crash(state, index),
            Action::Start(index) => {
                let worker = &mut state.workers[index as usize];
                (worker.starts, worker.at) = (worker.starts + 1, At::Start);
            }
            Action::Process(at) => self.process(state, at),
            Action::Refuse(at) => {
                state.left.refusals -= 1;
                state.network[at as usize].reply = Some(Reply::Later);
            }
            Action::Mistake(at) => {
                state.left.incidents -= 1;
                state.network[at as usize].reply = Some(Reply::Dead);
            }
            Action::Lose(at) => {
                state.left.losses -= 1;
                state.seen.abandoned = true;
                let lost = state.network[at as usize].reply.replace(Reply::Broken);
                lost.into_iter().for_each(|reply| state.forget(reply));
            }
            Action::Remove => self.remove(state),
            Action::Consent(index) => self.consent(state, index),
            Action::Tick => state.tick(LEASE, self.world.spools),
        }
    }

    fn process(&self, state: &mut State, at: u8) {
        let Message { to, token, .. } = state.network[at as usize];
        let reply = state.provider.present(token, self.world.rotation);
        if to.is_some() {
            state.network[at as usize].reply = Some(reply);
        } else {
            state.network.remove(at as usize);
            state.forget(reply);
        }
    }

    fn crash(&self, state: &mut State, index: u8) {
        state.left.crashes -= 1;
        state.abandon(index);
        match std::mem::replace(&mut state.workers[index as usize].at, At::Down) {
            At::Received(_, token) => state.seen.lost.insert(token),
            At::Commit(commit) if commit.spooled == Spooled::Failed => {
                state.seen.lost.insert(commit.token);
            }
            _ => {}
        }
    }

    fn deliver(&self, state: &mut State, index: u8) {
        let Some(at) = state.message_to(index) else {
            return;
        };
        let reply = state.network.remove(at).reply;
        reply
            .into_iter()
            .for_each(|reply| self.on_reply(state, index, reply));
    }

    /// Does what the engine's `run` does from the response on.
    fn on_reply(&self, state: &mut State, index: u8, reply: Reply) {
        let worker = &mut state.workers[index as usize];
        let At::Wait(mut lease, _) = std::mem::replace(&mut worker.at, At::Idle) else {
            return;
        };
        worker.at = match reply {
            Reply::Tokens(token) => At::Received(lease, token),
            Reply::Dead if lease.sibling.is_some() => At::UseSibling(lease),
            Reply::Dead => At::End(lease, End::Dead),
            Reply::Later => At::End(lease, End::Release),
            Reply::Broken if lease.again => At::End(lease, End::Doubt),
            Reply::Broken => {
                (lease.again, lease.in_doubt) = (true, true);
                At::Fence(lease)
            }
        };
    }

    fn step(&self, state: &mut State, index: u8, write: Write) {
        let at = std::mem::replace(&mut state.workers[index as usize].at, At::Idle);
        let next = match at {
            At::Start => self.start(state, index),
            At::Load => self.load(state, index),
            At::Pause => At::Load,
            At::Prepare(row, seen) => self.prepare(state, index, *row, seen),
            At::Replay(replay) => self.replay(state, *replay, write),
            At::WriteLease(lease) => write_lease(state, lease, write),
            At::Fence(lease) => self.fence(state, index, lease),
            At::Send(lease) => {
                state.network.push(Message {
                    to: Some(index),
                    token: lease.token,
                    reply: None,
                });
                At::Wait(lease, 0)
            }
            At::Received(lease, token) => self.spool(state, index, &lease, token, write),
            At::Commit(commit) => self.commit(state, index, commit, write),
            At::End(lease, end) => self.end(state, index, lease, end, write),
            At::EndAgain(lease, end) => self.end_again(state, lease, end),
            At::UseSibling(lease) => use_sibling(state, &lease, write),
            at => at,
        };
        state.workers[index as usize].at = next;
    }

    /// Reads the row; what another process has refreshed is adopted.
    fn load(&self, state: &mut State, index: u8) -> At {
        let row = state.row.clone();
        let worker = &mut state.workers[index as usize];
        worker.age = 0;
        if row.head.is_removed() {
            return At::Idle;
        }
        if row.head.generation != worker.known {
            return self.show(state, row.token, At::Idle);
        }
        if self.world.owners == Owners::Unknown {
            return self.prepare(state, index, row, LeaseSeen::Briefly);
        }
        let waits = worker
            .waits
            .filter(|(version, _)| *version == row.version)
            .unwrap_or((row.version, 0));
        worker.waits = Some(waits);
        let seen = if waits.1 > LEASE {
            LeaseSeen::WholeLength
        } else {
            LeaseSeen::Briefly
        };
        At::Prepare(Box::new(row), seen)
    }

    /// Shows a token to this process's callers.
    pub(crate) fn show(&self, state: &mut State, token: u8, then: At) -> At {
        state.seen.shown_early |= !state.seen.durable.contains(token);
        then
    }

    fn prepare(&self, state: &State, index: u8, row: Row, seen: LeaseSeen) -> At {
        let worker = &state.workers[index as usize];
        let me = worker.name();
        let loaded = StoreTime(NOW - i64::from(worker.age));
        let mut request = LeaseRequest::new(&me, loaded, ticks(LEASE));
        request.owner = self.owner_state(state, &row.head, &me);
        request.seen = seen;
        match protocol::request_lease(&row.head, request) {
            LeaseDecision::Take {
                state: leased,
                in_doubt,
            } => {
                let (version, token, sibling) = (row.version, row.token, row.sibling);
                let mut head = row.head;
                head.state = leased;
                let lease = Lease {
                    head,
                    version,
                    token,
                    sibling,
                    in_doubt,
                    again: false,
                };
                if in_doubt && self.world.variant != Variant::BlindTakeover {
                    self.look_into_spool(state, index, Some(lease))
                } else {
                    At::WriteLease(Box::new(lease))
                }
            }
            // A process that has begun to wait keeps waiting; another one may as well come again later.
            LeaseDecision::Wait if worker.waits.is_some() => At::Pause,
            _ => At::Idle,
        }
    }

    fn owner_state(&self, state: &State, head: &Head, me: &str) -> OwnerState {
        let GrantState::Refreshing { owner, .. } = &head.state else {
            return OwnerState::Unknown;
        };
        if self.world.owners == Owners::Unknown || owner == me {
            return OwnerState::Unknown;
        }
        let lives = state
            .workers
            .iter()
            .any(|worker| worker.at != At::Down && worker.name() == *owner);
        if lives {
            OwnerState::Alive
        } else {
            OwnerState::Gone
        }
    }

    fn fence(&self, state: &State, index: u8, lease: Box<Lease>) -> At {
        let passed = state.workers[index as usize].age;
        let fits = passed + TIMEOUT <= LEASE || self.world.variant == Variant::NoFence;
        match (fits, lease.again) {
            (true, _) => At::Send(lease),
            (false, false) => At::End(lease, End::Release),
            (false, true) => At::End(lease, End::Doubt),
        }
    }

    fn end(
        &self,
        state: &mut State,
        index: u8,
        mut lease: Box<Lease>,
        end: End,
        write: Write,
    ) -> At {
        let loaded = NOW - i64::from(state.workers[index as usize].age);
        let mut head = lease.head.clone();
        let wait = match end {
            End::Dead | End::Release => 0,
            End::Doubt => i64::from(COOLDOWN),
        };
        head.state = match end {
            End::Dead => self.refused(&lease),
            // A second look that came to nothing: until it comes to something the grant has ended.
            _ if head.second_look.is_some() => self.refused(&lease),
            End::Release if !lease.in_doubt => GrantState::Ready,
            End::Release | End::Doubt => GrantState::InDoubt,
        };
        if end == End::Dead {
            head.second_look = self.second_look(&lease);
        }
        head.not_before = StoreTime((loaded + wait).max(NOW));
        let before = state.row.head.clone();
        let row = Row {
            head,
            ..state.row.clone()
        };
        if self.world.variant == Variant::BlindEnd && state.row.version != lease.version {
            lease.version = state.row.version;
        }
        match state.swap(lease.version, row, write) {
            Swap::Conflict => At::EndAgain(lease, end),
            Swap::Done | Swap::Error => {
                let same =
                    before.generation == lease.head.generation && before.state == lease.head.state;
                state.seen.ended_blindly |= state.row.head != before && !same;
                At::Idle
            }
        }
    }

    /// Returns the state of a grant whose token was refused under this lease. Without second looks the cause has no meaning here.
    fn refused(&self, lease: &Lease) -> GrantState {
        let cause = if self.looks_twice() && lease.in_doubt {
            ConsentCause::RotationLost
        } else {
            ConsentCause::RefreshTokenRefused
        };
        GrantState::ConsentNeeded { cause }
    }

    /// Returns when the token that was refused under this lease is presented once more: a second refusal is the last one.
    fn second_look(&self, lease: &Lease) -> Option<StoreTime> {
        let is_first = lease.head.second_look.is_none();
        let looks = match self.world.variant {
            Variant::NoSecondLook => false,
            Variant::EndlessLooks => true,
            _ => is_first,
        };
        (self.looks_twice() && looks).then_some(StoreTime(NOW + i64::from(SECOND_LOOK)))
    }

    /// Returns whether refused tokens are presented once more: where the provider has incidents, so that the other worlds stay small.
    fn looks_twice(&self) -> bool {
        self.world.budget.incidents > 0
    }

    fn end_again(&self, state: &State, mut lease: Box<Lease>, end: End) -> At {
        let hears = self.world.variant != Variant::DeafEnd;
        let has_second = hears && end == End::Dead && state.row.sibling.is_some();
        if !protocol::lease_stands(&state.row.head, &lease.head) || has_second {
            return At::Load;
        }
        lease.version = state.row.version;
        At::End(lease, end)
    }

    /// Chooses what happens next in a run without faults, in one of the possible orders; nothing when the record is at
    /// rest.
    pub(crate) fn calm_action(&self, state: &State) -> Option<Action> {
        if let Some(at) = state
            .network
            .iter()
            .position(|message| message.reply.is_none())
        {
            return Some(Action::Process(at as u8));
        }
        for (index, worker) in state.workers.iter().enumerate() {
            match &worker.at {
                At::Idle | At::Pause => {}
                At::Down => return Some(Action::Start(index as u8)),
                At::Wait(..) => return Some(Action::Deliver(index as u8)),
                _ => return Some(Action::Step(index as u8)),
            }
        }
        if let Some(worker) = state.workers.iter().find(|worker| worker.at == At::Pause) {
            let has_waited = worker
                .waits
                .is_none_or(|(version, since)| version != state.row.version || since > LEASE);
            return Some(if has_waited {
                Action::Step(worker.number)
            } else {
                Action::Tick
            });
        }
        let GrantState::Refreshing { owner, until } = &state.row.head.state else {
            let head = &state.row.head;
            let from = head
                .second_look
                .map_or(head.not_before, |at| at.max(head.not_before));
            let next = if from.0 > NOW {
                Action::Tick
            } else {
                Action::Begin(0)
            };
            let is_due = head.state == GrantState::InDoubt || head.second_look.is_some();
            return is_due.then_some(next);
        };
        match state.workers.iter().find(|worker| worker.name() == *owner) {
            Some(worker) => Some(Action::Begin(worker.number)),
            None if until.0 > NOW && self.world.owners == Owners::Unknown => Some(Action::Tick),
            None => Some(Action::Begin(0)),
        }
    }
}

fn write_lease(state: &mut State, mut lease: Box<Lease>, write: Write) -> At {
    let row = Row {
        head: lease.head.clone(),
        ..state.row.clone()
    };
    match state.swap(lease.version, row, write) {
        Swap::Done => {
            lease.version = state.row.version;
            At::Fence(lease)
        }
        Swap::Conflict => At::Load,
        Swap::Error => At::Idle,
    }
}

/// Uses the sibling.
fn use_sibling(state: &mut State, lease: &Lease, write: Write) -> At {
    let mut head = lease.head.clone();
    head.generation += 1;
    head.state = GrantState::Ready;
    head.second_look = None;
    let row = Row {
        version: 0,
        head,
        token: lease.sibling.unwrap_or(lease.token),
        sibling: None,
    };
    match state.swap(lease.version, row, write) {
        Swap::Error => At::Idle,
        Swap::Done | Swap::Conflict => At::Load,
    }
}

fn ticks(count: u8) -> Duration {
    Duration::from_millis(count.into())
}
