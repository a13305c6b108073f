//! The events that subscribers are notified of, and how a notification is made of one.

use rusqlite::Transaction;
use serde_json::json;

use crate::app::{App, PROVIDER};
use crate::data::timestamp;
use crate::error::Error;
use crate::random;
use crate::state::notification::{self, Outgoing};
use crate::state::subscription::{self, Subscription};

/// The events of Akoya's guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    ConsentRevoked,
    ConsentUpdated,
    PlannedOutage,
    Outage,
}

impl Event {
    const ALL: [Self; 4] = [
        Self::ConsentRevoked,
        Self::ConsentUpdated,
        Self::PlannedOutage,
        Self::Outage,
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Returns the `type` of a subscription.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ConsentRevoked => "CONSENT_REVOKED",
            Self::ConsentUpdated => "CONSENT_UPDATED",
            Self::PlannedOutage => "PLANNED_OUTAGE",
            Self::Outage => "SERVICE",
        }
    }

    pub(crate) fn category(self) -> &'static str {
        match self {
            Self::ConsentRevoked | Self::ConsentUpdated => "CONSENT",
            Self::PlannedOutage | Self::Outage => "MAINTENANCE",
        }
    }

    /// Returns where the details are, and a field of the payload, as in Akoya's samples.
    fn details(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ConsentRevoked | Self::ConsentUpdated => {
                ("/consents/v1/", "INITIATOR", "INDIVIDUAL")
            }
            Self::PlannedOutage | Self::Outage => {
                ("/notifications/v1/maintenance/", "PROVIDER", PROVIDER)
            }
        }
    }
}

/// An event that has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occurrence {
    pub(crate) event: Event,
    /// The id of the consent or outage.
    pub(crate) about: String,
    pub(crate) at_ms: i64,
}

impl Occurrence {
    /// Leaves a notification for each subscriber. In the transaction of the event itself, so that no event is lost.
    pub(crate) fn announce(&self, app: &App, transaction: &Transaction<'_>) -> Result<(), Error> {
        let day: String = timestamp::format(self.at_ms).chars().take(10).collect();
        for subscription in subscription::to(transaction, self.event.name(), &day)? {
            let outgoing = self.notify(app, &subscription)?;
            notification::insert(transaction, &outgoing, self.at_ms)?;
        }
        Ok(())
    }

    /// Builds the notification for one subscriber.
    pub(crate) fn notify(&self, app: &App, subscriber: &Subscription) -> Result<Outgoing, Error> {
        let id = random::uuid()?;
        let (path, field, value) = self.event.details();
        let body = json!({
            "notificationId": id,
            "sentOn": timestamp::format(self.at_ms),
            "category": self.event.category(),
            "type": self.event.name(),
            "publisher": {"name": "Akoya", "type": "DATA_ACCESS_PLATFORM"},
            "subscriber": {"type": "DATA_RECIPIENT", "registeredEntityId": app.recipient_id()},
            "notificationPayload": {
                "id": self.about,
                "idType": self.event.category(),
                "customFields": [{"name": field, "value": value}],
            },
            "url": {"href": format!("{}{path}{}", app.services_url, self.about), "action": "GET"},
        });
        Ok(Outgoing {
            id,
            callback_url: subscriber.callback_url.clone(),
            body: body.to_string(),
        })
    }
}
