//! Accounts-info: which accounts the customer has shared.

use axum::response::Response;

use super::call::Call;
use super::error::ApiError;

/// Handles `GET /accounts-info/{version}/{providerId}`: the accounts, without balances.
pub(super) async fn accounts_info(call: Call) -> Result<Response, ApiError> {
    call.accounts_of(&call.user.accounts)
}
