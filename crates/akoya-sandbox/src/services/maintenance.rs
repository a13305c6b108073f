//! Notifications v1: what an outage is about.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::error::ServiceError;
use super::service_call::{Notifications, ServiceCall};
use crate::app::PROVIDER;
use crate::data::timestamp;
use crate::event::Event;
use crate::fault::maintenance;
use crate::state::notification;
use crate::wire;

/// Handles `GET /notifications/v1/maintenance/{maintenanceId}`, where the `url` of a
/// notification leads. The id is that of its payload.
pub(super) async fn one(call: ServiceCall<Notifications>) -> Result<Response, ServiceError> {
    let id = call.segment("maintenance");
    let told = call
        .app
        .state
        .read(|connection| notification::about(connection, "MAINTENANCE", &id))?;
    let outage = told.and_then(|body| outage(&body));
    let outage = outage.ok_or_else(|| ServiceError::not_found("Maintenance not found"))?;
    Ok(wire::json(StatusCode::OK, &outage))
}

/// Makes the outage that a notification is about. Its fields are a guess: Akoya documents the address and not what
/// is there. A planned one is the next maintenance window; one that is there has no end yet.
fn outage(notification: &str) -> Option<Value> {
    let told: Value = serde_json::from_str(notification).ok()?;
    let sent = timestamp::request(told["sentOn"].as_str()?)?;
    let is_planned = told["type"] == Event::PlannedOutage.name();
    let (start, end) = match is_planned {
        true => maintenance::next(sent).map(|(start, end)| (start, Some(end)))?,
        false => (sent, None),
    };
    Some(json!({
        "id": told["notificationPayload"]["id"],
        "type": told["type"],
        "status": if is_planned { "PLANNED" } else { "ONGOING" },
        "providerId": PROVIDER,
        "startTime": timestamp::format(start),
        "endTime": end.map(timestamp::format),
    }))
}
