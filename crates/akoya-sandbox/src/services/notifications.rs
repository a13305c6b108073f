//! Notifications v1: subscriptions.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::error::ServiceError;
use super::service_call::{Notifications, ServiceCall, read};
use crate::data::timestamp;
use crate::event::Event;
use crate::random;
use crate::registered_client::is_loopback_uri;
use crate::state::subscription::{self, Subscription};
use crate::wire;

type Call = ServiceCall<Notifications>;
type ServiceResult = Result<Response, ServiceError>;

/// The fields that a subscriber sets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    category: Option<String>,
    r#type: Option<String>,
    callback_url: Option<String>,
    effective_date: Option<String>,
    callback_email: Option<String>,
}

/// Handles `POST /notifications/v1/subscriptions`.
pub(super) async fn create(call: Call, body: Bytes) -> ServiceResult {
    let fields: Fields = read(&body)?;
    let required = |value: Option<String>, name: &str| {
        value.ok_or_else(|| ServiceError::bad(format!("{name} is missing")))
    };
    let subscription = Subscription {
        subscription_id: random::uuid()?,
        category: required(fields.category, "category")?,
        r#type: required(fields.r#type, "type")?,
        callback_url: required(fields.callback_url, "callbackUrl")?,
        effective_date: fields.effective_date,
        callback_email: fields.callback_email,
    };
    store(&call, subscription).await
}

/// Handles `GET /notifications/v1/subscriptions`.
pub(super) async fn list(call: Call) -> ServiceResult {
    let all = call.app.state.read(subscription::all)?;
    Ok(wire::json(
        StatusCode::OK,
        &json!({ "notificationSubscriptions": all }),
    ))
}

/// Handles `GET /notifications/v1/subscriptions/{subscriptionId}`.
pub(super) async fn one(call: Call) -> ServiceResult {
    Ok(wire::json(StatusCode::OK, &found(&call)?))
}

/// Handles `PATCH /notifications/v1/subscriptions/{subscriptionId}`: replaces the fields that are sent.
pub(super) async fn update(call: Call, body: Bytes) -> ServiceResult {
    let old = found(&call)?;
    let fields: Fields = read(&body)?;
    let subscription = Subscription {
        subscription_id: old.subscription_id,
        category: fields.category.unwrap_or(old.category),
        r#type: fields.r#type.unwrap_or(old.r#type),
        callback_url: fields.callback_url.unwrap_or(old.callback_url),
        effective_date: fields.effective_date.or(old.effective_date),
        callback_email: fields.callback_email.or(old.callback_email),
    };
    store(&call, subscription).await
}

/// Handles `DELETE /notifications/v1/subscriptions/{subscriptionId}`.
pub(super) async fn delete(call: Call) -> ServiceResult {
    let id = call.segment("subscription");
    let deleted = call
        .app
        .state
        .write(move |transaction| Ok(subscription::delete(transaction, &id)?));
    if deleted.await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(not_found())
    }
}

fn found(call: &Call) -> Result<Subscription, ServiceError> {
    let id = call.segment("subscription");
    call.app
        .state
        .read(|connection| subscription::by_id(connection, &id))?
        .ok_or_else(not_found)
}

fn not_found() -> ServiceError {
    ServiceError::not_found("Subscription not found")
}

async fn store(call: &Call, subscription: Subscription) -> ServiceResult {
    check(&subscription)?;
    let response = wire::json(StatusCode::OK, &subscription);
    call.app
        .state
        .write(move |transaction| Ok(subscription::put(transaction, &subscription)?))
        .await?;
    Ok(response)
}

fn check(subscription: &Subscription) -> Result<(), ServiceError> {
    let event = Event::named(&subscription.r#type);
    if event.is_none_or(|event| event.category() != subscription.category) {
        return Err(ServiceError::bad("category and type do not name an event"));
    }
    if !is_callback(&subscription.callback_url) {
        return Err(ServiceError::bad(
            "callbackUrl must be an https URL, or an http URL of this machine",
        ));
    }
    if !subscription.callback_email.as_deref().is_none_or(is_email) {
        return Err(ServiceError::bad("callbackEmail must be an email address"));
    }
    let is_day = |day: &String| day.len() == 10 && timestamp::provider(day).is_some();
    if !subscription.effective_date.as_ref().is_none_or(is_day) {
        return Err(ServiceError::bad(
            "effectiveDate must be a date such as 2026-11-23",
        ));
    }
    Ok(())
}

/// Returns whether it has the form of an address: what is before and after the one `@`, without blanks, and a
/// domain of letters, digits, dots and hyphens. RFC 5321 allows more before the `@`, and 254 characters in all.
fn is_email(text: &str) -> bool {
    let Some((person, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@,;<>\"".contains(c);
    let is_label = |label: &str| {
        let mut chars = label.chars();
        !label.is_empty() && chars.all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    text.len() <= 254
        && !person.is_empty()
        && person.chars().all(is_plain)
        && domain.split('.').all(is_label)
}

/// Returns whether notifications can be sent there. Akoya demands HTTPS. A subscriber on this machine has no
/// certificate, so plain HTTP is allowed there.
fn is_callback(url: &str) -> bool {
    let is_https = Url::parse(url).is_ok_and(|url| url.scheme() == "https");
    url.len() <= 2000 && (is_https || is_loopback_uri(url))
}
