//! The circuit breaker: whether the refreshes of a client are worth sending.
//!
//! A wrong client secret, or an incident at the provider, affects every grant of the client. The breaker then
//! opens: nothing is sent for a while, and above all no grant is marked as ended. Otherwise an incident would end
//! all grants, and all customers would have to sign in again.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::refresh::probed::Probed;
use crate::store::connection_id::ConnectionId;
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

/// How many refused probes, and how long an incident, until a refused probe is believed while the
/// provider gives tokens to others: a bank has really ended its consents. An incident at one bank alone
/// looks the same, and is shorter as a rule.
const PROBES_IN_SIGHT: u32 = 5;
const LATE: Duration = Duration::from_secs(60 * 60);

/// The same while nobody gets a token at all. A whole client without a living consent is rare, and an
/// incident that lasts longer than a day too.
const PROBES_OUT_OF_SIGHT: u32 = 12;
const LATE_OUT_OF_SIGHT: Duration = Duration::from_secs(24 * 60 * 60);

/// The first pause; each probe that fails doubles it.
const SHORTEST_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause when the client is rejected: an operator corrects that, and refreshes resume within five minutes.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The longest pause of a group. Each probe is another grant, which costs the provider a request a minute and this
/// client nothing, and finds the living grants among those that have ended.
const LONGEST_GROUP_PAUSE: Duration = Duration::from_secs(60);

/// For how long after a success of the group its probes do not become rarer: among the grants of a bank that was
/// well a moment ago a living one is soon found, and those behind it wait for that.
const LATELY: Duration = Duration::from_secs(10 * 60);

/// The shortest pause between such probes: an incident costs the provider a request a second for ten minutes at most.
const SHORTEST_PROBE: Duration = Duration::from_secs(1);

/// By how much more refusals are believed at most, once refusals were followed by successes: the provider tells
/// living grants from others, so most have really ended.
const MOST_TRUST: usize = 8;

/// The refreshes of one client at one provider.
#[derive(Debug, Default)]
pub(crate) struct CircuitBreaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// While the provider does not accept the client.
    rejected: Option<Open>,
    /// The grants that share an incident, by what they have in common.
    groups: HashMap<String, Group>,
    /// When the provider last gave a token to anyone.
    success: Option<Duration>,
}

/// Grants that share an incident: those of one bank, for example.
#[derive(Debug)]
struct Group {
    /// A bucket for each second of the window in which something happened.
    outcomes: VecDeque<Second>,
    /// Refusals since the last success, however long ago: an incident may be met slowly.
    in_a_row: usize,
    /// The same, of tokens that were in doubt.
    in_doubt_in_a_row: usize,
    /// When the first of these refusals came.
    row_since: Option<Duration>,
    /// While the provider refuses unusually many refresh tokens.
    storm: Option<Storm>,
    /// How many times as many refusals as at first are believed.
    trust: usize,
    /// When the provider last gave a token to one of them.
    success: Option<Duration>,
}

#[derive(Debug)]
struct Second {
    number: u64,
    all: usize,
    refused: usize,
}

/// An incident of a group. What it remembers ends with it.
#[derive(Debug)]
struct Storm {
    open: Open,
    probed: Probed,
}

#[derive(Debug, Clone, Copy)]
struct Open {
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
    /// Returns how long nothing is sent for any grant, unless that time is over. Asking does not make the caller a
    /// probe.
    pub(crate) fn pause(&self, now: Duration) -> Option<Duration> {
        let state = lock(&self.state);
        let of = |open: Option<Open>| Some(open?.until.saturating_sub(now));
        let of_groups = state.groups.values().map(|group| of(group.open()));
        // The shortest, if all have one.
        let of_groups = of_groups
            .reduce(|one, other| Some(one?.min(other?)))
            .flatten();
        let longest = of(state.rejected).max(of_groups);
        longest.filter(|left| !left.is_zero())
    }

