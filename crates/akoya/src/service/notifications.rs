//! Notifications v1 (beta): who is notified of which events.

use akoya_model::service::{Notification, NotificationSubscription, NotificationSubscriptions};
use akoya_model::{Extra, Json};
use http::Method;

use super::client::ServiceClient;
use super::request::ServiceRequest;
use super::token::Scope;
use crate::error::Error;
use crate::list::List;
use crate::response::Response;

const SUBSCRIPTIONS: List = List::new(
    "notificationSubscriptions",
    r#"{"notificationSubscriptions":[]}"#,
)
.pages();

fn request(name: &'static str, method: Method, path: &[&str]) -> ServiceRequest {
    let path: Vec<_> = ["notifications", "v1"]
        .iter()
        .chain(path)
        .copied()
        .collect();
    ServiceRequest::new(name, Scope::Notifications, method, &path)
}

impl ServiceClient {
    /// Reads all subscriptions: `GET /notifications/v1/subscriptions`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn subscriptions(&self) -> Result<Response<NotificationSubscriptions>, Error> {
        request("subscriptions", Method::GET, &["subscriptions"])
            .list(SUBSCRIPTIONS)
            .send(self)
            .await
    }

    /// Reads a subscription: `GET /notifications/v1/subscriptions/{subscriptionId}`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn subscription(
        &self,
        subscription_id: &str,
    ) -> Result<Response<NotificationSubscription>, Error> {
        let path = ["subscriptions", subscription_id];
        request("subscription", Method::GET, &path).send(self).await
    }

    /// Subscribes to an event: `POST /notifications/v1/subscriptions`. Not repeated when the response is lost: read the
    /// [subscriptions](Self::subscriptions) then.
    ///
    /// ```
    /// # async fn example(services: akoya::service::ServiceClient) -> Result<(), akoya::Error> {
    /// use akoya::model::service::{NotificationCategory, NotificationSubscription, NotificationType};
    ///
    /// let wanted = NotificationSubscription {
    ///     category: Some(NotificationCategory::Consent),
    ///     kind: Some(NotificationType::ConsentRevoked),
    ///     callback_url: Some("https://app.example/akoya/notifications".to_owned()),
    ///     ..NotificationSubscription::default()
    /// };
    /// println!("{:?}", services.subscribe(&wanted).await?.subscription_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn subscribe(
        &self,
        subscription: &NotificationSubscription,
    ) -> Result<Response<NotificationSubscription>, Error> {
        request("new subscription", Method::POST, &["subscriptions"])
            .body(subscription)
            .send(self)
            .await
    }

    /// Replaces the fields of a subscription that are set: `PATCH /notifications/v1/subscriptions/{subscriptionId}`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn update_subscription(
        &self,
        subscription_id: &str,
        changes: &NotificationSubscription,
    ) -> Result<Response<NotificationSubscription>, Error> {
        let path = ["subscriptions", subscription_id];
        request("subscription", Method::PATCH, &path)
            .body(changes)
            .send(self)
            .await
    }

    /// Ends a subscription: `DELETE /notifications/v1/subscriptions/{subscriptionId}`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn unsubscribe(&self, subscription_id: &str) -> Result<(), Error> {
        let path = ["subscriptions", subscription_id];
        request("subscription", Method::DELETE, &path)
            .done(self)
            .await
    }

    /// Asks Akoya to send a sample of the event to the subscriber: `POST /notifications/v1/test`. Returns what is sent.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn send_test_event(
        &self,
        subscription_id: &str,
    ) -> Result<Response<Notification>, Error> {
        let mut extra = Extra::default();
        extra.insert("id", Json::string(subscription_id));
        let body = Notification {
            extra,
            ..Notification::default()
        };
        request("test event", Method::POST, &["test"])
            .body(&body)
            .send(self)
            .await
    }
}
