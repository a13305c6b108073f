//! The public keys of a provider (RFC 7517 §5).

use std::fmt;

use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use serde::Deserialize;
use serde_json::Value;

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::jose::jws::{CompactJws, JwsFault};

/// The most keys that are kept. Providers publish a few; each one may cost the verification of a signature.
const MOST_KEYS: usize = 64;

/// The public keys that a provider signs with.
///
/// Keys that cannot be used are left out: those of unknown kinds, for encryption, and symmetric ones, which
/// would let anyone sign who can read them.
#[derive(Clone)]
pub struct KeySet(Vec<Key>);

#[derive(Clone)]
struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

#[derive(Deserialize)]
struct JwkSet {
    // Each for itself: a key of an unknown kind must not cost the others (RFC 7517 §5).
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a JWK set.
    ///
    /// # Errors
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) when it is none. An unusable key in it is not an error.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let set: JwkSet = serde_json::from_slice(json).map_err(|_| {
            let (kind, operation) = (
                crate::ErrorKind::UnexpectedResponse,
                crate::Operation::Configure,
            );
            Error::new(kind, operation, "the provider's keys are not a JWK set")
        })?;
        let keys = set.keys.into_iter().filter_map(Key::read);
        Ok(Self(keys.take(MOST_KEYS).collect()))
    }

    /// Returns the payload of a JWS that one of the keys has signed with an accepted algorithm. HMAC is none of
    /// the keys' business and never accepted.
    ///
    /// # Errors
    /// Why it is not believed. After [`UnknownKey`](JwsFault::UnknownKey) it may be worth loading the keys again.
    pub fn verify(&self, jws: &str, accepted: &[Algorithm]) -> Result<Vec<u8>, JwsFault> {
        let parts = CompactJws::read(jws, accepted)?;
        let fitting = |key: &&Key| key.algorithms.contains(&parts.algorithm);
        let id = parts.key_id.as_deref();
        let mut candidates = self
            .0
            .iter()
            .filter(fitting)
            // A provider with one key need not name it, in the set or in the header.
            .filter(|key| id.is_none() || key.id.is_none() || key.id.as_deref() == id)
            .peekable();
        if candidates.peek().is_none() {
            return Err(JwsFault::UnknownKey);
        }
        if candidates.any(|key| key.has_signed(&parts)) {
            return Ok(parts.payload);
        }
        let is_named = self
            .0
            .iter()
            .any(|key| id.is_some() && key.id.as_deref() == id);
        // Where no key has the name, a new key may have signed.
        Err(if is_named {
            JwsFault::WrongSignature
        } else {
            JwsFault::UnknownKey
        })
    }

    /// Returns how many keys can be used.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether no key can be used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Key {
    /// Reads a key; `None` for one that does not verify signatures, or not with what is known here.
    fn read(value: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(value).ok()?;
        let common = &jwk.common;
        let signs = |operation: &KeyOperations| *operation == KeyOperations::Verify;
        let may_verify = common
            .public_key_use
            .as_ref()
            .is_none_or(|usage| *usage == PublicKeyUse::Signature)
            && common
                .key_operations
                .as_ref()
                .is_none_or(|operations| operations.iter().any(signs));
        let mut algorithms = algorithms_of(&jwk.algorithm).to_vec();
        if let Some(named) = common.key_algorithm {
            algorithms.retain(|algorithm| algorithm.as_str() == named.to_string());
        }
        if !may_verify || algorithms.is_empty() {
            return None;
        }
        Some(Self {
            id: common.key_id.clone(),
            algorithms,
            key: DecodingKey::from_jwk(&jwk).ok()?,
        })
    }

    fn has_signed(&self, parts: &CompactJws<'_>) -> bool {
        let Ok(algorithm) = parts.algorithm.as_str().parse() else {
            return false;
        };
        // Not by `jsonwebtoken::decode`: that asks for the process's provider of cryptography and panics when
        // another crate has brought a second one, and it reads the machine's clock.
        (DEFAULT_PROVIDER.verifier_factory)(&algorithm, &self.key).is_ok_and(|verifier| {
            verifier
                .verify(parts.message.as_bytes(), &parts.signature)
                .is_ok()
        })
    }
}

