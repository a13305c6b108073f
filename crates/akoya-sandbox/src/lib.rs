//! A local identity provider and data API that behave as Akoya's do.
//!
//! A [`Sandbox`] is a set of HTTP servers on 127.0.0.1, in this process: an identity provider (authorization page,
//! sign-in, terms, account choice, token and revoke endpoints) and a data API with all products of a US bank that
//! does not exist, "Mikomo Financial". A client that works against it meets, offline, the parameters, statuses,
//! bodies and peculiarities of Akoya: the `id_token` is the bearer token, every token call replaces the refresh
//! token, and `invalid_request` on a refresh means that the consent is lost.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), akoya_sandbox::Error> {
//! use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};
//!
//! let sandbox = Sandbox::start().await?;
//!
//! // Point any client at `idp_url` and `api_url`. A customer can use the pages in a browser, or approve in one step.
//! let authorize = format!(
//!     "{}/auth?connector=mikomo&client_id={}&redirect_uri=http://127.0.0.1/cb&response_type=code\
//!      &scope=openid%20profile%20offline_access&state=a-good-state",
//!     sandbox.idp_url(),
//!     sandbox.client_id()
//! );
//! let callback = sandbox.approve(&authorize, "mikomo_7").await?;
//! assert!(callback.starts_with("http://127.0.0.1/cb?code="));
//!
//! // The test controls the clock: a day later every id_token has expired. And the response to the next refresh is lost.
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
//! * [`Sandbox::start`] starts one with all defaults; [`Sandbox::builder`] has options for ports, state
//!   file, clients, clock and token lifetimes.
//! * [`Sandbox`] has the URLs, the default client, the users and their consents, the clock, and [`Counters`] and the
//!   [journal](JournalEntry) to assert on.
//! * [`behaviour`] describes every response, and says whether Akoya documents it, the
//!   imitated server does it, or it is a guess.
//! * [`Fault`] makes responses late, wrong, cut or lost on demand.
//! * [`documents`] describes the files that define a user, and how to write your own.
//!
//! Several sandboxes can run in one process, each with its own ports and state. Without
//! [`state`](SandboxBuilder::state) the state is in memory and ends with the sandbox.
//! `examples/own_tests.rs` is a complete test.
//!
//! # Other languages
//!
//! `akoya sandbox` is the same as a program, and `--admin-port` lets tests control it over HTTP: see [`behaviour`].
//! It can be built as one static file for Linux, which also runs in an empty container:
//!
//! ```console
//! RUSTFLAGS='-C target-feature=+crt-static' cargo build --release --target x86_64-unknown-linux-gnu -p akoya-cli
//! target/x86_64-unknown-linux-gnu/release/akoya sandbox --json --in-memory --admin-port 0
//! ```
//!
//! With `--json` the first line of its output has the URLs, the client and the users. There is no
//! program with only the sandbox: `akoya` has what else a test needs, such as `akoya login
//! --auto-consent`, and the commands that control a sandbox.

pub mod behaviour;
pub mod documents;

mod admin;
mod api;
mod app;
mod authority;
mod builder;
mod clock;
mod consent_request;
mod customer;
mod data;
mod delivery;
mod dialect;
mod dispatch;
mod error;
mod event;
mod fault;
mod gateway;
mod id_token;
mod idp;
mod interaction_id;
mod issued;
mod journal;
mod notification;
mod openapi;
mod origin;
mod partial_response;
mod pdf;
mod random;
mod registered_client;
mod request_kind;
mod sandbox;
mod server;
mod services;
mod settings;
mod signing_key;
mod standstill;
mod state;
mod sts;
mod sync;
mod wire;

pub use builder::SandboxBuilder;
pub use clock::SandboxClock;
pub use consent_request::ConsentRequest;
pub use data::export_data;
pub use dialect::{Dialect, Refusal};
pub use error::{Error, ErrorKind};
pub use fault::odd_form::{OddAccount, OddPages};
pub use fault::{Effect, Fault};
pub use issued::{IssuedCode, IssuedTokens};
pub use journal::JournalEntry;
pub use notification::Notification;
pub use partial_response::PartialResponse;
pub use registered_client::RegisteredClient;
pub use request_kind::{Counters, RequestKind};
pub use sandbox::Sandbox;
pub use standstill::Standstill;
