//! `GET /customers` and `GET /contacts`: who gave the consent, and who holds an account.

use axum::http::StatusCode;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;

/// Handles `GET /customers/{version}/{providerId}/current`: the customer who gave the consent.
pub(super) async fn current(call: Call) -> Result<Response, ApiError> {
    let customer = call.user.customers.clone();
    let customer = customer.ok_or_else(|| ApiError::not_found("No customer information"))?;
    call.json(StatusCode::OK, customer)
}

/// Handles `GET /contacts/{version}/{providerId}/{accountId}`: the holders of an account.
pub(super) async fn contacts(call: Call) -> Result<Response, ApiError> {
    let account = call.account()?;
    let contacts = call
        .user
        .contacts_of
        .get(account)
        .or(call.user.contacts.as_ref())
        .cloned();
    let contacts = contacts.ok_or_else(|| ApiError::not_found("No contact information"))?;
    call.json(StatusCode::OK, contacts)
}
