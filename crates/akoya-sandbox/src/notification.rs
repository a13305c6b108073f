//! Notifications as a test sees them: what was sent, and how the delivery went.

use serde::Serialize;
use serde_json::Value;

use crate::data::timestamp;
use crate::state::notification::Stored;

/// A notification to a subscriber, and how its delivery went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Notification {
    /// The `notificationId`, the same in every attempt.
    pub id: String,
    /// `CONSENT_REVOKED`, `CONSENT_UPDATED`, `PLANNED_OUTAGE` or `SERVICE`.
    pub r#type: String,
    /// The id of the consent or outage that it is about.
    pub about: String,
    /// Where it is sent.
    pub callback_url: String,
    /// How often it has been sent; at most 4 times.
    pub attempts: u32,
    /// When the subscriber accepted it with a status from 200 to 299, by the sandbox's clock, in RFC 3339.
    pub delivered: Option<String>,
    /// When it is sent again, by the sandbox's clock, in RFC 3339; `None` if it is not.
    pub next_attempt: Option<String>,
    /// Why the last attempt failed: `HTTP 503`, `no connection`, `no response`, `no response in time`, what is wrong
    /// with TLS, or that the URL is not one that the sandbox sends to.
    pub problem: Option<String>,
}

impl From<Stored> for Notification {
    fn from(stored: Stored) -> Self {
        let body: Value = serde_json::from_str(&stored.outgoing.body).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            r#type: text(&body["type"]),
            about: text(&body["notificationPayload"]["id"]),
            id: stored.outgoing.id,
            callback_url: stored.outgoing.callback_url,
            attempts: stored.attempts,
            delivered: stored.delivered_at.map(timestamp::format),
            next_attempt: stored.due_at.map(timestamp::format),
            problem: stored.problem,
        }
    }
}
