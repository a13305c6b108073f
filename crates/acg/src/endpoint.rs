//! Requests to the token and revocation endpoints and their responses, without I/O.

#[cfg(feature = "jose")]
mod assertion;
pub(crate) mod client;
mod damage;
pub(crate) mod device;
pub(crate) mod exchange;
pub(crate) mod failure;
mod form;
mod members;
pub(crate) mod pushed;
pub(crate) mod refresh;
pub(crate) mod response;
pub(crate) mod revocation;
#[cfg(test)]
mod testing;
pub(crate) mod token_response;
