//! A notification of Akoya's, read and not yet believed.

use akoya::model;
use akoya::model::service::{Notification, NotificationCategory, NotificationType};

/// The longest identifier that is looked up.
const LONGEST_ID: usize = 255;

/// What a notification hints at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// This consent may have ended.
    ConsentEnded(String),
    /// Something that changes no consent: an outage, other accounts.
    Other,
}

/// Reads the body of a notification; `None` when it is none.
pub(crate) fn read(body: &[u8]) -> Option<Event> {
    let notification: Notification = model::from_slice(body).ok()?;
    if !may_end_a_consent(&notification)? {
        return Some(Event::Other);
    }
    let id = notification.payload?.id?;
    let is_id = !id.is_empty() && id.len() <= LONGEST_ID && !id.chars().any(char::is_control);
    is_id.then_some(Event::ConsentEnded(id))
}

/// Returns whether the event may be the end of a consent; `None` when it is no event. A type that is not known, of the
/// category of consents, may be one: it is verified anyway.
fn may_end_a_consent(notification: &Notification) -> Option<bool> {
    let kind = notification.kind.as_ref()?;
    let is_of_consents = notification.category == Some(NotificationCategory::Consent);
    Some(match kind {
        NotificationType::ConsentRevoked => true,
        NotificationType::ConsentUpdated
        | NotificationType::PlannedOutage
        | NotificationType::Service => false,
        _ => is_of_consents,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revoked_consent_is_named_by_the_payload() {
        let body =
            br#"{"notificationId":"n","category":"CONSENT","type":"CONSENT_REVOKED","more":[1],
            "notificationPayload":{"id":"c1","idType":"CONSENT","customFields":[]}}"#;
        assert_eq!(read(body), Some(Event::ConsentEnded("c1".to_owned())));
    }

    #[test]
    fn other_events_hint_at_nothing() {
        for kind in ["CONSENT_UPDATED", "PLANNED_OUTAGE", "NEW_KIND"] {
            let body = format!(r#"{{"type":"{kind}","notificationPayload":{{"id":"c1"}}}}"#);
            assert_eq!(read(body.as_bytes()), Some(Event::Other), "{kind}");
        }
    }

    #[test]
    fn an_unknown_event_of_the_category_of_consents_may_be_an_end() {
        for kind in ["CONSENT_EXPIRED", "consent_revoked"] {
            let body = format!(
                r#"{{"category":"CONSENT","type":"{kind}","notificationPayload":{{"id":"c1"}}}}"#
            );
            let expected = Event::ConsentEnded("c1".to_owned());
            assert_eq!(read(body.as_bytes()), Some(expected), "{kind}");
        }
    }

    #[test]
    fn what_is_no_notification_is_none() {
        let long = format!(
            r#"{{"type":"CONSENT_REVOKED","notificationPayload":{{"id":"{}"}}}}"#,
            "x".repeat(256)
        );
        let bodies = [
            "",
            "[]",
            "{}",
            r#"{"type":1}"#,
            r#"{"type":"CONSENT_REVOKED"}"#,
            r#"{"type":"CONSENT_REVOKED","notificationPayload":{"id":"a\u0000b"}}"#,
            &long,
        ];
        for body in bodies {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
    }
}
