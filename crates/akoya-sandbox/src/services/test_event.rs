//! Notifications v1: the test event.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::error::ServiceError;
use super::service_call::{Notifications, ServiceCall, read};
use crate::event::{Event, Occurrence};
use crate::random;
use crate::state::notification;
use crate::state::subscription;
use crate::wire;

/// Handles `POST /notifications/v1/test`: sends a sample event to the subscriber. The response is what is sent.
pub(super) async fn send(
    call: ServiceCall<Notifications>,
    body: Bytes,
) -> Result<Response, ServiceError> {
    #[derive(Deserialize)]
    struct Test {
        id: String,
    }
    let Test { id } = read(&body)?;
    let app = &call.app;
    let subscription = app
        .state
        .read(|connection| subscription::by_id(connection, &id))?
        .ok_or_else(|| ServiceError::bad("id is not that of a subscription"))?;
    let event = Event::named(&subscription.r#type)
        .ok_or_else(|| ServiceError::bad("the subscription is for an unknown event"))?;
    let now = app.clock.now_ms()?;
    let occurrence = Occurrence {
        event,
        about: random::uuid()?,
        at_ms: now,
    };
    let outgoing = occurrence.notify(app, &subscription)?;
    let response = wire::json_text(StatusCode::OK, outgoing.body.clone().into());
    app.state
        .write(move |transaction| Ok(notification::insert(transaction, &outgoing, now)?))
        .await?;
    app.deliveries.wake();
    Ok(response)
}
