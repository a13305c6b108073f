//! `GET /transactions`: an account's transactions, page by page.

use axum::http::StatusCode;
use axum::response::Response;

use super::call::Call;
use super::error::ApiError;
use super::paging::{Pages, Window};
use crate::data::ledger::Ledger;

/// Without dates, a call is for the last 15 days.
const DEFAULT_MS: i64 = 15 * 24 * 60 * 60 * 1000;

/// Handles `GET /transactions/{version}/{providerId}/{accountId}`: one page, oldest first, with links to its neighbors.
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
    let pages = Pages {
        list: "transactions",
        ledger,
        path: &path,
        mode: call.parameters.get("mode"),
        odd: call.odd_pages,
    };
    call.json(StatusCode::OK, mode.apply(pages.page(window).into()))
}
