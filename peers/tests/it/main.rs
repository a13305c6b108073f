//! The grant engine and the crates `oauth2` and `huskarl`, given the same work: what one sends or understands, the others do too,
//! or a table here says where they differ, and why.

mod authorization_url;
mod client_authentication;
mod engine;
mod stub;
mod token_response;
