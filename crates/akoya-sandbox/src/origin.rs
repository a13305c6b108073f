//! Where a request comes from, as far as a browser says.

use axum::http::{HeaderMap, HeaderValue};

/// Returns whether a browser marks a request as sent from another site. Pages cannot change these headers; programs
/// that are not browsers send neither and are let through.
pub(crate) fn comes_from_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("invalid"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => !["same-origin", "none"].contains(&site),
        // Browsers without Fetch Metadata still send Origin with a form.
        (None, Some(origin)) => {
            let host = headers.get("host").map_or(&b""[..], HeaderValue::as_bytes);
            origin
                .strip_prefix("http://")
                .is_none_or(|origin| origin.as_bytes() != host)
        }
        (None, None) => false,
    }
}

/// Returns whether the `Host` header names this machine.
pub(crate) fn has_local_host(headers: &HeaderMap) -> bool {
    let host = headers
        .get("host")
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}
