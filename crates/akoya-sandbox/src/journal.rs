//! The journal: the last requests, without secrets.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;

use crate::request_kind::RequestKind;
use crate::sync::lock;
use crate::wire::Parameters;

/// The most entries; a new one replaces the oldest.
const CAPACITY: usize = 10_000;

/// Query parameters that are shown, because they are not secret and say what a request was about.
const SHOWN: [&str; 14] = [
    "accountId",
    "accountIds",
    "connector",
    "endTime",
    "limit",
    "mode",
    "offset",
    "response_type",
    "scope",
    "startTime",
    "taxDataType",
    "taxForms",
    "taxYear",
    "version",
];

/// One request that a sandbox has served, without anything secret.
///
/// Tokens, codes, passwords and client secrets are never part of it. A query parameter that is not known to be
/// harmless is shown as `[redacted]`; bodies are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JournalEntry {
    /// When the request arrived by the sandbox's clock, in RFC 3339.
    pub time: String,
    /// `idp`, `api`, `sts` or `services`.
    pub server: &'static str,
    /// What the request was for; `None` for a page, a document, or a path that does not exist.
    pub kind: Option<RequestKind>,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path, up to 500 characters.
    pub path: String,
    /// The query parameters in their order, up to 50.
    pub query: Vec<(String, String)>,
    /// The scheme of the `Authorization` header: `Basic`, `Bearer`, `DPoP` or `other`.
    pub authorization: Option<String>,
    /// The `x-akoya-…` headers of the request, with lower-case names, up to 20.
    pub headers: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The `x-akoya-interaction-id` of the response.
    pub interaction_id: Option<String>,
    /// The fault that this request met, such as `drop_response`. If the client got no response, the status
    /// is that of the response that was lost.
    pub fault: Option<&'static str>,
}

impl JournalEntry {
    pub(crate) fn new(
        time: String,
        server: &'static str,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Self {
        Self {
            time,
            server,
            kind: None,
            method: method.to_string(),
            path: shortened(uri.path()),
            query: Parameters::query(uri.query()).redacted(),
            authorization: scheme(headers),
            headers: akoya_headers(headers),
            status: 0,
            interaction_id: None,
            fault: None,
        }
    }
}

impl Parameters {
    fn redacted(self) -> Vec<(String, String)> {
        let shown = |name: &str, value: &str| {
            if SHOWN.contains(&name) {
                shortened(value)
            } else {
                "[redacted]".to_owned()
            }
        };
        self.iter()
            .take(50)
            .map(|(name, value)| (shortened(name), shown(name, value)))
            .collect()
    }
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<JournalEntry>>);

impl Journal {
    pub(crate) fn add(&self, entry: JournalEntry) {
        let mut entries = lock(&self.0);
        if entries.len() == CAPACITY {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    pub(crate) fn read(&self) -> Vec<JournalEntry> {
        lock(&self.0).iter().cloned().collect()
    }
}

/// Reads the scheme without the credentials. A header without a known scheme may be a bare token, so it is not shown.
fn scheme(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("authorization")?.to_str().unwrap_or_default();
    let known = ["Basic", "Bearer", "DPoP"].into_iter().find(|known| {
        value
            .split(' ')
            .next()
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(known))
    });
    Some(known.unwrap_or("other").to_owned())
}

fn akoya_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let ours = headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-akoya-"))
        .take(20);
    ours.map(|(name, value)| {
        (
            name.to_string(),
            shortened(&String::from_utf8_lossy(value.as_bytes())),
        )
    })
    .collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(500).collect()
}
