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

/// `GET /payments/{version}/{providerId}/{accountId}/payment-networks`: the numbers to pay from and to an account with.
pub(super) async fn networks(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Payments);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.check_account(&account)?;
    let networks = call.user.payments.get(&account).cloned();
    Ok(wire::json_text(
        StatusCode::OK,
        networks.unwrap_or_else(|| r#"{"paymentNetworks":[]}"#.into()),
    ))
}
