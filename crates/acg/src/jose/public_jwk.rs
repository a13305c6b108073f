//! The public half of a key, as RFC 7517 writes it.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The required members of a public key, in the order of their names: what RFC 7638 §3.2 hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicJwk(BTreeMap<&'static str, String>);

impl PublicJwk {
    /// Makes a key on an elliptic curve from its uncompressed point (SEC 1 §2.3.3).
    pub(super) fn elliptic(curve: &str, point: &[u8]) -> Self {
        // The first byte says that the point is not compressed.
        let coordinates = point.get(1..).unwrap_or_default();
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        Self::new("EC", [("crv", curve.into()), ("x", b64(x)), ("y", b64(y))])
    }

    /// Makes a key of Ed25519 (RFC 8037 §2).
    pub(super) fn edwards(key: &[u8]) -> Self {
        Self::new("OKP", [("crv", "Ed25519".into()), ("x", b64(key))])
    }

    /// Makes an RSA key from its numbers without leading zeros.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self::new("RSA", [("n", b64(modulus)), ("e", b64(exponent))])
    }

    fn new<const N: usize>(kind: &str, members: [(&'static str, String); N]) -> Self {
        let kind = [("kty", kind.to_owned())];
        Self(kind.into_iter().chain(members).collect())
    }

    /// Returns the members as a JSON value.
    pub(crate) fn to_value(&self) -> serde_json::Value {
        let members = self.0.iter();
        members
            .map(|(name, value)| ((*name).to_owned(), value.clone().into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// Returns the thumbprint (RFC 7638 §3) in base64.
    pub(crate) fn thumbprint(&self) -> String {
        // Neither names nor values hold anything that JSON would escape.
        let members: Vec<_> = self
            .0
            .iter()
            .map(|(name, value)| format!("\"{name}\":\"{value}\""))
            .collect();
        b64(&Sha256::digest(format!("{{{}}}", members.join(","))))
    }
}

fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let modulus = URL_SAFE_NO_PAD.decode(modulus).unwrap();
        let key = PublicJwk::rsa(&modulus, &[1, 0, 1]);
        assert_eq!(
            key.thumbprint(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
    }
}
