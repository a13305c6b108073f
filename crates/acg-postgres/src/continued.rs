//! Work that comes to its end although its caller gives up.

use std::pin::Pin;
use std::task::{Context, Poll};

use acg::BoxFuture;
use tokio::runtime::Handle;

/// What a caller does itself, and a task when the caller gives up.
pub(crate) struct Continued<T: Send + 'static> {
    work: Option<BoxFuture<'static, T>>,
    /// The caller's. This may be dropped outside any.
    runtime: Handle,
}

impl<T: Send + 'static> Continued<T> {
    /// Begins the work, in a runtime.
    pub(crate) fn new(work: BoxFuture<'static, T>) -> Self {
        Self {
            work: Some(work),
            runtime: Handle::current(),
        }
    }
}

impl<T: Send + 'static> Future for Continued<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // Work that panics is not polled again.
        let Some(mut work) = self.work.take() else {
            return Poll::Pending;
        };
        let result = work.as_mut().poll(context);
        if result.is_pending() {
            self.work = Some(work);
        }
        result
    }
}

impl<T: Send + 'static> Drop for Continued<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            self.runtime.spawn(work);
        }
    }
}
