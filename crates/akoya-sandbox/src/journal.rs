use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, Method, Uri};
use serde::Serialize;

use crate::counters::RequestKind;
use crate::wire::Parameters;

/// The oldest entries go when there are more than these.
const KEPT: usize = 10_000;

/// Query parameters that are no secret and say what a request was about.
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

/// One request that a sandbox has answered, without anything secret.
///
/// Tokens, codes, passwords and client secrets are never part of it; other parameters that are not known to be harmless
/// are shown as `[redacted]`, and bodies not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JournalEntry {
    /// When the request came in, by the sandbox's clock, in RFC 3339.
    pub time: String,
    /// `idp` or `api`.
    pub server: &'static str,
    /// What the request was for, if that could be told: a refresh, say.
    pub kind: Option<RequestKind>,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path, cut after 500 characters.
    pub path: String,
    /// The query parameters in their order.
    pub query: Vec<(String, String)>,
    /// The scheme of the `Authorization` header: `Basic`, `Bearer`, …
    pub authorization: Option<String>,
    /// The `x-akoya-…` headers of the request, in lower case.
    pub headers: Vec<(String, String)>,
    /// The status of the answer.
    pub status: u16,
    /// The `x-akoya-interaction-id` of the answer.
    pub interaction_id: Option<String>,
    /// The fault that struck this request, such as `drop_response`. The status is then what would have been answered.
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
            kind: RequestKind::of(uri.path(), &Parameters::default()),
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
        let mut entries = self.lock();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    pub(crate) fn read(&self) -> Vec<JournalEntry> {
        self.lock().iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<JournalEntry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The scheme alone, and only if it is one: a header without it may hold a bare token.
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
