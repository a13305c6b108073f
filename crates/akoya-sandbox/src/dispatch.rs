//! Sends notifications when they are due by the sandbox's clock, to each subscriber on its own.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinSet;

use crate::app::App;
use crate::delivery::attempt;
use crate::error::Error;
use crate::state::notification;

/// So many are sent to a subscriber at once.
const AT_ONCE: u32 = 16;
/// A clock from outside can move without notice, so it is looked at this often while something waits.
const LOOK: Duration = Duration::from_secs(1);

/// Delivers what is due, until the runtime ends.
pub(crate) async fn run(app: Arc<App>) {
    loop {
        let wait = match start_due(&app) {
            Ok(wait) => wait,
            Err(error) => {
                tracing::error!(%error, "notifications cannot be delivered");
                Some(LOOK)
            }
        };
        let changed = app.deliveries.changed.notified();
        match wait {
            None => changed.await,
            Some(wait) => drop(tokio::time::timeout(wait, changed).await),
        }
    }
}

/// Starts a delivery to each subscriber for whom something is due and who has none running. Returns after what
/// time to look again; `None` if nothing waits.
fn start_due(app: &Arc<App>) -> Result<Option<Duration>, Error> {
    let now = app.clock.now_ms()?;
    let read = |connection: &rusqlite::Connection| {
        let due = notification::due_subscribers(connection, now)?;
        Ok((due, notification::next_due(connection, now)?))
    };
    let (due, next) = app.state.read(read)?;
    let is_anything_due = !due.is_empty();
    for subscriber in due {
        // The holder of the turn sends until nothing is due.
        if let Ok(turn) = app.deliveries.turn(&subscriber).try_lock_owned() {
            tokio::spawn(deliver_alone(Arc::clone(app), subscriber, turn));
        }
    }
    Ok(match next {
        Some(next) => {
            let wait = u64::try_from(next.saturating_sub(now)).unwrap_or_default();
            Some(Duration::from_millis(wait).clamp(Duration::from_millis(10), LOOK))
        }
        None => is_anything_due.then_some(LOOK),
    })
}

/// Delivers to a subscriber, and has what came due at the very end looked for.
async fn deliver_alone(app: Arc<App>, subscriber: String, turn: OwnedMutexGuard<()>) {
    let delivered = deliver_to(&app, &subscriber).await;
    drop(turn);
    match delivered {
        Ok(()) => app.deliveries.wake(),
        // It is tried again when the clock is looked at.
        Err(error) => tracing::error!(%error, "notifications cannot be delivered"),
    }
}

/// Attempts every notification that is due. When it returns, none is on its way.
pub(crate) async fn deliver_due(app: &Arc<App>) -> Result<(), Error> {
    let now = app.clock.now_ms()?;
    let due = app
        .state
        .read(|connection| notification::due_subscribers(connection, now))?;
    let subscribers: BTreeSet<String> = due.into_iter().chain(app.deliveries.busy()).collect();
    let mut deliveries = JoinSet::new();
    for subscriber in subscribers {
        let app = Arc::clone(app);
        deliveries.spawn(async move {
            let turn = app.deliveries.turn(&subscriber);
            let _turn = turn.lock().await;
            deliver_to(&app, &subscriber).await
        });
    }
    let mut outcome = Ok(());
    while let Some(delivered) = deliveries.join_next().await {
        outcome = outcome.and(delivered.unwrap_or(Ok(())));
    }
    outcome
}

/// Attempts what is due for one subscriber. Its turn is held for as long.
async fn deliver_to(app: &Arc<App>, subscriber: &str) -> Result<(), Error> {
    loop {
        let (now, url) = (app.clock.now_ms()?, subscriber.to_owned());
        let due = app
            .state
            .write(move |transaction| Ok(notification::claim(transaction, &url, now, AT_ONCE)?))
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let mut sent = JoinSet::new();
        for outgoing in due {
            sent.spawn(attempt(outgoing, app.deliveries.authority.clone()));
        }
        while let Some(Ok((id, problem))) = sent.join_next().await {
            app.state
                .write(move |transaction| {
                    notification::finish(transaction, &id, problem.as_deref(), now)?;
                    Ok(())
                })
                .await?;
        }
    }
}
