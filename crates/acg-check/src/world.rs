//! The worlds that are explored, what is promised in each, and how to break the protocol on purpose.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use acg::store::{GrantState, Head, StoreTime};
use stateright::{Checker as _, HasDiscoveries, Model, Path, Property};

use crate::action::Action;
use crate::provider::Rotation;
use crate::setting::{Owners, Spools, Variant};
use crate::state::{At, Left, NOW, State, order};

/// How many faults happen at most in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Budget {
    /// Processes that end without warning, between any two steps.
    pub crashes: u8,
    /// Requests or responses that are dropped, or given up because the response is late.
    pub losses: u8,
    /// Writes to the store that report a failure; they were done, or not.
    pub store_faults: u8,
    /// Writes to the spool that fail.
    pub disk_faults: u8,
    /// Responses that say: not now.
    pub refusals: u8,
    /// New consents, each after a removal or over the grant that is there.
    pub consents: u8,
    /// Refusals of a token that lives. Where there may be one, a refused token is presented once more, much later.
    pub incidents: u8,
}

impl Budget {
    /// Allows this many crashes, losses and faults of the store; no other fault happens.
    pub fn new(crashes: u8, losses: u8, store_faults: u8) -> Self {
        Self {
            crashes,
            losses,
            store_faults,
            ..Self::default()
        }
    }

    const fn with_disk_faults(self, disk_faults: u8) -> Self {
        Self {
            disk_faults,
            ..self
        }
    }

    const fn with_refusals(self, refusals: u8) -> Self {
        Self { refusals, ..self }
    }

    const fn with_consents(self, consents: u8) -> Self {
        Self { consents, ..self }
    }

    /// Allows this many refusals of a token that lives.
    #[must_use]
    pub const fn with_incidents(self, incidents: u8) -> Self {
        Self { incidents, ..self }
    }
}

/// What is explored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct World {
    /// The provider's kind.
    pub rotation: Rotation,
    /// Where responses wait.
    pub spools: Spools,
    /// What processes know of each other.
    pub owners: Owners,
    /// The protocol.
    pub variant: Variant,
    /// Refreshes, at most.
    pub rotations: u64,
    /// Faults, at most.
    pub budget: Budget,
}

impl World {
    /// Creates a world of two processes on one machine that know nothing of each other, with the real protocol.
    pub fn new(rotation: Rotation, rotations: u64, budget: Budget) -> Self {
        let (spools, owners, variant) = (Spools::Shared, Owners::Unknown, Variant::Real);
        Self {
            rotation,
            spools,
            owners,
            variant,
            rotations,
            budget,
        }
    }

    /// Worlds small enough for a test that runs at every change.
    pub fn quick() -> Vec<Self> {
        let (none, one) = (Budget::default(), Budget::new(1, 0, 0));
        let strict = Self::new(Rotation::Strict, 1, one);
        let family = Self::new(Rotation::Family, 1, one);
        vec![
            strict.with_rotations(2),
            strict.with_budget(Budget::new(1, 1, 0)),
            strict.with_budget(Budget::new(1, 0, 1)),
            strict.with_budget(one.with_disk_faults(1)),
            strict.with_spools_apart(),
            strict.with_owners_known().with_budget(none),
            Self::new(Rotation::GraceSame, 1, one),
            Self::new(Rotation::GraceAnother, 2, none),
            family.with_budget(Budget::new(1, 0, 1)),
            family.with_spools_apart(),
            strict.with_budget(none.with_consents(1)),
            strict
                .with_spools_apart()
                .with_budget(Budget::new(0, 0, 1).with_consents(1)),
            strict.with_budget(one.with_incidents(1)),
            family.with_budget(none.with_incidents(1)),
        ]
    }

    /// Returns larger worlds: every kind of provider with every kind of fault.
    pub fn deep() -> Vec<Self> {
        let rotations = [
            Rotation::Strict,
            Rotation::Family,
            Rotation::GraceSame,
            Rotation::GraceAnother,
        ];
        rotations.into_iter().flat_map(Self::deep_with).collect()
    }

