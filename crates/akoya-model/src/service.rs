//! What the service APIs say: consents, notifications, applications.
//!
//! Sources: Akoya's guides to Consent v1, Notifications v1 (beta), Apps Management v2; what
//! they name as FDX's is as FDX has it. Public copies of the guides are incomplete, so fields
//! that are not here are usual; `extra` has them.

use crate::api_error::ApiErrorBody;
use crate::link::Links;
use crate::time::{Date, DateTime};
use crate::wire::json::Json;
use crate::wire::model::model;
use crate::wire::open_enum::open_enum;

model! {
    /// What became of a customer's consent.
    pub struct Consent {
        /// The identifier: the `grant_id` of the customer's tokens.
        pub id: Option<String>,
        /// What may be done with it.
        pub status: Option<ConsentStatus>,
        /// Who takes part: data recipient, access platform, data provider.
        pub parties: Option<Vec<Party>>,
        /// When it was given.
        pub created_time: Option<DateTime> = "createdTime",
        /// When it ends by itself.
        pub expiration_time: Option<DateTime> = "expirationTime",
        /// When it was changed or revoked.
        pub updated_time: Option<DateTime> = "updatedTime",
        /// What it covers.
        pub resources: Option<Vec<ConsentResource>>,
    }
}

open_enum! {
    /// What may be done with a consent.
    pub enum ConsentStatus {
        /// Data may be read.
        Active = "ACTIVE",
        /// Its time is over.
        Expired = "EXPIRED",
        /// The customer, the provider or the recipient took it back.
        Revoked = "REVOKED",
    }
}

impl Consent {
    /// Returns whether it says that data may no longer be read: see [`ConsentStatus::has_ended`].
    pub fn has_ended(&self) -> bool {
        self.status.as_ref().is_some_and(ConsentStatus::has_ended)
    }
}

impl ConsentStatus {
    /// Returns whether data may no longer be read. A status that this version does not know does not say so.
    pub fn has_ended(&self) -> bool {
        matches!(self, Self::Expired | Self::Revoked)
    }
}

model! {
    /// A party that takes part in a consent, or in a notification.
    pub struct Party {
        /// The name.
        pub name: Option<String>,
        /// The part, such as `DATA_RECIPIENT`, `DATA_ACCESS_PLATFORM` or `DATA_PROVIDER`.
        pub kind: Option<String> = "type",
        /// The identifier in Akoya's registry.
        pub registered_entity_id: Option<String> = "registeredEntityId",
    }
}

model! {
    /// A thing that a consent covers.
    pub struct ConsentResource {
        /// What it is: `ACCOUNT`.
        pub resource_type: Option<String> = "resourceType",
        /// Its identifier: the account's.
        pub resource_id: Option<String> = "resourceId",
        /// The data that may be read of it.
        pub data_clusters: Option<Vec<String>> = "dataClusters",
    }
}

model! {
    /// Who is notified of which event, and where.
    pub struct NotificationSubscription {
        /// The identifier. Akoya gives it.
        pub subscription_id: Option<String> = "subscriptionId",
        /// The category that the event belongs to.
        pub category: Option<NotificationCategory>,
        /// The event.
        pub kind: Option<NotificationType> = "type",
        /// Where it is sent: an https URL of the subscriber.
        pub callback_url: Option<String> = "callbackUrl",
        /// The day from which on it is sent.
        pub effective_date: Option<Date> = "effectiveDate",
        /// An e-mail address that is notified too.
        pub callback_email: Option<String> = "callbackEmail",
    }
}

model! {
    /// All subscriptions.
    pub struct NotificationSubscriptions {
        /// The subscriptions.
        pub subscriptions: Option<Vec<NotificationSubscription>> = "notificationSubscriptions",
    }
}

open_enum! {
    /// The category of an event.
    pub enum NotificationCategory {
        /// Of consents.
        Consent = "CONSENT",
        /// Of outages.
        Maintenance = "MAINTENANCE",
    }
}

open_enum! {
    /// An event that subscribers are notified of. There is none for new data.
    pub enum NotificationType {
        /// A consent was revoked.
        ConsentRevoked = "CONSENT_REVOKED",
        /// A customer added accounts to a consent or removed some.
        ConsentUpdated = "CONSENT_UPDATED",
        /// An outage is planned.
        PlannedOutage = "PLANNED_OUTAGE",
        /// A service is out.
        Service = "SERVICE",
    }
}

