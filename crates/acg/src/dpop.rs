//! Proofs of possession (DPoP, RFC 9449): a token is of use only together with a key that never leaves this side.
//!
//! The key belongs to the grant: it is made when consent is requested, kept in the token set, and sealed with it.

pub(crate) mod key;
pub(crate) mod nonces;
pub(crate) mod proof;
