//! A local identity provider and data API that behave as Akoya's do.
//!
//! A [`Sandbox`] is two HTTP servers on 127.0.0.1, in this process: an identity provider (authorization page, sign-in, terms,
//! account choice, token and revoke endpoints) and a data API with all products of a US bank
//! that does not exist, "Mikomo Financial". A client that works against it meets, offline, the same parameters, statuses,
//! bodies and habits as at Akoya: the `id_token` is the bearer token, every token call replaces the refresh token, and an
//! `invalid_request` on a refresh means that the consent is lost.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), akoya_sandbox::Error> {
//! use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//!
//! // Point any client at `idp_url` and `api_url`. A customer goes through the pages in a browser, or at once.
//! let authorize = format!(
//!     "{}/auth?connector=mikomo&client_id={}&redirect_uri=http://127.0.0.1/cb&response_type=code\
//!      &scope=openid%20profile%20offline_access&state=a-good-state",
//!     sandbox.idp_url(),
//!     sandbox.client_id()
//! );
//! let callback = sandbox.approve(&authorize, "mikomo_7").await?;
//! assert!(callback.starts_with("http://127.0.0.1/cb?code="));
//!
//! // Time belongs to the test: a day later every id_token has expired. And the next refresh gets no answer.
//! sandbox.advance(std::time::Duration::from_secs(86_400))?;
//! sandbox.add_fault(Fault::new(Effect::DropResponse).on(RequestKind::Refresh).times(1));
//!
//! // What the client did:
//! assert_eq!(sandbox.counters().refreshes, 0);
//! assert!(sandbox.journal().is_empty());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to start
//!
//! * [`Sandbox::start`] for one with all defaults, [`Sandbox::builder`]: ports, state file, clients, clock, token lifetimes.
//! * [`Sandbox`]: addresses, the default client, users and their consents, the clock, [`Counters`] and the [journal](JournalEntry)
//!   to assert on.
//! * [`behaviour`]: what the servers answer, and what of it is documented by Akoya, taken from the server software, or a guess.
//! * [`Fault`]: answers that are lost, cut, late, wrong, on demand.
//! * [`documents`]: the files that users are made of, and how to add your own.
//!
//! Several sandboxes live side by side in one process, each on its own ports with its own state. Without
//! [`state`](SandboxBuilder::state) everything is kept in memory and gone at the end. `examples/own_tests.rs` is a whole test.
//!
//! # Other languages
//!
//! `akoya sandbox` is the same as a program, and with `--admin-port` it can be steered over HTTP: see [`behaviour`]. As one static
//! file for Linux, which runs in an empty container too:
//!
//! ```console
//! RUSTFLAGS='-C target-feature=+crt-static' cargo build --release --target x86_64-unknown-linux-gnu -p akoya-cli
//! target/x86_64-unknown-linux-gnu/release/akoya sandbox --json --in-memory --admin-port 0
//! ```
//!
//! With `--json` the first line of its output has the addresses, the client and the users. There is no program with the sandbox alone:
//! `akoya` brings what a test wants besides, such as `akoya login --auto-consent`, and the commands that steer. These speak to a server and
//! need the certificates of the system; the sandbox itself does not.

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
