//! The rate limiter: a token bucket whose rate is halved when requests fail, and grows with every success.

use std::time::Duration;

/// By how much the rate grows each second above the threshold, as a part of itself: it doubles in about twenty
/// seconds. Faster growth would run into the provider's limit again before its window is over.
const RECOVERY: f64 = 0.035;

/// What is left of the rate that was too much, as the threshold up to which growth is fast.
const TOLERATED: f64 = 0.75;

/// The slowest rate, in requests per second. A rate of zero would never learn that the provider has recovered.
const SLOWEST: f64 = 0.2;

/// The longest time for which nothing at all is sent because the provider asked for patience. One grant that has to
/// wait for an hour must not hold back all others.
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// What a failed request says about the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestFailure {
    /// It receives too many requests.
    TooManyRequests,
    /// It cannot be reached, or fails, whatever the number of requests.
    Other,
}

/// A token bucket. One token is one request.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limit: f64,
    rate: f64,
    /// Below it the rate grows by one with every success, and so doubles in a second; above it, slowly.
    threshold: f64,
    tokens: f64,
    refilled: Duration,
    /// When the rate was halved last.
    slowed: Option<Duration>,
    /// Whether a request has succeeded since then.
    is_well: bool,
    /// Nothing is sent before this.
    held_until: Duration,
    sent: SendCount,
}

/// How many requests were sent in this second of the clock and in the one before.
#[derive(Debug, Default)]
struct SendCount {
    second: u64,
    current: usize,
    previous: usize,
}

impl SendCount {
    fn roll_over(&mut self, now: Duration) {
        let second = now.as_secs();
        if second != self.second {
            let follows = second == self.second.saturating_add(1);
            self.previous = if follows { self.current } else { 0 };
            (self.second, self.current) = (second, 0);
        }
    }

    /// Returns the requests per second. The one that has just begun alone would say too little.
    fn rate(&self) -> f64 {
        self.current.max(self.previous) as f64
    }
}

impl RateLimiter {
    /// Creates a bucket for up to `limit` requests per second.
    pub(crate) fn new(limit: f64, now: Duration) -> Self {
        let limit = if limit.is_finite() {
            limit.max(SLOWEST)
        } else {
            f64::MAX
        };
        Self {
            limit,
            rate: limit,
            threshold: limit,
            tokens: limit.max(1.0),
            refilled: now,
            slowed: None,
            is_well: true,
            held_until: Duration::ZERO,
            sent: SendCount::default(),
        }
    }

    /// Takes up to `wanted` tokens. Returns how many there were.
    pub(crate) fn take(&mut self, wanted: usize, now: Duration) -> usize {
        self.refill(now);
        if now < self.held_until {
            return 0;
        }
        let granted = (0..wanted)
            .take_while(|taken| (*taken as f64) + 1.0 <= self.tokens)
            .count();
        self.tokens -= granted as f64;
        self.sent.roll_over(now);
        self.sent.current += granted;
        granted
    }

    /// Gives back the tokens of requests that were not sent.
    pub(crate) fn refund(&mut self, count: usize) {
        self.tokens = (self.tokens + count as f64).min(self.capacity());
        self.sent.current = self.sent.current.saturating_sub(count);
    }

    /// Returns how long it takes until the bucket has a token.
    pub(crate) fn wait(&self) -> Duration {
        let empty = Duration::try_from_secs_f64((1.0 - self.tokens).max(0.0) / self.rate)
            .unwrap_or(Duration::from_secs(5));
        empty.max(self.held_until.saturating_sub(self.refilled))
    }

    /// Notes that a request that was sent at `sent_at` has failed for a reason that concerns others too. The
    /// provider may have asked for patience.
    pub(crate) fn slow_down(
        &mut self,
        failure: RequestFailure,
        retry_after: Option<Duration>,
        sent_at: Duration,
        now: Duration,
    ) {
        self.refill(now);
        let hold = retry_after.unwrap_or_default().min(LONGEST_HOLD);
        self.held_until = self.held_until.max(now.saturating_add(hold));
        // What was sent before the rate was halved says nothing about the new rate.
        if self.slowed.is_some_and(|slowed| sent_at <= slowed) {
            return;
        }
        self.slowed = Some(now);
        self.sent.roll_over(now);
        let sent = self.sent.rate().max(SLOWEST);
        // The first of several failures in a row tells what was too much. Those after it say
        // that the provider is not well yet.
        if failure == RequestFailure::TooManyRequests && self.is_well {
            self.threshold = self.rate.min(sent) * TOLERATED;
        }
        self.is_well = false;
        // Half of what was sent, not of what was allowed: without a limit, the allowed rate says nothing.
        self.rate = (self.rate.min(sent) / 2.0).max(SLOWEST);
        self.tokens = 0.0;
    }

    /// Notes that a request has succeeded.
    pub(crate) fn succeeded(&mut self) {
        self.is_well = true;
        if self.rate < self.threshold {
            self.rate = (self.rate + 1.0).min(self.threshold);
        }
    }

    /// Returns the present rate, in requests per second.
    pub(crate) fn rate(&self) -> f64 {
        self.rate
    }

