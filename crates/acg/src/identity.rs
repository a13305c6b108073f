//! Whom a token identifies: the keys of a provider, and what must hold of its id_tokens.

pub(crate) mod claims;
pub(crate) mod remote_keys;
pub(crate) mod rules;
