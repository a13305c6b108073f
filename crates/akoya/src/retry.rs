//! When a data call is attempted again, and when calls are spread out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::error::{Error, ErrorKind};

/// How often and how soon a data call is attempted again.
///
/// All data calls only read, so all may be repeated: when no connection was made, when it broke or no
/// response came in time, and on [some statuses](Self::statuses). The wait doubles from attempt to attempt,
/// with jitter; a `Retry-After` is honoured up to a limit. The call's timeout covers all attempts. Requests
/// to the identity provider are never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most attempts, the first included. Default: 4, as Akoya recommends three retries.
    pub attempts: u32,
    /// The wait before the second attempt, before jitter. Default: 500 milliseconds.
    pub first_wait: Duration,
    /// The longest wait that doubling leads to. Default: 8 seconds.
    pub longest_wait: Duration,
    /// The longest `Retry-After` that is waited for; on a longer one the call ends at once. Default: 30 seconds.
    pub longest_retry_after: Duration,
    /// The longest time for one attempt. Default: 30 seconds; Akoya itself gives up after 10.
    pub attempt_timeout: Duration,
    /// The statuses after which a call is attempted again. Default: 408, 429 and 5xx.
    pub statuses: RetryStatuses,
}

/// A set of HTTP statuses of errors, from 400 to 599.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryStatuses([u128; 2]);

impl RetryStatuses {
    /// Makes a set of these statuses. Others than those of errors are left out: what succeeded is not attempted again.
    pub fn new(statuses: impl IntoIterator<Item = u16>) -> Self {
        let mut set = Self([0; 2]);
        for status in statuses {
            if let Some((half, bit)) = Self::place(status) {
                set.0[half] |= 1 << bit;
            }
        }
        set
    }

    /// Returns whether the status is in the set.
    pub fn contains(self, status: u16) -> bool {
        Self::place(status).is_some_and(|(half, bit)| self.0[half] & (1 << bit) != 0)
    }

    fn place(status: u16) -> Option<(usize, u16)> {
        match status {
            400..=499 => Some((0, status - 400)),
            500..=599 => Some((1, status - 500)),
            _ => None,
        }
    }
}

impl Default for RetryStatuses {
    fn default() -> Self {
        Self::new([408, 429].into_iter().chain(500..=599))
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(30),
            attempt_timeout: Duration::from_secs(30),
            statuses: RetryStatuses::default(),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy of one attempt.
    #[must_use]
    pub fn off() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// Sets the most attempts, the first included; 0 counts as 1.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Returns the wait after an attempt that failed, or `None` when there is no other. `jitter` is between 0 and 1.
    pub(crate) fn wait(
        &self,
        tried: u32,
        failure: &Failure,
        jitter: impl FnOnce() -> f64,
    ) -> Option<Duration> {
        let is_worth_it = match failure.status {
            Some(status) => self.statuses.contains(status),
            None => failure.is_worth_a_retry,
        };
        if tried >= self.attempts || !is_worth_it {
            return None;
        }
        if let Some(asked) = failure.retry_after {
            return (asked <= self.longest_retry_after).then_some(asked);
        }
        let doubled = self
            .first_wait
            .saturating_mul(1 << tried.saturating_sub(1).min(16))
            .min(self.longest_wait);
        Some(doubled.mul_f64(0.5 + jitter() / 2.0))
    }
}

/// What a failed attempt says about the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure {
    /// That of the response, if there was one; it decides then.
    status: Option<u16>,
    is_worth_a_retry: bool,
    retry_after: Option<Duration>,
}

impl Failure {
    /// Judges the status of a response; `None` when it is not a failure.
    pub(crate) fn of_status(
        status: u16,
        retry_after: impl FnOnce() -> Option<Duration>,
    ) -> Option<Self> {
        (status >= 400).then(|| Self {
            status: Some(status),
            is_worth_a_retry: false,
            retry_after: retry_after(),
        })
    }

    /// Judges the error that came instead of a response.
    pub(crate) fn of_error(error: &Error) -> Self {
        let is_worth_a_retry = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout);
        Self {
            status: None,
            is_worth_a_retry,
            retry_after: None,
        }
    }
}

