//! Which URLs lead to this machine, and which are safe for secrets.

use url::Url;

/// Returns whether the URL's host is this machine: an IP literal of the loopback range, or `localhost`.
///
/// Secrets may be sent there without TLS (RFC 8252 §8.3). A name is not resolved, because a resolver can be made to say
/// anything.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// Returns whether what is sent to the URL cannot be read on the way: it is https, or http on this machine.
///
/// RFC 6749 §3.1.2.1 and §3.2 demand TLS; loopback is for native applications (RFC 8252 §7.3) and for sandboxes.
pub fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_http_on_this_machine_are_secure_and_nothing_else_is() {
        let is_secure = |url: &str| is_secure(&url.parse().unwrap());
        for url in [
            "https://bank.example/",
            "http://127.0.0.1:8080/",
            "http://[::1]/",
            "http://LOCALHOST/",
        ] {
            assert!(is_secure(url), "{url}");
        }
        for url in [
            "http://bank.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "ftp://127.0.0.1/",
            "com.example:/callback",
        ] {
            assert!(!is_secure(url), "{url}");
        }
    }
}
