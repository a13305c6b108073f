//! Sends notifications when they are due by the sandbox's clock.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::app::App;
use crate::delivery::attempt;
use crate::error::Error;
use crate::state::notification;

/// So many are sent at once.
const AT_ONCE: u32 = 16;
/// A clock from outside can move without notice, so it is looked at this often while something waits.
const LOOK: Duration = Duration::from_secs(1);

/// Delivers what is due, until the runtime ends.
pub(crate) async fn run(app: Arc<App>) {
    loop {
        if let Err(error) = deliver_due(&app).await {
            tracing::error!(%error, "notifications cannot be delivered");
        }
        let is_waiting = app.state.read(notification::next_due).ok().flatten();
        let changed = app.deliveries.changed.notified();
        match is_waiting {
            None => changed.await,
            Some(due) => {
                let now = app.clock.now_ms().unwrap_or_default();
                let wait = u64::try_from(due.saturating_sub(now)).unwrap_or_default();
                let wait = Duration::from_millis(wait).clamp(Duration::from_millis(10), LOOK);
                drop(tokio::time::timeout(wait, changed).await);
            }
        }
    }
}

/// Attempts every notification that is due. When it returns, none is on its way.
pub(crate) async fn deliver_due(app: &Arc<App>) -> Result<(), Error> {
    let _sending = app.deliveries.sending.lock().await;
    loop {
        let now = app.clock.now_ms()?;
        let due = app
            .state
            .write(move |transaction| Ok(notification::claim(transaction, now, AT_ONCE)?))
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
