//! OAuth 2.0 Authorization Code Grant (RFC 6749 §4.1) for programs that call an API on a customer's behalf.
//!
//! The grant of one customer is an [`AuthorizationCodeAuth`]: it makes the URL to send the customer to, checks the callback,
//! exchanges the code, keeps the token fresh and revokes it. It never loses a rotated refresh token: a refresh is a
//! transaction in a [`TokenStore`], shared by all callers and processes.
//!
//! How a provider differs from the standard stands in its [`Provider`] profile. HTTP, time, randomness and storage come in
//! through small traits: [`HttpService`], [`Clock`], [`Random`], [`TokenStore`].
//!
//! | to | see |
//! |---|---|
//! | keep grants where they survive the process | [`Vault`], and the crates `acg-sqlite` and `acg-postgres` |
//! | encrypt them | [`Keyring`], [`KeyProvider`] |
//! | lose no answer to a crash or a database that is away | [`Spool`] |
//! | keep many of them fresh | [`Keeper`] |
//! | know who spent which token | [`Head::history`](store::Head::history) |
//! | write a store of your own | [`TokenStore`] |
//! | know the rules of the refresh | [`protocol`] |
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
//! // Redirect the customer to `url`; keep `pending` in the customer's session. Later, with the URL that came back:
//! // let token = auth.complete(pending, callback_url.parse()?).await?;
//! # let _ = (url, pending);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// Tells a crash harness where a refresh is. Nothing is left of it without the feature `testing`.
macro_rules! crash_point {
    ($point:ident) => {
        #[cfg(feature = "testing")]
        $crate::crash::at($crate::crash::Point::$point);
    };
}

mod auth;
mod authorize;
mod breaker;
mod callback;
mod cell;
mod clock;
#[cfg(feature = "testing")]
pub mod crash;
mod credentials;
mod error;
mod exchange;
mod flight;
pub mod http;
mod jwt;
mod keeper;
mod owners;
mod pace;
mod pending;
pub mod protocol;
mod provider;
mod provider_error;
mod random;
mod record;
mod refresh;
mod revocation;
#[cfg(feature = "encryption")]
mod seal;
mod secret;
mod session;
mod spool;
pub mod store;
mod sync;
mod token;
mod update;
mod vault;

pub use self::auth::{AuthBuilder, AuthorizationCodeAuth, AuthorizeBuilder};
pub use self::callback::{Callback, CallbackOutcome};
pub use self::cell::Bearer;
pub use self::clock::{Clock, ManualClock, SystemClock};
pub use self::credentials::{
    AuthorizationCodeAuthCredentials, CredentialsBuilder, DEFAULT_CLOCK_SKEW,
};
pub use self::error::{ConsentCause, Error, ErrorKind, Operation, Recovery};
pub use self::http::HttpService;
pub use self::keeper::{Health, Keeper, KeeperBuilder};
pub use self::owners::{Owner, Owners};
pub use self::pending::{DEFAULT_PENDING_LIFETIME, PendingAuthorization};
pub use self::provider::{ClientAuth, LostAnswer, Pkce, Provider, Verdict, is_loopback};
pub use self::provider_error::{OauthErrorCode, OauthProviderError};
pub use self::random::{Random, RandomError, SystemRandom, fraction};
pub use self::revocation::Revocation;
#[cfg(feature = "encryption")]
pub use self::seal::{InvalidKey, KeyId, KeyProvider, Keyring, SealingKey};
pub use self::secret::Secret;
pub use self::spool::{Spool, SpoolCounts};
pub use self::store::{ConnectionId, TokenStore};
pub use self::token::{BearerSource, DEFAULT_LIFETIME, ExtraFields, OauthToken};
pub use self::update::{BoxError, CallbackPolicy, TokenUpdate, UpdateCallback, UpdateReason};
#[cfg(feature = "encryption")]
pub use self::vault::Rekeyed;
pub use self::vault::{Drained, Loaded, Schedule, StorePolicy, Vault, VaultBuilder};

/// A future that is sent between threads, as the object-safe traits of this crate return it.
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
