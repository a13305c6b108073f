//! Keys and signatures (JOSE): what proves who a client is without sending a secret, and that a statement is the
//! provider's.

pub(crate) mod algorithm;
pub(crate) mod jws;
mod key_pair;
pub(crate) mod key_set;
mod private_jwk;
pub(crate) mod public_jwk;
pub(crate) mod signing_key;

pub use self::algorithm::Algorithm;
pub use self::jws::JwsFault;
pub use self::key_set::KeySet;
pub use self::signing_key::SigningKey;
