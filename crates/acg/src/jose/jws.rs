//! A JWS in its compact form (RFC 7515 §7.1).

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::secret::Secret;

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
