//! Bodies that stop early or arrive slowly.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

/// A body that arrives in pieces with pauses between them, and may end too early.
///
/// Its error makes the server close the connection. If nothing has been sent by then, the status line is not sent
/// either.
pub(crate) struct BrokenBody {
    pieces: VecDeque<Bytes>,
    every: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    cut: bool,
}

impl BrokenBody {
    /// Sends the first bytes, then closes the connection.
    pub(crate) fn cut(body: Bytes, after: usize) -> Self {
        let sent = body.slice(..after.min(body.len()));
        let pieces = [sent]
            .into_iter()
            .filter(|piece| !piece.is_empty())
            .collect();
        // Without the pause the server would drop what it has not yet written to the socket.
        Self {
            pieces,
            every: Duration::from_millis(20),
            pause: None,
            cut: true,
        }
    }

    /// Sends pieces of this size with a pause after each.
    pub(crate) fn drip(body: Bytes, size: usize, every_ms: u64) -> Self {
        let pieces = body
            .chunks(size.max(1))
            .map(Bytes::copy_from_slice)
            .collect();
        Self {
            pieces,
            every: Duration::from_millis(every_ms),
            pause: None,
            cut: false,
        }
    }
}

impl Stream for BrokenBody {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(pause) = &mut self.pause {
            std::task::ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        if let Some(piece) = self.pieces.pop_front() {
            self.pause = Some(Box::pin(tokio::time::sleep(self.every)));
            return Poll::Ready(Some(Ok(piece)));
        }
        Poll::Ready(self.cut.then(|| {
            Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "a fault of the sandbox",
            ))
        }))
    }
}
