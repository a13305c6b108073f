//! Keeps the grants of [`acg`] in one SQLite file: no server, many processes, nothing acknowledged is ever lost.
//!
//! ```
//! use std::sync::Arc;
//! use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ConnectionId, Provider};
//! use acg_sqlite::SqliteStore;
//!
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("tokens.db");
//! let store = Arc::new(SqliteStore::open(path)?);
//! # let credentials =
//! #     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//! # let provider = Provider::rfc6749("https://idp.example/auth".parse()?, "https://idp.example/token".parse()?)?;
//! # let http = Arc::new(acg_sqlite_example::Nowhere);
//! let auth = AuthorizationCodeAuth::builder(credentials, provider)
//!     .store(store, ConnectionId::new("customer-4711/mikomo")?)
//! #   .http(http)
//!     .build()?;
//! # let _ = auth;
//! # mod acg_sqlite_example {
//! #     use acg::http::{HttpError, HttpErrorKind, Request, Response};
//! #     #[derive(Debug)]
//! #     pub struct Nowhere;
//! #     impl acg::http::HttpService for Nowhere {
//! #         fn call(&self, _: Request) -> acg::BoxFuture<'static, Result<Response, HttpError>> {
//! #             Box::pin(std::future::ready(Err(HttpError::new(HttpErrorKind::Connect))))
//! #         }
//! #     }
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`SqliteStore`] is the store; [`SqliteStore::open`] says what it does to the file system.
//! - [`Error`] is what opening fails with, and the source of every `StoreError` that the store gives.
//!
//! The store keeps what it is given: tokens are encrypted in it if the program gives its [`Vault`](acg::Vault) a
//! key, and in clear otherwise, protected by the file's permissions alone. The file must be on a disk of this
//! machine: SQLite's write-ahead log does not work over a network, and what Linux calls one is refused.

mod database;
mod error;
mod opening;
mod options;
mod place;
mod schema;
mod standstill;
mod store;
mod witness;
mod worker;

pub use self::error::{Error, ErrorKind};
pub use self::options::SqliteOptions;
pub use self::standstill::Standstill;
pub use self::store::SqliteStore;
pub use self::worker::Paused;
