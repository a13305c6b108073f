//! The grant engine and the crates `oauth2`, `huskarl` and `openidconnect`, given the same work: what one sends or
//! understands, the others do too, or a table here says where they differ, and why.

mod authorization_url;
mod client_authentication;
mod engine;
mod id_token;
mod stub;
mod token_response;
