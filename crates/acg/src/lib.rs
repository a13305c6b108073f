//! OAuth 2.0 Authorization Code Grant (RFC 6749 §4.1) for programs that call an API on a customer's behalf.
//!
//! An [`AuthorizationCodeAuth`] is the grant of one customer. It makes the URL that the customer is sent to, checks the
//! callback, exchanges the code, keeps the token fresh, and revokes it. It never loses a rotated refresh token: each
//! refresh is a transaction in a [`TokenStore`](store::TokenStore), which all callers and processes share.
//!
//! A [`Provider`] describes how a provider differs from the standard. HTTP, time, randomness and storage
//! are small traits: [`HttpService`](http::HttpService), [`Clock`](clock::Clock),
//! [`Random`](random::Random), [`TokenStore`](store::TokenStore).
//!
//! | to | see |
//! |---|---|
//! | take a provider's endpoints from its metadata | [`Provider::discover`] |
//! | receive the callback in a program on a desktop | `loopback`, with the feature `loopback` |
//! | keep grants when the process ends | [`Vault`], and the crates `acg-sqlite` and `acg-postgres` |
//! | encrypt the tokens | [`Keyring`](vault::Keyring), [`KeyProvider`](vault::KeyProvider) |
//! | lose no response when a process crashes or the database is down | [`Spool`](vault::Spool) |
//! | keep the tokens of many connections fresh | [`Keeper`](keeper::Keeper) |
//! | see which process used which token | [`Head::history`](store::Head::history) |
//! | write a token store | [`TokenStore`](store::TokenStore), and the kits in `testing` |
//! | read the rules of the refresh | [`protocol`] |
//!
//! The root holds what every program names. Everything else is in the module of its subject.
//!
//! ```
//! use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Provider};
//!
//! let provider = Provider::rfc6749("https://idp.example/auth".parse()?, "https://idp.example/token".parse()?)?;
//! let credentials =
//!     AuthorizationCodeAuthCredentials::builder("client-id", "client-secret", "https://app.example/callback").build()?;
//! let auth = AuthorizationCodeAuth::builder(credentials, provider).build()?;
//!
//! let (url, pending) = auth.authorize().start()?;
//! // Redirect the customer to `url`, and keep `pending` in the customer's session. When the callback arrives:
//! // let token = auth.complete(pending, callback_url.parse()?).await?;
//! # let _ = (url, pending);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod clock;
pub mod consent;
mod dpop;
mod endpoint;
mod error;
mod future;
pub mod grant;
mod hex;
pub mod http;
#[cfg(feature = "jose")]
mod identity;
#[cfg(feature = "jose")]
pub mod jose;
pub mod keeper;
#[cfg(feature = "loopback")]
pub mod loopback;
#[cfg(all(test, target_os = "linux"))]
mod memory;
mod operation;
pub mod provider;
pub mod random;
mod refresh;
mod registry;
mod secret;
pub mod store;
mod sync;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(not(feature = "testing"))]
mod testing;
pub mod token;
pub mod vault;
mod weak_map;

pub use self::consent::callback::Callback;
pub use self::consent::pending::PendingAuthorization;
pub use self::error::{BoxError, ConsentCause, Error, ErrorKind, Recovery};
pub use self::future::BoxFuture;
pub use self::grant::auth::AuthorizationCodeAuth;
pub use self::grant::credentials::AuthorizationCodeAuthCredentials;
pub use self::operation::Operation;
pub use self::provider::profile::Provider;
pub use self::refresh::protocol;
pub use self::secret::Secret;
pub use self::store::connection_id::ConnectionId;
pub use self::token::bearer::Bearer;
pub use self::token::oauth_token::OauthToken;
pub use self::vault::records::Vault;
