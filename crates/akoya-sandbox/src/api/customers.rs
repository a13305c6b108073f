use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::server::App;
use crate::wire;

/// `GET /customers/{version}/{providerId}/current`: the customer who gave the consent.
pub(super) async fn current(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Customers);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    let customer = call
        .user
        .customers
        .clone()
        .ok_or_else(|| ApiError::not_found("No customer information"))?;
    Ok(wire::json_text(StatusCode::OK, customer))
}

/// `GET /contacts/{version}/{providerId}/{accountId}`: the holders of an account.
pub(super) async fn contacts(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Customers);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.check_account(&account)?;
    let contacts = call
        .user
        .contacts_of
        .get(&account)
        .or(call.user.contacts.as_ref())
        .cloned();
    Ok(wire::json_text(
        StatusCode::OK,
        contacts.ok_or_else(|| ApiError::not_found("No contact information"))?,
    ))
}
