//! A JWS in its compact form (RFC 7515 §7.1).

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::secret::Secret;

/// The longest JWS that is read, in bytes.
const LIMIT: usize = 256 * 1024;

/// Why a JWS is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JwsFault {
    /// It does not have the form of a signed JWT, or requires an extension that is not supported (`crit`).
    Malformed,
    /// It is signed with an algorithm that is not accepted, or not at all (`none`).
    RefusedAlgorithm,
    /// The key that it names is not among the keys.
    UnknownKey,
    /// The signature is not that of the key.
    WrongSignature,
}

impl JwsFault {
    /// Returns the fault in words that follow what has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "is not a signed JWT",
            Self::RefusedAlgorithm => "is signed with an algorithm that is not accepted",
            Self::UnknownKey => "is signed with an unknown key",
            Self::WrongSignature => "has a wrong signature",
        }
    }
}

impl fmt::Display for JwsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for JwsFault {}

/// A signed JWT, taken apart (RFC 7515 §7.1). Nothing of it is verified.
pub(super) struct CompactJws<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    /// What is signed.
    pub(super) message: &'a str,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

impl<'a> CompactJws<'a> {
    /// Reads a JWS whose algorithm is one of the accepted.
    pub(super) fn read(jws: &'a str, accepted: &[Algorithm]) -> Result<Self, JwsFault> {
        if jws.len() > LIMIT {
            return Err(JwsFault::Malformed);
        }
        // The text that was signed, as it came: writing header and payload again could give another
        // one (RFC 7515 §5.2).
        let (message, signature) = jws.rsplit_once('.').ok_or(JwsFault::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(JwsFault::Malformed)?;
        let header = Header::read(header)?;
        let algorithm = header.algorithm(accepted)?;
        Ok(Self {
            algorithm,
            key_id: header.kid,
            message,
            payload: decode(payload)?,
            signature: decode(signature)?,
        })
    }
}

impl Header {
    fn read(text: &str) -> Result<Self, JwsFault> {
        let header: Self =
            serde_json::from_slice(&decode(text)?).map_err(|_| JwsFault::Malformed)?;
        // An extension that must be understood (RFC 7515 §4.1.11): none is.
        if header.crit.is_some() || !header.is_jwt() {
            return Err(JwsFault::Malformed);
        }
        Ok(header)
    }

    fn algorithm(&self, accepted: &[Algorithm]) -> Result<Algorithm, JwsFault> {
        Algorithm::from_name(&self.alg)
            .filter(|algorithm| accepted.contains(algorithm))
            .ok_or(JwsFault::RefusedAlgorithm)
    }

    /// Returns whether it is a JWT without a purpose of its own. A logout token or an access token has another
    /// type, so that it is not taken for an id_token (RFC 8725 §3.11).
    fn is_jwt(&self) -> bool {
        self.typ
            .as_ref()
            .is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"))
    }
}

fn decode(text: &str) -> Result<Vec<u8>, JwsFault> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| JwsFault::Malformed)
}

/// Returns the algorithm that a JWS names, if it is one of the accepted.
pub(crate) fn algorithm_of(jws: &str, accepted: &[Algorithm]) -> Result<Algorithm, JwsFault> {
    let (header, _) = jws.split_once('.').ok_or(JwsFault::Malformed)?;
    Header::read(header)?.algorithm(accepted)
}

/// Signs the claims under the header.
pub(super) fn compact(
    header: &Value,
    claims: &Value,
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Secret, Error> {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes())?);
    Ok(Secret::new(format!("{message}.{signature}")))
}

/// Signs the claims with a client secret (RFC 7515 §3.2, OpenID Connect Core §10.1): HMAC with SHA-256.
pub(crate) fn signed_with_secret(secret: &Secret, claims: &Value) -> Result<Secret, Error> {
    let header = json!({ "alg": Algorithm::Hs256.as_str(), "typ": "JWT" });
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    compact(&header, claims, |message| {
        Ok(hmac::sign(&key, message).as_ref().to_vec())
    })
}

/// Returns the payload of a JWS that is signed with the client secret.
pub(crate) fn verified_with_secret(jws: &str, secret: &Secret) -> Result<Vec<u8>, JwsFault> {
    let parts = CompactJws::read(jws, &[Algorithm::Hs256])?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    // Compares in constant time.
    hmac::verify(&key, parts.message.as_bytes(), &parts.signature)
        .map_err(|_| JwsFault::WrongSignature)?;
    Ok(parts.payload)
}
