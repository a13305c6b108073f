//! A token set that is ready to be used: its header, and when it expires.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::clock::{Clock, Reading};
use crate::store::consent_id::order_of;
use crate::store::head::Head;
use crate::store::record::Record;
use crate::store::row::Row;
use crate::token::bearer::{Bearer, BearerSource};
use crate::token::oauth_token::{DEFAULT_LIFETIME, OauthToken};
use crate::vault::written_row::{KeysInUse, WrittenRow};

/// The part of a token's life in which an early refresh may begin: the last tenth. A larger part would refresh more
/// often than the provider expects; a smaller one would leave a slow provider too little time.
const EARLY_PART: u32 = 10;

/// The longest time before the safety margin at which an early refresh begins. A tenth of a long life would be hours.
const LONGEST_EARLY: Duration = Duration::from_secs(300);

/// Before every reading.
const NEVER: Reading = Reading {
    now: UNIX_EPOCH,
    monotonic: Duration::ZERO,
};

/// Whether a token can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    /// It can.
    Fresh,
    /// It can, and the caller is to begin the early refresh. Only one caller gets that.
    RefreshEarly,
    /// It has expired or is about to, or there is no bearer: only a refresh can bring one.
    Expired,
}

/// A token set that is ready to be used.
pub(crate) struct CachedToken {
    pub(crate) token: Arc<OauthToken>,
    pub(crate) generation: u64,
    /// What was known about the token set when it was published.
    pub(crate) head: Head,
    /// What is in the row, if this process wrote it: head and token, and no sibling.
    written: Option<WrittenRow>,
    bearer: Option<Bearer>,
    expires_at: SystemTime,
    /// The same moment on the monotonic clock, which cannot be set back.
    deadline: Duration,
    /// The most that a safety margin takes: half of the token's life, so that a fresh token is always usable.
    longest_margin: Duration,
    /// How long before the safety margin the early refresh begins.
    early: Duration,
    /// Until when the token is fresh with the usual safety margin.
    fresh_until: Reading,
    /// The margin that `fresh_until` is for.
    usual_skew: Duration,
    /// Whether the early refresh has begun.
    has_begun: AtomicBool,
    /// The generation whose refused bearer this was obtained for; 0 for none.
    replaced: AtomicU64,
}

