//! Which grants were lost and which tokens were spent twice, and what of it nobody could have helped.

use std::collections::HashMap;
use std::time::Duration;

use super::journal::{Arrival, Death, Events, Handling, Presentation};

/// A response is on its way into the store for less than this. A worker that is killed later than that after its
/// response was sent should have saved it.
const ON_ITS_WAY: Duration = Duration::from_secs(5);

/// Where each connection's grant is in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) connection: u32,
    /// The generation that the provider accepts.
    pub(crate) live: u64,
    /// The generations that the store has.
    pub(crate) held: Vec<u64>,
    /// What the store knows of it, for people.
    pub(crate) story: String,
}

/// How the provider and its clients were set up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// For how long the provider accepts a token that it has replaced.
    pub(crate) grace: Duration,
    /// How long a worker waits for a response: until then no other may send.
    pub(crate) timeout: Duration,
}

/// The result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Audit {
    pub(crate) rotations: usize,
    /// Tokens that came again on purpose because no worker had the response, those that got it within the grace
    /// window included.
    pub(crate) again: usize,
    /// Grants whose live refresh token nobody had, in the end or when the customer was asked for consent.
    pub(crate) lost: usize,
    /// Consents that were given again.
    pub(crate) consents: usize,
    /// Of those, the ones whose response never arrived, from a provider without a grace window.
    pub(crate) lost_in_flight: usize,
    /// Of those, the ones whose response was sent when its worker had waited for as long as it may: the machine is
    /// busy.
    pub(crate) came_too_late: usize,
    /// Tokens that came again although a worker had the response.
    pub(crate) double_spends: usize,
    /// What is wrong, in words.
    pub(crate) findings: Vec<String>,
}

impl Audit {
    pub(crate) fn of(events: &Events, ends: &[End], terms: Terms) -> Self {
        let (mut audit, run) = (Self::default(), Run::of(events));
        for presentation in &events.presentations {
            audit.count(&run, presentation, terms.timeout);
        }
        for renewal in &events.renewals {
            let what = format!("{renewal:?}");
            audit.count_lost(&run, (renewal.connection, renewal.generation), terms, &what);
        }
        for end in ends.iter().filter(|end| !end.held.contains(&end.live)) {
            let what = format!("{end:?}");
            audit.count_lost(&run, (end.connection, end.live), terms, &what);
        }
        audit
    }

    fn count_lost(&mut self, run: &Run<'_>, token: (u32, u64), terms: Terms, what: &str) {
        self.lost += 1;
        let rotation = run.rotation_to(token);
        let is_irreducible = rotation.is_some_and(|rotation| is_irreducible(run.events, rotation));
        if terms.grace.is_zero() && is_irreducible {
            self.lost_in_flight += 1;
            let came_too_late = rotation.and_then(|rotation| run.events.came_too_late(rotation));
            self.came_too_late += usize::from(came_too_late.is_some());
        } else {
            let death = rotation.and_then(|rotation| run.events.deaths.get(&rotation.worker));
            let finding = format!(
                "lost: {what}, rotated by {rotation:?}, whose worker was killed: {death:?}"
            );
            self.findings.push(finding);
        }
    }

    fn count(&mut self, run: &Run<'_>, presentation: &Presentation, timeout: Duration) {
        match presentation.handling {
            Handling::Rotated => self.rotations += 1,
            Handling::Consented => self.consents += 1,
            Handling::Outdated | Handling::Denied => {}
            Handling::Repeated | Handling::Refused if is_needless(run, presentation, timeout) => {
                self.double_spends += 1;
                self.findings.push(format!("spent twice: {presentation:?}"));
            }
            Handling::Repeated | Handling::Refused => self.again += 1,
        }
    }
}

/// The events of a run, and what is looked for in them often.
struct Run<'a> {
    events: &'a Events,
    /// The presentation that made a connection's token of a generation.
    rotations: HashMap<(u32, u64), &'a Presentation>,
}

