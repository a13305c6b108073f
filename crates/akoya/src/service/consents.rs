//! Consent v1: reads the state of a consent.

use akoya_model::service::Consent;
use http::Method;

use super::client::ServiceClient;
use super::request::ServiceRequest;
use super::token::Scope;
use crate::error::Error;
use crate::response::Response;

impl ServiceClient {
    /// Reads the state of a consent: `GET /consents/v1/{consentId}`. The identifier is
    /// the `grant_id` of the customer's tokens.
    ///
    /// # Errors
    /// [`Api`](crate::ErrorKind::Api) with the API's own error, 404 when there is no such consent;
    /// [`Configuration`](crate::ErrorKind::Configuration) when the credentials or their scope are refused;
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when the response is no such document, or lacks
    /// the list that was asked for; [`Transport`](crate::ErrorKind::Transport),
    /// [`Timeout`](crate::ErrorKind::Timeout).
    pub async fn consent(&self, consent_id: &str) -> Result<Response<Consent>, Error> {
        let path = ["consents", "v1", consent_id];
        ServiceRequest::new("consent", Scope::Notifications, Method::GET, &path)
            .send(self)
            .await
    }
}
