//! Transactions, page by page.

use axum::http::StatusCode;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::paging::{self, Window};
use crate::data::ledger::Ledger;

/// Without dates, a call is for the last 15 days.
const DEFAULT_MS: i64 = 15 * 24 * 60 * 60 * 1000;

/// `GET /transactions/{version}/{providerId}/{accountId}`: one page, oldest first, with links to its neighbors.
pub(super) async fn transactions(call: Call) -> Result<Response, ApiError> {
    let mode = call.mode()?;
    let account = call.account()?;
    let mut window = Window::of(&call.parameters, call.app.clock.now_ms()?, DEFAULT_MS)?;
    if call.user.profile.ignores_limit {
        window = window.unlimited();
    }
    let empty = Ledger::default();
    let ledger = call.user.transactions.get(account).unwrap_or(&empty);
    let path = call.link("transactions", &[account]);
    let mode_of_links = call.parameters.get("mode");
    let page = paging::page("transactions", ledger, window, &path, mode_of_links);
    call.json(StatusCode::OK, mode.apply(page.into()))
}
