//! The circuit breaker: whether the refreshes of a client are worth sending.
//!
//! A wrong client secret, or an incident at the provider, affects every grant of the client. The breaker then opens:
//! nothing is sent for a while, and above all no grant is marked as ended. Otherwise an incident would end all grants, and
//! all customers would have to sign in again.

use std::collections::VecDeque;
use std::time::Duration;

use crate::store::history::Fingerprint;
use crate::sync::{Mutex, lock};

/// How far back outcomes are counted.
const WINDOW: Duration = Duration::from_secs(60);

/// The number of refusals within the window that is an incident, if they are also more than half of all outcomes. Below
/// ten, a few customers who ended their consents would look like one.
const STORM: usize = 10;

/// The number of refusals in a row, of tokens that an earlier request may have used up, that is an incident. After an
/// outage some of them are expected, so it takes more than of the others.
const STORM_IN_DOUBT: usize = 20;

/// How long an incident lasts before a refused probe is believed, and how many probes must have been refused. A bank may
/// really have ended its consents, and then nothing will ever succeed. Only the probe itself is believed, at the pace of
/// the pauses, so that an incident of a day ends few grants.
const LONG_INCIDENT: Duration = Duration::from_secs(6 * 60 * 60);
const MANY_PROBES: u32 = 12;

/// The first pause; each probe that fails doubles it.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause: after an incident, refreshes resume within five minutes.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The refreshes of one client at one provider.
#[derive(Debug, Default)]
pub(crate) struct CircuitBreaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// A bucket for each second of the window in which something happened.
    outcomes: VecDeque<Second>,
    /// Refusals since the last success, however long ago: an incident may be met slowly.
    in_a_row: usize,
    /// The same, of tokens that were in doubt.
    in_doubt_in_a_row: usize,
    open: Option<Open>,
}

#[derive(Debug)]
struct Second {
    number: u64,
    all: usize,
    refused: usize,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    tripped: Tripped,
    until: Duration,
    pause: Duration,
    since: Duration,
    /// How many probes have failed since.
    probes: u32,
}

/// Whether a token that was refused may have been used up by an earlier request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It was presented for the first time.
    Certain,
    /// An earlier request may have used it up.
    InDoubt,
}

/// Why the breaker is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tripped {
    /// The provider does not accept the client.
    ClientRejected,
    /// The provider refuses unusually many refresh tokens.
    RefusalStorm,
}

/// Whose breaker it is, within one store.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct BreakerKey {
    pub(crate) provider: String,
    pub(crate) client_id: String,
    /// A corrected secret has a breaker of its own, so that it is tried at once.
    pub(crate) secret: Fingerprint,
}

impl CircuitBreaker {
    /// Returns how long nothing is sent, unless that time is over. Asking does not make the caller a probe.
    pub(crate) fn pause(&self, now: Duration) -> Option<Duration> {
        let open = lock(&self.state).open?;
        open.until.checked_sub(now).filter(|left| !left.is_zero())
    }

    /// Checks that a refresh may be sent; otherwise says why not, and how long to wait.
    ///
    /// After the pause one caller may probe. The next one may after another pause, unless the probe has closed the breaker:
    /// a probe that never ends must not keep it open.
    pub(crate) fn check(&self, now: Duration) -> Result<(), (Tripped, Duration)> {
        let mut state = lock(&self.state);
        let Some(open) = &mut state.open else {
            return Ok(());
        };
        if now < open.until {
            return Err((open.tripped, open.until - now));
        }
        // Set before the probe is sent, so that the callers behind it do not all become probes.
        open.until = now + open.pause;
        Ok(())
    }

    /// Notes that the provider gave a token, which closes the breaker.
    pub(crate) fn succeeded(&self, now: Duration) {
        let mut state = lock(&self.state);
        // One success is enough: whatever ailed the provider, it issues tokens again.
        state.open = None;
        (state.in_a_row, state.in_doubt_in_a_row) = (0, 0);
        state.count(now, Response::Tokens);
    }

    /// Notes that the provider did not accept the client, which opens the breaker.
    pub(crate) fn client_rejected(&self, now: Duration) {
        lock(&self.state).trip(now, Tripped::ClientRejected);
    }

    /// Notes that the provider refused a refresh token for good. Returns whether that is to be believed.
    pub(crate) fn token_refused(&self, now: Duration, refusal: Refusal) -> bool {
        let mut state = lock(&self.state);
        match refusal {
            Refusal::Certain => {
                state.count(now, Response::Refusal);
                state.in_a_row += 1;
            }
            Refusal::InDoubt => state.in_doubt_in_a_row += 1,
        }
        // An incident is over when something succeeds, not when its refusals have left the window: while the breaker is
        // open, only probes are counted.
        let storm = state
            .open
            .filter(|open| open.tripped == Tripped::RefusalStorm);
        if storm.is_none() && !state.is_storm() {
            return true;
        }
        state.trip(now, Tripped::RefusalStorm);
        storm.is_some_and(|open| open.convinces(now))
    }
}

/// A response that says something of the provider's health.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Response {
    Tokens,
    Refusal,
}

impl Open {
    /// Returns whether a probe that is refused now is believed.
    fn convinces(self, now: Duration) -> bool {
        self.probes >= MANY_PROBES && now.saturating_sub(self.since) >= LONG_INCIDENT
    }
}

impl State {
    fn is_storm(&self) -> bool {
        let refused: usize = self.outcomes.iter().map(|second| second.refused).sum();
        let all: usize = self.outcomes.iter().map(|second| second.all).sum();
        let is_sudden = refused >= STORM && refused * 2 > all;
        // A client whose tokens live for a day meets an incident slowly: one refusal in many seconds.
        is_sudden || self.in_a_row >= STORM || self.in_doubt_in_a_row >= STORM_IN_DOUBT
    }

