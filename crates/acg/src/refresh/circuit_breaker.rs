//! What all grants of one client have in common: whether its refreshes are worth sending.
//!
//! A wrong client secret or an incident at the provider concerns every grant alike. Then nothing is sent for a while, and above
//! all no grant is marked as ended: a million of them would be, and a million customers asked to log in.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use crate::sync::{Mutex, lock};

/// How far back outcomes are counted.
const WINDOW: Duration = Duration::from_secs(60);

/// From how many refusals within the window on they are an incident, if they are also more than half of all outcomes.
const MANY: usize = 10;

/// The first pause; each probe that fails doubles it.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The refreshes of one client at one provider.
#[derive(Debug, Default)]
pub(crate) struct Breaker {
    state: Mutex<State>,
    /// Answers that said that there are too many requests.
    throttled: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    /// A bucket for each second of the window in which something happened.
    outcomes: VecDeque<Second>,
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
    trouble: Trouble,
    until: Duration,
    pause: Duration,
}

/// What is wrong with all grants at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The provider does not accept the client.
    Client,
    /// The provider refuses unusually many refresh tokens.
    Refusals,
}

/// Which client, where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct BreakerKey {
    pub(crate) store: String,
    pub(crate) provider: String,
    pub(crate) client_id: String,
    /// A new secret begins anew.
    pub(crate) secret: crate::store::history::Fingerprint,
}

impl Breaker {
    /// The breaker of a client: the same one for every session of this process.
    pub(crate) fn shared(key: BreakerKey) -> Arc<Self> {
        static BREAKERS: OnceLock<Mutex<HashMap<BreakerKey, Weak<Breaker>>>> = OnceLock::new();
        let mut breakers = lock(BREAKERS.get_or_init(Mutex::default));
        if let Some(breaker) = breakers.get(&key).and_then(Weak::upgrade) {
            return breaker;
        }
        if breakers.len().is_power_of_two() {
            breakers.retain(|_, breaker| breaker.strong_count() > 0);
        }
        let breaker = Arc::new(Self::default());
        breakers.insert(key, Arc::downgrade(&breaker));
        breaker
    }

    /// The provider has too many requests.
    pub(crate) fn throttle(&self) {
        self.throttled.fetch_add(1, Ordering::Relaxed);
    }

    /// How often it had.
    pub(crate) fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// Whether a refresh may be sent: the trouble and the wait, if not. When the pause is over one caller may try: the next
    /// one waits for a pause more, unless the try has ended it.
    pub(crate) fn check(&self, now: Duration) -> Result<(), (Trouble, Duration)> {
        let mut state = lock(&self.state);
        let Some(open) = &mut state.open else {
            return Ok(());
        };
        if now < open.until {
            return Err((open.trouble, open.until - now));
        }
        open.until = now + open.pause;
        Ok(())
    }

    /// The provider gave a token.
    pub(crate) fn succeeded(&self, now: Duration) {
        let mut state = lock(&self.state);
        state.open = None;
        state.count(now, false);
    }

    /// The provider does not accept the client.
    pub(crate) fn client_refused(&self, now: Duration) {
        lock(&self.state).trip(now, Trouble::Client);
    }

    /// The provider refused a refresh token for good. Whether that is to be believed.
    pub(crate) fn token_refused(&self, now: Duration) -> bool {
        let mut state = lock(&self.state);
        state.count(now, true);
        let refused: usize = state.outcomes.iter().map(|second| second.refused).sum();
        let all: usize = state.outcomes.iter().map(|second| second.all).sum();
        let is_incident = refused >= MANY && refused * 2 > all;
        if is_incident
            || state
                .open
                .is_some_and(|open| open.trouble == Trouble::Refusals)
        {
            state.trip(now, Trouble::Refusals);
            return false;
        }
        true
    }
}

impl State {
    fn count(&mut self, now: Duration, refused: bool) {
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
            second.refused += usize::from(refused);
        }
    }

    fn trip(&mut self, now: Duration, trouble: Trouble) {
        let pause = self
            .open
            .map_or(SHORTEST_PAUSE, |open| (open.pause * 2).min(LONGEST_PAUSE));
        if self.open.is_none() {
            tracing::error!(
                ?trouble,
                "no refreshes are sent for this client for a while"
            );
        }
        self.open = Some(Open {
            trouble,
            until: now + pause,
            pause,
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
    fn a_refused_client_is_tried_again_by_one_at_a_time_and_less_and_less_often() {
        let breaker = Breaker::default();
        breaker.client_refused(at(0));
        assert_eq!(breaker.check(at(2)), Err((Trouble::Client, at(3))));
        assert_eq!(breaker.check(at(5)), Ok(()));
        assert_eq!(
            breaker.check(at(5)),
            Err((Trouble::Client, at(5))),
            "one try is under way"
        );
        breaker.client_refused(at(6));
        assert_eq!(breaker.check(at(7)), Err((Trouble::Client, at(9))));
        assert_eq!(breaker.check(at(16)), Ok(()));
        breaker.succeeded(at(16));
        assert_eq!(breaker.check(at(16)), Ok(()));
    }

    #[test]
    fn a_try_that_never_ends_does_not_close_the_way_for_ever() {
        let breaker = Breaker::default();
        breaker.client_refused(at(0));
        assert!(breaker.check(at(5)).is_ok());
        assert!(breaker.check(at(9)).is_err());
        assert!(breaker.check(at(10)).is_ok());
    }

    #[test]
    fn some_refusals_are_believed_and_many_are_not() {
        let breaker = Breaker::default();
        let believed = (0..20)
            .filter(|second| breaker.token_refused(at(*second)))
            .count();
        assert_eq!(believed, MANY - 1);
        assert!(matches!(breaker.check(at(20)), Err((Trouble::Refusals, _))));
    }

    #[test]
    fn after_many_refusals_one_more_is_still_not_believed_until_something_succeeds() {
        let breaker = Breaker::default();
        assert!((0..10).any(|second| !breaker.token_refused(at(second))));
        assert!(
            !breaker.token_refused(at(10_000)),
            "the window is empty, the incident is not over"
        );
        breaker.succeeded(at(20_000));
        assert!(breaker.token_refused(at(20_001)));
    }

    #[test]
    fn many_refusals_among_more_successes_are_believed() {
        let breaker = Breaker::default();
        for _ in 0..50 {
            breaker.succeeded(at(1));
            assert!(breaker.token_refused(at(1)));
        }
    }

    #[test]
    fn refusals_that_are_far_apart_are_believed() {
        let breaker = Breaker::default();
        assert!((0..100).all(|turn| breaker.token_refused(at(turn * 10))));
    }

    #[test]
    fn a_pause_has_an_end() {
        let breaker = Breaker::default();
        (0..40).for_each(|_| breaker.client_refused(at(0)));
        assert_eq!(breaker.check(at(0)), Err((Trouble::Client, LONGEST_PAUSE)));
    }
}