/// Spreads data calls out, so that at most a given number is sent in a second. Calls wait in the order in which
/// they came.
///
/// Akoya's sandbox accepts 5 requests per second and rejects more with 429.
#[derive(Debug)]
pub struct RateLimit {
    interval: Duration,
    /// The next place in the queue, in nanoseconds of the monotonic clock: enough for 584 years.
    next: AtomicU64,
}

impl RateLimit {
    /// Allows `calls` per second, evenly spread; 0 counts as 1.
    pub fn per_second(calls: u32) -> Self {
        Self {
            interval: Duration::from_secs(1) / calls.max(1),
            next: AtomicU64::new(0),
        }
    }

    /// Takes the next place in the queue and returns how long to wait for it.
    pub(crate) fn take(&self, now: Duration) -> Duration {
        let (now, interval) = (nanos(now), nanos(self.interval));
        let take = |next: u64| Some(next.max(now).saturating_add(interval));
        let relaxed = Ordering::Relaxed;
        let next = self.next.fetch_update(relaxed, relaxed, take);
        let place = next.unwrap_or_else(|next| next).max(now);
        Duration::from_nanos(place - now)
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<u64>) -> Failure {
        Failure::of_status(status, || retry_after.map(Duration::from_secs)).unwrap()
    }

    #[test]
    fn waits_double_with_jitter_up_to_the_longest() {
        let policy = RetryPolicy::default().with_attempts(10);
        let waits = |jitter| {
            (1..8).map(move |tried| {
                policy
                    .wait(tried, &status(503, None), || jitter)
                    .unwrap()
                    .as_millis()
            })
        };
        assert_eq!(
            waits(1.0).collect::<Vec<_>>(),
            [500, 1000, 2000, 4000, 8000, 8000, 8000]
        );
        assert_eq!(
            waits(0.0).collect::<Vec<_>>(),
            [250, 500, 1000, 2000, 4000, 4000, 4000]
        );
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let policy = RetryPolicy::default();
        for worth in [408, 429, 500, 501, 502, 503, 504] {
            assert!(
                policy.wait(1, &status(worth, None), || 0.5).is_some(),
                "{worth}"
            );
        }
        for hopeless in [400, 401, 403, 404, 405, 406, 409] {
            assert!(
                policy.wait(1, &status(hopeless, None), || 0.5).is_none(),
                "{hopeless}"
            );
        }
        assert!(policy.wait(4, &status(503, None), || 0.5).is_none());
        assert!(
            RetryPolicy::off()
                .wait(1, &status(503, None), || 0.5)
                .is_none()
        );
        assert_eq!(Failure::of_status(206, || None), None);
    }

    #[test]
    fn the_statuses_that_are_tried_again_can_be_chosen() {
        let policy = RetryPolicy {
            statuses: RetryStatuses::new([404, 521, 200, 600]),
            ..RetryPolicy::default()
        };
        let is_tried = |code| policy.wait(1, &status(code, None), || 0.5).is_some();
        assert!([404, 521].into_iter().all(is_tried));
        assert!(![408, 429, 500, 405, 599].into_iter().any(is_tried));
        let chosen = (0..1000).filter(|status| policy.statuses.contains(*status));
        assert_eq!(chosen.collect::<Vec<_>>(), [404, 521]);
    }

    #[test]
    fn retry_after_is_honoured_up_to_a_limit() {
        let policy = RetryPolicy::default();
        assert_eq!(
            policy.wait(1, &status(429, Some(7)), || 0.5),
            Some(Duration::from_secs(7))
        );
        assert_eq!(policy.wait(1, &status(429, Some(3600)), || 0.5), None);
    }

    #[test]
    fn calls_are_spread_evenly_in_the_order_of_their_coming() {
        let limit = RateLimit::per_second(5);
        let waits: Vec<_> = (0..4)
            .map(|_| limit.take(Duration::from_secs(9)).as_millis())
            .collect();
        assert_eq!(waits, [0, 200, 400, 600]);
        assert_eq!(limit.take(Duration::from_secs(20)), Duration::ZERO);
    }
}
