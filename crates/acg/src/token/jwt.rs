//! The claims of a JWT, read without verifying its signature.
//!
//! Only for a token that came straight from the token endpoint over TLS (OpenID Connect Core §3.1.3.7, item 6), and
//! only to learn when it expires and whose it is. The API verifies it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The claims this library uses. Each may be missing; one of a wrong type counts as missing.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct RegisteredClaims {
    pub(crate) exp: Option<i64>,
    pub(crate) iat: Option<i64>,
    pub(crate) auth_time: Option<i64>,
    pub(crate) sub: Option<String>,
    pub(crate) iss: Option<String>,
    /// Empty when it is missing.
    pub(crate) aud: Vec<String>,
    pub(crate) nonce: Option<String>,
}

impl RegisteredClaims {
    /// Returns whether the id_token of a refresh is about another customer than the one before.
    pub(crate) fn are_of_another_customer(&self, previous: &Self) -> bool {
        let subjects = previous.sub.as_ref().zip(self.sub.as_ref());
        subjects.is_some_and(|(before, after)| before != after)
    }

    /// Returns whether the id_token of a refresh has another issuer than the one before, or is not for the same
    /// audience (OpenID Connect Core §12.2). What either of them leaves out is not compared.
    pub(crate) fn contradict(&self, previous: &Self) -> bool {
        let issuers = previous.iss.as_ref().zip(self.iss.as_ref());
        let has_another_issuer = issuers.is_some_and(|(before, after)| before != after);
        let is_missing = |one: &String| !self.aud.contains(one);
        // An audience more is no contradiction; one that is gone is.
        has_another_issuer || (!self.aud.is_empty() && previous.aud.iter().any(is_missing))
    }
}

#[derive(Deserialize)]
struct Wire {
    // Values and not their types, so that a claim of a wrong type does not cost the others.
    #[serde(default)]
    exp: serde_json::Value,
    #[serde(default)]
    iat: serde_json::Value,
    #[serde(default)]
    auth_time: serde_json::Value,
    #[serde(default)]
    sub: serde_json::Value,
    #[serde(default)]
    iss: serde_json::Value,
    #[serde(default)]
    aud: serde_json::Value,
    #[serde(default)]
    nonce: serde_json::Value,
}

/// Reads the claims of `token`; `None` when it is not a JWT.
pub(crate) fn claims(token: &str) -> Option<RegisteredClaims> {
    let wire: Wire = serde_json::from_slice(&payload(token)?).ok()?;
    Some(RegisteredClaims {
        exp: seconds(&wire.exp),
        iat: seconds(&wire.iat),
        auth_time: seconds(&wire.auth_time),
        sub: wire.sub.as_str().map(str::to_owned),
        iss: wire.iss.as_str().map(str::to_owned),
        aud: audience(&wire.aud),
        nonce: wire.nonce.as_str().map(str::to_owned),
    })
}

/// Returns a claim that is text, whatever its name.
pub(crate) fn text(token: &str, name: &str) -> Option<String> {
    let claims: serde_json::Value = serde_json::from_slice(&payload(token)?).ok()?;
    claims.get(name)?.as_str().map(str::to_owned)
}

pub(crate) fn payload(token: &str) -> Option<Vec<u8>> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    // Five parts are an encrypted token (RFC 7516 §3.1), whose claims only its recipient can read.
    if parts.next().is_some() {
        return None;
    }
    // RFC 7515 §2 forbids padding; there are issuers that write it.
    URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()
}

/// Reads the audience: one text, or a list of them (RFC 7519 §4.1.3).
fn audience(value: &serde_json::Value) -> Vec<String> {
    let texts = value
        .as_array()
        .map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    texts
        .iter()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// Reads a NumericDate (RFC 7519 §2), which may have a fraction; it is cut off.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float casts to the nearest value, which is far away enough"
)]
pub(super) fn seconds(value: &serde_json::Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds as i64))
        // Zero is what a server writes that does not know; it is not 1970.
        .filter(|seconds| *seconds > 0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Builds an unsigned JWT with this payload.
    pub(crate) fn jwt(payload: &str) -> String {
        format!(
            "eyJhbGciOiJub25lIn0.{}.c2ln",
            URL_SAFE_NO_PAD.encode(payload)
        )
    }

    #[test]
    fn claims_are_read_from_the_payload() {
        let claims = claims(&jwt(
            r#"{"exp":1700000000,"iat":1699999000.5,"auth_time":1699998000,"sub":"u","aud":["x"]}"#,
        ))
        .unwrap();
        assert_eq!(
            claims,
            RegisteredClaims {
                exp: Some(1_700_000_000),
                iat: Some(1_699_999_000),
                auth_time: Some(1_699_998_000),
                sub: Some("u".into()),
                iss: None,
                aud: vec!["x".into()],
                nonce: None,
            }
        );
    }

    #[test]
    fn any_text_is_read_by_its_name() {
        let token = jwt(r#"{"grant_id":"g1","sub":7}"#);
        assert_eq!(text(&token, "grant_id").as_deref(), Some("g1"));
        assert_eq!(text(&token, "sub"), None);
        assert_eq!(text("opaque", "sub"), None);
    }

    #[test]
    fn a_claim_of_a_wrong_type_counts_as_missing() {
        assert_eq!(
            claims(&jwt(r#"{"exp":"soon","iat":-1,"sub":7}"#)),
            Some(RegisteredClaims::default())
        );
    }

    #[test]
    fn what_is_not_a_jwt_has_no_claims() {
        for token in ["", "opaque", "a.b", "a.b.c", "a.b.c.d", "..", "a.!!.c"] {
            assert_eq!(claims(token), None, "{token}");
        }
    }
}