    fn deep_with(rotation: Rotation) -> Vec<Self> {
        let one = Budget::new(1, 0, 0);
        let small = Self::new(rotation, 1, one);
        let mut worlds = vec![
            small.with_rotations(2),
            small.with_budget(Budget::new(1, 1, 0)),
            small.with_budget(Budget::new(1, 0, 1)),
            small.with_budget(one.with_disk_faults(1)),
            small.with_budget(one.with_refusals(1)),
            small.with_owners_known(),
            small.with_spools_apart(),
            small.with_budget(one.with_consents(1)),
            small.with_spools_apart().with_budget(one.with_consents(1)),
            small.with_budget(one.with_incidents(1)),
            small.with_spools_apart().with_budget(one.with_incidents(1)),
        ];
        // Without a grace window there are fewer states, which leaves room for more faults.
        if matches!(rotation, Rotation::Strict | Rotation::Family) {
            worlds.extend([
                small.with_budget(Budget::new(2, 0, 0)),
                small.with_budget(Budget::new(1, 1, 1)),
                small.with_budget(Budget::new(1, 2, 0)),
            ]);
        }
        worlds
    }

    const fn with_rotations(self, rotations: u64) -> Self {
        Self { rotations, ..self }
    }

    const fn with_budget(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    const fn with_spools_apart(self) -> Self {
        let spools = Spools::Apart;
        Self { spools, ..self }
    }

    const fn with_owners_known(self) -> Self {
        let owners = Owners::Known;
        Self { owners, ..self }
    }

    /// Explores every run.
    pub fn explore(self) -> Exploration {
        self.explore_until(HasDiscoveries::AllFailures)
    }

    /// Explores until a run is found that breaks this promise: the shortest one.
    pub fn explore_for(self, promise: &'static str) -> Exploration {
        self.explore_until(HasDiscoveries::AnyOf(BTreeSet::from([promise])))
    }

    fn explore_until(self, enough: HasDiscoveries) -> Exploration {
        let model = Refresh::new(self);
        let checker = model.checker().finish_when(enough).spawn_bfs().join();
        let mut found = checker.discoveries();
        Exploration {
            world: self,
            unique: checker.unique_state_count(),
            total: checker.state_count(),
            depth: checker.max_depth(),
            completes: found.remove(COMPLETES).is_some(),
            broken: found
                .into_iter()
                .map(|(promise, path)| (promise, steps_of(path)))
                .collect(),
        }
    }
}

/// Returns the steps of a run, so that a person can follow it.
fn steps_of(path: Path<State, Action>) -> Vec<String> {
    let steps = path
        .into_vec()
        .into_iter()
        .filter_map(|(state, action)| action.map(|action| action.describe(&state)));
    steps.collect()
}

/// What an exploration saw.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exploration {
    /// What was explored.
    pub world: World,
    /// Different states.
    pub unique: usize,
    /// States, also those that were reached again.
    pub total: usize,
    /// The most steps to a state, by the shortest way.
    pub depth: usize,
    /// Whether there is a run in which every refresh succeeds.
    pub completes: bool,
    /// The promises that were broken, each with the shortest run that does it.
    pub broken: Vec<(&'static str, Vec<String>)>,
}

impl fmt::Display for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let World {
            rotation,
            spools,
            owners,
            variant,
            rotations,
            budget,
        } = self.world;
        let Budget {
            crashes,
            losses,
            store_faults,
            disk_faults,
            refusals,
            consents,
            incidents,
        } = budget;
        write!(
            f,
            "{variant:?}, {rotation:?}, spools {spools:?}, owners {owners:?}, refreshes {rotations}, crashes {crashes}, "
        )?;
        write!(
            f,
            "losses {losses}, store faults {store_faults}, disk faults {disk_faults}, refusals {refusals}, consents {consents}, incidents {incidents}: "
        )?;
        write!(
            f,
            "{} states, {} with repetitions, depth {}",
            self.unique, self.total, self.depth
        )?;
        for (promise, steps) in &self.broken {
            write!(f, "\n  broken: {promise}: {}", steps.join(", "))?;
        }
        Ok(())
    }
}

