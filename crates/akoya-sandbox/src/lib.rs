//! A local identity provider and data API that behave as Akoya's do.
//!
//! A [`Sandbox`] is two HTTP servers on 127.0.0.1, in this process: an identity provider (authorization page, sign-in, terms,
//! account choice, token and revoke endpoints) and a data API with accounts, balances and transactions of a US bank
//! that does not exist, "Mikomo Financial". A client that works against it meets, offline, the same parameters, statuses,
//! bodies and habits as at Akoya: the `id_token` is the bearer token, every token call replaces the refresh token, and an
//! `invalid_request` on a refresh means that the consent is lost.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), akoya_sandbox::Error> {
//! let sandbox = akoya_sandbox::Sandbox::builder().start().await?;
//!
//! // Point any client at it.
//! let authorize = format!("{}/auth?client_id={}", sandbox.idp_url(), sandbox.client_id());
//! assert!(authorize.starts_with("http://127.0.0.1:"));
//!
//! // Time belongs to the test: a day later every id_token has expired.
//! sandbox.advance(std::time::Duration::from_secs(86_400))?;
//! assert_eq!(sandbox.counters().refreshes, 0);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to start
//!
//! * [`Sandbox::builder`]: ports, state file, clients, clock, token lifetimes.
//! * [`Sandbox`]: addresses, the default client, the clock, [`Counters`] and the [journal](JournalEntry) to assert on.
//! * [`behaviour`]: what the servers answer, and what of it is documented by Akoya, taken from the server software, or a guess.
//! * [`Fault`]: answers that are lost, cut, late, wrong, on demand.
//! * [`documents`]: the files that users are made of, and how to add your own.
//!
//! Several sandboxes live side by side in one process, each on its own ports with its own state. Without
//! [`state`](SandboxBuilder::state) everything is kept in memory and gone at the end.

pub mod behaviour;
pub mod documents;

mod admin;
mod api;
mod broken_body;
mod builder;
mod client;
mod clock;
mod counters;
mod data;
mod dialect;
mod error;
mod fault;
mod id_token;
mod idp;
mod journal;
mod openapi;
mod pdf;
mod random;
mod sandbox;
mod server;
mod signing_key;
mod state;
mod steering;
mod wire;

pub use builder::SandboxBuilder;
pub use client::Client;
pub use clock::SandboxClock;
pub use counters::{Counters, RequestKind};
pub use data::export_data;
pub use dialect::{Dialect, Refusal};
pub use error::{Error, ErrorKind};
pub use fault::{Effect, Fault};
pub use journal::JournalEntry;
pub use sandbox::Sandbox;
