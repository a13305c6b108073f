//! The grant engine against providers that others wrote: what its tests share.
//!
//! `cargo xtask test interop` starts the providers and tells the tests about them through the environment. How they
//! differ is in `docs/providers.md`; a difference that the engine meets belongs there.
//!
//! | part | is |
//! |---|---|
//! | [`Server`] | a running provider and its clients |
//! | [`Browser`] | a person who consents or refuses, on each provider's pages |
//! | [`Wire`] | an HTTP client that counts requests |
//! | [`Proxy`] | what stands before a provider and does to requests what a bad network does |
//! | [`grants`] | what a grant goes through, the same at every provider |
//! | [`certificate`] | clients that are known by their certificate |
//! | [`identity`] | clients that sign, and id_tokens that are verified |
//! | [`profiles`] | what metadata and profiles turn on: discovery, pushed requests, bound tokens, signed callbacks, FAPI 2.0 |

mod browser;
pub mod certificate;
pub mod grants;
pub mod identity;
pub mod profiles;
mod proxy;
mod scenario;
mod server;
mod wire;

pub use browser::{Browser, Decision};
pub use proxy::{Accident, Proxy};
pub use server::{Server, ServerError};
pub use wire::Wire;
