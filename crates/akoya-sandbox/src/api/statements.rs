//! `GET /statements`: the list, and the documents as PDF.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::call::Call;
use super::error::ApiError;
use super::paging::{Pages, Window};
use crate::data::User;
use crate::data::statements::Lookup;
use crate::data::timestamp;
use crate::pdf::PdfDocument;

/// Without dates, a call is for the last two years.
const DEFAULT_MS: i64 = 2 * 366 * 24 * 60 * 60 * 1000;
/// A statement covers about a month.
const PERIOD_MS: i64 = 31 * 24 * 60 * 60 * 1000;

/// Handles `GET /statements/{version}/{providerId}/{accountId}`: one page of the list, oldest first.
pub(super) async fn list(call: Call) -> Result<Response, ApiError> {
    let account = call.account()?;
    let window = Window::of(&call.parameters, call.app.clock.now_ms()?, DEFAULT_MS)?;
    let statements = call.user.statements.get(account);
    let statements = statements.ok_or_else(|| ApiError::not_found("No statements"))?;
    let path = call.link("statements", &[account]);
    let pages = Pages {
        list: "statements",
        ledger: statements.ledger(),
        path: &path,
        mode: None,
        odd: call.odd_pages,
    };
    call.json(StatusCode::OK, pages.page(window).into())
}

/// Handles `GET /statements/{version}/{providerId}/{accountId}/{statementId}`: the statement as PDF.
pub(super) async fn document(call: Call) -> Result<Response, ApiError> {
    let account = call.account()?;
    let statements = call.user.statements.get(account);
    let found = statements.map_or(Lookup::Missing, |statements| {
        statements.find(call.segment("statement"))
    });
    match found {
        Lookup::Until(end) => call.pdf(render(&call.user, account, end)),
        // Akoya documents 400, although the request is correct and succeeds later.
        Lookup::Processing => Err(ApiError::bad_request("Statement is being processed")),
        Lookup::Moved(id) => {
            let location = call.link("statements", &[account, id]);
            Ok((StatusCode::FOUND, [(LOCATION, location)]).into_response())
        }
        Lookup::Missing => Err(ApiError::not_found("Statement not found")),
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

impl Line {
    /// Returns the amount with the sign of its direction, which most documents have in a field of its own.
    fn signed_amount(&self) -> String {
        let amount = self.amount.as_ref().map_or("", |amount| amount.get());
        let is_debit = self.debit_credit_memo.as_deref() == Some("DEBIT");
        let sign = if is_debit && !amount.starts_with('-') {
            "-"
        } else {
            ""
        };
        format!("{sign}{amount}")
    }

    fn day(&self) -> String {
        day(self.posted_timestamp.as_deref().unwrap_or_default())
    }
}

fn render(user: &User, account: &str, end: i64) -> Vec<u8> {
    let start = end.saturating_sub(PERIOD_MS);
    let (title, detail) = user
        .accounts
        .account(account)
        .map_or(("", ""), |account| (account.title(), account.detail()));
    let heading = vec![
        format!("{title}, {}", detail.to_lowercase()),
        format!(
            "{} to {}",
            day(&timestamp::format(start)),
            day(&timestamp::format(end))
        ),
        user.profile.name.clone().unwrap_or_default(),
    ];
    let mut document = PdfDocument::new("Account statement".to_owned(), heading);
    let ledger = user.transactions.get(account).into_iter();
    for text in ledger.flat_map(|ledger| ledger.texts(start, end)) {
        // A transaction that cannot be printed is left out: the document is for people, the JSON is served unchanged.
        let lines: std::collections::BTreeMap<String, Line> =
            serde_json::from_str(&text).unwrap_or_default();
        for line in lines.into_values() {
            let description = line.description.as_deref().unwrap_or_default();
            document.row([&line.day(), description, &line.signed_amount()]);
        }
    }
    document.render()
}

/// Returns the day of a time in ISO 8601.
fn day(time: &str) -> String {
    time.chars().take(10).collect()
}
