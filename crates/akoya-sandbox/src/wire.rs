//! Reading requests and writing responses, as far as several servers need it.

use axum::body::{Body, Bytes};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// The longest body of a request.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;
/// The longest query string, with room for a long `state` and `redirect_uri`.
pub(crate) const QUERY_LIMIT: usize = 16 * 1024;

/// The parameters of a query string or a form.
#[derive(Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(crate) fn query(query: Option<&str>) -> Self {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// Reads the parameters of a form. A body of another content type has none.
    pub(crate) fn form(headers: &HeaderMap, body: &[u8]) -> Self {
        let content_type = headers
            .get(CONTENT_TYPE)
            .map_or(&b""[..], HeaderValue::as_bytes);
        let essence = content_type
            .split(|byte| *byte == b';')
            .next()
            .unwrap_or_default()
            .trim_ascii();
        let is_form = essence.eq_ignore_ascii_case(b"application/x-www-form-urlencoded");
        if is_form {
            Self::parse(body)
        } else {
            Self::default()
        }
    }

    pub(crate) fn of<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self(owned.into())
    }

    fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// Returns the first value, if it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(one, _)| *one == name)
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(one, _)| one == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns whether one of these parameters appears more than once, which RFC 6749 §3.1 forbids.
    pub(crate) fn repeats(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.all(name).nth(1).is_some())
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
pub(crate) fn percent_encode(text: &str) -> String {
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    // The encoding of forms differs in these three.
    form.replace('+', "%20")
        .replace('*', "%2A")
        .replace("%7E", "~")
}

/// Decodes what is percent-encoded in a segment of a path.
pub(crate) fn percent_decode(segment: &str) -> String {
    // A form would also decode `+`, and end at `&` and `=`.
    let escaped = segment
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes())
        .map(|(name, _)| name.into_owned())
        .collect()
}

/// Returns the token of an `Authorization: Bearer` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    credentials(headers, "bearer")
}

/// Returns the credentials of an `Authorization` header with this scheme.
pub(crate) fn credentials<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a str> {
    let (name, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then_some(rest.trim())
}

/// Builds a JSON response that must not be cached.
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    json_text(status, to_json(body).into())
}

/// Writes JSON. It cannot fail for the types that are used here.
pub(crate) fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Works as [`json`], for a text that is already JSON.
pub(crate) fn json_text(status: StatusCode, body: Bytes) -> Response {
    private(status, "application/json", body)
}

/// Builds a PDF response, which must not be cached either.
pub(crate) fn pdf(document: Vec<u8>) -> Response {
    private(StatusCode::OK, "application/pdf", document.into())
}

fn private(status: StatusCode, content_type: &'static str, body: Bytes) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().extend(headers);
    response
}

/// Returns whether the `Accept` header, if there is one, allows a media type such as `application/json`.
pub(crate) fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let family = format!("{}/*", media_type.split('/').next().unwrap_or_default());
    let mut ranges = headers
        .get_all("accept")
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let allows = |range: &[u8]| {
        let mut parts = range
            .split(|byte| *byte == b';')
            .map(|part| part.trim_ascii().to_ascii_lowercase());
        let media = parts.next().unwrap_or_default();
        let refused = parts
            .any(|part| [&b"q=0"[..], b"q=0.0", b"q=0.00", b"q=0.000"].contains(&part.as_slice()));
        !refused
            && [media_type.as_bytes(), family.as_bytes(), b"*/*", b""].contains(&media.as_slice())
    };
    !headers.contains_key("accept") || ranges.any(allows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_are_not_encoded() {
        assert_eq!(percent_encode("aZ09-._~"), "aZ09-._~");
        assert_eq!(
            percent_encode("a b+c*&=\r\n\"<é"),
            "a%20b%2Bc%2A%26%3D%0D%0A%22%3C%C3%A9"
        );
    }

    #[test]
    fn a_segment_is_read_back() {
        for text in ["a+b/c d&e=f%", "é", ""] {
            assert_eq!(percent_decode(&percent_encode(text)), text);
        }
        assert_eq!(percent_decode("a+b&c=d"), "a+b&c=d");
    }

    #[test]
    fn an_accept_header_without_json_excludes_it() {
        let allows = |value: &'static str| {
            let headers = HeaderMap::from_iter([(
                axum::http::header::ACCEPT,
                HeaderValue::from_static(value),
            )]);
            accepts(&headers, "application/json")
        };
        assert!(accepts(&HeaderMap::new(), "application/json"));
        for good in [
            "application/json",
            "*/*",
            "text/html, application/json;q=0.5",
            "Application/*",
        ] {
            assert!(allows(good), "{good}");
        }
        for bad in ["text/html", "application/pdf", "application/json;q=0"] {
            assert!(!allows(bad), "{bad}");
        }
    }

    #[test]
    fn repeated_and_empty_parameters_are_distinguished() {
        let parameters = Parameters::query(Some("a=1&b=&a=2&c"));
        assert_eq!(
            (
                parameters.get("a"),
                parameters.get("b"),
                parameters.get("c")
            ),
            (Some("1"), None, None)
        );
        assert!(parameters.repeats(&["a"]));
        assert!(!parameters.repeats(&["b", "c"]));
    }
}
