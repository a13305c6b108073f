use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::server::App;

/// `GET /accounts-info/{version}/{providerId}`: what accounts there are, without balances.
pub(super) async fn accounts_info(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider)): Segments<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Accounts);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.accounts_of(&call.user.accounts)
}