/// The refresh transaction in a [`World`], for stateright's checkers.
#[derive(Debug)]
pub struct Refresh {
    pub(crate) world: World,
    /// A head of each consent.
    pub(crate) heads: Vec<Head>,
    /// States from which the record is known to come to rest.
    calm: Mutex<HashSet<u64>>,
}

impl Refresh {
    /// Creates the transaction in this world.
    pub fn new(world: World) -> Self {
        let orders = 1..=1 + u64::from(world.budget.consents);
        let heads = orders.filter_map(|order| {
            let text = consent_text(order);
            let mut head = Head::from_bytes(text.as_bytes()).ok()?;
            head.not_before = StoreTime(NOW);
            Some(head)
        });
        Self {
            world,
            heads: heads.collect(),
            calm: Mutex::default(),
        }
    }
}

/// The provider's only live refresh token is held by the store, a spool, a response on its way or a living process.
pub const HELD: &str = "the live refresh token is held";
/// A record says that consent is needed only after a response was lost, or a process slept while others took its lease.
pub const NOT_ENDED: &str = "no living grant is given up";
/// Nobody is shown a token that is not durable.
pub const SHOWN: &str = "no token is shown before it is in the store";
/// No two living processes send the same token at once, unless one slept while others took its lease.
pub const ALONE: &str = "one process sends a token at a time";
/// The bad end of a refresh is not written over what another process has made of the record.
pub const NOT_BLIND: &str = "no bad end over a record that another process advanced";
/// What is left of an older consent is not put over, or beside, a newer one.
pub const NOT_MIXED: &str = "no older consent replaces a newer one or stands beside it";
/// From every state there is a run without further faults to a record at rest.
pub const RESTS: &str =
    "without faults the record comes to rest, alive unless the response was lost";

const COMPLETES: &str = "every refresh succeeds";

impl Model for Refresh {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let head = self.heads.first().cloned();
        head.into_iter()
            .map(|head| {
                let mut state = State::new(head);
                let Budget {
                    crashes,
                    losses,
                    store_faults,
                    disk_faults,
                    refusals,
                    consents,
                    incidents,
                } = self.world.budget;
                state.left = Left {
                    crashes,
                    losses,
                    store_faults,
                    disk_faults,
                    refusals,
                    consents,
                    incidents,
                };
                state
            })
            .collect()
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        self.possible(state, actions);
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        self.act(&mut state, action);
        state.seen.mixed |= state.mixes_consents(&last.row.head);
        state.seen.durable.insert(state.row.token);
        state
            .row
            .sibling
            .into_iter()
            .for_each(|token| state.seen.durable.insert(token));
        state.normalise();
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(HELD, |model: &Self, state: &State| model.is_held(state)),
            Property::always(NOT_ENDED, |model: &Self, state: &State| {
                !ended(state) || model.may_have_ended(state)
            }),
            Property::always(SHOWN, |_, state: &State| !state.seen.shown_early),
            Property::always(ALONE, |model: &Self, state: &State| {
                model.sends_alone(state)
            }),
            Property::always(NOT_BLIND, |_, state: &State| !state.seen.ended_blindly),
            Property::always(NOT_MIXED, |_, state: &State| !state.seen.mixed),
            Property::sometimes(COMPLETES, |model: &Self, state: &State| {
                model.is_complete(state)
            }),
            Property::always(RESTS, |model: &Self, state: &State| {
                model.comes_to_rest(state)
            }),
        ]
    }
}

/// Writes the head of a consent, as a store keeps it.
fn consent_text(order: u64) -> String {
    format!(
        r#"{{"generation":1,"consent":{{"order":{order},"id":""}},"state":"ready","client_id":"","provider":""}}"#
    )
}