    /// Checks whether a refresh of this connection may be sent; otherwise says why not, and how long to wait.
    /// Asking does not make the caller a probe: it spares the work that comes before the sending.
    pub(crate) fn check(
        &self,
        now: Duration,
        group: &str,
        connection: &ConnectionId,
    ) -> Result<(), (Tripped, Duration)> {
        lock(&self.state).check(now, group, connection)
    }

    /// Returns whether nothing is known that keeps the grants of this group from being refreshed.
    pub(crate) fn is_closed(&self, group: &str) -> bool {
        let state = lock(&self.state);
        let group = state.groups.get(group);
        state.rejected.is_none() && group.is_none_or(|group| group.storm.is_none())
    }

    /// Lets a refresh of this connection through, which is then the probe; otherwise says why not, and how long to
    /// wait.
    ///
    /// After the pause one caller may probe. The next one may after another pause, unless the probe has closed the
    /// breaker: a probe that never ends must not keep it open.
    pub(crate) fn admit(
        &self,
        now: Duration,
        group: &str,
        connection: &ConnectionId,
    ) -> Result<(), (Tripped, Duration)> {
        let mut state = lock(&self.state);
        state.check(now, group, connection)?;
        let State {
            rejected, groups, ..
        } = &mut *state;
        let storm = groups.get_mut(group).and_then(|group| group.storm.as_mut());
        // Set before the probe is sent, so that the callers behind it do not all become probes.
        for open in rejected
            .iter_mut()
            .chain(storm.map(|storm| &mut storm.open))
        {
            open.until = now + open.pause;
        }
        Ok(())
    }

    /// Notes that the provider gave a token to a grant of this group, for a request that was begun at `begun`, which
    /// closes the breaker. A response that was on its way when the breaker opened does not: it says nothing of an
    /// incident that began after its request, and would let as many refusals again be believed.
    pub(crate) fn succeeded(&self, now: Duration, begun: Duration, group: &str) {
        let mut state = lock(&self.state);
        state.success = state.success.max(Some(begun));
        state.rejected = state.rejected.filter(|open| begun < open.since);
        state.group(group).succeeded(now, begun);
    }

    /// Notes that the provider issued tokens for a code: it works, even if it refuses refresh tokens.
    pub(crate) fn saw_consent(&self, now: Duration) {
        lock(&self.state).success = Some(now);
    }

    /// Notes that the provider did not accept the client, which opens the breaker.
    pub(crate) fn client_rejected(&self, now: Duration) {
        let rejected = &mut lock(&self.state).rejected;
        // Once for an incident and not at each probe, which would flood the log of an operator.
        if rejected.is_none() {
            tracing::error!("the provider does not accept the client; its refreshes are paused");
        }
        *rejected = Some(Open::after(*rejected, now, LONGEST_PAUSE));
    }

    /// Notes that the provider refused a refresh token of this group for good. Returns whether that is to be believed.
    pub(crate) fn token_refused(
        &self,
        now: Duration,
        group: &str,
        connection: &ConnectionId,
        refusal: Refusal,
    ) -> bool {
        let mut state = lock(&self.state);
        let success = state.success;
        let group = state.group(group);
        group.count_refusal(now, refusal);
        // An incident is over when something succeeds, not when its refusals have left the window: while the breaker is
        // open, only probes are counted.
        if group.storm.is_none() && !group.is_storm() {
            return true;
        }
        let before = group.open();
        if before.is_none() {
            tracing::error!(
                "the provider refuses unusually many refresh tokens; not treating any as revoked"
            );
        }
        let open = Open::after(before, now, LONGEST_GROUP_PAUSE);
        let believed = before.filter(|open| open.convinces(now, success));
        let open = match believed
            .map(Open::pause_of_ends)
            .or_else(|| group.pause_of_late(now))
        {
            Some(pause) => open.with_pause(now, pause),
            None => open,
        };
        let mut probed = group
            .storm
            .take()
            .map(|storm| storm.probed)
            .unwrap_or_default();
        probed.remember(now, connection);
        group.storm = Some(Storm { open, probed });
        believed.is_some()
    }
}

