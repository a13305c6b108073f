//! The time of a call and of each attempt in it, on one timer.
//!
//! A runtime's threads share the list of its timers. What enters it takes a lock, and wakes the thread that waits if it is the first to
//! go off. So there is one timer for both, for what is over first, and it is set again only when it goes off too early.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};

/// When a call is over, and the attempt that it makes.
pub(crate) struct Deadline {
    start: Instant,
    /// The end of the call, in nanoseconds from its start.
    call: u64,
    /// The end of the attempt, [`NONE`] or [`OVER`].
    attempt: AtomicU64,
}

/// No attempt is being made.
const NONE: u64 = u64::MAX;
/// The time of the attempt is over, and it does not know yet.
const OVER: u64 = 0;

/// What is over.
enum End {
    Call,
    Attempt,
}

impl Deadline {
    /// Begins the time of a call.
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            start: Instant::now(),
            call: nanos(limit),
            attempt: AtomicU64::new(NONE),
        }
    }

    /// Runs the call. Returns `None` when its time is over first.
    pub(crate) async fn call<T>(&self, call: impl Future<Output = T>) -> Option<T> {
        let mut call = pin!(call);
        let mut timer = pin!(None);
        poll_fn(|cx| {
            loop {
                if let Poll::Ready(result) = call.as_mut().poll(cx) {
                    return Poll::Ready(Some(result));
                }
                match ready!(self.poll_end(timer.as_mut(), cx)) {
                    End::Call => return Poll::Ready(None),
                    // The call is polled again, and in it the attempt.
                    End::Attempt => self.attempt.store(OVER, Ordering::Relaxed),
                }
            }
        })
        .await
    }

    /// Makes an attempt of the call. Returns `None` when its time is over first.
    pub(crate) async fn attempt<T>(
        &self,
        limit: Duration,
        attempt: impl Future<Output = T>,
    ) -> Option<T> {
        let mut attempt = pin!(attempt);
        let end = nanos(self.start.elapsed().saturating_add(limit));
        self.attempt
            .store(end.clamp(OVER + 1, NONE - 1), Ordering::Relaxed);
        let result = poll_fn(|cx| match attempt.as_mut().poll(cx) {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if self.attempt.load(Ordering::Relaxed) == OVER => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        })
        .await;
        self.attempt.store(NONE, Ordering::Relaxed);
        result
    }

    fn poll_end(&self, mut timer: Pin<&mut Option<Sleep>>, cx: &mut Context<'_>) -> Poll<End> {
        loop {
            let attempt = match self.attempt.load(Ordering::Relaxed) {
                OVER => NONE,
                end => end,
            };
            let until = self.moment(attempt.min(self.call));
            let Some(mut sleep) = timer.as_mut().as_pin_mut() else {
                timer.set(Some(sleep_until(until)));
                continue;
            };
            if until < sleep.deadline() {
                sleep.as_mut().reset(until);
            }
            // What runs out of its share of time with each poll must still come to its end.
            ready!(pin!(unconstrained(sleep.as_mut())).poll(cx));
            let now = sleep.deadline();
            if now >= self.moment(self.call) {
                return Poll::Ready(End::Call);
            }
            if now >= self.moment(attempt) {
                return Poll::Ready(End::Attempt);
            }
            sleep.reset(until);
        }
    }

    /// Returns the moment so many nanoseconds after the start.
    fn moment(&self, after: u64) -> Instant {
        later(self.start, Duration::from_nanos(after))
    }
}

/// Returns the moment so long after another; decades later, where the clock does not go so far.
pub(crate) fn later(start: Instant, after: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    start.checked_add(after).unwrap_or_else(|| start + FAR)
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::time::sleep;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Makes a call of attempts of three seconds, so many one after the other. Returns its result, and the seconds.
    async fn made(limit: Duration, attempts: usize) -> (Option<usize>, u64) {
        let deadline = Deadline::new(limit);
        let call = async {
            for _ in 0..attempts {
                assert_eq!(deadline.attempt(3 * SECOND, pending::<()>()).await, None);
                sleep(SECOND).await;
            }
            attempts
        };
        let result = deadline.call(call).await;
        (result, deadline.start.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_end_in_their_time_and_the_call_in_its_own() {
        assert_eq!(made(20 * SECOND, 1).await, (Some(1), 4));
        assert_eq!(made(20 * SECOND, 4).await, (Some(4), 16));
        assert_eq!(made(9 * SECOND, 4).await, (None, 9));
        assert_eq!(made(2 * SECOND, 1).await, (None, 2));
        assert_eq!(made(3 * SECOND, 1).await, (None, 3));
        assert_eq!(made(Duration::ZERO, 1).await, (None, 0));
        assert_eq!(made(Duration::MAX, 2).await, (Some(2), 8));
    }

    #[tokio::test(start_paused = true)]
    async fn what_follows_an_attempt_has_the_time_of_the_call() {
        let deadline = Deadline::new(10 * SECOND);
        let call = async {
            let attempt = deadline.attempt(3 * SECOND, sleep(2 * SECOND)).await;
            sleep(7 * SECOND).await;
            attempt
        };
        assert_eq!(deadline.call(call).await, Some(Some(())));
        let deadline = Deadline::new(10 * SECOND);
        let call = async {
            deadline.attempt(3 * SECOND, sleep(2 * SECOND)).await;
            pending::<()>().await;
        };
        assert_eq!(deadline.call(call).await, None);
        assert_eq!(deadline.start.elapsed(), 10 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_is_dropped_takes_no_time_of_its_call() {
        let deadline = Deadline::new(10 * SECOND);
        let call = async {
            let attempt = deadline.attempt(3 * SECOND, pending::<()>());
            let dropped = tokio::time::timeout(SECOND, attempt).await;
            assert!(dropped.is_err());
            pending::<()>().await;
        };
        assert_eq!(deadline.call(call).await, None);
        assert_eq!(deadline.start.elapsed(), 10 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_ready_is_taken_even_without_any_time() {
        let deadline = Deadline::new(Duration::ZERO);
        let call = deadline.attempt(Duration::ZERO, ready(7));
        assert_eq!(deadline.call(call).await, Some(Some(7)));
        let deadline = Deadline::new(SECOND);
        let call = deadline.attempt(Duration::MAX, pending::<()>());
        assert_eq!(deadline.call(call).await, None);
    }
}
