//! The connections that were refused in an incident: the next probe must be another one.
//!
//! Among the grants of a bank that has ended its consents some live, and a living one is found only by trying
//! others. This is kept in memory and not as a cooldown in the record: a connection that was refused in an incident
//! must be refreshed as soon as that is over.

use std::collections::HashMap;
use std::time::Duration;

use crate::store::connection_id::ConnectionId;

/// How long a refused connection is not probed again.
const LATE_LOOK: Duration = Duration::from_secs(10 * 60);

/// The most connections that are remembered. A probe at a time needs a few dozen; more are refused only by the
/// requests that were under way when the incident began.
const MOST: usize = 10_000;

/// The connections that were refused in one incident, and when each may be the probe again.
#[derive(Debug, Default)]
pub(super) struct Probed(HashMap<ConnectionId, Duration>);

impl Probed {
    /// Remembers that a connection was refused.
    pub(super) fn remember(&mut self, now: Duration, connection: &ConnectionId) {
        if self.0.len() >= MOST {
            self.0.retain(|_, until| *until > now);
        }
        // One without room is forgotten: it may be the probe again, which delays the others by one pause.
        if self.0.len() < MOST || self.0.contains_key(connection) {
            self.0.insert(connection.clone(), now + LATE_LOOK);
        }
    }

    /// Returns how long a connection is not the probe yet, if it has been.
    pub(super) fn wait(&self, now: Duration, connection: &ConnectionId) -> Option<Duration> {
        let wait = self.0.get(connection)?.saturating_sub(now);
        Some(wait).filter(|wait| !wait.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> ConnectionId {
        ConnectionId::new(format!("c-{number}")).unwrap()
    }

    #[test]
    fn a_connection_that_was_refused_waits_for_ten_minutes_and_no_other_does() {
        let (mut probed, now) = (Probed::default(), Duration::from_secs(100));
        probed.remember(now, &id(1));
        assert_eq!(probed.wait(now, &id(1)), Some(LATE_LOOK));
        assert_eq!(probed.wait(now + LATE_LOOK, &id(1)), None);
        assert_eq!(probed.wait(now, &id(2)), None);
    }

    #[test]
    fn the_memory_is_bounded_and_those_who_have_waited_make_room() {
        let (mut probed, now) = (Probed::default(), Duration::from_secs(100));
        (0..=MOST).for_each(|number| probed.remember(now, &id(number)));
        assert_eq!(probed.0.len(), MOST);
        let later = now + LATE_LOOK;
        probed.remember(later, &id(MOST));
        assert_eq!(probed.wait(later, &id(MOST)), Some(LATE_LOOK));
        assert_eq!(probed.0.len(), 1);
    }
}
