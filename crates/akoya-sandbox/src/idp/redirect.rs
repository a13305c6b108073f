//! The redirect back to the application, with a code or an error.

use axum::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::wire::percent_encode;

/// Sends the browser back to the application with parameters added to its redirect URI.
///
/// The caller has checked that the URI is registered. Everything that is added is percent-encoded.
pub(super) fn to_client(redirect_uri: &str, parameters: &[(&str, &str)]) -> Response {
    let location = HeaderValue::try_from(with_parameters(redirect_uri, parameters));
    let Ok(location) = location else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let headers = [
        (LOCATION, location),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

/// Adds parameters to the query of a redirect URI, percent-encoded.
pub(super) fn with_parameters(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let query: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encode(value)))
        .collect();
    let separator = match redirect_uri.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{redirect_uri}{separator}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
        let response = to_client(redirect_uri, parameters);
        assert_eq!(response.status(), StatusCode::FOUND);
        response.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    #[test]
    fn parameters_are_appended_to_an_existing_query() {
        let code = [("code", "abc")];
        assert_eq!(
            location("https://app.example/cb", &code),
            "https://app.example/cb?code=abc"
        );
        assert_eq!(
            location("https://app.example/cb?x=1", &code),
            "https://app.example/cb?x=1&code=abc"
        );
        assert_eq!(
            location("https://app.example/cb?", &code),
            "https://app.example/cb?code=abc"
        );
    }

    #[test]
    fn a_hostile_state_cannot_leave_its_parameter() {
        let location = location(
            "https://app.example/cb",
            &[("state", "a&code=evil\r\nSet-Cookie: x#\"<")],
        );
        assert_eq!(
            location,
            "https://app.example/cb?state=a%26code%3Devil%0D%0ASet-Cookie%3A%20x%23%22%3C"
        );
    }
}
