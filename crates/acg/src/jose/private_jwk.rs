//! Reading a private key as RFC 7517 writes it.

use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::jose::key_pair::{KeyPair, curve, rsa_encoding, unusable};
use crate::secret::Secret;

/// The members that are used (RFC 7518 §6, RFC 8037 §2).
#[derive(Deserialize)]
pub(super) struct PrivateJwk {
    kty: String,
    alg: Option<String>,
    pub(super) kid: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    d: Option<Secret>,
    p: Option<Secret>,
    q: Option<Secret>,
    dp: Option<Secret>,
    dq: Option<Secret>,
    qi: Option<Secret>,
}

impl PrivateJwk {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        // The cause is left out: it may quote a member that is secret.
        serde_json::from_str(text).map_err(|_| unusable("is not a JSON web key"))
    }

    /// Returns the algorithm that the key names, or else the one that fits it.
    pub(super) fn algorithm(&self) -> Result<Algorithm, Error> {
        if let Some(name) = &self.alg {
            // What the key itself says takes precedence: a key is for one algorithm (RFC 7517 §4.4).
            return Algorithm::from_name(name)
                .ok_or_else(|| unusable("names an unsupported algorithm"));
        }
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("EC", Some("P-256")) => Ok(Algorithm::Es256),
            ("EC", Some("P-384")) => Ok(Algorithm::Es384),
            ("OKP", Some("Ed25519")) => Ok(Algorithm::EdDsa),
            // The one of the two that the FAPI profiles take.
            ("RSA", _) => Ok(Algorithm::Ps256),
            _ => Err(unusable("has an unsupported key type")),
        }
    }

    pub(super) fn pair(&self, algorithm: Algorithm) -> Result<KeyPair, Error> {
        match self.kty.as_str() {
            "EC" => self.elliptic(algorithm),
            "OKP" => self.edwards(algorithm),
            "RSA" => self.rsa(algorithm),
            _ => Err(unusable("has an unsupported key type")),
        }
    }

    fn elliptic(&self, algorithm: Algorithm) -> Result<KeyPair, Error> {
        let (signing, name) = curve(algorithm)?;
        if self.crv.as_deref() != Some(name) {
            return Err(unusable("is on a different curve from its algorithm"));
        }
        // An uncompressed point begins with 4 (SEC 1 §2.3.3).
        let point = [
            vec![4],
            public(self.x.as_deref())?,
            public(self.y.as_deref())?,
        ]
        .concat();
        let private = private(self.d.as_ref())?;
        // With the public half, so that the library checks that the two belong together.
        EcdsaKeyPair::from_private_key_and_public_key(signing, &private, &point)
            .map(KeyPair::Ecdsa)
            .map_err(|_| unusable("has components that do not match"))
    }

    fn edwards(&self, algorithm: Algorithm) -> Result<KeyPair, Error> {
        if algorithm != Algorithm::EdDsa || self.crv.as_deref() != Some("Ed25519") {
            return Err(unusable("is on a different curve from its algorithm"));
        }
        let (seed, public) = (private(self.d.as_ref())?, public(self.x.as_deref())?);
        Ed25519KeyPair::from_seed_and_public_key(&seed, &public)
            .map(KeyPair::Ed25519)
            .map_err(|_| unusable("has components that do not match"))
    }

    fn rsa(&self, algorithm: Algorithm) -> Result<KeyPair, Error> {
        let encoding = rsa_encoding(algorithm)?;
        let components = KeyPairComponents {
            public_key: PublicKeyComponents {
                n: public(self.n.as_deref())?,
                e: public(self.e.as_deref())?,
            },
            d: private(self.d.as_ref())?,
            p: private(self.p.as_ref())?,
            q: private(self.q.as_ref())?,
            dP: private(self.dp.as_ref())?,
            dQ: private(self.dq.as_ref())?,
            qInv: private(self.qi.as_ref())?,
        };
        RsaKeyPair::from_components(&components)
            .map(|pair| KeyPair::Rsa(pair, encoding))
            .map_err(|_| unusable("has components that do not match, or fewer than 2,048 bits"))
    }
}

fn public(text: Option<&str>) -> Result<Vec<u8>, Error> {
    let bytes = text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
    bytes.ok_or_else(|| unusable("has a component that is missing or is not base64"))
}

/// A secret number. It is zeroed after use.
struct Number(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Number {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Number {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

fn private(secret: Option<&Secret>) -> Result<Number, Error> {
    public(secret.map(Secret::expose)).map(|bytes| Number(Zeroizing::new(bytes)))
}
