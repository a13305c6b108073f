//! Applications that are registered with the identity provider.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::{Host, Url};

use crate::error::{Error, ErrorKind};

/// A data recipient's application, as the identity provider knows it.
#[derive(Clone)]
pub struct RegisteredClient {
    id: String,
    secret: String,
    name: Option<String>,
    redirects: Redirects,
}

#[derive(Clone)]
enum Redirects {
    Registered(Vec<String>),
    AnyLoopback,
}

impl RegisteredClient {
    /// Creates a client without redirect URIs: add at least one with [`redirect_uri`](Self::redirect_uri).
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            name: None,
            redirects: Redirects::Registered(Vec::new()),
        }
    }

    /// Registers a redirect URI. A request must match one of them exactly, byte for byte.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        match &mut self.redirects {
            Redirects::Registered(uris) => uris.push(uri.into()),
            Redirects::AnyLoopback => self.redirects = Redirects::Registered(vec![uri.into()]),
        }
        self
    }

    /// Allows every `http` redirect URI on 127.0.0.1, \[::1\] or localhost, with any port and path (RFC 8252 §7.3).
    #[must_use]
    pub fn any_loopback_redirect_uri(mut self) -> Self {
        self.redirects = Redirects::AnyLoopback;
        self
    }

    /// Sets the name that the consent pages show. Default: the client id.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    /// Returns a redirect URI that the client may use.
    pub(crate) fn usual_redirect_uri(&self) -> String {
        match &self.redirects {
            Redirects::Registered(uris) => uris.first().cloned().unwrap_or_default(),
            Redirects::AnyLoopback => "http://127.0.0.1/callback".to_owned(),
        }
    }

    pub(crate) fn display_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let refused = |what: &str| {
            let text = format!("a client has {what}");
            Err(Error::new(ErrorKind::Configuration, text))
        };
        // RFC 7617 §2: a colon would end the id in a Basic header.
        let is_id = !self.id.is_empty()
            && !self.id.contains(':')
            && self.id.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_id {
            return refused(
                "an id that is empty or has characters other than visible ASCII, or a colon",
            );
        }
        if self.secret.is_empty() {
            return refused("an empty secret");
        }
        match &self.redirects {
            Redirects::Registered(uris) if uris.is_empty() => refused("no redirect URI"),
            Redirects::Registered(uris) if !uris.iter().all(|uri| is_redirect_uri(uri)) => {
                refused("a redirect URI that is not an absolute URI without fragment")
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn allows_redirect(&self, uri: &str) -> bool {
        match &self.redirects {
            Redirects::Registered(uris) => uris.iter().any(|registered| registered == uri),
            Redirects::AnyLoopback => is_loopback_uri(uri),
        }
    }

    /// Compares in constant time. The digests have one length, so the length of the secret does not show either.
    pub(crate) fn has_secret(&self, secret: &str) -> bool {
        Sha256::digest(&self.secret)
            .ct_eq(&Sha256::digest(secret))
            .into()
    }
}

impl fmt::Debug for RegisteredClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisteredClient")
            .field("id", &self.id)
            .field("secret", &"[redacted]")
            .finish_non_exhaustive()
    }
}

/// Returns whether this is an absolute URI without a fragment that fits in a `Location` header unchanged.
fn is_redirect_uri(uri: &str) -> bool {
    // A backslash, which `Url` reads as a slash, would let the host differ from what a browser sees.
    let plain = uri
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain
        && Url::parse(uri).is_ok_and(|url| url.fragment().is_none() && url.scheme() != "javascript")
}

/// Returns whether this is an `http` URI of this machine.
pub(crate) fn is_loopback_uri(uri: &str) -> bool {
    if !is_redirect_uri(uri) {
        return false;
    }
    Url::parse(uri).is_ok_and(|url| url.scheme() == "http" && is_of_this_machine(&url))
}

/// Returns whether a URL leads to this machine, and has no password that would go there.
pub(crate) fn is_of_this_machine(url: &Url) -> bool {
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(ip)) => ip == std::net::Ipv6Addr::LOCALHOST,
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    local && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_loopback_allows_http_to_this_machine_and_no_lookalike() {
        let client = RegisteredClient::new("id", "secret").any_loopback_redirect_uri();
        for good in [
            "http://127.0.0.1:1234/callback",
            "http://localhost/",
            "http://[::1]:80/a?b=c",
        ] {
            assert!(client.allows_redirect(good), "{good}");
        }
        for bad in [
            "https://127.0.0.1/",
            "http://127.0.0.1@evil.example/",
            "http://127.0.0.1:1@evil.example/",
            "http://evil.example/127.0.0.1",
            "http://127.0.0.1\\@evil.example/",
            "http://localhost.evil.example/",
            "http://127.0.0.1/#fragment",
            "http://127.0.0.1/\r\nx: y",
            "http://127.0.0.1/\u{e4}",
            "javascript:alert(1)",
            "//127.0.0.1/",
            "",
        ] {
            assert!(!client.allows_redirect(bad), "{bad}");
        }
    }

    #[test]
    fn a_registered_redirect_uri_matches_exactly() {
        let client =
            RegisteredClient::new("id", "secret").redirect_uri("https://app.example/callback");
        assert!(client.allows_redirect("https://app.example/callback"));
        for other in [
            "https://app.example/callback/",
            "https://app.example/callback?x=1",
            "https://APP.example/callback",
        ] {
            assert!(!client.allows_redirect(other), "{other}");
        }
    }

    #[test]
    fn the_secret_is_not_in_the_debug_output() {
        let shown = format!(
            "{:?}",
            RegisteredClient::new("id", "canary-5c1b").redirect_uri("https://app.example/")
        );
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn an_unusable_client_is_refused() {
        let loopback =
            |id: &str, secret: &str| RegisteredClient::new(id, secret).any_loopback_redirect_uri();
        for bad in [
            loopback("", "s"),
            loopback("a:b", "s"),
            loopback("a", ""),
            RegisteredClient::new("a", "s"),
        ] {
            assert_eq!(bad.check().unwrap_err().kind(), ErrorKind::Configuration);
        }
        assert!(loopback("a", "s").check().is_ok());
    }
}