impl<'a> Run<'a> {
    fn of(events: &'a Events) -> Self {
        let made = |presentation: &&Presentation| {
            matches!(
                presentation.handling,
                Handling::Rotated | Handling::Consented
            )
        };
        let rotations = events.presentations.iter().filter(made);
        let by_token = |presentation: &'a Presentation| {
            let token = (presentation.connection, presentation.generation + 1);
            (token, presentation)
        };
        Self {
            events,
            rotations: rotations.map(by_token).collect(),
        }
    }

    fn rotation_to(&self, token: (u32, u64)) -> Option<&'a Presentation> {
        self.rotations.get(&token).copied()
    }
}

/// Returns whether the response to a presentation can never have been safe: it was not sent, or its worker had been killed
/// by then, was killed while it was on its way, or had given up.
fn is_irreducible(events: &Events, rotation: &Presentation) -> bool {
    let successor = (rotation.connection, rotation.generation + 1);
    if events.saved.contains_key(&successor) || events.spooled.contains_key(&successor) {
        return false;
    }
    // A busy provider may come to a request when its sender is dead; the response then reaches nobody.
    let on_its_way = |death: &Death| death.after <= rotation.at + nanos(ON_ITS_WAY);
    rotation.arrival == Arrival::Lost
        || events.came_too_late(rotation).is_some()
        || events.deaths.get(&rotation.worker).is_some_and(on_its_way)
}

