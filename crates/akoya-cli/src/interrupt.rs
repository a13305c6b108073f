//! Ctrl-C, a closed terminal, and the system's request to end.

/// Completes when the user or the system asks the command to end. It listens from the call on, not from the first poll.
#[cfg(unix)]
pub(crate) fn wait() -> impl Future<Output = ()> {
    use tokio::signal::unix::SignalKind;
    any_of([
        SignalKind::interrupt(),
        SignalKind::terminate(),
        SignalKind::hangup(),
        SignalKind::quit(),
    ])
}

/// Completes when a person at the keyboard asks once more. Other signals often come twice for one
/// request: `timeout` sends its own to the child and to the group, and a shell passes on the
/// hangup that the terminal has sent already.
#[cfg(unix)]
pub(crate) fn again() -> impl Future<Output = ()> {
    use tokio::signal::unix::SignalKind;
    any_of([SignalKind::interrupt(), SignalKind::quit()])
}

#[cfg(unix)]
fn any_of<const N: usize>(kinds: [tokio::signal::unix::SignalKind; N]) -> impl Future<Output = ()> {
    use tokio::signal::unix::signal;
    let ignored = ignored();
    let hangup = tokio::signal::unix::SignalKind::hangup();
    let is_heard = |kind: &tokio::signal::unix::SignalKind| {
        *kind != hangup || !has(ignored, kind.as_raw_value())
    };
    let mut signals: Vec<_> = kinds
        .into_iter()
        .filter(is_heard)
        .filter_map(|kind| signal(kind).ok())
        .collect();
    std::future::poll_fn(move |cx| {
        let arrived = signals
            .iter_mut()
            .any(|signal| signal.poll_recv(cx).is_ready());
        if arrived {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
}

/// Returns the signals that this process inherited as ignored, as a mask: `nohup` does that
/// with the hangup. Listening would undo it. A script's shell ignores Ctrl-C for its background jobs; that one is still
/// listened to, so that a script can end them.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}

#[cfg(unix)]
fn has(mask: u64, signal: i32) -> bool {
    let bit = u32::try_from(signal - 1).ok();
    bit.and_then(|bit| mask.checked_shr(bit))
        .is_some_and(|mask| mask & 1 == 1)
}

/// Completes when the user asks the command to end.
#[cfg(not(unix))]
pub(crate) async fn wait() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Completes when a person at the keyboard asks once more.
#[cfg(not(unix))]
pub(crate) async fn again() {
    wait().await;
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_signal_has_the_bit_before_its_number() {
        assert!(has(0b1, 1));
        assert!(!has(0b1, 2));
        assert!(has(0x4000, 15));
        assert!(!has(0, 1));
        assert!(!has(u64::MAX, 0));
    }
}
