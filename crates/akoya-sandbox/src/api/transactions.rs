use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::paging::{self, Window};
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::data::ledger::Ledger;
use crate::server::App;
use crate::wire::{self, percent_encode};

const DEFAULT_DAYS_MS: i64 = 15 * 24 * 60 * 60 * 1000;

/// `GET /transactions/{version}/{providerId}/{accountId}`: one page, oldest first, with links to its neighbours.
pub(super) async fn transactions(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Transactions);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    let mode = call.mode()?;
    call.check_account(&account)?;
    let mut window = Window::asked(&call.parameters, app.clock.now_ms()?, DEFAULT_DAYS_MS)?;
    if call.user.profile.ignores_limit {
        window = window.unlimited();
    }
    let empty = Ledger::default();
    let ledger = call.user.transactions.get(&account).unwrap_or(&empty);
    let path = format!(
        "/transactions/{version}/{provider}/{}",
        percent_encode(&account)
    );
    let page = paging::page(
        "transactions",
        ledger,
        window,
        &path,
        call.parameters.get("mode"),
    );
    Ok(wire::json_text(StatusCode::OK, mode.apply(page.into())))
}
