//! The rate limiter: a token bucket whose rate is halved when the provider is overloaded, and recovers slowly.

use std::time::Duration;

/// By how much the rate grows each second, as a part of itself: it doubles in about a minute. Faster growth would run into
/// the provider's limit again before its window is over.
const RECOVERY: f64 = 0.012;

/// The slowest rate, in requests per second. A rate of zero would never learn that the provider has recovered.
const SLOWEST: f64 = 0.2;

/// A token bucket. One token is one request.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    limit: f64,
    rate: f64,
    tokens: f64,
    refilled: Duration,
    slowed: Duration,
}

impl RateLimiter {
    /// A bucket for up to `limit` requests per second.
    pub(crate) fn new(limit: f64, now: Duration) -> Self {
        let limit = if limit.is_finite() {
            limit.max(SLOWEST)
        } else {
            f64::MAX
        };
        Self {
            limit,
            rate: limit,
            tokens: limit.max(1.0),
            refilled: now,
            slowed: now,
        }
    }

    /// Takes up to `wanted` tokens. Returns how many there were.
    pub(crate) fn take(&mut self, wanted: usize, now: Duration) -> usize {
        self.refill(now);
        let granted = (0..wanted)
            .take_while(|taken| (*taken as f64) + 1.0 <= self.tokens)
            .count();
        self.tokens -= granted as f64;
        granted
    }

    /// Gives back the tokens of requests that were not sent.
    pub(crate) fn refund(&mut self, count: usize) {
        self.tokens = (self.tokens + count as f64).min(self.capacity());
    }

    /// How long it takes until the bucket has a token.
    pub(crate) fn wait(&self) -> Duration {
        Duration::try_from_secs_f64((1.0 - self.tokens).max(0.0) / self.rate)
            .unwrap_or(Duration::from_secs(5))
    }

    /// Notes that the provider was overloaded; `sent` is how many requests it had in the last second.
    pub(crate) fn slow_down(&mut self, sent: f64, now: Duration) {
        // Many responses to one burst say the same thing: they count once.
        if now.saturating_sub(self.slowed) < Duration::from_secs(1) && self.rate < self.limit {
            return;
        }
        self.slowed = now;
        // Half of what was sent, not of what was allowed: without a limit, the allowed rate says nothing.
        self.rate = (self.rate.min(sent.max(SLOWEST)) / 2.0).max(SLOWEST);
        self.tokens = 0.0;
    }

    /// The present rate, in requests per second.
    pub(crate) fn rate(&self) -> f64 {
        self.rate
    }

    fn refill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.refilled).as_secs_f64();
        self.refilled = now;
        self.rate = (self.rate * (1.0 + RECOVERY * passed)).min(self.limit);
        self.tokens = (self.tokens + passed * self.rate).min(self.capacity());
    }

    /// The bucket holds one second's worth of requests.
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
    fn an_overloaded_provider_gets_half_of_what_it_had() {
        let mut limiter = RateLimiter::new(f64::INFINITY, at(0));
        assert_eq!(limiter.take(1000, at(0)), 1000);
        limiter.slow_down(100.0, at(10));
        assert!((limiter.rate() - 50.0).abs() < 0.01);
        limiter.slow_down(100.0, at(10));
        assert!(
            (limiter.rate() - 50.0).abs() < 0.01,
            "one burst counts once"
        );
        limiter.slow_down(50.0, at(12));
        assert!((limiter.rate() - 25.0).abs() < 0.01);
    }

    #[test]
    fn the_rate_recovers_to_the_limit() {
        let mut limiter = RateLimiter::new(10.0, at(0));
        limiter.slow_down(10.0, at(5));
        for second in 6..300 {
            limiter.take(0, at(second));
        }
        assert!((limiter.rate() - 10.0).abs() < 0.01, "{}", limiter.rate());
    }

    #[test]
    fn the_rate_never_becomes_zero() {
        let mut limiter = RateLimiter::new(0.0, at(0));
        for second in 1..50 {
            limiter.slow_down(0.0, at(second * 2));
        }
        assert!(limiter.rate() >= SLOWEST, "{}", limiter.rate());
        assert!(limiter.wait() <= at(5), "{:?}", limiter.wait());
        assert_eq!(limiter.take(1, at(110)), 1);
    }
}
