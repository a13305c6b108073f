//! A key pair as the cryptography library holds it.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
    RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::jose::algorithm::Algorithm;
use crate::jose::public_jwk::PublicJwk;

/// A private key with its public half: parsed once, and outside Rust's memory, where it is zeroed when it is
/// freed. A JOSE library would keep its text and parse that for each signature.
pub(super) enum KeyPair {
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
}

impl KeyPair {
    /// Makes a new one, with the randomness of the operating system.
    pub(super) fn generate(algorithm: Algorithm) -> Result<Self, Error> {
        let pair = match algorithm {
            Algorithm::Es256 | Algorithm::Es384 => {
                EcdsaKeyPair::generate(curve(algorithm)?.0).map(Self::Ecdsa)
            }
            Algorithm::EdDsa => Ed25519KeyPair::generate().map(Self::Ed25519),
            _ => {
                let encoding = rsa_encoding(algorithm)?;
                // The least that RFC 7518 §3.3 allows; each signature with a larger one takes
                // longer.
                RsaKeyPair::generate(KeySize::Rsa2048).map(|pair| Self::Rsa(pair, encoding))
            }
        };
        pair.map_err(|_| unusable("cannot be generated"))
    }

    /// Reads PKCS#8, PKCS#1 or SEC 1.
    pub(super) fn from_der(der: &[u8], algorithm: Algorithm) -> Result<Self, Error> {
        let pair = match algorithm {
            Algorithm::Es256 | Algorithm::Es384 => {
                EcdsaKeyPair::from_private_key_der(curve(algorithm)?.0, der).map(Self::Ecdsa)
            }
            Algorithm::EdDsa => Ed25519KeyPair::from_pkcs8(der).map(Self::Ed25519),
            _ => {
                let encoding = rsa_encoding(algorithm)?;
                // PKCS #8 first, which is what tools write today; PKCS #1 is what older ones wrote.
                RsaKeyPair::from_pkcs8(der)
                    .or_else(|_| RsaKeyPair::from_der(der))
                    .map(|pair| Self::Rsa(pair, encoding))
            }
        };
        pair.map_err(|_| unusable("does not match its algorithm, or has fewer than 2,048 bits"))
    }

    /// Writes PKCS#8.
    pub(super) fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let der = || -> Result<Vec<u8>, Unspecified> {
            Ok(match self {
                Self::Ecdsa(pair) => pair.to_pkcs8v1()?.as_ref().to_vec(),
                Self::Ed25519(pair) => pair.to_pkcs8v1()?.as_ref().to_vec(),
                Self::Rsa(pair, _) => pair.as_der()?.as_ref().to_vec(),
            })
        };
        der()
            .map(Zeroizing::new)
            .map_err(|_| unusable("cannot be exported"))
    }

    /// Returns the public half.
    pub(super) fn public(&self, algorithm: Algorithm) -> Result<PublicJwk, Error> {
        Ok(match self {
            Self::Ecdsa(pair) => {
                PublicJwk::elliptic(curve(algorithm)?.1, pair.public_key().as_ref())
            }
            Self::Ed25519(pair) => PublicJwk::edwards(pair.public_key().as_ref()),
            Self::Rsa(pair, _) => {
                let key = pair.public_key();
                let (modulus, exponent) = (key.modulus(), key.exponent());
                PublicJwk::rsa(
                    modulus.big_endian_without_leading_zero(),
                    exponent.big_endian_without_leading_zero(),
                )
            }
        })
    }

    /// Signs the message.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let random = SystemRandom::new();
        // The library gives no reason, on purpose.
        let failed = |_| unusable("cannot sign");
        match self {
            Self::Ecdsa(pair) => {
                let signature = pair.sign(&random, message).map_err(failed)?;
                Ok(signature.as_ref().to_vec())
            }
            Self::Ed25519(pair) => Ok(pair.try_sign(message).map_err(failed)?.as_ref().to_vec()),
            Self::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &random, message, &mut signature)
                    .map_err(failed)?;
                Ok(signature)
            }
        }
    }
}

/// Returns the curve of an algorithm, and its name.
pub(super) fn curve(
    algorithm: Algorithm,
) -> Result<(&'static EcdsaSigningAlgorithm, &'static str), Error> {
    match algorithm {
        // Fixed: a JWS holds both numbers at full length (RFC 7518 §3.4), not in ASN.1.
        Algorithm::Es256 => Ok((&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256")),
        Algorithm::Es384 => Ok((&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384")),
        _ => Err(unusable("does not match its algorithm")),
    }
}

pub(super) fn rsa_encoding(algorithm: Algorithm) -> Result<&'static dyn RsaEncoding, Error> {
    Ok(match algorithm {
        Algorithm::Ps256 => &RSA_PSS_SHA256,
        Algorithm::Ps384 => &RSA_PSS_SHA384,
        Algorithm::Ps512 => &RSA_PSS_SHA512,
        Algorithm::Rs256 => &RSA_PKCS1_SHA256,
        Algorithm::Rs384 => &RSA_PKCS1_SHA384,
        Algorithm::Rs512 => &RSA_PKCS1_SHA512,
        _ => return Err(unusable("does not match its algorithm")),
    })
}

/// Makes the error of a key that cannot be used. It never holds anything of the key.
pub(super) fn unusable(what: &str) -> Error {
    Error::configuration(format!("the signing key {what}"))
}
