use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::server::App;

/// `GET /balances/{version}/{providerId}`.
pub(super) async fn balances(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Balances);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.accounts_of(call.user.balances())
}