impl State {
    fn check(
        &self,
        now: Duration,
        group: &str,
        connection: &ConnectionId,
    ) -> Result<(), (Tripped, Duration)> {
        if let Some(wait) = self.rejected.and_then(|open| open.wait(now)) {
            return Err((Tripped::ClientRejected, wait));
        }
        let storm = self
            .groups
            .get(group)
            .and_then(|group| group.storm.as_ref());
        match storm.and_then(|storm| storm.wait(now, connection)) {
            Some(wait) => Err((Tripped::RefusalStorm, wait)),
            None => Ok(()),
        }
    }

    fn group(&mut self, name: &str) -> &mut Group {
        self.groups.entry(name.to_owned()).or_default()
    }
}

impl Default for Group {
    fn default() -> Self {
        Self {
            outcomes: VecDeque::new(),
            in_a_row: 0,
            in_doubt_in_a_row: 0,
            row_since: None,
            storm: None,
            trust: 1,
            success: None,
        }
    }
}

impl Storm {
    /// Returns how long this connection waits.
    fn wait(&self, now: Duration, connection: &ConnectionId) -> Option<Duration> {
        self.open.wait(now).or_else(|| {
            let wait = self.probed.wait(now, connection)?;
            // Another connection probes before its own turn has come, and that may end the storm.
            Some(wait.min(self.open.pause))
        })
    }
}

impl Open {
    fn wait(self, now: Duration) -> Option<Duration> {
        let wait = self.until.saturating_sub(now);
        Some(wait).filter(|wait| !wait.is_zero())
    }

    /// Opens, or stays open for a longer pause than before.
    fn after(before: Option<Self>, now: Duration, longest: Duration) -> Self {
        let pause = before.map_or(SHORTEST_PAUSE, |open| (open.pause * 2).min(longest));
        Self {
            until: now + pause,
            pause,
            since: before.map_or(now, |open| open.since),
            probes: before.map_or(0, |open| open.probes + 1),
        }
    }

    fn with_pause(self, now: Duration, pause: Duration) -> Self {
        Self {
            until: now + pause,
            pause,
            ..self
        }
    }

    /// Returns the pause behind a probe that was believed: thousands whose consents a bank has ended are not asked one a minute. If it
    /// was an incident nevertheless, the second look finds that.
    fn pause_of_ends(self) -> Duration {
        (self.pause / 2).max(SHORTEST_PAUSE)
    }

    /// Returns whether a probe that is refused now is believed, when the provider last gave a token at `success`.
    fn convinces(self, now: Duration, success: Option<Duration>) -> bool {
        let is_in_sight = success.is_some_and(|at| at > self.since);
        let (probes, late) = if is_in_sight {
            (PROBES_IN_SIGHT, LATE)
        } else {
            (PROBES_OUT_OF_SIGHT, LATE_OUT_OF_SIGHT)
        };
        self.probes >= probes && now.saturating_sub(self.since) >= late
    }
}

/// A response that says something of the provider's health.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Tokens,
    Refusal,
}

impl Group {
    fn open(&self) -> Option<Open> {
        self.storm.as_ref().map(|storm| storm.open)
    }

    fn succeeded(&mut self, now: Duration, begun: Duration) {
        self.count(now, Sign::Tokens);
        if self.open().is_some_and(|open| begun < open.since) {
            return;
        }
        // One success is enough: whatever ailed the provider, it issues tokens again.
        match self.storm.take() {
            Some(storm) if now.saturating_sub(storm.open.since) < LATE => {
                self.trust = (self.trust * 2).min(MOST_TRUST);
            }
            // After a long one, or a minute without a refusal: an incident of its own may begin.
            Some(_) => self.trust = 1,
            None if self.in_a_row == 0 && self.refused() == 0 => self.trust = 1,
            None => {}
        }
        // Of requests that are under way when an incident begins, some still succeed behind the first refusals.
        if self.row_since.is_none_or(|since| begun >= since) {
            (self.in_a_row, self.in_doubt_in_a_row) = (0, 0);
            self.row_since = None;
        }
        self.success = Some(now);
    }