fn fingerprint(state: &State) -> u64 {
    let mut hasher = DefaultHasher::new();
    state.hash(&mut hasher);
    hasher.finish()
}

/// Returns whether the grant was given up: a refused token that is presented once more is not.
fn ended(state: &State) -> bool {
    let head = &state.row.head;
    matches!(head.state, GrantState::ConsentNeeded { .. }) && head.second_look.is_none()
}

impl Refresh {
    /// Returns whether the token that lives is held. The exception is a response that was lost; and where reuse ends
    /// the grant, a request that arrived although its sender had given it up or was stopped for too long.
    fn is_held(&self, state: &State) -> bool {
        match state.provider.live {
            Some(live) => state.held().contains(live) || state.seen.lost.contains(live),
            None => state.provider.is_revoked || self.may_have_ended(state),
        }
    }

    /// Returns whether something happened after which the provider may rightly refuse.
    fn may_have_ended(&self, state: &State) -> bool {
        let seen = &state.seen;
        let reused = self.world.rotation == Rotation::Family && seen.abandoned;
        let hidden =
            self.world.spools == Spools::Apart && state.left.crashes < self.world.budget.crashes;
        // The provider ends the consent before the customer's new one.
        let is_replaced = order(&state.row.head) < self.newest_consent(state);
        !seen.lost.is_empty() || seen.slept || reused || hidden || is_replaced
    }

    fn is_complete(&self, state: &State) -> bool {
        state.row.head.generation > self.world.rotations
            && state.row.head.state == GrantState::Ready
    }

    fn sends_alone(&self, state: &State) -> bool {
        let sent = state.workers.iter().filter_map(|worker| match &worker.at {
            At::Wait(lease, since) if *since < self.timeout() => Some(lease.token),
            _ => None,
        });
        let sent: Vec<_> = sent.collect();
        let twice = sent
            .iter()
            .enumerate()
            .any(|(at, token)| sent[..at].contains(token));
        !twice || state.seen.slept
    }

    /// Lets the run continue without faults, in one of the ways it may, and looks where it ends. What one run has
    /// shown of a state is remembered for the next.
    fn comes_to_rest(&self, state: &State) -> bool {
        const LONG: usize = 500;
        let mut way = Vec::new();
        let mut state = state.clone();
        while way.len() < LONG {
            let print = fingerprint(&state);
            if self.calm().contains(&print) {
                break;
            }
            way.push(print);
            let Some(action) = self.calm_action(&state) else {
                if !self.is_at_rest(&state) {
                    return false;
                }
                break;
            };
            let Some(next) = self.next_state(&state, action) else {
                return false;
            };
            state = next;
        }
        let rests = way.len() < LONG;
        if rests {
            self.calm().extend(way);
        }
        rests
    }

    fn calm(&self) -> std::sync::MutexGuard<'_, HashSet<u64>> {
        self.calm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether nothing is left to do: the record can be used, or its end is known.
    fn is_at_rest(&self, state: &State) -> bool {
        let lives = state.provider.lives_in(state.seen.durable)
            && [Some(state.row.token), state.row.sibling].contains(&state.provider.live);
        match &state.row.head.state {
            GrantState::Ready => lives || self.may_be_dead(state),
            GrantState::ConsentNeeded { .. } => {
                state.row.head.second_look.is_none() && self.may_be_dead(state)
            }
            // Removed on purpose, or until the new consent is written.
            GrantState::Removed { .. } => state.provider.is_revoked || self.may_be_dead(state),
            _ => false,
        }
    }

    /// Returns whether the grant may be dead once all processes have started again: only a response that none of them
    /// has excuses that.
    fn may_be_dead(&self, state: &State) -> bool {
        match state.provider.live {
            Some(live) => state.seen.lost.contains(live),
            None => self.may_have_ended(state),
        }
    }
}
