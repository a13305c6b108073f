//! The Akoya APIs for Rust: customers' consents, tokens that refresh themselves, and the customers' financial data.
//!
//! ```toml
//! [dependencies]
//! akoya = { package = "akoya-sdk", version = "0.1", features = ["sqlite"] }
//! tokio = { version = "1", features = ["rt-multi-thread", "macros", "signal"] }
//! ```
//!
//! # One customer
//!
//! ```no_run
//! use akoya::oauth::AuthorizationCodeAuthCredentials;
//! use akoya::{Client, Environment, InteractionType};
//!
//! # async fn example(callback_url: &str) -> Result<(), akoya::Error> {
//! let credentials =
//!     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//! let client = Client::builder(credentials)
//!     .environment(Environment::Sandbox)
//!     .interaction_type(InteractionType::User)
//!     .build()?;
//!
//! // 1. Send the customer to `url`; keep `pending` in the customer's session until the browser comes back to the redirect URI.
//! let (url, pending) = client.acg_auth().authorize("mikomo").start()?;
//!
//! // 2. The browser came back to `callback_url`. A forged callback leaves `pending` as it is.
//! client.acg_auth().complete(&pending, callback_url).await?;
//!
//! // 3. Read. The token is refreshed whenever it is needed.
//! for account in client.balances("mikomo").send().await?.accounts.iter().flatten() {
//!     let name = account.display_name().unwrap_or_default();
//!     match account.main_balance() {
//!         Some(balance) => println!("{name}: {} {}", balance.amount, balance.meaning),
//!         None => println!("{name}: not given"),
//!     }
//! }
//! # let _ = url;
//! # Ok(())
//! # }
//! ```
//!
//! # Many customers
//!
//! A token store keeps the consents of all customers, each under the name of its connection.
//! [`ClientBuilder::vault`] makes a template, [`Client::with_connection`] the client of a connection,
//! which is cheap to make. A [`Keeper`](oauth::keeper::Keeper) refreshes all of them before their tokens
//! expire, so that no consent expires unused.
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use akoya::oauth::vault::{Keyring, Spool};
//! use akoya::oauth::{AuthorizationCodeAuthCredentials, Recovery, Vault};
//! # #[cfg(feature = "sqlite")]
//! use akoya::sqlite::SqliteStore;
//! use akoya::{Client, Environment, InteractionType};
//!
//! # #[cfg(feature = "sqlite")]
//! async fn serve(key: &str, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), akoya::Error> {
//!     // `key` is 32 random bytes in base64, from where your secrets are. A spool on another disk holds what the store cannot take.
//!     let vault = Vault::builder(Arc::new(SqliteStore::open("/var/lib/app/tokens.db")?))
//!         .keys(Keyring::new(key.parse()?))
//!         .spool(Spool::open("/var/spool/app")?)
//!         .build();
//!     let credentials =
//!         AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//!     let clients = Client::builder(credentials)
//!         .environment(Environment::Production)
//!         .interaction_type(InteractionType::Batch)
//!         .vault(vault.clone())
//!         .build()?;
//!
//!     // Until the program is to end, in the background:
//!     let keeper = clients.keeper().build()?;
//!     let kept = tokio::spawn(async move { keeper.run(stop).await });
//!
//!     // A request of customer 4711, who signed in just now, is served by the client of this connection.
//!     let ann = clients.with_connection("customer-4711/mikomo".parse()?)?;
//!     ann.acg_auth().touch(std::time::SystemTime::now()).await?;
//!     match ann.balances("mikomo").interaction_type(InteractionType::User).send().await {
//!         Ok(balances) => println!("{} accounts", balances.accounts.as_ref().map_or(0, Vec::len)),
//!         Err(error) => match error.recovery() {
//!             Recovery::AskForConsent(cause) => println!("connect the bank again: {cause}"),
//!             Recovery::Retry { .. } => println!("try again later"),
//!             _ => return Err(error),
//!         },
//!     }
//!
//!     // Refreshes outlive their callers but not the process: wait for them before it ends.
//!     kept.await.expect("a keeper does not panic")?;
//!     vault.wait_until_idle().await;
//!     Ok(())
//! }
//! ```
//!
//! # Versions of the API
//!
//! Each [`Product`] has its version, and the nearest setting wins: [`Call::version`],
//! [`ClientBuilder::product_version`], [`ClientBuilder::version`]. v3, the version of new applications,
//! requires the interaction type ([`ClientBuilder::interaction_type`]) and the time when the customer was
//! last active. A consent counts as activity, and so does a sign-in that the `id_token` states. After that,
//! record activity with [`AcgAuth::touch`], or set it with [`Call::last_access`]. A call that lacks what its
//! version requires is refused before it is sent.
//!
//! # Where to find things
//!
//! - [`Client`]: the data products. Each gives a [`Call`]: required things are arguments, optional ones setters,
//!   then `send`. [`Client::get`] asks for what has no operation.
//! - [`AcgAuth`]: consent and tokens, from [`Client::acg_auth`].
//! - [`oauth`]: the grant engine: [credentials](oauth::AuthorizationCodeAuthCredentials), [`Vault`](oauth::Vault) and
//!   [keys](oauth::vault::Keyring), [`Keeper`](oauth::keeper::Keeper), and the traits for another
//!   [store](oauth::store::TokenStore), [HTTP client](oauth::http::HttpService), [clock](oauth::clock::Clock) or
//!   [randomness](oauth::random::Random).
//! - [`service`]: what an organisation asks for itself: consents, notifications, applications.
//! - [`Environment`]: Akoya's sandbox and production, or hosts of your own.
//! - [`model`]: the types of the API's documents. Money is exact, and nothing that a provider sends is lost.
//! - [`Error`]: says what happened ([`Error::kind`]) and what to do ([`Error::recovery`]). Errors of stores,
//!   keys, names and days become it with `?`.
//!
//! # What a list says
//!
//! That a customer has nothing is concluded from an empty list alone; anything else in its place is an error with
//! the code and message that came. [`Response::remarks`] says what else there is to know about the data,
//! [`Response::unread`] which values could not be read and where. [`Items`] returns every transaction once and
//! always ends; [`Call::send_all`] reads a list of accounts to its last page, for the providers that have several; [`Call::days`] asks for days as the bank writes them. [`AccountPages`] reads the list of every
//! account, and one account's failure does not stop the others.
//!
//! # Features
//!
//! - `sqlite`: the token store in a SQLite file, as `akoya::sqlite`. For many machines there is the crate
//!   `acg-postgres`.
//! - `blocking`: the same operations without async, in the module `blocking`.
//! - `metrics`: counters of calls and attempts through the `metrics` facade: `akoya_calls_total` (labels
//!   `operation`, `provider`, `outcome`) and `akoya_attempts_total` (labels `operation`, `provider`).
//! - `http2`: HTTP/2 with servers that speak it. Without it, requests are HTTP/1.1, as many
//!   connections as there are requests at once.
//! - `loopback`: the callback of a consent, received on this machine, as `oauth::loopback`.
//!
//! HTTP is hyper with rustls, and [`ClientBuilder::http`] takes any other client. Every call and every attempt is
//! a `tracing` span (`akoya.call`, `akoya.attempt`) without account data.

