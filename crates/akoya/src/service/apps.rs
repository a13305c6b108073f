//! Apps Management v2: the organisation's applications, and what they may use.

use akoya_model::service::{App, AppSubscriptionStatus, Apps, Catalogue, PatchOperation};
use http::Method;

use super::client::ServiceClient;
use super::request::ServiceRequest;
use super::token::Scope;
use crate::error::Error;
use crate::list::List;
use crate::response::Response;

const APPS: List = List::new("apps", r#"{"apps":[]}"#).pages();

const PRODUCTS: List = List::new("products", r#"{"products":[]}"#).pages();

const PROVIDERS: List = List::new("providers", r#"{"providers":[]}"#).pages();

const SUBSCRIPTIONS: List = List::new("subscriptions", r#"{"subscriptions":[]}"#).pages();

const STATUSES: List = List::new("subscription_status", r#"{"subscription_status":[]}"#).pages();

fn request(name: &'static str, method: Method, path: &[&str]) -> ServiceRequest {
    let path: Vec<_> = ["manage", "v2"].iter().chain(path).copied().collect();
    ServiceRequest::new(name, Scope::Apps, method, &path)
}

impl ServiceClient {
    /// Registers an application: `POST /manage/v2/apps/register`. The response has its client id and its secret.
    ///
    /// # Errors
    /// As [`consent`](Self::consent). Not repeated when the response is lost: read the [applications](Self::apps) then.
    pub async fn register_app(&self, app: &App) -> Result<Response<App>, Error> {
        request("new application", Method::POST, &["apps", "register"])
            .body(app)
            .send(self)
            .await
    }

    /// Reads a page of the applications of an organisation: `GET /manage/v2/recipients/{recipientId}/apps`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn apps(
        &self,
        recipient_id: &str,
        offset: u32,
        limit: u32,
    ) -> Result<Response<Apps>, Error> {
        let path = ["recipients", recipient_id, "apps"];
        request("applications", Method::GET, &path)
            .list(APPS)
            .page(offset, limit)
            .send(self)
            .await
    }

    /// Reads an application: `GET /manage/v2/recipients/{recipientId}/apps/{appId}`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn app(&self, recipient_id: &str, app_id: &str) -> Result<Response<App>, Error> {
        let path = ["recipients", recipient_id, "apps", app_id];
        request("application", Method::GET, &path).send(self).await
    }

    /// Changes an application by the operations of a JSON Patch (RFC 6902), all of them or
    /// none: `PATCH /manage/v2/recipients/{recipientId}/apps/{appId}`. After a product was
    /// added, customers have to consent again.
    ///
    /// ```
    /// # async fn example(services: akoya::service::ServiceClient) -> Result<(), akoya::Error> {
    /// use akoya::model::service::PatchOperation;
    ///
    /// let changes = [PatchOperation::add_redirect_uri("https://app.example/callback")];
    /// let app = services.update_app("recipient-id", "app-id", &changes).await?;
    /// println!("{:?}", app.redirect_uris.as_ref().map(Vec::len));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`consent`](Self::consent). Not repeated when the response is lost: a new secret would be another one.
    pub async fn update_app(
        &self,
        recipient_id: &str,
        app_id: &str,
        changes: &[PatchOperation],
    ) -> Result<Response<App>, Error> {
        let path = ["recipients", recipient_id, "apps", app_id];
        request("application", Method::PATCH, &path)
            .patch(changes)
            .send(self)
            .await
    }

    /// Reads the products that an organisation may use: `GET /manage/v2/recipients/{recipientId}/products`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn products(&self, recipient_id: &str) -> Result<Response<Catalogue>, Error> {
        let path = ["recipients", recipient_id, "products"];
        request("products", Method::GET, &path)
            .list(PRODUCTS)
            .send(self)
            .await
    }

    /// Reads a page of the institutions that have all of these products: `GET /manage/v2/recipients/{recipientId}/providers`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn providers(
        &self,
        recipient_id: &str,
        products: &[&str],
        offset: u32,
        limit: u32,
    ) -> Result<Response<Catalogue>, Error> {
        let path = ["recipients", recipient_id, "providers"];
        request("providers", Method::GET, &path)
            .list(PROVIDERS)
            .query("products", &products.join(","))
            .page(offset, limit)
            .send(self)
            .await
    }

    /// Reads a page of which products of which institutions an application is subscribed to, all or those of a status:
    /// `GET /manage/v2/subscriptions/{appId}` and `…/status`.
    ///
    /// # Errors
    /// As [`consent`](Self::consent).
    pub async fn app_subscriptions(
        &self,
        app_id: &str,
        status: Option<AppSubscriptionStatus>,
        offset: u32,
        limit: u32,
    ) -> Result<Response<Catalogue>, Error> {
        let name = "subscriptions of an application";
        match status {
            None => request(name, Method::GET, &["subscriptions", app_id]).list(SUBSCRIPTIONS),
            Some(status) => request(name, Method::GET, &["subscriptions", app_id, "status"])
                .list(STATUSES)
                .query("status", status.as_str()),
        }
        .page(offset, limit)
        .send(self)
        .await
    }
}
