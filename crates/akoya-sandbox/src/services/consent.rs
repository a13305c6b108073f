//! Consent v1: whether a consent is in force, and who ended it.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::error::ServiceError;
use super::service_call::{Notifications, ServiceCall};
use crate::app::{App, PROVIDER};
use crate::data::timestamp;
use crate::id_token::PRODUCTS;
use crate::state::consent::{self, Consent};
use crate::wire;

/// Handles `GET /consents/v1/{consentId}`. The id is the `grant_id` of the tokens.
pub(super) async fn consent(call: ServiceCall<Notifications>) -> Result<Response, ServiceError> {
    let id = call.segment("consent");
    let consent = call
        .app
        .state
        .read(|connection| consent::by_id(connection, &id))?
        .ok_or_else(|| ServiceError::not_found("Consent not found"))?;
    let status = status(&call.app, &consent)?;
    Ok(wire::json(
        StatusCode::OK,
        &grant(&call.app, &consent, status),
    ))
}

fn status(app: &App, consent: &Consent) -> Result<&'static str, ServiceError> {
    let lifetime = app.settings.get().lifetimes.refresh_token;
    let now = app.clock.now_ms()?;
    let is_expired =
        lifetime.is_some_and(|lifetime| now.saturating_sub(consent.granted_at) >= lifetime);
    Ok(match consent.revoked_by {
        Some(_) => "REVOKED",
        None if is_expired => "EXPIRED",
        None => "ACTIVE",
    })
}

fn grant(app: &App, consent: &Consent, status: &str) -> Value {
    let recipient = app
        .client(&consent.client_id)
        .map_or_else(String::new, |client| client.display_name().to_owned());
    let account = |id: &String| json!({"resourceType": "ACCOUNT", "resourceId": id, "dataClusters": PRODUCTS});
    json!({
        "id": consent.id,
        "status": status,
        "parties": [
            {"name": recipient, "type": "DATA_RECIPIENT", "registeredEntityId": app.recipient_id()},
            {"name": "Akoya", "type": "DATA_ACCESS_PLATFORM"},
            {"name": "Mikomo Financial", "type": "DATA_PROVIDER", "registeredEntityId": PROVIDER},
        ],
        "createdTime": timestamp::format(consent.granted_at),
        "resources": consent.accounts.iter().map(account).collect::<Vec<_>>(),
    })
}
