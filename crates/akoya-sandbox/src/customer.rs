//! What a customer does at the bank: ends a consent, or changes which accounts it shares.

use std::sync::Arc;

use rusqlite::Transaction;

use crate::app::App;
use crate::error::{Error, ErrorKind};
use crate::event::{Event, Occurrence};
use crate::state::consent::{self, Revoker, Sharing};

/// Whose consents end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    User(String),
    Consent(String),
}

/// Ends consents, and returns how many were in force. Subscribers are notified of what the customer ended.
pub(crate) async fn revoke(app: &Arc<App>, target: Target, by: Revoker) -> Result<usize, Error> {
    let (announcer, now) = (Arc::clone(app), app.clock.now_ms()?);
    let ended = move |transaction: &Transaction<'_>| {
        let ids = match target {
            Target::User(user) => consent::in_force_of(transaction, &user)?,
            Target::Consent(id) => vec![id],
        };
        let mut ended = 0;
        for id in ids {
            if consent::revoke(transaction, &id, by)? {
                ended += 1;
                if by == Revoker::Customer {
                    announce(&announcer, transaction, Event::ConsentRevoked, id, now)?;
                }
            }
        }
        Ok(ended)
    };
    let ended = app.state.write(ended).await?;
    app.deliveries.wake();
    Ok(ended)
}

/// Replaces the accounts that a consent shares.
pub(crate) async fn share(app: &Arc<App>, id: &str, accounts: Vec<String>) -> Result<(), Error> {
    let unknown = || {
        Error::new(
            ErrorKind::Configuration,
            "there is no such consent in force",
        )
    };
    let found = app
        .state
        .read(|connection| consent::by_id(connection, id))?
        .ok_or_else(unknown)?;
    check(app, &found.user, &accounts)?;
    let (announcer, now, id) = (Arc::clone(app), app.clock.now_ms()?, id.to_owned());
    let changed = move |transaction: &Transaction<'_>| {
        let sharing = consent::set_accounts(transaction, &id, &accounts)?;
        if sharing == Sharing::Changed {
            announce(&announcer, transaction, Event::ConsentUpdated, id, now)?;
        }
        Ok(sharing)
    };
    if app.state.write(changed).await? == Sharing::NoConsent {
        return Err(unknown());
    }
    app.deliveries.wake();
    Ok(())
}

/// Checks that these are accounts of the user, at least one.
pub(crate) fn check(app: &App, user: &str, accounts: &[String]) -> Result<(), Error> {
    let refused = |text: String| Err(Error::new(ErrorKind::Configuration, text));
    let Some(user) = app.library.user(user) else {
        return refused(format!("there is no user `{user}`"));
    };
    if accounts.is_empty() {
        return refused("a consent needs at least one account".to_owned());
    }
    match accounts
        .iter()
        .find(|id| user.accounts.account(id).is_none())
    {
        Some(id) => refused(format!("the user has no account `{id}`")),
        None => Ok(()),
    }
}

fn announce(
    app: &App,
    transaction: &Transaction<'_>,
    event: Event,
    about: String,
    at_ms: i64,
) -> Result<(), Error> {
    let occurrence = Occurrence {
        event,
        about,
        at_ms,
    };
    occurrence.announce(app, transaction)
}