/// Returns whether a token came again although its successor was safe by then, or another worker was waiting for it.
fn is_needless(run: &Run<'_>, presentation: &Presentation, timeout: Duration) -> bool {
    let events = run.events;
    let successor = (presentation.connection, presentation.generation + 1);
    let is_dead = |worker: u32| {
        events
            .deaths
            .get(&worker)
            .is_some_and(|death| death.after <= presentation.at)
    };
    let is_safe = |since: &u64| *since < presentation.at;
    let is_awaited = |rotation: &Presentation| {
        let is_in_time = presentation.at < rotation.at + nanos(timeout);
        rotation.worker != presentation.worker
            && rotation.arrival == Arrival::Sent
            && is_in_time
            && !is_dead(rotation.worker)
            && events
                .came_too_late(rotation)
                .is_none_or(|at| at > presentation.at)
    };
    // A worker that has been killed no longer sends: what it had sent was still under way.
    !is_dead(presentation.worker)
        && (events.saved.get(&successor).is_some_and(is_safe)
            || events.spooled.get(&successor).is_some_and(is_safe)
            || run.rotation_to(successor).is_some_and(is_awaited))
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::journal::Renewal;

    const SECOND: u64 = 1_000_000_000;

    fn presented(generation: u64, at: u64, handling: Handling, arrival: Arrival) -> Presentation {
        Presentation {
            connection: 7,
            generation,
            at,
            worker: 1,
            handling,
            arrival,
        }
    }

    fn rotated(arrival: Arrival) -> Events {
        Events {
            presentations: vec![presented(4, SECOND, Handling::Rotated, arrival)],
            ..Events::default()
        }
    }

    fn end(held: &[u64]) -> Vec<End> {
        vec![End {
            connection: 7,
            live: 5,
            held: held.to_vec(),
            story: String::new(),
        }]
    }

    /// Counts the lost grants, those of them with a response in flight, and the double spends.
    fn counted(events: &Events, ends: &[End], grace: Duration) -> (usize, usize, usize) {
        let audit = Audit::of(
            events,
            ends,
            Terms {
                grace,
                timeout: Duration::from_secs(3),
            },
        );
        (audit.lost, audit.lost_in_flight, audit.double_spends)
    }

    #[test]
    fn a_grant_is_kept_when_the_live_token_is_held() {
        assert_eq!(
            counted(&rotated(Arrival::Sent), &end(&[5]), Duration::ZERO),
            (0, 0, 0)
        );
        assert_eq!(
            counted(&rotated(Arrival::Sent), &end(&[4, 5]), Duration::ZERO),
            (0, 0, 0)
        );
    }

    #[test]
    fn a_response_that_was_sent_to_a_living_worker_may_not_be_lost() {
        assert_eq!(
            counted(&rotated(Arrival::Sent), &end(&[4]), Duration::ZERO),
            (1, 0, 0)
        );
        assert_eq!(
            counted(&rotated(Arrival::Sent), &end(&[]), Duration::ZERO),
            (1, 0, 0)
        );
    }

    #[test]
    fn a_response_that_was_never_sent_is_nobodys_fault_unless_it_could_be_asked_for_again() {
        assert_eq!(
            counted(&rotated(Arrival::Lost), &end(&[4]), Duration::ZERO),
            (1, 1, 0)
        );
        assert_eq!(
            counted(&rotated(Arrival::Lost), &end(&[4]), Duration::from_secs(5)),
            (1, 0, 0)
        );
    }

    #[test]
    fn a_response_that_was_sent_when_its_worker_had_given_up_never_arrived() {
        let request = (1, 7, 4);
        let given_up = |sent: u64| Events {
            sent: [(request, sent)].into(),
            gave_up: [(request, 4 * SECOND)].into(),
            ..rotated(Arrival::Sent)
        };
        assert_eq!(
            counted(&given_up(5 * SECOND), &end(&[4]), Duration::ZERO),
            (1, 1, 0)
        );
        assert_eq!(
            counted(&given_up(2 * SECOND), &end(&[4]), Duration::ZERO),
            (1, 0, 0),
            "it lay there: the worker had only to read it"
        );
        let again = |sent: u64| {
            let mut events = given_up(sent);
            events.presentations[0].at = 3 * SECOND;
            events.presentations.push(Presentation {
                worker: 2,
                ..presented(4, 5 * SECOND, Handling::Refused, Arrival::Sent)
            });
            events
        };
        assert_eq!(
            counted(&again(6 * SECOND), &end(&[5]), Duration::ZERO),
            (0, 0, 0)
        );
        assert_eq!(
            counted(&again(3 * SECOND), &end(&[5]), Duration::ZERO),
            (0, 0, 1)
        );
    }

    #[test]
    fn a_kill_explains_the_loss_of_what_was_on_its_way_and_of_nothing_else() {
        let killed = |after: u64, worker: u32| {
            let death = Death {
                after,
                before: after + 10,
            };
            Events {
                deaths: [(worker, death)].into(),
                ..rotated(Arrival::Sent)
            }
        };
        assert_eq!(
            counted(&killed(SECOND + 5, 1), &end(&[4]), Duration::ZERO),
            (1, 1, 0)
        );
        assert_eq!(
            counted(&killed(SECOND + 5, 2), &end(&[4]), Duration::ZERO),
            (1, 0, 0),
            "another worker"
        );
        assert_eq!(
            counted(&killed(8 * SECOND, 1), &end(&[4]), Duration::ZERO),
            (1, 0, 0),
            "long after"
        );
        assert_eq!(
            counted(&killed(SECOND - 20, 1), &end(&[4]), Duration::ZERO),
            (1, 1, 0),
            "before: its request was under way still, and nobody was there for the response"
        );
        let saved = Events {
            saved: [((7, 5), SECOND + 1)].into(),
            ..killed(SECOND + 5, 1)
        };
        assert_eq!(
            counted(&saved, &end(&[4]), Duration::ZERO),
            (1, 0, 0),
            "it was in the store"
        );
        let spooled = Events {
            spooled: [((7, 5), SECOND + 9)].into(),
            ..killed(SECOND + 5, 1)
        };
        assert_eq!(
            counted(&spooled, &end(&[4]), Duration::ZERO),
            (1, 0, 0),
            "it was in the spool"
        );
    }

    #[test]
    fn a_grant_that_was_lost_counts_also_when_its_customer_has_consented_again() {
        let renewed = |arrival| {
            let mut events = rotated(arrival);
            events.renewals.push(Renewal {
                connection: 7,
                generation: 5,
            });
            let consented = presented(5, 3 * SECOND, Handling::Consented, Arrival::Sent);
            events.presentations.push(consented);
            events
        };
        let held = [End {
            live: 6,
            held: vec![6],
            ..end(&[]).remove(0)
        }];
        assert_eq!(
            counted(&renewed(Arrival::Sent), &held, Duration::ZERO),
            (1, 0, 0)
        );
        assert_eq!(
            counted(&renewed(Arrival::Lost), &held, Duration::ZERO),
            (1, 1, 0)
        );
        let not_held = [End {
            held: vec![5],
            ..held[0].clone()
        }];
        assert_eq!(
            counted(&renewed(Arrival::Lost), &not_held, Duration::ZERO),
            (2, 1, 0),
            "the new consent is lost too"
        );
    }

    #[test]
    fn a_token_comes_again_without_need_when_its_successor_was_safe_before() {
        let again = |saved: Option<u64>, spooled: Option<u64>, handling| {
            let mut events = rotated(Arrival::Sent);
            events
                .presentations
                .push(presented(4, 2 * SECOND, handling, Arrival::Sent));
            events.saved.extend(saved.map(|at| ((7, 5), at)));
            events.spooled.extend(spooled.map(|at| ((7, 5), at)));
            events
        };
        for handling in [Handling::Refused, Handling::Repeated] {
            assert_eq!(
                counted(&again(None, None, handling), &end(&[5]), Duration::ZERO),
                (0, 0, 0)
            );
            assert_eq!(
                counted(
                    &again(Some(3 * SECOND), Some(3 * SECOND), handling),
                    &end(&[5]),
                    Duration::ZERO
                ),
                (0, 0, 0)
            );
            assert_eq!(
                counted(
                    &again(Some(SECOND), None, handling),
                    &end(&[5]),
                    Duration::ZERO
                ),
                (0, 0, 1)
            );
            assert_eq!(
                counted(
                    &again(None, Some(SECOND), handling),
                    &end(&[5]),
                    Duration::ZERO
                ),
                (0, 0, 1)
            );
        }
        let mut late = again(Some(SECOND), None, Handling::Refused);
        late.deaths.insert(
            1,
            Death {
                after: SECOND,
                before: SECOND + 1,
            },
        );
        assert_eq!(
            counted(&late, &end(&[5]), Duration::ZERO),
            (0, 0, 0),
            "sent before the kill"
        );
    }

    #[test]
    fn a_token_comes_again_without_need_while_another_worker_waits_for_the_response() {
        let again = |worker: u32, at: u64| {
            let mut events = rotated(Arrival::Sent);
            events.presentations.push(Presentation {
                worker,
                ..presented(4, at, Handling::Refused, Arrival::Sent)
            });
            events
        };
        assert_eq!(
            counted(&again(2, 2 * SECOND), &end(&[5]), Duration::ZERO),
            (0, 0, 1)
        );
        assert_eq!(
            counted(&again(1, 2 * SECOND), &end(&[5]), Duration::ZERO),
            (0, 0, 0),
            "it knows what it does"
        );
        assert_eq!(
            counted(&again(2, 5 * SECOND), &end(&[5]), Duration::ZERO),
            (0, 0, 0),
            "nobody still waits"
        );
        let killed = Events {
            deaths: [(
                1,
                Death {
                    after: SECOND,
                    before: SECOND + 1,
                },
            )]
            .into(),
            ..again(2, 2 * SECOND)
        };
        assert_eq!(
            counted(&killed, &end(&[5]), Duration::ZERO),
            (0, 0, 0),
            "nobody still waits"
        );
    }
}
