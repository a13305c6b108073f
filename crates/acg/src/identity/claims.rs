//! What must hold of the claims of an id_token (OpenID Connect Core §3.1.3.7 and §12.2). The signature is verified
//! before.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::jose::Algorithm;

/// What is known about the token beside its claims.
pub(crate) struct ExpectedClaims<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    /// The access token that came with it.
    pub(crate) access_token: Option<&'a str>,
    /// The nonce of the first id_token of the consent, at a refresh.
    pub(crate) nonce: Option<&'a str>,
    /// The time, in seconds since 1970.
    pub(crate) now: i64,
    /// How much clocks may differ.
    pub(crate) leeway: Duration,
}

impl ExpectedClaims<'_> {
    fn leeway(&self) -> i64 {
        i64::try_from(self.leeway.as_secs()).unwrap_or(i64::MAX)
    }
}

/// The claims of an id_token.
pub(crate) struct IdTokenClaims<'a>(pub(crate) &'a Map<String, Value>);

impl IdTokenClaims<'_> {
    /// Returns what is wrong with them, if anything is.
    pub(crate) fn check(
        &self,
        algorithm: Algorithm,
        expected: &ExpectedClaims<'_>,
    ) -> Result<(), &'static str> {
        self.check_issuer(expected)?;
        self.check_audience(expected)?;
        self.check_times(expected)?;
        self.check_subject()?;
        // A refresh should leave the nonce out; if it is there, it must be the first one's (OpenID
        // Connect Core §12.2).
        if let (Some(sent), Some(returned)) = (expected.nonce, self.0.get("nonce"))
            && returned.as_str() != Some(sent)
        {
            return Err("has a different nonce from the first one");
        }
        self.check_hash(algorithm, expected)
    }

    /// Returns what is wrong with the claims of a signed callback, if anything is (JARM §2.4).
    pub(crate) fn check_callback(&self, expected: &ExpectedClaims<'_>) -> Result<(), &'static str> {
        self.check_issuer(expected)?;
        self.check_audience(expected)?;
        self.check_expiry(expected)
    }

    fn check_issuer(&self, expected: &ExpectedClaims<'_>) -> Result<(), &'static str> {
        if self.text("iss") == Some(expected.issuer) {
            Ok(())
        } else {
            Err("is from another issuer")
        }
    }

    fn check_audience(&self, expected: &ExpectedClaims<'_>) -> Result<(), &'static str> {
        let is_client = |one: &Value| one.as_str() == Some(expected.client_id);
        // A list, or one text in its place (RFC 7519 §4.1.3).
        let (is_meant, is_alone) = match self.0.get("aud") {
            Some(Value::Array(list)) => (list.iter().any(is_client), list.iter().all(is_client)),
            Some(one) => (is_client(one), true),
            None => (false, true),
        };
        if !is_meant {
            return Err("is not for this client");
        }
        match self.0.get("azp") {
            Some(party) if !is_client(party) => Err("was issued to another client"),
            // Another audience that could use it must not be able to have been the one that asked for it.
            None if !is_alone => {
                Err("has several audiences and does not say which one it was issued to")
            }
            _ => Ok(()),
        }
    }

    fn check_times(&self, expected: &ExpectedClaims<'_>) -> Result<(), &'static str> {
        self.check_expiry(expected)?;
        let latest = expected.now.saturating_add(expected.leeway());
        if self.seconds("iat").ok_or("has no `iat`")? > latest {
            return Err("was issued in the future, or this computer's clock is behind");
        }
        match self.0.get("nbf") {
            None => Ok(()),
            Some(_) if self.seconds("nbf").is_some_and(|nbf| nbf <= latest) => Ok(()),
            // Also where it is not a number: a limit that cannot be read still limits.
            Some(_) => Err("is not valid yet, or this computer's clock is behind"),
        }
    }

    fn check_expiry(&self, expected: &ExpectedClaims<'_>) -> Result<(), &'static str> {
        let earliest = expected.now.saturating_sub(expected.leeway());
        // "On or after" this moment it must not be accepted (RFC 7519 §4.1.4), hence not `<`.
        if self.seconds("exp").ok_or("has no `exp`")? <= earliest {
            return Err("has expired, or this computer's clock is ahead");
        }
        Ok(())
    }

    fn check_subject(&self) -> Result<(), &'static str> {
        match self.text("sub") {
            Some(subject) if !subject.is_empty() => Ok(()),
            _ => Err("names no subject"),
        }
    }

    /// Checks that the access token is the one that was issued with it (OpenID Connect Core §3.1.3.8). In
    /// the code flow the hash may be missing.
    fn check_hash(
        &self,
        algorithm: Algorithm,
        expected: &ExpectedClaims<'_>,
    ) -> Result<(), &'static str> {
        let (Some(hash), Some(token)) = (self.0.get("at_hash"), expected.access_token) else {
            return Ok(());
        };
        if hash.as_str() == Some(&half_hash(algorithm, token)) {
            Ok(())
        } else {
            Err("does not belong to the access token that came with it")
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Returns a NumericDate (RFC 7519 §2), which may have a fraction.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float casts to the nearest value, which is far away enough"
    )]
    fn seconds(&self, name: &str) -> Option<i64> {
        let value = self.0.get(name)?;
        value
            .as_i64()
            .or_else(|| value.as_f64().map(|seconds| seconds as i64))
    }
}

/// Computes the left half of the hash that goes with the algorithm, in base64.
pub(crate) fn half_hash(algorithm: Algorithm, text: &str) -> String {
    let half = |hash: &[u8]| URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2]);
    match algorithm {
        Algorithm::Es384 | Algorithm::Ps384 | Algorithm::Rs384 => half(&Sha384::digest(text)),
        // Ed25519 hashes with SHA-512 itself.
        Algorithm::EdDsa | Algorithm::Ps512 | Algorithm::Rs512 => half(&Sha512::digest(text)),
        _ => half(&Sha256::digest(text)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn expected() -> ExpectedClaims<'static> {
        ExpectedClaims {
            issuer: "https://idp.example",
            client_id: "client",
            access_token: Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            nonce: Some("n"),
            now: NOW,
            leeway: Duration::from_secs(60),
        }
    }

    fn check(changes: Value) -> Result<(), &'static str> {
        let mut claims = json!({
            "iss": "https://idp.example",
            "aud": "client",
            "sub": "customer",
            "iat": NOW,
            "exp": NOW + 900,
            "nonce": "n",
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let mut claims = claims.as_object().unwrap().clone();
        claims.retain(|_, value| !value.is_null());
        IdTokenClaims(&claims).check(Algorithm::Rs256, &expected())
    }

    #[test]
    fn claims_that_are_right_are_taken() {
        for changes in [
            json!({}),
            json!({ "aud": ["client"] }),
            json!({ "aud": ["client", "other"], "azp": "client" }),
            json!({ "azp": "client" }),
            json!({ "exp": NOW - 59 }),
            json!({ "iat": NOW + 60 }),
            json!({ "nbf": NOW + 60 }),
            json!({ "exp": 1_700_000_900.5 }),
            json!({ "nonce": null }),
            // OpenID Connect Core, Appendix A.3.
            json!({ "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" }),
        ] {
            assert_eq!(check(changes.clone()), Ok(()), "{changes}");
        }
    }

    // The first is that of OpenID Connect Core, Appendix A.3; the others were computed with Python's hashlib.
    #[test]
    fn the_hash_of_an_access_token_is_the_one_of_the_signatures_algorithm() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        use Algorithm::{EdDsa, Es256, Es384, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
        for (algorithms, hash) in [
            ([Es256, Ps256, Rs256], "77QmUPtjPfzWtF2AnpK9RQ"),
            ([Es384, Ps384, Rs384], "jtAeDp945y1dDqU3nkIVGNZP1HjH_MFs"),
            (
                [EdDsa, Ps512, Rs512],
                "q7nS86GgvvFaZkzALLWqJYaJIKw2wCDAVfCAsm5CrBM",
            ),
        ] {
            for algorithm in algorithms {
                assert_eq!(half_hash(algorithm, token), hash, "{algorithm}");
            }
        }
    }

    #[test]
    fn every_wrong_claim_is_named() {
        for (changes, word) in [
            (json!({ "iss": "https://idp.example/" }), "issuer"),
            (json!({ "iss": null }), "issuer"),
            (json!({ "iss": ["https://idp.example"] }), "issuer"),
            (json!({ "aud": "other" }), "client"),
            (json!({ "aud": [] }), "client"),
            (json!({ "aud": null }), "client"),
            (json!({ "aud": {"client": 1} }), "client"),
            (json!({ "aud": ["client", "other"] }), "several"),
            (json!({ "azp": "other" }), "another client"),
            (
                json!({ "aud": ["client", "other"], "azp": "other" }),
                "another client",
            ),
            (json!({ "azp": 7 }), "another client"),
            (json!({ "exp": NOW - 60 }), "expired"),
            (json!({ "exp": null }), "`exp`"),
            (json!({ "exp": "1700000900" }), "`exp`"),
            (json!({ "iat": NOW + 61 }), "future"),
            (json!({ "iat": null }), "`iat`"),
            (json!({ "nbf": NOW + 61 }), "not valid yet"),
            (json!({ "nbf": "x" }), "not valid yet"),
            (json!({ "sub": "" }), "subject"),
            (json!({ "sub": 7 }), "subject"),
            (json!({ "nonce": "m" }), "nonce"),
            (
                json!({ "at_hash": "77QmUPtjPfzWtF2AnpK9RR" }),
                "access token",
            ),
            (json!({ "at_hash": 7 }), "access token"),
        ] {
            let fault = check(changes.clone()).unwrap_err();
            assert!(fault.contains(word), "{changes}: {fault}");
        }
    }
}