mod account_pages;
mod acg_auth;
mod api;
mod api_error;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body_text;
mod call;
mod call_context;
mod client;
mod completeness;
mod config;
mod day_range;
mod deadline;
mod download;
mod environment;
mod error;
mod file_kind;
mod headers;
mod http_client;
mod id_token;
mod interaction;
mod list;
mod metrics;
mod next_page;
mod page_memory;
mod page_walk;
mod paged;
mod paging;
mod parts;
mod prepared;
mod profile;
mod raw_path;
mod reading;
mod refused_account;
mod remark;
mod requirement;
mod response;
mod retry;
mod segment;
pub mod service;
mod timestamp;
mod unread_items;
mod version;

pub use self::interaction::{IntentType, InteractionType, Mode};
pub use acg as oauth;
#[cfg(feature = "sqlite")]
pub use acg_sqlite as sqlite;
pub use akoya_model as model;

pub use self::account_pages::{AccountPage, AccountPages};
pub use self::acg_auth::{AcgAuth, Authorize};
pub use self::api::{ByAccount, ByTime};
pub use self::api_error::ApiError;
pub use self::body_text::body_text;
pub use self::call::{Call, File, Raw};
pub use self::client::{Client, ClientBuilder};
pub use self::config::Config;
pub use self::day_range::DayRange;
pub use self::download::{DEFAULT_DOWNLOAD_LIMIT, Download};
pub use self::environment::{Endpoints, Environment};
pub use self::error::{Error, ErrorKind};
pub use self::id_token::IdToken;
pub use self::next_page::NextPage;
pub use self::paged::Paged;
pub use self::paging::{Cursor, Items, Pages};
pub use self::remark::Remark;
pub use self::requirement::Requirement;
pub use self::response::Response;
pub use self::retry::{RateLimit, RetryPolicy, RetryStatuses};
pub use self::timestamp::Timestamp;
pub use self::version::Product;

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
