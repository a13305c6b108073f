//! Accounts in full, with the holdings of investment accounts, and tax lots.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::call::Call;
use super::error::ApiError;

/// Handles `GET /accounts/{version}/{providerId}`: every detail of the accounts, with the holdings of investment
/// accounts.
pub(super) async fn accounts(call: Call) -> Result<Response, ApiError> {
    call.accounts_of(call.user.investments())
}

/// Handles `GET /taxlots/{version}/{providerId}/{accountId}/{holdingId}`: when and at what cost a holding was bought.
pub(super) async fn tax_lots(call: Call) -> Result<Response, ApiError> {
    let account = call.account()?;
    let lots = call.user.tax_lots.get(account);
    let lots = lots
        .and_then(|lots| lots.holding(call.segment("holding")))
        .ok_or_else(ApiError::holding_not_found)?;
    let account = Value::from(account);
    let text = format!("{{\"accountId\":{account},\"holding\":{lots}}}");
    call.json(StatusCode::OK, text.into())
}
