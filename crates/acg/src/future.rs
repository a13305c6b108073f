//! The boxed future that the object-safe traits return, and tasks for boxed futures.

use std::pin::Pin;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A boxed future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Runs work on a task of its own. The work is boxed, so that a task is compiled once and not for each kind of work.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    let work: BoxFuture<'static, ()> = Box::pin(work);
    tokio::spawn(work)
}

/// Runs work on a task of its own, which continues when the receiver of its result is dropped. There is no result when
/// the work panics, and when the runtime shuts down.
pub(crate) fn spawn_with_result<T: Send + 'static>(
    work: BoxFuture<'static, T>,
) -> oneshot::Receiver<T> {
    let (sender, receiver) = oneshot::channel();
    spawn(async move {
        let _ = sender.send(work.await);
    });
    receiver
}
