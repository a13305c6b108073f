//! Which grants were lost and which tokens were spent twice, and what of it nobody could have helped.

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
    /// Tokens that came again on purpose because no worker had the response, those that got it within the grace window included.
    pub(crate) again: usize,
    /// Grants whose live refresh token nobody has.
    pub(crate) lost: usize,
    /// Of those, the ones whose response never arrived, from a provider without a grace window.
    pub(crate) lost_in_flight: usize,
    /// Tokens that came again although a worker had the response.
    pub(crate) double_spends: usize,
    /// What is wrong, in words.
    pub(crate) findings: Vec<String>,
}

impl Audit {
    pub(crate) fn of(events: &Events, ends: &[End], terms: Terms) -> Self {
        let mut audit = Self::default();
        for presentation in &events.presentations {
            audit.count(events, presentation, terms.timeout);
        }
        for end in ends.iter().filter(|end| !end.held.contains(&end.live)) {
            audit.lost += 1;
            let rotation = rotation_to(events, (end.connection, end.live));
            if terms.grace.is_zero()
                && rotation.is_some_and(|rotation| is_irreducible(events, rotation))
            {
                audit.lost_in_flight += 1;
            } else {
                audit
                    .findings
                    .push(format!("lost: {end:?}, rotated by {rotation:?}"));
            }
        }
        audit
    }

    fn count(&mut self, events: &Events, presentation: &Presentation, timeout: Duration) {
        match presentation.handling {
            Handling::Rotated => self.rotations += 1,
            Handling::Repeated | Handling::Refused
                if is_needless(events, presentation, timeout) =>
            {
                self.double_spends += 1;
                self.findings.push(format!("spent twice: {presentation:?}"));
            }
            Handling::Repeated | Handling::Refused => self.again += 1,
        }
    }
}

/// Finds the presentation that made a connection's token of this generation.
fn rotation_to(events: &Events, (connection, generation): (u32, u64)) -> Option<&Presentation> {
    let mut presentations = events.presentations.iter();
    presentations.find(|presentation| {
        presentation.handling == Handling::Rotated
            && presentation.connection == connection
            && presentation.generation + 1 == generation
    })
}

/// Returns whether the response to a presentation can never have been safe: it was not sent, or its worker was killed
/// while it was on its way.
fn is_irreducible(events: &Events, rotation: &Presentation) -> bool {
    let successor = (rotation.connection, rotation.generation + 1);
    if events.saved.contains_key(&successor) || events.spooled.contains_key(&successor) {
        return false;
    }
    let on_its_way = |death: &Death| {
        rotation.at <= death.before && death.after <= rotation.at + nanos(ON_ITS_WAY)
    };
    rotation.arrival == Arrival::Lost || events.deaths.get(&rotation.worker).is_some_and(on_its_way)
}

/// Returns whether a token came again although its successor was safe by then, or another worker was waiting for it.
fn is_needless(events: &Events, presentation: &Presentation, timeout: Duration) -> bool {
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
    };
    // A worker that has been killed does not send any more: what it had sent was still under way.
    !is_dead(presentation.worker)
        && (events.saved.get(&successor).is_some_and(is_safe)
            || events.spooled.get(&successor).is_some_and(is_safe)
            || rotation_to(events, successor).is_some_and(is_awaited))
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (1, 0, 0),
            "before"
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
            "nobody waits any more"
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
            "nobody waits any more"
        );
    }
}
