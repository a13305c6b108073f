//! What a browser gets: pages without anything that came from outside.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;

/// What a browser gets.
pub(super) type PageResponse = Response<Full<Bytes>>;

/// The pages that a browser is shown, each a whole HTML document. They are sent with a policy that allows inline
/// styles and nothing else: no script, image or font.
///
/// Default: plain English pages without a style. Change what you need:
///
/// ```
/// let mut pages = acg::loopback::Pages::default();
/// pages.connected = "<!doctype html><title>Connected</title><p>Go back to the program.".into();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pages {
    /// The consent was given and its code exchanged.
    pub connected: Cow<'static, str>,
    /// The customer refused, or the exchange failed.
    pub not_connected: Cow<'static, str>,
    /// The callback is not the one that is waited for.
    pub unexpected: Cow<'static, str>,
    /// Nothing is at this path.
    pub nothing_here: Cow<'static, str>,
    /// The [launch page](super::LaunchPage) was used already.
    pub used: Cow<'static, str>,
}

impl Default for Pages {
    fn default() -> Self {
        let page = |text: &'static str| Cow::Borrowed(text);
        Self {
            connected: page(CONNECTED),
            not_connected: page(NOT_CONNECTED),
            unexpected: page(UNEXPECTED),
            nothing_here: page(NOTHING_HERE),
            used: page(USED),
        }
    }
}

const CONNECTED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Connected</title><h1>Connected</h1>\
     <p>You can close this page and go back to the program.</p></html>";
const NOT_CONNECTED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not connected</title>\
     <h1>Not connected</h1><p>Nothing is shared. You can close this page and go back to the program.</p></html>";
const UNEXPECTED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Not expected</title>\
     <h1>Not expected</h1><p>This is not the callback that the program is waiting for. Nothing was changed.</p></html>";
const NOTHING_HERE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Nothing here</title>\
     <h1>Nothing here</h1><p>A program is waiting for something else on this port.</p></html>";
const USED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Already used</title><h1>Already used</h1>\
     <p>This page leads to the provider once. If you have not seen the provider's page, stop the program and start again.</p></html>";

/// Returns the response that shows a page.
pub(super) fn page(status: StatusCode, html: &str) -> PageResponse {
    let mut response = protected(status, html.to_owned());
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// Sends the browser to another address. A redirect keeps this address out of the browser's history (RFC 9700 §4.2).
pub(super) fn redirect(to: &str) -> PageResponse {
    let mut response = protected(StatusCode::SEE_OTHER, String::new());
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// Builds a response that is not stored, sends no referrer and runs no script.
fn protected(status: StatusCode, body: String) -> PageResponse {
    let headers = [
        (CACHE_CONTROL, "no-store"),
        // The address of the callback holds the code and the state.
        (REFERRER_POLICY, "no-referrer"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ];
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response
        .headers_mut()
        .extend(headers.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}
