//! Requests to the token and revocation endpoints and their responses, without I/O.

pub(crate) mod exchange;
