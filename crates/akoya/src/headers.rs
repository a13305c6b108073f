//! Checks headers that a program sets: none that the library or the HTTP client needs for itself.

use http::{HeaderName, HeaderValue};

use crate::error::Error;

/// Headers that the library or the HTTP client sets; a second value would change where or as whom a request goes.
const RESERVED: [&str; 6] = [
    "authorization",
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "cookie",
];

/// Checks a header that a program wants to send.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let refuse = |problem: &str| Err(Error::input("header", problem.to_owned()));
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
        return refuse("invalid header name");
    };
    if RESERVED.contains(&name.as_str()) {
        return refuse(&format!("the library sets the header `{name}` itself"));
    }
    match HeaderValue::from_str(value) {
        Ok(value) => Ok((name, value)),
        Err(_) => refuse(&format!("invalid value for the header `{name}`")),
    }
}
