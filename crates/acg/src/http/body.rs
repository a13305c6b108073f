//! The body of a response, read in chunks up to a limit.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use crate::http::error::{HttpError, HttpErrorKind};

/// A body as it arrives, chunk by chunk.
pub struct Body(Pin<Box<dyn Chunks>>);

/// The chunks of a [`Body`].
pub trait Chunks: Send {
    /// Returns the next chunk; `None` after the last.
    fn poll_chunk(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>>;
}

impl Body {
    /// Creates a body that is read from `chunks`.
    pub fn new(chunks: impl Chunks + 'static) -> Self {
        Self(Box::pin(chunks))
    }

    /// Returns the next chunk, or `None` after the last.
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

    /// Returns the whole body.
    ///
    /// # Errors
    /// [`HttpErrorKind::TooLarge`] as soon as more than `limit` bytes have come; otherwise as [`chunk`](Self::chunk).
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, HttpError> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        // Most responses are one chunk, which needs no copy.
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
        // Counted as it arrives: a content length can be absent, or untrue.
        while whole.len() <= limit {
            let Some(chunk) = self.chunk().await? else {
                return Ok(whole.freeze());
            };
            whole.extend_from_slice(&chunk);
        }
        Err(HttpError::new(HttpErrorKind::TooLarge))
    }
}

impl Body {
    /// Reads the body into `whole`, where what came before a failure stays.
    ///
    /// # Errors
    /// As [`collect`](Self::collect).
    pub(crate) async fn collect_into(
        mut self,
        whole: &mut BytesMut,
        limit: usize,
    ) -> Result<(), HttpError> {
        while let Some(chunk) = self.chunk().await? {
            whole.extend_from_slice(&chunk);
            if whole.len() > limit {
                return Err(HttpError::new(HttpErrorKind::TooLarge));
            }
        }
        Ok(())
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