    /// Returns the pause before the next probe of a bank that gave tokens a moment ago: the shorter, the more of
    /// its refusals have turned out to be true.
    fn pause_of_late(&self, now: Duration) -> Option<Duration> {
        let is_late = now.saturating_sub(self.success?) < LATELY;
        let trust = u32::try_from(self.trust).unwrap_or(u32::MAX);
        is_late.then(|| (SHORTEST_PAUSE / trust).max(SHORTEST_PROBE))
    }

    /// Counts the refusals within the window.
    fn refused(&self) -> usize {
        self.outcomes.iter().map(|second| second.refused).sum()
    }

    fn count_refusal(&mut self, now: Duration, refusal: Refusal) {
        self.row_since = self.row_since.or(Some(now));
        match refusal {
            Refusal::Certain => {
                self.count(now, Sign::Refusal);
                self.in_a_row += 1;
            }
            Refusal::InDoubt => self.in_doubt_in_a_row += 1,
        }
    }

    fn is_storm(&self) -> bool {
        let refused = self.refused();
        let all: usize = self.outcomes.iter().map(|second| second.all).sum();
        let storm = STORM * self.trust;
        // More than half at first, 15 of 16 at last: where three of four consents have ended, three of four are
        // refused, and that is not an incident while the fourth gets tokens.
        let is_most = refused * 2 * self.trust > all * (2 * self.trust - 1);
        let is_sudden = refused >= storm && is_most;
        // A client whose tokens live for a day meets an incident slowly: one refusal in many seconds.
        let is_slow = self.in_a_row >= storm;
        is_sudden || is_slow || self.in_doubt_in_a_row >= STORM_IN_DOUBT * self.trust
    }