/// Returns what a key of this kind can have signed with.
fn algorithms_of(parameters: &AlgorithmParameters) -> &'static [Algorithm] {
    match parameters {
        AlgorithmParameters::RSA(_) => &[
            Algorithm::Rs256,
            Algorithm::Rs384,
            Algorithm::Rs512,
            Algorithm::Ps256,
            Algorithm::Ps384,
            Algorithm::Ps512,
        ],
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => &[Algorithm::Es256],
            EllipticCurve::P384 => &[Algorithm::Es384],
            _ => &[],
        },
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            &[Algorithm::EdDsa]
        }
        _ => &[],
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.0.iter().map(|key| &key.id);
        f.debug_list().entries(ids).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jose::signing_key::{KeyName, SigningKey};
    use crate::secret::Secret;

    fn signed(key: &SigningKey) -> Secret {
        let claims = json!({ "sub": "u" });
        key.sign("JWT", KeyName::Id, &claims).unwrap()
    }

    fn set(keys: &[String]) -> KeySet {
        KeySet::from_json(format!(r#"{{"keys":[{}]}}"#, keys.join(",")).as_bytes()).unwrap()
    }

    const ASYMMETRIC: [Algorithm; 4] = [
        Algorithm::Es256,
        Algorithm::EdDsa,
        Algorithm::Rs256,
        Algorithm::Ps256,
    ];

    #[test]
    fn a_signature_is_verified_with_the_key_of_its_name() {
        for algorithm in ASYMMETRIC {
            let make = |id: &str| SigningKey::generate(algorithm).unwrap().with_id(id);
            let (one, two) = (make("one"), make("two"));
            let keys = set(&[one.public_jwk(), two.public_jwk()]);
            let payload = keys.verify(signed(&two).expose(), &ASYMMETRIC).unwrap();
            assert_eq!(payload, br#"{"sub":"u"}"#, "{algorithm}");
            let forged = signed(&one.clone().with_id("two"));
            let verdict = keys.verify(forged.expose(), &ASYMMETRIC);
            assert_eq!(verdict, Err(JwsFault::WrongSignature), "{algorithm}");
            let foreign = signed(&make("three"));
            let verdict = keys.verify(foreign.expose(), &ASYMMETRIC);
            assert_eq!(verdict, Err(JwsFault::UnknownKey), "{algorithm}");
        }
    }

    #[test]
    fn an_algorithm_that_is_not_accepted_verifies_nothing() {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let keys = set(&[key.public_jwk()]);
        let jws = signed(&key);
        let refused = Err(JwsFault::RefusedAlgorithm);
        assert_eq!(keys.verify(jws.expose(), &[Algorithm::Rs256]), refused);
        let (_, rest) = jws.expose().split_once('.').unwrap();
        // {"alg":"none"}
        let none = format!("eyJhbGciOiJub25lIn0.{rest}");
        assert_eq!(keys.verify(&none, &ASYMMETRIC), refused);
    }

    #[test]
    fn a_public_key_is_no_secret_for_hmac() {
        let key = SigningKey::generate(Algorithm::Rs256).unwrap();
        let public = key.public_jwk();
        let octets = r#"{"kty":"oct","k":"c2VjcmV0"}"#.to_owned();
        let keys = set(&[public.clone(), octets]);
        assert_eq!(keys.len(), 1);
        for secret in [public.as_str(), "secret"] {
            let secret = Secret::new(secret);
            let jws = crate::jose::jws::signed_with_secret(&secret, &json!({})).unwrap();
            let verdict = keys.verify(jws.expose(), &[Algorithm::Hs256, Algorithm::Rs256]);
            assert_eq!(verdict, Err(JwsFault::UnknownKey));
        }
    }

    #[test]
    fn a_key_that_cannot_be_used_does_not_spoil_the_others() {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let odd = [
            "7",
            "{}",
            r#"{"kty":"AKP","pub":"x"}"#,
            r#"{"kty":"RSA","use":"enc","n":"AQAB","e":"AQAB"}"#,
            r#"{"kty":"RSA","n":7,"e":"AQAB"}"#,
            r#"{"kty":"EC","crv":"P-256","x":"!","y":"!"}"#,
            r#"{"kty":"RSA","key_ops":["encrypt"],"n":"AQAB","e":"AQAB"}"#,
        ];
        let mut keys: Vec<_> = odd.map(str::to_owned).into();
        keys.push(key.public_jwk());
        let keys = set(&keys);
        assert_eq!(keys.len(), 1);
        assert!(keys.verify(signed(&key).expose(), &ASYMMETRIC).is_ok());
        assert!(KeySet::from_json(b"[]").is_err());
        assert!(KeySet::from_json(br#"{"keys":{}}"#).is_err());
    }

    /// A key with one factor, with which everybody can sign: the signature is the padded hash itself.
    const OPEN_KEY: [&str; 3] = [
        "ldoqLO0R0dl5gnzdrZbnqcWYy_8mhUgiJdrdd64V8HGCn2q3bkcIppUU9jpb0YBJqaIY32kVMWE8XYhP_egO9btwKG8nfNebA3dRddeTApYt_uNGtbO3Jkjvf5pJWwK2qWDSjs_BL9e44QwlvM5MI1F8geXjS4AU6R9_jbB94sK1b5PGlXaqtpDqfxqlgat7coHvIamWqgE7gO4HT22cORthc2_BaOAvu7qymVp8W_svqTzlnju8WCW3H47A9HGO76RjTTJXP3weGinyiMpegwdxwOQryukTZFlpGIjGNZpUdsKmx2gExcWjC-dgk_g3E7q3yJ3kqaNqVhYtnlYi5Q",
        "AQ",
        "AAH_____________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________________ADAxMA0GCWCGSAFlAwQCAQUABCBu3Kvd-SGPV0Ur2A2OvwPcqs3luJNAQ2Tn27yMKnU2mQ",
    ];

    /// A key of 1024 bits, with a right signature.
    const SHORT_KEY: [&str; 3] = [
        "oSg-PPB1RK-QijE-vMlcIQon0JbBpWVrb7pP4kmWL2XH_8E3HGBp_davMRSb0bwfE8RS1Oi9cipiP9dWvlKmWPQnNavHByQWUcJD4wljYvQ3QKyrdsFrC-nlTjhnqAcy6rLgDybpIoADjE7mTO28UFiBWP0AFn6pMcXIHJdP830",
        "AQAB",
        "QfbUc7wz9TGFhye2aaXDmWsBM5hWLa7oWg1NxL1f5wSmEGKa_XHWpkSqzCOdU3Wm8E8GyYXRtpHjwsVNds21JQuknBZJ0R17D5B5FsfHrzkBKv4xWRsnZodD_DianLeGqIA9T6VBxMbUDE00gpi6f4Hwf-0KASxGBIk-SK5HtLQ",
    ];

    #[test]
    fn keys_that_prove_nothing_or_cost_much_verify_nothing() {
        let huge = "_".repeat(2731);
        let huge_signature = "A".repeat(2731);
        for [modulus, exponent, signature] in [
            OPEN_KEY,
            SHORT_KEY,
            [OPEN_KEY[0], "Ag", OPEN_KEY[2]],
            [OPEN_KEY[0], "", OPEN_KEY[2]],
            ["", "AQAB", "AA"],
            [&huge, "AQAB", &huge_signature],
            [OPEN_KEY[0], &huge, OPEN_KEY[2]],
        ] {
            let key = json!({ "kty": "RSA", "n": modulus, "e": exponent });
            // {"alg":"RS256"}.{"sub":"u"}
            let jws = format!("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.{signature}");
            let verdict = set(&[key.to_string()]).verify(&jws, &ASYMMETRIC);
            assert!(verdict.is_err(), "{exponent} {}", modulus.len());
        }
    }

    #[test]
    fn keys_of_one_name_are_tried_and_those_of_another_are_not() {
        let make = |id: &str| SigningKey::generate(Algorithm::Es256).unwrap().with_id(id);
        let (one, two) = (make("same"), make("same"));
        let keys = set(&[one.public_jwk(), two.public_jwk()]);
        assert!(keys.verify(signed(&two).expose(), &ASYMMETRIC).is_ok());
        let renamed = signed(&two.with_id("another"));
        let verdict = keys.verify(renamed.expose(), &ASYMMETRIC);
        assert_eq!(verdict, Err(JwsFault::UnknownKey));
    }

    #[test]
    fn the_private_part_of_a_published_key_is_not_read() {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let mut jwk: Value = serde_json::from_str(&key.public_jwk()).unwrap();
        jwk["d"] = json!("canary");
        let keys = set(&[jwk.to_string()]);
        assert!(keys.verify(signed(&key).expose(), &ASYMMETRIC).is_ok());
        assert!(!format!("{keys:?}").contains("canary"));
    }

    #[test]
    fn a_key_is_for_the_use_and_the_algorithm_that_it_names() {
        let key = SigningKey::generate(Algorithm::Rs256).unwrap();
        let pem = key.to_pem().unwrap();
        let jws = [Algorithm::Rs256, Algorithm::Ps256]
            .map(|algorithm| signed(&SigningKey::from_pem(pem.expose(), algorithm).unwrap()));
        for (members, verdicts) in [
            (json!({}), [true, true]),
            (json!({ "alg": "RS256" }), [true, false]),
            (json!({ "alg": "PS256" }), [false, true]),
            (json!({ "alg": "RSA-OAEP" }), [false, false]),
            (json!({ "use": "sig" }), [true, true]),
            (json!({ "use": "enc" }), [false, false]),
            (json!({ "key_ops": ["verify"] }), [true, true]),
            (json!({ "key_ops": ["encrypt"] }), [false, false]),
        ] {
            let mut jwk: Value = serde_json::from_str(&key.public_jwk()).unwrap();
            for name in ["alg", "use", "key_ops"] {
                jwk[name] = members.get(name).cloned().unwrap_or_default();
            }
            let keys = set(&[jwk.to_string()]);
            let are_good = jws
                .each_ref()
                .map(|jws| keys.verify(jws.expose(), &ASYMMETRIC).is_ok());
            assert_eq!(are_good, verdicts, "{members}");
        }
    }

    #[test]
    fn a_jwt_of_another_purpose_or_with_demands_is_malformed() {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let keys = set(&[key.public_jwk()]);
        let malformed = Err(JwsFault::Malformed);
        for kind in ["at+jwt", "logout+jwt", "dpop+jwt"] {
            let jws = key.sign(kind, KeyName::Id, &json!({})).unwrap();
            assert_eq!(keys.verify(jws.expose(), &ASYMMETRIC), malformed, "{kind}");
        }
        use base64::Engine as _;
        let header = r#"{"alg":"ES256","crit":["b64"],"b64":false}"#;
        let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(header);
        for jws in [
            &format!("{header}.e30.c2ln"),
            "",
            "a",
            "a.b",
            "..",
            "e30.e30.e30",
        ] {
            assert_eq!(keys.verify(jws, &ASYMMETRIC), malformed, "{jws}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_refused_without_a_panic(text in "[a-zA-Z0-9._-]{0,120}", json in ".{0,80}") {
            let keys = set(&[]);
            assert!(keys.verify(&text, &ASYMMETRIC).is_err());
            let _ = KeySet::from_json(json.as_bytes());
        }
    }
}
