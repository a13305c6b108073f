//! How a request leaves the process: one object-safe trait, so that no HTTP client's type or version shows.
//!
//! [`HttpClient`] is the implementation people get by default (feature `http-client`).

pub(crate) mod body;
#[cfg(feature = "http-client")]
mod connector;
pub(crate) mod default_client;
pub(crate) mod error;
#[cfg(feature = "http-client")]
mod gzip;
#[cfg(feature = "http2")]
mod http2;
#[cfg(feature = "http-client")]
pub(crate) mod http_client;
#[cfg(feature = "http-client")]
pub(crate) mod http_client_options;
pub(crate) mod loopback;
pub(crate) mod service;
#[cfg(feature = "http-client")]
pub(crate) mod tls;

pub use self::body::{Body, Chunks};
pub use self::error::{HttpError, HttpErrorKind};
#[cfg(feature = "http-client")]
pub use self::http_client::HttpClient;
#[cfg(feature = "http-client")]
pub use self::http_client_options::HttpClientOptions;
pub use self::loopback::{is_loopback, is_secure};
pub use self::service::{HttpService, Request, Response};