    fn count(&mut self, now: Duration, sign: Sign) {
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
            second.refused += usize::from(sign == Sign::Refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANK: &str = "bank";

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn id(number: u64) -> ConnectionId {
        ConnectionId::new(format!("c-{number}")).unwrap()
    }

    /// Asks for a connection that was never refused.
    fn admit(breaker: &CircuitBreaker, now: Duration) -> Result<(), (Tripped, Duration)> {
        breaker.admit(now, BANK, &id(u64::MAX))
    }

    /// Refuses another connection each second.
    fn refused(breaker: &CircuitBreaker, now: Duration, refusal: Refusal) -> bool {
        breaker.token_refused(now, BANK, &id(now.as_secs()), refusal)
    }

    /// Probes at each moment that the breaker allows, from `from` to `to`. Returns when a refusal was believed.
    fn probe(breaker: &CircuitBreaker, from: u64, to: u64) -> Vec<u64> {
        let probes = (from..to).filter(|second| admit(breaker, at(*second)).is_ok());
        probes
            .filter(|second| refused(breaker, at(*second), Refusal::Certain))
            .collect()
    }

    fn in_a_storm() -> CircuitBreaker {
        let breaker = CircuitBreaker::default();
        for second in 0..10 {
            refused(&breaker, at(second), Refusal::Certain);
        }
        breaker
    }

    #[test]
    fn a_rejected_client_is_probed_by_one_caller_at_a_time_and_less_and_less_often() {
        let breaker = CircuitBreaker::default();
        breaker.client_rejected(at(0));
        assert_eq!(
            admit(&breaker, at(2)),
            Err((Tripped::ClientRejected, at(3)))
        );
        assert_eq!(admit(&breaker, at(5)), Ok(()));
        assert_eq!(
            admit(&breaker, at(5)),
            Err((Tripped::ClientRejected, at(5))),
            "one probe is in progress"
        );
        breaker.client_rejected(at(6));
        assert_eq!(
            admit(&breaker, at(7)),
            Err((Tripped::ClientRejected, at(9)))
        );
        assert_eq!(admit(&breaker, at(16)), Ok(()));
        breaker.succeeded(at(16), at(16), BANK);
        assert_eq!(admit(&breaker, at(16)), Ok(()));
    }

    #[test]
    fn a_probe_that_never_ends_does_not_block_the_next_one() {
        let breaker = CircuitBreaker::default();
        breaker.client_rejected(at(0));
        assert!(admit(&breaker, at(5)).is_ok());
        assert!(admit(&breaker, at(9)).is_err());
        assert!(admit(&breaker, at(10)).is_ok());
    }

    #[test]
    fn nine_refusals_are_believed_and_the_tenth_is_an_incident() {
        let breaker = CircuitBreaker::default();
        let believed: Vec<_> = (0..12)
            .map(|second| refused(&breaker, at(second), Refusal::Certain))
            .collect();
        assert_eq!(believed, [[true; 9].as_slice(), &[false; 3]].concat());
        assert!(matches!(
            admit(&breaker, at(12)),
            Err((Tripped::RefusalStorm, _))
        ));
    }

    #[test]
    fn after_an_incident_no_refusal_is_believed_until_something_succeeds() {
        let breaker = CircuitBreaker::default();
        for second in 0..10 {
            refused(&breaker, at(second), Refusal::Certain);
        }
        assert!(
            !refused(&breaker, at(10_000), Refusal::Certain),
            "the window is empty, the incident is not over"
        );
        breaker.succeeded(at(20_000), at(20_000), BANK);
        assert!(refused(&breaker, at(20_001), Refusal::Certain));
    }

    #[test]
    fn a_token_that_was_on_its_way_does_not_end_an_incident() {
        let breaker = CircuitBreaker::default();
        for second in 0..10 {
            refused(&breaker, at(second), Refusal::Certain);
        }
        breaker.succeeded(at(11), at(8), BANK);
        assert!(admit(&breaker, at(11)).is_err());
        assert!(!refused(&breaker, at(12), Refusal::Certain));
        breaker.succeeded(at(21), at(20), BANK);
        assert!(refused(&breaker, at(22), Refusal::Certain));
    }

    #[test]
    fn tokens_that_were_on_their_way_do_not_let_more_refusals_be_believed() {
        let breaker = CircuitBreaker::default();
        let believed = (1..30).filter(|&second| {
            breaker.succeeded(at(second), at(0), BANK);
            refused(&breaker, at(second), Refusal::Certain)
        });
        assert_eq!(believed.count(), 9);
    }

    #[test]
    fn a_token_that_was_on_its_way_does_not_say_that_the_client_is_accepted() {
        let breaker = CircuitBreaker::default();
        breaker.client_rejected(at(5));
        breaker.succeeded(at(6), at(4), BANK);
        assert!(admit(&breaker, at(6)).is_err());
        breaker.succeeded(at(12), at(11), BANK);
        assert!(admit(&breaker, at(12)).is_ok());
    }

    #[test]
    fn many_refusals_among_as_many_successes_are_believed() {
        let breaker = CircuitBreaker::default();
        for _ in 0..50 {
            breaker.succeeded(at(1), at(1), BANK);
            assert!(refused(&breaker, at(1), Refusal::Certain));
        }
    }

    #[test]
    fn an_incident_that_is_met_slowly_is_one_unless_something_succeeds() {
        let believed = |breaker: &CircuitBreaker, from: u64| {
            let refused = |number| refused(breaker, at((from + number) * 600), Refusal::Certain);
            (0..30).filter(|&number| refused(number)).count()
        };
        let breaker = CircuitBreaker::default();
        assert_eq!(believed(&breaker, 0), 9);
        breaker.succeeded(at(20_000), at(20_000), BANK);
        assert_eq!(believed(&breaker, 100), 9);
    }

    #[test]
    fn refusals_of_tokens_in_doubt_are_counted_apart() {
        let breaker = CircuitBreaker::default();
        let believed = (0..60).filter(|_| refused(&breaker, at(1), Refusal::InDoubt));
        assert_eq!(believed.count(), 19);
        breaker.succeeded(at(2), at(2), BANK);
        assert!(refused(&breaker, at(3), Refusal::InDoubt));
    }

    const HOUR: u64 = 60 * 60;

    #[test]
    fn without_a_success_in_sight_no_probe_is_believed_for_a_day() {
        let believed = probe(&in_a_storm(), 10, 25 * HOUR);
        assert_eq!(believed.first().map(|second| second / HOUR), Some(24));
    }

    #[test]
    fn when_every_consent_has_ended_each_is_believed_within_days_and_then_nothing_is_sent() {
        let breaker = CircuitBreaker::default();
        let mut waiting: VecDeque<u64> = (0..3_000).collect();
        let (mut sent, mut last) = (0, 0);
        for second in 0..72 * HOUR {
            let Some(number) = waiting.pop_front() else {
                break;
            };
            let (now, connection) = (at(second), id(number));
            let is_sent = breaker.admit(now, BANK, &connection).is_ok();
            sent += u64::from(is_sent);
            last = second;
            if !is_sent || !breaker.token_refused(now, BANK, &connection, Refusal::Certain) {
                waiting.push_back(number);
            }
        }
        assert_eq!(waiting.len(), 0);
        assert!(last < 29 * HOUR, "{last}");
        // One a minute for a day, and then each once.
        assert!(sent < 24 * 60 + 3_000 + 30, "{sent}");
    }

    #[test]
    fn with_a_success_in_sight_probes_are_believed_after_an_hour() {
        let breaker = in_a_storm();
        assert!(probe(&breaker, 10, 600).is_empty());
        breaker.succeeded(at(600), at(600), "another bank");
        assert!(probe(&breaker, 600, HOUR).is_empty());
        let believed = probe(&breaker, HOUR, 2 * HOUR);
        assert!(
            believed.len() > 680,
            "every five seconds: {}",
            believed.len()
        );
    }

    #[test]
    fn a_consent_shows_that_the_provider_is_well_and_ends_no_incident() {
        let breaker = in_a_storm();
        breaker.saw_consent(at(600));
        assert!(probe(&breaker, 600, HOUR).is_empty());
        assert!(!probe(&breaker, HOUR, HOUR + 600).is_empty());
    }

    #[test]
    fn an_incident_at_one_bank_is_none_of_another() {
        let breaker = in_a_storm();
        assert!(admit(&breaker, at(10)).is_err());
        assert_eq!(breaker.admit(at(10), "another", &id(90)), Ok(()));
        assert!(breaker.token_refused(at(10), "another", &id(90), Refusal::Certain));
        assert_eq!(breaker.pause(at(10)), None, "a keeper keeps refreshing");
        breaker.succeeded(at(11), at(11), "another");
        assert!(admit(&breaker, at(11)).is_err());
    }

    #[test]
    fn asking_whether_a_refresh_may_be_sent_makes_nobody_the_probe() {
        let breaker = in_a_storm();
        for _ in 0..3 {
            assert_eq!(breaker.check(at(60), BANK, &id(90)), Ok(()));
        }
        assert_eq!(breaker.admit(at(60), BANK, &id(90)), Ok(()));
        let wait = Err((Tripped::RefusalStorm, SHORTEST_PAUSE));
        assert_eq!(breaker.check(at(60), BANK, &id(91)), wait);
    }

    #[test]
    fn a_connection_that_was_refused_is_not_the_probe_again_and_takes_no_turn() {
        let breaker = in_a_storm();
        let wait = Err((Tripped::RefusalStorm, SHORTEST_PAUSE));
        assert_eq!(breaker.admit(at(60), BANK, &id(9)), wait);
        assert_eq!(breaker.admit(at(60), BANK, &id(8)), Ok(()), "believed");
        assert!(!breaker.token_refused(at(60), BANK, &id(8), Refusal::Certain));
        assert!(breaker.admit(at(600), BANK, &id(9)).is_err());
        assert!(breaker.admit(at(609), BANK, &id(9)).is_ok(), "ten minutes");
    }

    #[test]
    fn a_connection_that_was_refused_is_refreshed_as_soon_as_the_incident_is_over() {
        let breaker = in_a_storm();
        assert!(breaker.admit(at(60), BANK, &id(9)).is_err());
        breaker.succeeded(at(60), at(60), BANK);
        assert_eq!(breaker.admit(at(60), BANK, &id(9)), Ok(()));
        // What the first incident knew is nothing to the next one.
        for second in 100..120 {
            refused(&breaker, at(second), Refusal::Certain);
        }
        assert_eq!(breaker.admit(at(200), BANK, &id(9)), Ok(()));
    }

    /// Ends so many consents of a bank, and lets a keeper refresh ten grants a second in mixed order. Returns the
    /// second in which the last living grant got its token, and how many customers were asked by then.
    fn mixed(ended: u64, living: u64) -> (u64, usize) {
        let breaker = CircuitBreaker::default();
        let (all, mut asked, mut left) = (ended + living, 0, living);
        let mut mixed: Vec<_> = (0..all).collect();
        mixed.sort_by_key(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // Each with the second from which on the store lets it be tried.
        let mut due: VecDeque<_> = mixed.into_iter().map(|number| (number, 0)).collect();
        for second in 0..24 * HOUR {
            let (now, mut sent) = (at(second), 0);
            for _ in 0..due.len() {
                let is_open = breaker.check(now, BANK, &id(u64::MAX)).is_err();
                if sent == 10 || is_open {
                    break;
                }
                let Some((number, until)) = due.pop_front() else {
                    break;
                };
                let connection = id(number);
                if until > second || breaker.admit(now, BANK, &connection).is_err() {
                    due.push_back((number, until));
                    continue;
                }
                sent += 1;
                if number < living {
                    breaker.succeeded(now, now, BANK);
                    left -= 1;
                } else if breaker.token_refused(now, BANK, &connection, Refusal::Certain) {
                    asked += 1;
                } else {
                    due.push_back((number, second + 60));
                }
            }
            if left == 0 {
                return (second, asked);
            }
        }
        (u64::MAX, asked)
    }

    #[test]
    fn a_bank_that_has_really_ended_consents_is_believed_soon_and_the_living_continue() {
        for (ended, living, most) in [
            (1_000, 1_000, 5 * 60),
            (3_000, 1_000, 12 * 60),
            (400, 40, 10 * 60),
            (900, 100, 10 * 60),
        ] {
            let (last, asked) = mixed(ended, living);
            assert!(last <= most, "{living} of {ended}: {last} seconds");
            // The rest is asked as it comes.
            assert!(asked as u64 * 10 > ended * 8, "{asked} of {ended}");
        }
    }

    #[test]
    fn a_bank_that_gave_tokens_lately_is_probed_often_for_ten_minutes() {
        let breaker = CircuitBreaker::default();
        breaker.succeeded(at(0), at(0), BANK);
        for second in 1..20 {
            refused(&breaker, at(second), Refusal::Certain);
        }
        let mut probes = Vec::new();
        for second in 20..2 * HOUR {
            if admit(&breaker, at(second)).is_ok() {
                assert!(!refused(&breaker, at(second), Refusal::Certain));
                probes.push(second);
            }
        }
        let early = probes.iter().filter(|second| **second < 600).count();
        assert_eq!(early, 116, "every five seconds");
        let late = probes.len() - early;
        assert!((100..115).contains(&late), "then once a minute: {late}");
    }

    #[test]
    fn a_minute_without_a_refusal_ends_the_trust_in_refusals() {
        let breaker = in_a_storm();
        breaker.succeeded(at(100), at(100), BANK);
        let storm = |from: u64| {
            let believed = (from..).take_while(|s| refused(&breaker, at(*s), Refusal::Certain));
            believed.count()
        };
        assert_eq!(storm(101), 19, "twice as many");
        breaker.succeeded(at(130), at(130), BANK);
        breaker.succeeded(at(131), at(131), BANK);
        assert_eq!(storm(300), 39, "two successes in a row say nothing");
        breaker.succeeded(at(400), at(400), BANK);
        breaker.succeeded(at(500), at(500), BANK);
        assert_eq!(storm(501), 9);
    }

    #[test]
    fn a_pause_is_never_longer_than_the_longest() {
        let breaker = CircuitBreaker::default();
        (0..40).for_each(|_| breaker.client_rejected(at(0)));
        assert_eq!(
            admit(&breaker, at(0)),
            Err((Tripped::ClientRejected, LONGEST_PAUSE))
        );
    }
}
