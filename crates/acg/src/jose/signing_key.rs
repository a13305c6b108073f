//! The private key of a client.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject as _;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::jose::jws::compact;
use crate::jose::key_pair::{KeyPair, unusable};
use crate::jose::private_jwk::PrivateJwk;
use crate::jose::public_jwk::PublicJwk;
use crate::secret::Secret;

/// A private key that signs for a client: its assertions (RFC 7523 §2.2).
///
/// Cheap to clone. `Debug` shows the algorithm and the key's id; no error and no log holds anything of the key.
///
/// ```
/// use acg::jose::{Algorithm, SigningKey};
///
/// let key = SigningKey::generate(Algorithm::Es256)?.with_id("key-1");
/// // To be registered with the provider:
/// println!("{}", key.public_jwk());
/// # Ok::<(), acg::Error>(())
/// ```
#[derive(Clone)]
pub struct SigningKey {
    algorithm: Algorithm,
    pair: Arc<KeyPair>,
    public: PublicJwk,
    id: Option<String>,
}

/// How a signature names its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyName {
    /// By its id, if it has one (`kid`): the verifier knows the key.
    Id,
    /// By the public key itself (`jwk`).
    PublicKey,
}

impl SigningKey {
    /// Reads a private key in PEM: PKCS#8 (`PRIVATE KEY`), PKCS#1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE
    /// KEY`). It has no id until it is given one.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when there is no such key, when it is encrypted, when it
    /// does not fit the algorithm, or when it is an RSA key of less than 2,048 bits.
    pub fn from_pem(pem: &str, algorithm: Algorithm) -> Result<Self, Error> {
        // The cause is left out: it may quote a line of the file.
        let der = PrivateKeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| unusable("is not PEM, or is encrypted"))?;
        Self::new(KeyPair::from_der(der.secret_der(), algorithm)?, algorithm)
    }

    /// Reads a private key as a JSON web key (RFC 7517), with its id. Its algorithm is the one that it names, and
    /// otherwise the one that fits its kind: ES256, ES384, EdDSA, and PS256 for RSA.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when it is none, when its members do not belong together,
    /// when its algorithm is unknown or does not match, or when it is an RSA key of less than 2,048 bits.
    pub fn from_jwk(text: &str) -> Result<Self, Error> {
        let jwk = PrivateJwk::read(text)?;
        let algorithm = jwk.algorithm()?;
        let key = Self::new(jwk.pair(algorithm)?, algorithm)?;
        Ok(Self { id: jwk.kid, ..key })
    }

    /// Makes a new key, with the randomness of the operating system. RSA keys have 2,048 bits and take a moment.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) for HS256, and without randomness.
    pub fn generate(algorithm: Algorithm) -> Result<Self, Error> {
        Self::new(KeyPair::generate(algorithm)?, algorithm)
    }

    fn new(pair: KeyPair, algorithm: Algorithm) -> Result<Self, Error> {
        Ok(Self {
            algorithm,
            public: pair.public(algorithm)?,
            pair: Arc::new(pair),
            id: None,
        })
    }

    /// Names the key, as the provider knows it (`kid`).
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Returns the key's id, if it has one.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns what it signs with.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the public half as a JSON web key, to be registered with a provider.
    pub fn public_jwk(&self) -> String {
        let mut jwk = self.public.to_value();
        jwk["alg"] = self.algorithm.as_str().into();
        jwk["use"] = "sig".into();
        if let Some(id) = &self.id {
            jwk["kid"] = id.as_str().into();
        }
        jwk.to_string()
    }

    /// Returns the thumbprint of the public half (RFC 7638) with SHA-256, in base64.
    pub fn thumbprint(&self) -> String {
        self.public.thumbprint()
    }

    /// Writes the key in PEM as PKCS#8, without its id: to be saved where secrets may be.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when the cryptography library does not give it.
    pub fn to_pem(&self) -> Result<Secret, Error> {
        let text = Zeroizing::new(STANDARD.encode(&*self.pair.to_pkcs8()?));
        let mut pem = String::with_capacity(text.len() + text.len() / 64 + 60);
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            // RFC 7468 §2. The text is ASCII.
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok(Secret::new(pem))
    }

    /// Signs the claims. `kind` is the header's `typ`.
    pub(crate) fn sign(&self, kind: &str, name: KeyName, claims: &Value) -> Result<Secret, Error> {
        let mut header = json!({ "alg": self.algorithm.as_str(), "typ": kind });
        match (name, &self.id) {
            (KeyName::PublicKey, _) => header["jwk"] = self.public.to_value(),
            (KeyName::Id, Some(id)) => header["kid"] = id.as_str().into(),
            (KeyName::Id, None) => {}
        }
        compact(&header, claims, |message| self.pair.sign(message))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The private key of RFC 7515 Appendix A.3 (ES256).
    const EC_JWK: &str = r#"{"kty":"EC","crv":"P-256","kid":"ec","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;

    /// The private key of RFC 8037 Appendix A.1 (EdDSA).
    const ED_JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    fn parts(jws: &Secret) -> Vec<Vec<u8>> {
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let parts = jws.expose().split('.');
        parts
            .map(|part| URL_SAFE_NO_PAD.decode(part).unwrap())
            .collect()
    }

    #[test]
    fn every_algorithm_signs_what_its_public_key_verifies() {
        use aws_lc_rs::signature as aws;
        for (algorithm, verifier) in [
            (
                Algorithm::Es256,
                &aws::ECDSA_P256_SHA256_FIXED as &dyn aws::VerificationAlgorithm,
            ),
            (Algorithm::Es384, &aws::ECDSA_P384_SHA384_FIXED),
            (Algorithm::EdDsa, &aws::ED25519),
        ] {
            let key = SigningKey::generate(algorithm).unwrap();
            let jws = key.sign("JWT", KeyName::Id, &json!({ "a": 1 })).unwrap();
            let (message, _) = jws.expose().rsplit_once('.').unwrap();
            let public: Value = serde_json::from_str(&key.public_jwk()).unwrap();
            let number = |name: &str| {
                use base64::engine::general_purpose::URL_SAFE_NO_PAD;
                let text = public[name].as_str().unwrap_or_default();
                URL_SAFE_NO_PAD.decode(text).unwrap()
            };
            let point = match algorithm {
                Algorithm::EdDsa => number("x"),
                _ => [vec![4], number("x"), number("y")].concat(),
            };
            let signature = parts(&jws).pop().unwrap();
            let verdict = verifier.verify_sig(&point, message.as_bytes(), &signature);
            assert!(verdict.is_ok(), "{algorithm}");
        }
    }

    #[test]
    fn an_rsa_key_signs_with_either_padding_and_can_be_saved() {
        use aws_lc_rs::signature as aws;
        let made = SigningKey::generate(Algorithm::Rs256).unwrap();
        let pem = made.to_pem().unwrap();
        for (algorithm, parameters) in [
            (Algorithm::Rs256, &aws::RSA_PKCS1_2048_8192_SHA256),
            (Algorithm::Ps256, &aws::RSA_PSS_2048_8192_SHA256),
        ] {
            let key = SigningKey::from_pem(pem.expose(), algorithm).unwrap();
            assert_eq!(key.thumbprint(), made.thumbprint());
            let jws = key.sign("JWT", KeyName::Id, &json!({})).unwrap();
            let (message, _) = jws.expose().rsplit_once('.').unwrap();
            let KeyPair::Rsa(pair, _) = &*key.pair else {
                panic!()
            };
            use aws_lc_rs::signature::KeyPair as _;
            let public = aws::UnparsedPublicKey::new(parameters, pair.public_key().as_ref());
            let signature = parts(&jws).pop().unwrap();
            assert!(
                public.verify(message.as_bytes(), &signature).is_ok(),
                "{algorithm}"
            );
        }
    }

    #[test]
    fn a_key_is_read_as_the_rfcs_write_it() {
        let key = SigningKey::from_jwk(EC_JWK).unwrap();
        assert_eq!((key.id(), key.algorithm()), (Some("ec"), Algorithm::Es256));
        let public: Value = serde_json::from_str(&key.public_jwk()).unwrap();
        assert_eq!(public["x"], "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
        let key = SigningKey::from_jwk(ED_JWK).unwrap();
        // RFC 8037 Appendix A.3.
        assert_eq!(
            key.thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
    }

    #[test]
    fn the_header_names_the_key_by_its_id_or_holds_it() {
        let key = SigningKey::from_jwk(EC_JWK).unwrap();
        let header = |name| -> Value {
            let jws = key.sign("t", name, &json!({})).unwrap();
            serde_json::from_slice(&parts(&jws)[0]).unwrap()
        };
        let by_id = json!({ "alg": "ES256", "typ": "t", "kid": "ec" });
        assert_eq!(header(KeyName::Id), by_id);
        let whole = header(KeyName::PublicKey);
        assert_eq!(whole["jwk"]["kty"], "EC");
        assert_eq!(whole["jwk"].get("d"), None);
    }

    #[test]
    fn what_is_no_key_or_does_not_fit_is_refused_without_a_word_of_it() {
        let canary = "canarycanarycanarycanary";
        let pem = |name: &str| format!("-----BEGIN {name}-----\n{canary}\n-----END {name}-----");
        let texts = [
            canary.to_owned(),
            pem("PRIVATE KEY"),
            pem("ENCRYPTED PRIVATE KEY"),
            format!("-----BEGIN {canary}"),
        ];
        for text in texts {
            let error = SigningKey::from_pem(&text, Algorithm::Es256).unwrap_err();
            assert!(!format!("{error:?}").contains("canary"), "{text}");
        }
        for jwk in [
            format!(r#"{{"kty":"EC","d":"{canary}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","d":["{canary}"]}}"#),
            EC_JWK.replace("jpsQ", "kpsQ"),
            EC_JWK.replace(r#""kty""#, r#""alg":"ES384","kty""#),
            EC_JWK.replace(r#""kty""#, r#""alg":"none","kty""#),
            ED_JWK.replace("11qY", "21qY"),
            r#"{"kty":"oct","k":"canary"}"#.to_owned(),
            // A value of a wrong type, which an error of the JSON library would quote.
            r#"{"kty":"EC","crv":"P-256","d":1234567}"#.to_owned(),
        ] {
            let error = SigningKey::from_jwk(&jwk).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::Configuration, "{jwk}");
            let text = format!("{error:?}");
            assert!(!text.contains("canary"), "{jwk}");
            assert!(!text.contains("1234567"), "{jwk}");
        }
        assert!(SigningKey::generate(Algorithm::Hs256).is_err());
    }

    #[test]
    fn debug_shows_nothing_of_the_key() {
        let key = SigningKey::from_jwk(EC_JWK).unwrap();
        assert_eq!(
            format!("{key:?}"),
            r#"SigningKey { algorithm: Es256, id: Some("ec"), .. }"#
        );
    }
}
