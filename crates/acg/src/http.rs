//! How a request leaves the process: one object-safe trait, so that no HTTP client's type or version shows.
//!
//! [`ReqwestService`] is the implementation people get by default (feature `reqwest`).

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

pub use crate::BoxFuture;

#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestOptions, ReqwestService};

/// A request with its whole body.
pub type Request = http::Request<Bytes>;

/// An answer whose body is still to be read.
pub type Response = http::Response<Body>;

/// Sends one request and gives one answer.
///
/// An implementation does not follow redirects (they would resend credentials elsewhere), keeps no cookies, does not
/// repeat a request that may have reached the server, and gives every status as an answer, not as an error.
pub trait HttpService: fmt::Debug + Send + Sync {
    /// Sends `request`.
    ///
    /// # Errors
    /// The kind tells whether the request may have been processed: see [`HttpErrorKind`].
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>>;
}

/// Why there is no answer.
#[derive(Clone)]
pub struct HttpError {
    kind: HttpErrorKind,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The kinds of [`HttpError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpErrorKind {
    /// No connection was made (DNS, TCP or TLS). Certainly not processed: any request may be sent again.
    Connect,
    /// The request cannot be sent as it is. Not processed; repeating is pointless.
    Request,
    /// No answer in time. May have been processed: only a read may be sent again.
    Timeout,
    /// The connection broke after the request may have left. May have been processed: only a read may be sent again.
    Interrupted,
    /// The body is larger than the caller allows. Processed; repeating is pointless.
    TooLarge,
}

impl HttpError {
    /// An error of this kind.
    pub fn new(kind: HttpErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Keeps the cause. It must not hold a URL with a code or a body.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// What happened.
    pub fn kind(&self) -> HttpErrorKind {
        self.kind
    }

    /// Whether the server certainly did not process the request.
    pub fn is_unprocessed(&self) -> bool {
        matches!(self.kind, HttpErrorKind::Connect | HttpErrorKind::Request)
    }
}

impl fmt::Debug for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpError")
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            HttpErrorKind::Connect => "no connection to the server",
            HttpErrorKind::Request => "the request cannot be sent",
            HttpErrorKind::Timeout => "no answer in time",
            HttpErrorKind::Interrupted => "the connection broke before the answer was complete",
            HttpErrorKind::TooLarge => "the answer is larger than allowed",
        })
    }
}

impl StdError for HttpError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

/// A body as it arrives, chunk by chunk.
pub struct Body(Pin<Box<dyn Chunks>>);

/// The chunks of a [`Body`].
pub trait Chunks: Send {
    /// The next chunk; `None` after the last.
    fn poll_chunk(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>>;
}

impl Body {
    /// A body that is read from `chunks`.
    pub fn new(chunks: impl Chunks + 'static) -> Self {
        Self(Box::pin(chunks))
    }

    /// The next chunk, or `None` after the last.
    ///
    /// # Errors
    /// When the connection breaks before the body's end.
    ///
    /// # Cancel safety
    /// A chunk is given whole or not at all: dropping the future loses none.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, HttpError> {
        std::future::poll_fn(|cx| self.0.as_mut().poll_chunk(cx))
            .await
            .transpose()
    }

    /// The whole body.
    ///
    /// # Errors
    /// [`HttpErrorKind::TooLarge`] as soon as more than `limit` bytes have come; otherwise as [`chunk`](Self::chunk).
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, HttpError> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let Some(second) = self.chunk().await? else {
            return if first.len() > limit {
                Err(HttpError::new(HttpErrorKind::TooLarge))
            } else {
                Ok(first)
            };
        };
        let mut whole = BytesMut::with_capacity(4 * (first.len() + second.len()));
        whole.extend_from_slice(&first);
        whole.extend_from_slice(&second);
        while whole.len() <= limit {
            let Some(chunk) = self.chunk().await? else {
                return Ok(whole.freeze());
            };
            whole.extend_from_slice(&chunk);
        }
        Err(HttpError::new(HttpErrorKind::TooLarge))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::new(Whole(Some(bytes)))
    }
}

struct Whole(Option<Bytes>);

impl Chunks for Whole {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
