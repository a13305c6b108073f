//! The pages that a customer sees: an askama template, which escapes every value, with its style inside and no script.

use askama::Template;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};

/// What a page asks a customer to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advice {
    /// The callback belongs to no consent of this browser.
    StartAgain,
    /// The browser sent no cookie along.
    CookieMissing,
    /// The code in the callback is not one that the bank gave, or no longer. The pending authorization is used up.
    CodeRefused,
    /// The customer said no.
    Refused,
    /// It may work in a moment.
    TryAgain,
    /// Consent is needed.
    Connect,
    /// The customer signed in at the bank as another person than before.
    OtherPerson,
    /// The customer can do nothing about it.
    NotYours,
}

impl Advice {
    fn title(self) -> &'static str {
        match self {
            Self::StartAgain | Self::CookieMissing | Self::CodeRefused => "Please start again",
            Self::Refused => "Nothing is shared",
            Self::TryAgain => "Not right now",
            Self::Connect => "Your bank has to be connected again",
            Self::OtherPerson => "That is another person's account",
            Self::NotYours => "Something went wrong",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::StartAgain => {
                "This page belongs to a connection that was started in another browser, has expired, or is already finished. \
                 Nothing was changed."
            }
            Self::CookieMissing => {
                "Your browser did not send the cookie that this connection was started with. Start again in one browser, and \
                 allow cookies of this site. Some browsers keep such a cookie on https pages only. Nothing was changed."
            }
            Self::CodeRefused => {
                "The confirmation of your bank that came with this page is not valid: it has expired, was used before, or did not come from \
                 your bank. Nothing was changed, and this connection attempt is over. Go back and connect your bank once more."
            }
            Self::Refused => {
                "You did not agree to share data at your bank. You can start again at any time."
            }
            Self::TryAgain => "The bank cannot be reached at the moment. Please try again.",
            Self::Connect => {
                "The permission to read your data has ended. Connect your bank again to continue."
            }
            Self::OtherPerson => {
                "At your bank you signed in as another person than before, so nothing was changed. Connect again and sign in as \
                 before, or disconnect first."
            }
            Self::NotYours => {
                "This is not your fault, and trying again will not help. We have been notified."
            }
        }
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    title: &'a str,
    text: &'a str,
    home: &'a str,
    reference: Option<&'a str>,
}

/// Builds a page for a failure. `reference` is what support asks for.
pub(crate) fn failed(
    status: StatusCode,
    advice: Advice,
    home: &str,
    reference: Option<&str>,
) -> Response {
    let page = FailurePage {
        title: advice.title(),
        text: advice.text(),
        home,
        reference,
    };
    match page.render() {
        Ok(page) => protected((status, Html(page)).into_response()),
        Err(_) => protected(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
    }
}

/// Adds the headers with which a response is not stored, sends no referrer (the address may
/// hold a code, RFC 9700 §4.2) and runs nothing.
pub(crate) fn protected(mut response: Response) -> Response {
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (X_FRAME_OPTIONS, "DENY"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    response
}
