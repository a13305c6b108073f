//! Which URLs lead to this machine.

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