model! {
    /// What a subscriber is sent.
    ///
    /// No signature is documented, so anyone could have sent it. It is a hint and nothing more: ask for the
    /// consent itself before you act on it. It comes up to four times.
    pub struct Notification {
        /// The identifier, the same in every attempt.
        pub notification_id: Option<String> = "notificationId",
        /// When it was sent.
        pub sent_on: Option<DateTime> = "sentOn",
        /// The category of the event.
        pub category: Option<NotificationCategory>,
        /// The event.
        pub kind: Option<NotificationType> = "type",
        /// The sender.
        pub publisher: Option<Party>,
        /// Who receives it.
        pub subscriber: Option<Party>,
        /// What it is about.
        pub payload: Option<NotificationPayload> = "notificationPayload",
    }
}

impl Notification {
    /// Returns the identifier of the consent that it is about, if it is about one.
    pub fn consent_id(&self) -> Option<&str> {
        let is_consent = self.category == Some(NotificationCategory::Consent);
        self.payload.as_ref().filter(|_| is_consent)?.id.as_deref()
    }
}

model! {
    /// What a notification is about.
    pub struct NotificationPayload {
        /// The identifier of the consent or of the outage.
        pub id: Option<String>,
        /// What `id` is of, such as `CONSENT`.
        pub id_type: Option<String> = "idType",
        /// More about it.
        pub custom_fields: Option<Vec<CustomField>> = "customFields",
    }
}

model! {
    /// A name and a value.
    pub struct CustomField {
        /// The name.
        pub name: Option<String>,
        /// The value.
        pub value: Option<String>,
    }
}

model! {
    /// An application of a data recipient. The names are those of OAuth's dynamic client
    /// registration (RFC 7591), which v2 follows.
    pub struct App {
        /// The identifier of the application. Akoya gives it.
        pub app_id: Option<String> = "appId",
        /// The client id of the application. Akoya gives it.
        pub client_id: Option<String>,
        /// The name.
        pub client_name: Option<String>,
        /// Where customers come back to.
        pub redirect_uris: Option<Vec<String>>,
        /// E-mail addresses of who is responsible.
        pub contacts: Option<Vec<String>>,
        /// What it does, in at most 120 characters.
        pub description: Option<String>,
        /// The address of its logo.
        pub logo_uri: Option<String>,
        /// The address of its home page.
        pub client_uri: Option<String>,
        /// The products that it uses, with blanks between them.
        pub scope: Option<String>,
        /// The client secret, in the response that gives it and in no other: keep it where your secrets are.
        pub client_secret: Option<String>,
        /// What went wrong with this one application, in a response that worked for others.
        pub error: Option<ApiErrorBody>,
    }
}

model! {
    /// Applications: one page of them.
    pub struct Apps {
        /// The applications.
        pub apps: Option<Vec<App>>,
        /// How long the list is.
        pub page: Option<PageSize>,
        /// The page after and the page before.
        pub links: Option<Links>,
        /// Which part of the list this is, as Akoya announced it in 2024.
        pub metadata: Option<PageMetadata>,
    }
}

model! {
    /// How long a list is of which this is a page.
    pub struct PageSize {
        /// How many items there are on all pages.
        pub total_elements: Option<crate::Integer>,
    }
}

model! {
    /// An operation of JSON Patch (RFC 6902 section 4), by which an application is changed.
    ///
    /// Akoya's guide allows the description, single redirect URIs and a new secret. Where a redirect
    /// URI stands is its position in [`App::redirect_uris`], counted from 0; of several operations
    /// each sees what those before it have done.
    pub struct PatchOperation {
        /// What is done.
        pub op: Option<PatchAction>,
        /// To which field: a JSON Pointer (RFC 6901).
        pub path: Option<String>,
        /// The new value.
        pub value: Option<Json>,
    }
}

open_enum! {
    /// What an operation of JSON Patch does.
    pub enum PatchAction {
        /// Adds a value.
        Add = "add",
        /// Replaces the one that is there.
        Replace = "replace",
        /// Removes it.
        Remove = "remove",
    }
}

