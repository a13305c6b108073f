//! The pages that a browser gets from the command, in the style of the sandbox's bank.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::Full;

/// What a browser gets.
pub(crate) type PageResponse = Response<Full<Bytes>>;

/// A page without anything that came from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) title: &'static str,
    /// HTML.
    pub(crate) text: &'static str,
    pub(crate) sign: Sign,
}

/// The sign above the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Done,
    None,
}

const STYLE: &str = include_str!("../static/page.css");

const TICK: &str = "<svg class=\"sign\" viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\"><circle cx=\"16\" cy=\"16\" \
     r=\"16\" fill=\"#0b4a43\"/><path d=\"M9 16.5l5 5L23.5 12\" fill=\"none\" stroke=\"#f2c14e\" stroke-width=\"3\" \
     stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>";

impl Page {
    pub(crate) fn response(self, status: StatusCode) -> PageResponse {
        let Self { title, text, sign } = self;
        let sign = match sign {
            Sign::Done => TICK,
            Sign::None => "",
        };
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>{title} · \
             akoya</title><style>{STYLE}</style></head><body><header><p>akoya</p></header><main><div \
             class=\"card\">{sign}<h1>{title}</h1><p>{text}</p></div></main></body></html>"
        );
        let mut response = protected(status, page);
        response.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        response
    }
}

/// Sends the browser to another address. A redirect keeps this address out of the browser's history (RFC 9700 §4.2).
pub(crate) fn redirect(to: &str) -> PageResponse {
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