    fn refill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.refilled).as_secs_f64();
        self.refilled = now;
        // Without a success time alone must not speed it up: an outage may last for hours.
        if self.is_well {
            self.rate = (self.rate * (1.0 + RECOVERY * passed)).min(self.limit);
        }
        self.tokens = (self.tokens + passed * self.rate).min(self.capacity());
    }

    /// Returns how many tokens the bucket holds at most: one second's worth of requests.
    fn capacity(&self) -> f64 {
        self.rate.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Creates a limiter as it is after one second in which `sent` requests were sent, and one of them failed.
    fn slowed(sent: usize, failure: RequestFailure) -> RateLimiter {
        let mut limiter = RateLimiter::new(f64::INFINITY, at(0));
        assert_eq!(limiter.take(sent, at(10)), sent);
        limiter.slow_down(failure, None, at(10), at(11));
        limiter
    }

    #[test]
    fn no_more_is_granted_than_the_limit() {
        let mut limiter = RateLimiter::new(5.0, at(0));
        let granted: usize = (0..100)
            .map(|tenth| limiter.take(3, Duration::from_millis(tenth * 100)))
            .sum();
        assert!((50..=55).contains(&granted), "{granted} in ten seconds");
        assert!(limiter.wait() <= Duration::from_millis(200));
    }

    #[test]
    fn refunded_tokens_can_be_taken_again() {
        let mut limiter = RateLimiter::new(5.0, at(0));
        assert_eq!((limiter.take(9, at(0)), limiter.take(9, at(0))), (5, 0));
        limiter.refund(2);
        assert_eq!(limiter.take(9, at(0)), 2);
    }

    #[test]
    fn a_provider_that_fails_gets_half_of_the_requests() {
        let mut limiter = slowed(100, RequestFailure::TooManyRequests);
        assert!((limiter.rate() - 50.0).abs() < 0.01);
        limiter.slow_down(RequestFailure::TooManyRequests, None, at(10), at(14));
        assert!(
            (limiter.rate() - 50.0).abs() < 0.01,
            "one burst counts once, however late its responses"
        );
        limiter.slow_down(RequestFailure::Other, None, at(12), at(12));
        assert!(limiter.rate() < 26.0, "{}", limiter.rate());
    }

    #[test]
    fn a_second_that_has_just_begun_does_not_count_as_slow() {
        let mut limiter = RateLimiter::new(f64::INFINITY, at(0));
        limiter.take(100, at(10));
        limiter.take(1, at(11));
        limiter.slow_down(RequestFailure::TooManyRequests, None, at(11), at(11));
        assert!((limiter.rate() - 50.0).abs() < 0.01, "{}", limiter.rate());
    }

    /// Returns the rate after each of these seconds, if everything that may be sent succeeds.
    fn recover(limiter: &mut RateLimiter, from: u64, seconds: u64) -> f64 {
        for second in from..from + seconds {
            let granted = limiter.take(10_000, at(second));
            (0..granted).for_each(|_| limiter.succeeded());
        }
        limiter.rate()
    }

    #[test]
    fn after_an_outage_the_old_rate_is_back_within_seconds() {
        let mut limiter = slowed(300, RequestFailure::Other);
        for second in 12..600 {
            limiter.slow_down(RequestFailure::Other, None, at(second), at(second));
        }
        assert!(
            (limiter.rate() - SLOWEST).abs() < 0.01,
            "{}",
            limiter.rate()
        );
        let rate = recover(&mut limiter, 600, 15);
        assert!(rate >= 300.0, "{rate}");
    }

    #[test]
    fn after_too_many_requests_growth_is_fast_up_to_what_was_tolerated_and_slow_then() {
        let mut limiter = slowed(100, RequestFailure::TooManyRequests);
        let rate = recover(&mut limiter, 12, 2);
        assert!((74.0..80.0).contains(&rate), "{rate}");
        let rate = recover(&mut limiter, 14, 5);
        assert!((80.0..100.0).contains(&rate), "{rate}");
    }

    #[test]
    fn without_a_success_the_rate_stays_low() {
        let mut limiter = slowed(100, RequestFailure::Other);
        limiter.take(0, at(3600));
        assert!((limiter.rate() - 50.0).abs() < 0.01, "{}", limiter.rate());
    }

    #[test]
    fn the_rate_recovers_to_the_limit_and_no_further() {
        let mut limiter = RateLimiter::new(10.0, at(0));
        limiter.take(10, at(5));
        limiter.slow_down(RequestFailure::TooManyRequests, None, at(5), at(5));
        let rate = recover(&mut limiter, 6, 60);
        assert!((rate - 10.0).abs() < 0.01, "{rate}");
    }

    #[test]
    fn the_patience_that_the_provider_asks_for_is_kept_for_up_to_a_minute() {
        let mut limiter = RateLimiter::new(f64::INFINITY, at(0));
        let patience = Some(at(7));
        limiter.slow_down(RequestFailure::TooManyRequests, patience, at(10), at(10));
        assert_eq!((limiter.take(1, at(16)), limiter.wait()), (0, at(1)));
        assert_eq!(limiter.take(1, at(17)), 1);
        limiter.slow_down(RequestFailure::Other, Some(at(3600)), at(20), at(20));
        assert_eq!(limiter.take(1, at(79)), 0);
        assert_eq!(limiter.take(1, at(80)), 1);
    }

    #[test]
    fn the_rate_never_becomes_zero() {
        let mut limiter = RateLimiter::new(0.0, at(0));
        for second in 1..50 {
            limiter.slow_down(RequestFailure::Other, None, at(second * 2), at(second * 2));
        }
        assert!(limiter.rate() >= SLOWEST, "{}", limiter.rate());
        assert!(limiter.wait() <= at(5), "{:?}", limiter.wait());
        assert_eq!(limiter.take(1, at(110)), 1);
    }
}