impl CachedToken {
    /// Prepares a token set. It expires `left` from now if the store knows that better than the
    /// token. `jitter`, from 0 to 1, decides when its early refresh begins: processes that share the
    /// token do not all begin at the same moment. `usual_skew` is the safety margin that callers are expected to ask with.
    pub(crate) fn new(
        record: Record,
        source: BearerSource,
        clock: &dyn Clock,
        left: Option<Duration>,
        jitter: f64,
        usual_skew: Duration,
    ) -> Self {
        let Record { head, token, .. } = record;
        let (token, generation) = (Arc::new(token), head.generation);
        // The reading that `bearer` is asked with may be older than the exact time: measured from that, a token
        // that is over would live for some milliseconds after each load.
        let Reading { now, monotonic } = clock.reading();
        let stated = || {
            token
                .expires_at(source)
                .unwrap_or_else(|| unknown_expiry(&token, now))
        };
        // The store's clock is preferred: it is one for the fleet, while each process has one of
        // its own.
        let expires_at = left
            .and_then(|left| now.checked_add(left))
            .unwrap_or_else(stated);
        let left = expires_at.duration_since(now).unwrap_or_default();
        let life = token.life(source);
        let early = (life.unwrap_or_default() / EARLY_PART).min(LONGEST_EARLY);
        let early = early.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0);
        let bearer = token.bearer(source).and_then(|bearer| {
            let key = token.dpop_key.as_ref().filter(|_| token.is_bound());
            Bearer::new(bearer, generation, key)
        });
        let (deadline, longest_margin) = (
            monotonic.saturating_add(left),
            life.unwrap_or(DEFAULT_LIFETIME) / 2,
        );
        let margin = usual_skew.min(longest_margin);
        // Without a bearer it is fresh at no time.
        let fresh_until = bearer.as_ref().map_or(NEVER, |_| Reading {
            now: expires_at.checked_sub(margin).unwrap_or(UNIX_EPOCH),
            monotonic: deadline.saturating_sub(margin.saturating_add(early)),
        });
        Self {
            bearer,
            generation,
            head,
            written: None,
            expires_at,
            deadline,
            longest_margin,
            early,
            fresh_until,
            usual_skew,
            // Without a refresh token there is nothing to begin.
            has_begun: AtomicBool::new(token.refresh_token.is_none()),
            replaced: AtomicU64::new(0),
            token,
        }
    }

    /// Returns the record in a row, if that holds what this process wrote: then it need not be opened.
    pub(crate) fn record_in(&self, row: &Row, keys: &KeysInUse) -> Option<Record> {
        let is_known = self.written.as_ref()?.is_in(row, keys);
        is_known.then(|| Record::new(self.head.clone(), (*self.token).clone()))
    }

    /// Sets what is in the row.
    pub(crate) fn with_written(self, written: Option<WrittenRow>) -> Self {
        Self { written, ..self }
    }

    /// Returns whether this is a later token set than that of `head`, or one of a later consent.
    pub(crate) fn is_later_than(&self, head: &Head) -> bool {
        let [own, other] = [&self.head, head].map(|head| order_of(head.consent.as_ref()));
        let is_same_consent = self.head.consent == head.consent;
        own > other || is_same_consent && self.generation > head.generation
    }

    /// Returns whether there is a bearer that can be used for at least `skew` more.
    #[inline]
    pub(crate) fn is_usable(&self, reading: &Reading, skew: Duration) -> bool {
        let skew = skew.min(self.longest_margin);
        // Both clocks must agree. The calendar jumps when it is set, which must not extend a token; the monotonic clock
        // may stand still while the machine sleeps, which must not either.
        let by_calendar = reading
            .now
            .checked_add(skew)
            .is_some_and(|then| then < self.expires_at);
        let by_duration = reading.monotonic.saturating_add(skew) < self.deadline;
        by_calendar && by_duration && self.bearer.is_some()
    }

    /// Returns whether the token can be used for at least `skew` more, and whether the caller is to begin its early refresh.
    #[inline]
    pub(crate) fn validity(&self, reading: &Reading, skew: Duration) -> Validity {
        // For nearly every call two comparisons do, in place of sums that are different each time.
        if reading.now < self.fresh_until.now
            && reading.monotonic < self.fresh_until.monotonic
            && skew == self.usual_skew
        {
            return Validity::Fresh;
        }
        self.validity_in_detail(reading, skew)
    }

    fn validity_in_detail(&self, reading: &Reading, skew: Duration) -> Validity {
        match self.is_usable(reading, skew) {
            false => Validity::Expired,
            true if self.begins_early_refresh(reading, skew) => Validity::RefreshEarly,
            true => Validity::Fresh,
        }
    }

    /// Returns whether the caller is to begin the early refresh: `true` once.
    #[inline]
    fn begins_early_refresh(&self, reading: &Reading, skew: Duration) -> bool {
        let before = skew.min(self.longest_margin).saturating_add(self.early);
        // Only the monotonic clock: an early refresh may come late, but a calendar that is set must
        // not start a wave of them.
        let is_time = reading.monotonic.saturating_add(before) >= self.deadline;
        // Relaxed is enough: the flag guards no other memory, and a second early refresh would join
        // the first.
        is_time && !self.has_begun.swap(true, Ordering::Relaxed)
    }

    /// Notes that this was obtained because an API had refused the bearer of a generation.
    pub(crate) fn note_replaced(&self, refused: u64) {
        self.replaced.store(refused, Ordering::Relaxed);
    }

    /// Returns whether this was obtained because an API had refused the bearer of a generation.
    pub(crate) fn replaces(&self, refused: u64) -> bool {
        // The result of the refresh, which all who wait for it get after this, orders the two.
        self.replaced.load(Ordering::Relaxed) == refused
    }

    /// Returns the bearer, whatever its expiry: for a token that has just come from the provider.
    #[inline]
    pub(crate) fn fresh_bearer(&self) -> Option<Bearer> {
        self.bearer.clone()
    }
}

