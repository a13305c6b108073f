use std::sync::Arc;

use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use crate::counters::Kind;
use crate::server::App;
use crate::wire;

/// `GET /balances/{version}/{providerId}`.
pub(super) async fn balances(
    Shared(app): Shared<Arc<App>>,
    Path((version, provider)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(Kind::Balances);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    Ok(wire::json_text(StatusCode::OK, call.accounts_of(&call.user.balances)?))
}
