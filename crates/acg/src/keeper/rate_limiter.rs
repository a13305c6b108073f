//! How fast requests are sent: as fast as allowed, slower when the provider asks for it, and slowly faster again.

use std::time::Duration;

/// How much faster each second, as a part of the rate: it doubles in about a minute.
const RECOVERY: f64 = 0.012;

/// The slowest rate, in requests per second.
const SLOWEST: f64 = 0.2;

/// A rate that is halved when the provider has had too many requests, and recovers.
#[derive(Debug)]
pub(crate) struct Pace {
    limit: f64,
    rate: f64,
    /// Requests that may be sent now.
    credit: f64,
    refilled: Duration,
    slowed: Duration,
}

impl Pace {
    /// At most `limit` requests per second.
    pub(crate) fn new(limit: f64, now: Duration) -> Self {
        let limit = if limit.is_finite() {
            limit.max(SLOWEST)
        } else {
            f64::MAX
        };
        Self {
            limit,
            rate: limit,
            credit: limit.max(1.0),
            refilled: now,
            slowed: now,
        }
    }

    /// Takes up to `wanted` requests that may be sent now.
    pub(crate) fn take(&mut self, wanted: usize, now: Duration) -> usize {
        self.refill(now);
        let granted = (0..wanted)
            .take_while(|taken| (*taken as f64) + 1.0 <= self.credit)
            .count();
        self.credit -= granted as f64;
        granted
    }

    /// Gives back what was not sent.
    pub(crate) fn give_back(&mut self, count: usize) {
        self.credit = (self.credit + count as f64).min(self.burst());
    }

    /// When the next request may be sent.
    pub(crate) fn wait(&self) -> Duration {
        Duration::try_from_secs_f64((1.0 - self.credit).max(0.0) / self.rate)
            .unwrap_or(Duration::from_secs(5))
    }

    /// The provider has had too many; `sent` is how many it had in the last second. Answers to one burst count once.
    pub(crate) fn slow_down(&mut self, sent: f64, now: Duration) {
        if now.saturating_sub(self.slowed) < Duration::from_secs(1) && self.rate < self.limit {
            return;
        }
        self.slowed = now;
        self.rate = (self.rate.min(sent.max(SLOWEST)) / 2.0).max(SLOWEST);
        self.credit = 0.0;
    }

    /// Requests per second, by now.
    pub(crate) fn rate(&self) -> f64 {
        self.rate
    }

    fn refill(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.refilled).as_secs_f64();
        self.refilled = now;
        self.rate = (self.rate * (1.0 + RECOVERY * passed)).min(self.limit);
        self.credit = (self.credit + passed * self.rate).min(self.burst());
    }

    /// At most a second's worth is saved up.
    fn burst(&self) -> f64 {
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
        let mut pace = Pace::new(5.0, at(0));
        let granted: usize = (0..100)
            .map(|tenth| pace.take(3, Duration::from_millis(tenth * 100)))
            .sum();
        assert!((50..=55).contains(&granted), "{granted} in ten seconds");
        assert!(pace.wait() <= Duration::from_millis(200));
    }

    #[test]
    fn what_was_not_sent_can_be_sent_later() {
        let mut pace = Pace::new(5.0, at(0));
        assert_eq!((pace.take(9, at(0)), pace.take(9, at(0))), (5, 0));
        pace.give_back(2);
        assert_eq!(pace.take(9, at(0)), 2);
    }

    #[test]
    fn too_many_halves_what_was_sent_and_it_recovers_to_the_limit() {
        let mut pace = Pace::new(f64::INFINITY, at(0));
        assert_eq!(pace.take(1000, at(0)), 1000);
        pace.slow_down(100.0, at(10));
        assert!((pace.rate() - 50.0).abs() < 0.01);
        pace.slow_down(100.0, at(10));
        assert!((pace.rate() - 50.0).abs() < 0.01, "one burst counts once");
        pace.slow_down(50.0, at(12));
        assert!((pace.rate() - 25.0).abs() < 0.01);
        let mut limited = Pace::new(10.0, at(0));
        limited.slow_down(10.0, at(5));
        for second in 6..300 {
            limited.take(0, at(second));
        }
        assert!((limited.rate() - 10.0).abs() < 0.01, "{}", limited.rate());
    }

    #[test]
    fn a_pace_never_stands_still() {
        let mut pace = Pace::new(0.0, at(0));
        for second in 1..50 {
            pace.slow_down(0.0, at(second * 2));
        }
        assert!(pace.rate() >= SLOWEST && pace.wait() <= at(5));
        assert_eq!(pace.take(1, at(110)), 1);
    }
}
