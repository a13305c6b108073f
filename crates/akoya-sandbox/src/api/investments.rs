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

/// `GET /accounts/{version}/{providerId}`: everything there is to know about accounts, with the holdings of investments.
pub(super) async fn accounts(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Investments);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.accounts_of(call.user.investments())
}

/// `GET /taxlots/{version}/{providerId}/{accountId}/{holdingId}`: when and at what cost a holding was bought.
pub(super) async fn tax_lots(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account, holding)): Segments<(String, String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Investments);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.check_account(&account)?;
    let lots = call
        .user
        .tax_lots
        .get(&account)
        .and_then(|lots| lots.holding(&holding));
    let lots = lots.ok_or_else(ApiError::holding_not_found)?;
    let account = serde_json::Value::from(account);
    Ok(wire::json_text(
        StatusCode::OK,
        format!("{{\"accountId\":{account},\"holding\":{lots}}}").into(),
    ))
}
