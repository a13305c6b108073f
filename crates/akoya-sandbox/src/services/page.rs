//! Pages of a list of Apps Management, by `offset` and `limit`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::error::ServiceError;
use crate::wire::{self, Parameters};

const DEFAULT_LIMIT: usize = 50;
const LARGEST_LIMIT: usize = 500;
const LARGEST_OFFSET: usize = 1_000_000;

/// Responds with the page that `offset` and `limit` ask for.
pub(super) fn page(
    list: &str,
    items: Vec<Value>,
    path: &str,
    parameters: &Parameters,
) -> Result<Response, ServiceError> {
    let number = |name: &str, usual: usize| {
        let text = parameters.get(name);
        text.map_or(Some(usual), |text| text.parse().ok())
            .ok_or_else(|| ServiceError::invalid(&format!("{name} is not a number")))
    };
    let (offset, limit) = (number("offset", 0)?, number("limit", DEFAULT_LIMIT)?);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(ServiceError::invalid("limit must be from 1 to 500"));
    }
    if offset > LARGEST_OFFSET {
        return Err(ServiceError::invalid("offset must be at most 1000000"));
    }
    let total = items.len();
    // What was asked for besides the place holds for the pages around it too.
    let link = |offset: usize| {
        let others = parameters.iter();
        let others = others.filter(|(name, _)| !matches!(*name, "offset" | "limit"));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(others)
            .append_pair("offset", &offset.to_string())
            .append_pair("limit", &limit.to_string())
            .finish();
        json!({"href": format!("{path}?{query}")})
    };
    let mut links = Map::new();
    if offset.saturating_add(limit) < total {
        links.insert("next".to_owned(), link(offset + limit));
    }
    if offset > 0 {
        links.insert("prev".to_owned(), link(offset.saturating_sub(limit)));
    }
    let items: Vec<Value> = items.into_iter().skip(offset).take(limit).collect();
    let body = json!({"page": {"total_elements": total}, "links": links, list: items});
    Ok(wire::json(StatusCode::OK, &body))
}
