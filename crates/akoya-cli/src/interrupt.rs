//! Ctrl-C, and the system's request to end.

/// Completes when the user or the system asks the command to end. It listens from the call on, not from the first poll.
#[cfg(unix)]
pub(crate) fn wait() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    async move {
        let (Ok(mut interrupt), Ok(mut terminate)) = signals else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

/// Completes when the user asks the command to end.
#[cfg(not(unix))]
pub(crate) async fn wait() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
