//! `GET /payments`: the networks and numbers to pay an account with.

use axum::http::StatusCode;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;

/// Handles `GET /payments/{version}/{providerId}/{accountId}/payment-networks`: the routing and account numbers to pay
/// with.
pub(super) async fn networks(call: Call) -> Result<Response, ApiError> {
    let networks = call.user.payments.get(call.account()?).cloned();
    let networks = networks.unwrap_or_else(|| r#"{"paymentNetworks":[]}"#.into());
    call.json(StatusCode::OK, networks)
}
