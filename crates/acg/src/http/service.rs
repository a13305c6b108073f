//! The trait through which a request leaves the process.

use std::fmt;

use bytes::Bytes;

use crate::future::BoxFuture;
use crate::http::body::Body;
use crate::http::error::HttpError;

/// A request with its whole body.
pub type Request = http::Request<Bytes>;

/// A response whose body is still to be read.
pub type Response = http::Response<Body>;

/// Sends one request and gives one response.
///
/// An implementation does not follow redirects (they would resend credentials elsewhere), keeps no cookies, does not
/// repeat a request that may have reached the server, and gives every status as a response, not as an error.
pub trait HttpService: fmt::Debug + Send + Sync {
    /// Sends `request`.
    ///
    /// # Errors
    /// The kind says whether the request may have been processed: see [`HttpErrorKind`](super::HttpErrorKind).
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>>;
}
