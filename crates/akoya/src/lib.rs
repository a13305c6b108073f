//! The Akoya APIs v2.4.0 for Rust: a customer's consent, a token that refreshes itself, and the customer's financial data.
//!
//! ```no_run
//! use akoya::oauth::AuthorizationCodeAuthCredentials;
//! use akoya::{Client, Environment};
//!
//! # async fn example(callback_url: &str) -> Result<(), akoya::Error> {
//! let credentials =
//!     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback")
//!         .oauth_on_token_update(|update| {
//!             // Save update.token(), or remove what was saved when it is None.
//!             Ok(())
//!         })
//!         .build()?;
//! let client = Client::builder(credentials).environment(Environment::Sandbox).build()?;
//!
//! // 1. Send the customer to `url`; keep `pending` until the browser comes back to the redirect URI.
//! let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
//!
//! // 2. The browser came back to `callback_url`.
//! client.acg_auth().complete(pending, callback_url).await?;
//!
//! // 3. Read. The token is refreshed whenever it is needed.
//! for account in client.balances("mikomo").send().await?.accounts.iter().flatten() {
//!     println!("{:?} {:?}", account.nickname(), account.account_id());
//! }
//! # let _ = url;
//! # Ok(())
//! # }
//! ```
//!
//! # Where to find things
//!
//! - [`Client`]: the data products. Each gives a [`Call`]: required things are arguments, optional ones setters, then `send`.
//! - [`AcgAuth`]: consent and tokens, from [`Client::acg_auth`].
//! - [`AuthorizationCodeAuthCredentials`]: client id, secret, redirect URI, saved token, update callback, clock skew.
//! - [`Environment`]: Akoya's sandbox and production, or hosts of your own.
//! - [`model`]: the types of the API's documents. Money is exact, and nothing that a provider sends is lost.
//! - [`Error`]: says what happened ([`Error::kind`]) and what to do ([`Error::recovery`]).
//! - [`store`]: keep tokens in a database shared by many processes.
//!
//! # Features
//!
//! - `blocking`: the same operations without async, in the module `blocking`.
//! - `metrics`: counters of calls and attempts through the `metrics` facade: `akoya_calls_total` (labels `operation`, `provider`,
//!   `outcome`) and `akoya_attempts_total` (labels `operation`, `provider`).
//!
//! HTTP is reqwest with rustls, and [`ClientBuilder::http`] takes any other client. Every call and every attempt is a `tracing` span
//! (`akoya.call`, `akoya.attempt`) without account data.

mod acg_auth;
mod api;
mod api_error;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod call_context;
mod client;
mod config;
mod day_range;
mod document;
mod environment;
mod error;
mod headers;
mod interaction;
mod list;
mod metrics;
mod page_memory;
mod paged;
mod paging;
mod parts;
mod prepared;
mod profile;
mod reading;
mod remark;
mod response;
mod retry;
mod timestamp;
mod version;

pub use self::interaction::{IntentType, InteractionType, Mode};
pub use acg as oauth;
pub use akoya_model as model;

pub use self::acg_auth::{AcgAuth, Authorize};
pub use self::api::{ByAccount, ByTime};
pub use self::api_error::ApiError;
pub use self::call::{Call, File};
pub use self::client::{Client, ClientBuilder};
pub use self::config::Config;
pub use self::day_range::DayRange;
pub use self::document::{DEFAULT_DOCUMENT_LIMIT, Document};
pub use self::environment::{Endpoints, Environment};
pub use self::error::{Error, ErrorKind};
pub use self::paged::{NextPage, Paged};
pub use self::paging::{Cursor, Items, Pages};
pub use self::remark::Remark;
pub use self::response::Response;
pub use self::retry::{RateLimit, RetryPolicy};
pub use self::timestamp::Timestamp;
pub use self::version::Product;

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
