//! `GET /balances`: the accounts with their balances.

use axum::response::Response;

use super::call::Call;
use super::error::ApiError;

/// Handles `GET /balances/{version}/{providerId}`: the accounts with their balances.
pub(super) async fn balances(call: Call) -> Result<Response, ApiError> {
    call.accounts_of(call.user.balances())
}
