//! Keys and signatures (JOSE): what proves who a client is without sending a secret.

pub(crate) mod algorithm;
pub(crate) mod jws;
mod key_pair;
mod private_jwk;
pub(crate) mod public_jwk;
pub(crate) mod signing_key;

pub use self::algorithm::Algorithm;
pub use self::signing_key::SigningKey;
