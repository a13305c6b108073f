//! Why an HTTP request got no response, and whether the server can have processed it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

/// Why there is no response.
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
    /// No response in time. May have been processed: only a read may be sent again.
    Timeout,
    /// The connection broke after the request may have left. May have been processed: only a read may be sent again.
    Interrupted,
    /// The body is larger than the caller allows. Processed; repeating is pointless.
    TooLarge,
}

impl HttpError {
    /// Creates an error of this kind.
    pub fn new(kind: HttpErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Keeps the cause. It must not hold a URL with a code or a body.
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Returns what happened.
    pub fn kind(&self) -> HttpErrorKind {
        self.kind
    }

    /// Returns whether the server certainly did not process the request.
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
            HttpErrorKind::Timeout => "no response in time",
            HttpErrorKind::Interrupted => "the connection broke before the response was complete",
            HttpErrorKind::TooLarge => "the response is larger than allowed",
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
