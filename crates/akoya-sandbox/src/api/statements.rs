use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::call::Call;
use super::error::ApiError;
use super::paging::{self, Window};
use super::segments::Segments;
use crate::counters::RequestKind;
use crate::data::User;
use crate::data::statements::Found;
use crate::data::timestamp;
use crate::pdf::Sheet;
use crate::server::App;
use crate::wire::{self, percent_encode};

/// Without dates, statements of the last two years are listed.
const DEFAULT_MS: i64 = 2 * 366 * 24 * 60 * 60 * 1000;
/// A statement covers about a month.
const PERIOD_MS: i64 = 31 * 24 * 60 * 60 * 1000;
const PDF: &str = "application/pdf";

/// `GET /statements/{version}/{providerId}/{accountId}`: one page of the list, oldest first.
pub(super) async fn list(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account)): Segments<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Statements);
    let call = Call::check(&app, (&version, &provider), &headers, query.as_deref())?;
    call.check_account(&account)?;
    let window = Window::asked(&call.parameters, app.clock.now_ms()?, DEFAULT_MS)?;
    let statements = call
        .user
        .statements
        .get(&account)
        .ok_or_else(|| ApiError::not_found("No statements"))?;
    let path = format!(
        "/statements/{version}/{provider}/{}",
        percent_encode(&account)
    );
    let page = paging::page("statements", statements.ledger(), window, &path, None);
    Ok(wire::json_text(StatusCode::OK, page.into()))
}

/// `GET /statements/{version}/{providerId}/{accountId}/{statementId}`: the statement as PDF.
pub(super) async fn document(
    Shared(app): Shared<Arc<App>>,
    Segments((version, provider, account, statement)): Segments<(String, String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.tally.count(RequestKind::Statements);
    let call = Call::check_media(
        &app,
        (&version, &provider),
        &headers,
        query.as_deref(),
        &[PDF],
    )?;
    call.check_account(&account)?;
    match call
        .user
        .statements
        .get(&account)
        .map_or(Found::Nothing, |statements| statements.find(&statement))
    {
        Found::Until(end) => Ok(wire::pdf(render(call.user, &account, end))),
        Found::Processing => Err(ApiError::bad_request("Statement is being processed")),
        Found::Moved(other) => {
            let part = percent_encode;
            let location = format!(
                "/statements/{version}/{provider}/{}/{}",
                part(&account),
                part(other)
            );
            Ok((StatusCode::FOUND, [(LOCATION, location)]).into_response())
        }
        Found::Nothing => Err(ApiError::not_found("Statement not found")),
    }
}

/// What a statement prints of a transaction.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    amount: Option<Box<RawValue>>,
    #[serde(default)]
    debit_credit_memo: Option<String>,
    #[serde(default)]
    posted_timestamp: Option<String>,
}

fn render(user: &User, account: &str, end: i64) -> Vec<u8> {
    let start = end.saturating_sub(PERIOD_MS);
    let day = |ms| timestamp::format(ms).chars().take(10).collect::<String>();
    let entry = user.accounts.entry(account);
    let (title, detail) = entry.map_or(("", ""), |entry| (entry.title(), entry.detail()));
    let lines = vec![
        format!("{title}, {}", detail.to_lowercase()),
        format!("{} to {}", day(start), day(end)),
        user.profile.name.clone().unwrap_or_default(),
    ];
    let mut sheet = Sheet::new("Account statement".to_owned(), lines);
    for line in user
        .transactions
        .get(account)
        .into_iter()
        .flat_map(|ledger| ledger.texts(start, end))
    {
        let lines: std::collections::BTreeMap<String, Line> =
            serde_json::from_str(&line).unwrap_or_default();
        for line in lines.into_values() {
            let amount = line.amount.as_ref().map_or("", |amount| amount.get());
            let paid =
                line.debit_credit_memo.as_deref() == Some("DEBIT") && !amount.starts_with('-');
            let amount = if paid {
                format!("-{amount}")
            } else {
                amount.to_owned()
            };
            let date: String = line
                .posted_timestamp
                .unwrap_or_default()
                .chars()
                .take(10)
                .collect();
            sheet.row([
                &date,
                line.description.as_deref().unwrap_or_default(),
                &amount,
            ]);
        }
    }
    sheet.render()
}
