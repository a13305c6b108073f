//! The headers of a call, and the check of those that a program sets: none that the library or the HTTP client needs for itself.

use http::{HeaderMap, HeaderName, HeaderValue};

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

/// The headers of a call, each name once. They are few: to look through them takes less than to hash their names.
#[derive(Clone, Default)]
pub(crate) struct Headers(Vec<(HeaderName, HeaderValue)>);

/// How many are added at most before a request leaves: the bearer, the time of the last access, and the HTTP client's own. A map that
/// must grow for one of them costs as much again.
const ADDED: usize = 5;

impl Headers {
    /// Sets a header, in place of one that is set.
    pub(crate) fn set(&mut self, name: HeaderName, value: HeaderValue) {
        match self.0.iter_mut().find(|(given, _)| *given == name) {
            Some(given) => given.1 = value,
            None => self.0.push((name, value)),
        }
    }

    /// Sets a header, unless it is set.
    pub(crate) fn set_default(&mut self, name: HeaderName, value: HeaderValue) {
        if !self.has(&name) {
            self.0.push((name, value));
        }
    }

    pub(crate) fn has(&self, name: &HeaderName) -> bool {
        self.0.iter().any(|(given, _)| given == name)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns them for a request.
    pub(crate) fn to_map(&self) -> HeaderMap {
        let mut map = HeaderMap::with_capacity(self.0.len() + ADDED);
        map.extend(self.0.iter().cloned());
        map
    }
}
