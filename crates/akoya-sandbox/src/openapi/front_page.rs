//! `/`: what a server is and where it is described, for a person or program that opens its address.

use askama::Template;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::page::shown;
use crate::wire;

#[derive(Template)]
#[template(path = "front_page.html")]
struct FrontPage<'a> {
    title: &'a str,
    description: &'a str,
}

/// Responds with a page to a browser, and with JSON to everyone else.
pub(super) fn respond(description: &str, headers: &HeaderMap) -> Response {
    let root: Value = serde_json::from_str(description).unwrap_or_default();
    let text = |name: &str| root["info"][name].as_str().unwrap_or_default();
    let page = FrontPage {
        title: text("title"),
        description: text("description"),
    };
    if !takes_html(headers) {
        return wire::json(
            StatusCode::OK,
            &json!({
                "title": page.title, "description": page.description, "docs": "/docs", "openapi": "/openapi.json"
            }),
        );
    }
    match page.render() {
        Ok(page) => shown(page),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn takes_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}