impl PatchOperation {
    fn new(op: PatchAction, path: String, value: Option<&str>) -> Self {
        Self {
            op: Some(op),
            path: Some(path),
            value: value.map(Json::string),
            ..Self::default()
        }
    }

    /// Replaces the description.
    pub fn describe(text: &str) -> Self {
        Self::new(PatchAction::Replace, "/description".to_owned(), Some(text))
    }

    /// Adds a redirect URI after all others.
    pub fn add_redirect_uri(uri: &str) -> Self {
        Self::new(PatchAction::Add, "/redirect_uris/-".to_owned(), Some(uri))
    }

    /// Replaces the redirect URI at this position.
    pub fn replace_redirect_uri(at: usize, uri: &str) -> Self {
        Self::new(PatchAction::Replace, redirect_uri(at), Some(uri))
    }

    /// Removes the redirect URI at this position.
    pub fn remove_redirect_uri(at: usize) -> Self {
        Self::new(PatchAction::Remove, redirect_uri(at), None)
    }

    /// Asks for a new secret, which the response has.
    pub fn reset_secret() -> Self {
        Self::new(PatchAction::Replace, "/client_secret".to_owned(), Some(""))
    }
}

fn redirect_uri(at: usize) -> String {
    format!("/redirect_uris/{at}")
}

model! {
    /// Which part of a list a page is.
    pub struct PageMetadata {
        /// How many come before it.
        pub offset: Option<crate::Integer>,
        /// How many a page has at most.
        pub limit: Option<crate::Integer>,
        /// How many there are.
        pub total: Option<crate::Integer>,
    }
}

model! {
    /// The products and providers that an application can use, or uses. Only the lists are known of
    /// it; what is in them is kept as it came.
    pub struct Catalogue {
        /// The products.
        pub products: Option<Vec<Json>>,
        /// The institutions.
        pub providers: Option<Vec<Json>>,
        /// What links an application to a product of an institution.
        pub subscriptions: Option<Vec<Json>>,
        /// The same, each with its status.
        pub subscription_status: Option<Vec<Json>>,
        /// How long the list is.
        pub page: Option<PageSize>,
        /// The page after and the page before.
        pub links: Option<Links>,
    }
}

open_enum! {
    /// How far an application's subscription is.
    pub enum AppSubscriptionStatus {
        /// In use.
        Active = "ACTIVE",
        /// Waits for the institution.
        Pending = "PENDING",
        /// Is being set up.
        Processing = "PROCESSING",
        /// Has ended.
        Terminated = "TERMINATED",
        /// Was refused.
        Denied = "DENIED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notification_says_which_consent_it_is_about() {
        let text = r#"{"notificationId":"n1","category":"CONSENT","type":"CONSENT_REVOKED","notificationPayload":{"id":"c1"}}"#;
        let notification: Notification = crate::from_str(text).unwrap();
        assert_eq!(notification.consent_id(), Some("c1"));
        assert_eq!(notification.kind, Some(NotificationType::ConsentRevoked));
        assert_eq!(crate::to_string(&notification), text);
        let outage = text.replace("\"CONSENT\"", "\"MAINTENANCE\"");
        let outage: Notification = crate::from_str(&outage).unwrap();
        assert_eq!(outage.consent_id(), None);
    }

    #[test]
    fn operation_is_written_as_json_patch_has_it() {
        let written = |operation| crate::to_string(&operation);
        assert_eq!(
            written(PatchOperation::replace_redirect_uri(
                2,
                "https://a.example/\""
            )),
            r#"{"op":"replace","path":"/redirect_uris/2","value":"https://a.example/\""}"#
        );
        assert_eq!(
            written(PatchOperation::remove_redirect_uri(0)),
            r#"{"op":"remove","path":"/redirect_uris/0"}"#
        );
    }

    #[test]
    fn secret_of_an_application_is_not_shown() {
        let app: App = crate::from_str(r#"{"client_secret":"canary"}"#).unwrap();
        assert_eq!(app.client_secret.as_deref(), Some("canary"));
        assert!(!format!("{app:?}").contains("canary"));
    }

    #[test]
    fn consent_has_ended_only_when_it_says_so() {
        for (status, ended) in [("ACTIVE", false), ("REVOKED", true), ("PAUSED", false)] {
            assert_eq!(ConsentStatus::from(status).has_ended(), ended, "{status}");
        }
    }
}
