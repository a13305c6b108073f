//! The pages. Every value in them is escaped by the template. `bank` is where the bank's pages are: a form may lead
//! there.

use akoya::model::balances::Balances;
use akoya::oauth::ConsentCause;
use akoya::oauth::store::Record;
use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse as _, Response};

use crate::chart::{self, Row};
use crate::sign_in::Customer;

#[derive(Template)]
#[template(path = "../examples/web/page.html")]
struct Page<'a> {
    customer: Option<&'a str>,
    content: Content,
}

enum Content {
    Welcome,
    NotConnected,
    Ended { cause: String, is_announced: bool },
    Accounts { rows: Vec<Row>, tokens: String },
}

pub(crate) fn welcome(bank: &str) -> Response {
    page(bank, None, Content::Welcome)
}

pub(crate) fn not_connected(bank: &str, customer: Customer) -> Response {
    page(bank, Some(customer), Content::NotConnected)
}

/// The consent has ended, and perhaps the bank has announced it; the same connection can be consented again.
pub(crate) fn ended(
    bank: &str,
    customer: Customer,
    cause: ConsentCause,
    is_announced: bool,
) -> Response {
    let cause = cause.to_string();
    page(
        bank,
        Some(customer),
        Content::Ended {
            cause,
            is_announced,
        },
    )
}

pub(crate) fn accounts(
    bank: &str,
    customer: Customer,
    balances: &Balances,
    record: &Record,
) -> Response {
    let rows = chart::rows(balances.accounts.as_deref().unwrap_or_default());
    let events: Vec<String> = record
        .head
        .history
        .iter()
        .map(|entry| entry.event.to_string())
        .collect();
    let tokens = format!(
        "Token set {}: {}.",
        record.head.generation,
        events.join(", ")
    );
    page(bank, Some(customer), Content::Accounts { rows, tokens })
}

fn page(bank: &str, customer: Option<Customer>, content: Content) -> Response {
    let customer = customer.map(Customer::name);
    let Ok(page) = (Page { customer, content }).render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // A browser applies `form-action` also to where a form is redirected to: the bank.
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' {}; base-uri 'none'; frame-ancestors 'none'",
        bank
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Html(page)).into_response()
}
