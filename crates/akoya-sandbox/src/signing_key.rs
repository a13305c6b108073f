//! The RSA key that signs id_tokens, and its public half.

use std::fmt;
use std::sync::Mutex;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind};
use crate::sync::lock;

/// The RSA key (2,048 bits) that signs id_tokens.
pub(crate) struct SigningKey {
    pair: RsaKeyPair,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
    id: String,
    verifier: DecodingKey,
}

/// The public half, as RFC 7517 writes it.
#[derive(Debug, Serialize)]
pub(crate) struct PublicKey {
    kty: &'static str,
    r#use: &'static str,
    alg: &'static str,
    kid: String,
    n: String,
    e: String,
}

impl SigningKey {
    /// Generates a key and returns it as PKCS#8.
    pub(crate) fn generate() -> Result<Vec<u8>, Error> {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048)
            .map_err(|source| broken_key().because(source))?;
        Ok(pair
            .as_der()
            .map_err(|source| broken_key().because(source))?
            .as_ref()
            .to_vec())
    }

    /// Returns a key that is generated once per process and never stored, as PKCS#8.
    pub(crate) fn of_this_process() -> Result<Vec<u8>, Error> {
        static KEY: Mutex<Option<Vec<u8>>> = Mutex::new(None);
        let mut key = lock(&KEY);
        match &*key {
            Some(made) => Ok(made.clone()),
            None => Ok(key.insert(Self::generate()?).clone()),
        }
    }

    pub(crate) fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, Error> {
        let pair = RsaKeyPair::from_pkcs8(pkcs8).map_err(|source| broken_key().because(source))?;
        let modulus = pair
            .public_key()
            .modulus()
            .big_endian_without_leading_zero()
            .to_vec();
        let exponent = pair
            .public_key()
            .exponent()
            .big_endian_without_leading_zero()
            .to_vec();
        let id = URL_SAFE_NO_PAD.encode(&Sha256::digest(&modulus)[..15]);
        let verifier = DecodingKey::from_rsa_raw_components(&modulus, &exponent);
        Ok(Self {
            pair,
            modulus,
            exponent,
            id,
            verifier,
        })
    }

    /// Signs claims as a compact JWS with RS256.
    ///
    /// `jsonwebtoken`, which verifies the tokens, would parse the private key for each token, and reads PKCS#1 only.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, Error> {
        let header = serde_json::json!({ "alg": "RS256", "kid": self.id, "typ": "JWT" });
        let claims = serde_json::to_vec(claims).map_err(|source| broken_key().because(source))?;
        let message = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .map_err(|source| broken_key().because(source))?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    pub(crate) fn verifier(&self) -> &DecodingKey {
        &self.verifier
    }

    pub(crate) fn public(&self) -> PublicKey {
        PublicKey {
            kty: "RSA",
            r#use: "sig",
            alg: "RS256",
            kid: self.id.clone(),
            n: URL_SAFE_NO_PAD.encode(&self.modulus),
            e: URL_SAFE_NO_PAD.encode(&self.exponent),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

fn broken_key() -> Error {
    Error::new(ErrorKind::System, "cannot generate or use the signing key")
}
