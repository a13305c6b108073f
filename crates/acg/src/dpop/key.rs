//! The key of a grant.

use serde_json::Value;

use crate::error::Error;
#[cfg(feature = "jose")]
use crate::jose::signing_key::KeyName;
#[cfg(feature = "jose")]
use crate::jose::{Algorithm, SigningKey};
use crate::secret::Secret;

/// The lines around a key in PEM (RFC 7468 §10).
#[cfg(feature = "jose")]
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
#[cfg(feature = "jose")]
const END: &str = "-----END PRIVATE KEY-----";

/// What proofs are signed with, as metadata name it.
pub(crate) const PROOF_ALGORITHM: &str = "ES256";

/// A private key that the tokens of one grant are bound to. ES256, which RFC 9449 uses throughout and FAPI 2.0 allows.
#[cfg(feature = "jose")]
#[derive(Debug, Clone)]
pub(crate) struct DpopKey(SigningKey);

/// There is no such key in a build that cannot sign.
#[cfg(not(feature = "jose"))]
#[derive(Debug, Clone)]
pub(crate) struct DpopKey(std::convert::Infallible);

#[cfg(feature = "jose")]
impl DpopKey {
    /// Makes a new key.
    pub(crate) fn generate() -> Result<Self, Error> {
        SigningKey::generate(Algorithm::Es256).map(Self)
    }

    /// Reads a key that was kept.
    pub(crate) fn from_kept(kept: &Secret) -> Result<Self, Error> {
        let pem = Secret::new(format!("{BEGIN}\n{}\n{END}\n", kept.expose()));
        SigningKey::from_pem(pem.expose(), Algorithm::Es256).map(Self)
    }

    /// Writes the key as one line of base64 (PKCS#8), to be kept with the tokens.
    pub(crate) fn to_kept(&self) -> Result<Secret, Error> {
        let pem = self.0.to_pem()?;
        let lines = pem.expose().lines().filter(|line| !line.starts_with("---"));
        Ok(Secret::new(lines.collect::<String>()))
    }

    /// Returns the thumbprint by which a provider binds a code to the key (RFC 9449 §10).
    pub(crate) fn thumbprint(&self) -> String {
        self.0.thumbprint()
    }

    /// Signs a proof (RFC 9449 §4.2). It holds the public key.
    pub(super) fn sign(&self, claims: &Value) -> Result<Secret, Error> {
        self.0.sign("dpop+jwt", KeyName::PublicKey, claims)
    }
}

#[cfg(not(feature = "jose"))]
impl DpopKey {
    /// Refuses to make a key.
    pub(crate) fn generate() -> Result<Self, Error> {
        Err(no_signatures())
    }

    /// Refuses to read a key that was kept.
    pub(crate) fn from_kept(_: &Secret) -> Result<Self, Error> {
        Err(no_signatures())
    }

    /// Writes nothing: there is no key.
    pub(crate) fn to_kept(&self) -> Result<Secret, Error> {
        match self.0 {}
    }

    /// Returns nothing: there is no key.
    pub(crate) fn thumbprint(&self) -> String {
        match self.0 {}
    }

    /// Signs nothing: there is no key.
    pub(super) fn sign(&self, _: &Value) -> Result<Secret, Error> {
        match self.0 {}
    }
}

#[cfg(not(feature = "jose"))]
fn no_signatures() -> Error {
    Error::configuration("proofs of possession need the feature `jose`")
}

#[cfg(feature = "jose")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_kept_is_the_same_key() {
        let key = DpopKey::generate().unwrap();
        let kept = key.to_kept().unwrap();
        assert!(kept.expose().bytes().all(|byte| byte.is_ascii_graphic()));
        let again = DpopKey::from_kept(&kept).unwrap();
        assert_eq!(again.thumbprint(), key.thumbprint());
        assert!(DpopKey::from_kept(&Secret::new("AAAA")).is_err());
    }
}