/// Chooses an expiry for a token of which nothing is known: one that can be refreshed is refreshed, any other one is
/// tried for a while.
fn unknown_expiry(token: &OauthToken, now: SystemTime) -> SystemTime {
    if token.refresh_token.is_some() {
        UNIX_EPOCH
    } else {
        now + DEFAULT_LIFETIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::future::BoxFuture;

    const LAG: Duration = Duration::from_millis(10);

    /// A clock whose readings are some milliseconds old, as the machine's are.
    #[derive(Debug)]
    struct Ticking(SystemTime, Duration);

    impl Clock for Ticking {
        fn now(&self) -> SystemTime {
            self.0
        }

        fn monotonic(&self) -> Duration {
            self.1
        }

        fn reading(&self) -> Reading {
            Reading {
                now: self.0 - LAG,
                monotonic: self.1 - LAG,
            }
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::ready(()))
        }
    }

    #[test]
    fn a_token_that_is_over_is_not_usable_even_for_the_milliseconds_that_a_reading_is_old() {
        let clock = Ticking(
            UNIX_EPOCH + Duration::from_secs(1_000),
            Duration::from_secs(50),
        );
        let head = r#"{"generation":1,"state":"ready","client_id":"c","provider":"p"}"#;
        let head = Head::from_bytes(head.as_bytes()).unwrap();
        let record = Record::new(head, OauthToken::from_access_token("t"));
        let usable = |left| {
            let source = BearerSource::AccessToken;
            let (record, skew) = (record.clone(), Duration::ZERO);
            let token = CachedToken::new(record, source, &clock, Some(left), 0.0, skew);
            token.is_usable(&clock.reading(), Duration::ZERO)
        };
        assert!(!usable(Duration::ZERO));
        assert!(usable(Duration::from_millis(1)));
    }
    /// Returns a token of an hour that the store says is valid for so many more seconds.
    fn token(clock: &Ticking, left: u64, usual_skew: u64) -> CachedToken {
        let head = r#"{"generation":1,"state":"ready","client_id":"c","provider":"p"}"#;
        let mut token = OauthToken::from_access_token("t").with_refresh_token("r");
        token.expires_in = Some(3_600);
        let record = Record::new(Head::from_bytes(head.as_bytes()).unwrap(), token);
        let [left, usual_skew] = [left, usual_skew].map(Duration::from_secs);
        let source = BearerSource::AccessToken;
        CachedToken::new(record, source, clock, Some(left), 0.0, usual_skew)
    }

    #[test]
    fn the_comparisons_that_most_calls_make_say_what_the_sums_say() {
        let clock = Ticking(
            UNIX_EPOCH + Duration::from_secs(100_000),
            Duration::from_secs(50_000),
        );
        let start = clock.reading();
        let mut seen = Vec::new();
        for (usual, asked) in [(0, 0), (60, 60), (60, 61), (300, 60), (10_000, 10_000)] {
            for passed in (0..4_000).step_by(10) {
                let skew = Duration::from_secs(asked);
                // The calendar may have been set, in either direction.
                for (forward, back) in [(0, 0), (2_000, 0), (0, 2_000)] {
                    let now = start.now + Duration::from_secs(passed + forward)
                        - Duration::from_secs(back);
                    let monotonic = start.monotonic + Duration::from_secs(passed);
                    let reading = Reading { now, monotonic };
                    // Each of its own: one begins the early refresh once.
                    let [quick, slow] = [(); 2].map(|()| token(&clock, 3_600, usual));
                    let validity = quick.validity(&reading, skew);
                    assert_eq!(validity, slow.validity_in_detail(&reading, skew));
                    seen.push(validity);
                }
            }
        }
        for validity in [Validity::Fresh, Validity::RefreshEarly, Validity::Expired] {
            assert!(seen.contains(&validity), "{validity:?}");
        }
    }
}
