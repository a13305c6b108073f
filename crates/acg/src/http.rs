//! How a request leaves the process: one object-safe trait, so that no HTTP client's type or version shows.
//!
//! [`ReqwestService`] is the implementation people get by default (feature `reqwest`).

pub(crate) mod body;
pub(crate) mod default_client;
pub(crate) mod error;
pub(crate) mod loopback;
#[cfg(feature = "reqwest")]
mod origin;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest_options;
pub(crate) mod service;
#[cfg(feature = "reqwest")]
pub(crate) mod tls;

pub use self::body::{Body, Chunks};
pub use self::error::{HttpError, HttpErrorKind};
pub use self::loopback::{is_loopback, is_secure};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestService;
#[cfg(feature = "reqwest")]
pub use self::reqwest_options::ReqwestOptions;
pub use self::service::{HttpService, Request, Response};
