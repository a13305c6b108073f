//! What is known of a grant, in lines that a person reads.

use std::fmt;

use acg::ConnectionId;
use acg::store::{Event, GrantState, Head, HistoryEntry, StoreTime};
use jiff::Timestamp;

/// How wide the names of the facts are.
const NAMES: usize = 12;

/// The lines. Nothing in them is secret: a fingerprint distinguishes two refresh tokens and discloses neither.
pub(crate) struct Status<'a> {
    connection: &'a ConnectionId,
    head: &'a Head,
}

impl<'a> Status<'a> {
    /// Describes what a store knows in clear of the grant with this name.
    pub(crate) const fn new(connection: &'a ConnectionId, head: &'a Head) -> Self {
        Self { connection, head }
    }
}

impl fmt::Display for Status<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.head;
        writeln!(f, "{:NAMES$}{}", "connection", self.connection)?;
        writeln!(f, "{:NAMES$}{}", "state", state(&head.state))?;
        writeln!(f, "{:NAMES$}{}", "token set", head.generation)?;
        let expiry = head.expires_at.map_or_else(|| "unknown".to_owned(), moment);
        writeln!(f, "{:NAMES$}{expiry}", "expires")?;
        if let Some(failed) = head.failed_at {
            let (moment, attempts) = (moment(failed), head.attempts);
            writeln!(f, "{:NAMES$}{moment}, {attempts} in a row", "failed")?;
        }
        writeln!(f, "{:NAMES$}{}", "client", head.client_id)?;
        write!(f, "{:NAMES$}{}", "provider", head.provider)?;
        for (index, entry) in head.history.iter().enumerate() {
            let name = if index == 0 { "history" } else { "" };
            write!(f, "\n{name:NAMES$}{}", line(entry))?;
        }
        Ok(())
    }
}

fn state(state: &GrantState) -> String {
    match state {
        GrantState::Ready => "ready".to_owned(),
        GrantState::Refreshing { owner, until } => {
            format!(
                "being refreshed by {owner}, until {} at most",
                moment(*until)
            )
        }
        GrantState::InDoubt => {
            "in doubt: a refresh token was sent and no response arrived; it is presented once more"
                .to_owned()
        }
        GrantState::ConsentNeeded { cause } => format!("ended: {cause}; log in again"),
        GrantState::Removed { .. } => "removed".to_owned(),
        _ => "one that a newer version has written".to_owned(),
    }
}

/// Writes an event: when, what, the fingerprints of the refresh token before and after, and who.
fn line(entry: &HistoryEntry) -> String {
    let what = match &entry.event {
        Event::Consented => "consent given".to_owned(),
        Event::Refreshed => "refreshed".to_owned(),
        Event::Ended { cause } => format!("ended: {cause}"),
        Event::NoResponse => "sent, no response".to_owned(),
        Event::TakenOver { from } => format!("taken over from {from}"),
        Event::Recovered => "response taken from the spool".to_owned(),
        Event::SiblingStored => "second successor stored".to_owned(),
        Event::SiblingUsed => "second successor used".to_owned(),
        _ => "an event of a newer version".to_owned(),
    };
    let tokens =
        [&entry.before, &entry.after].map(|one| one.as_ref().map_or("–", |one| one.as_str()));
    let detail = entry
        .detail
        .as_ref()
        .map_or(String::new(), |detail| format!(" ({detail})"));
    let [before, after] = tokens;
    format!(
        "{}  {what}{detail}, {before} → {after}, by {}",
        moment(entry.at),
        entry.by
    )
}

/// Writes a moment in UTC, to the second.
fn moment(time: StoreTime) -> String {
    let seconds = Timestamp::from_second(time.0.div_euclid(1000));
    seconds.map_or_else(
        |_| "beyond the calendar".to_owned(),
        |time| time.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_to_the_second() {
        assert_eq!(moment(StoreTime(1_700_000_000_999)), "2023-11-14T22:13:20Z");
        assert_eq!(moment(StoreTime(i64::MAX)), "beyond the calendar");
    }
}