    fn count(&mut self, now: Duration, response: Response) {
        let number = now.as_secs();
        self.outcomes
            .retain(|second| number.saturating_sub(second.number) < WINDOW.as_secs());
        if self
            .outcomes
            .back()
            .is_none_or(|second| second.number != number)
        {
            self.outcomes.push_back(Second {
                number,
                all: 0,
                refused: 0,
            });
        }
        if let Some(second) = self.outcomes.back_mut() {
            second.all += 1;
            second.refused += usize::from(response == Response::Refusal);
        }
    }

    fn trip(&mut self, now: Duration, tripped: Tripped) {
        let pause = self
            .open
            .map_or(SHORTEST_PAUSE, |open| (open.pause * 2).min(LONGEST_PAUSE));
        // Once for an incident and not at each probe, which would flood the log of an operator.
        if self.open.is_none() {
            tracing::error!(?tripped, "refreshes of this client are paused");
        }
        let same = self.open.filter(|open| open.tripped == tripped);
        self.open = Some(Open {
            tripped,
            until: now + pause,
            pause,
            since: same.map_or(now, |open| open.since),
            probes: same.map_or(0, |open| open.probes + 1),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_rejected_client_is_probed_by_one_caller_at_a_time_and_less_and_less_often() {
        let breaker = CircuitBreaker::default();
        breaker.client_rejected(at(0));
        assert_eq!(breaker.check(at(2)), Err((Tripped::ClientRejected, at(3))));
        assert_eq!(breaker.check(at(5)), Ok(()));
        assert_eq!(
            breaker.check(at(5)),
            Err((Tripped::ClientRejected, at(5))),
            "one probe is in progress"
        );
        breaker.client_rejected(at(6));
        assert_eq!(breaker.check(at(7)), Err((Tripped::ClientRejected, at(9))));
        assert_eq!(breaker.check(at(16)), Ok(()));
        breaker.succeeded(at(16));
        assert_eq!(breaker.check(at(16)), Ok(()));
    }

    #[test]
    fn a_probe_that_never_ends_does_not_block_the_next_one() {
        let breaker = CircuitBreaker::default();
        breaker.client_rejected(at(0));
        assert!(breaker.check(at(5)).is_ok());
        assert!(breaker.check(at(9)).is_err());
        assert!(breaker.check(at(10)).is_ok());
    }

    #[test]
    fn nine_refusals_are_believed_and_the_tenth_is_an_incident() {
        let breaker = CircuitBreaker::default();
        let believed: Vec<_> = (0..12)
            .map(|second| breaker.token_refused(at(second), Refusal::Certain))
            .collect();
        assert_eq!(believed, [[true; 9].as_slice(), &[false; 3]].concat());
        assert!(matches!(
            breaker.check(at(12)),
            Err((Tripped::RefusalStorm, _))
        ));
    }

    #[test]
    fn after_an_incident_no_refusal_is_believed_until_something_succeeds() {
        let breaker = CircuitBreaker::default();
        for second in 0..10 {
            breaker.token_refused(at(second), Refusal::Certain);
        }
        assert!(
            !breaker.token_refused(at(10_000), Refusal::Certain),
            "the window is empty, the incident is not over"
        );
        breaker.succeeded(at(20_000));
        assert!(breaker.token_refused(at(20_001), Refusal::Certain));
    }

    #[test]
    fn many_refusals_among_as_many_successes_are_believed() {
        let breaker = CircuitBreaker::default();
        for _ in 0..50 {
            breaker.succeeded(at(1));
            assert!(breaker.token_refused(at(1), Refusal::Certain));
        }
    }

    #[test]
    fn an_incident_that_is_met_slowly_is_one_unless_something_succeeds() {
        let believed = |breaker: &CircuitBreaker, from: u64| {
            let refused =
                |number| breaker.token_refused(at((from + number) * 600), Refusal::Certain);
            (0..30).filter(|number| refused(*number)).count()
        };
        let breaker = CircuitBreaker::default();
        assert_eq!(believed(&breaker, 0), 9);
        breaker.succeeded(at(20_000));
        assert_eq!(believed(&breaker, 100), 9);
    }

    #[test]
    fn refusals_of_tokens_in_doubt_are_counted_apart() {
        let breaker = CircuitBreaker::default();
        let believed = (0..60).filter(|_| breaker.token_refused(at(1), Refusal::InDoubt));
        assert_eq!(believed.count(), 19);
        breaker.succeeded(at(2));
        assert!(breaker.token_refused(at(3), Refusal::InDoubt));
    }

    #[test]
    fn after_hours_of_refused_probes_each_probe_is_believed() {
        let breaker = CircuitBreaker::default();
        for second in 0..10 {
            breaker.token_refused(at(second), Refusal::Certain);
        }
        let hour = 60 * 60;
        let mut believed = Vec::new();
        for minute in 1..=(8 * 12) {
            let now = at(minute * 300);
            if breaker.check(now).is_ok() && breaker.token_refused(now, Refusal::Certain) {
                believed.push(minute * 300 / hour);
            }
        }
        assert_eq!(believed.first(), Some(&6), "none before six hours");
        assert!(believed.len() < 2 * 13, "at the pace of the pauses");
    }

    #[test]
    fn a_pause_is_never_longer_than_the_longest() {
        let breaker = CircuitBreaker::default();
        (0..40).for_each(|_| breaker.client_rejected(at(0)));
        assert_eq!(
            breaker.check(at(0)),
            Err((Tripped::ClientRejected, LONGEST_PAUSE))
        );
    }
}
