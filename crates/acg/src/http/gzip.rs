//! A body that is unpacked while it arrives (RFC 1952).

use std::io::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;

use crate::http::body::Chunks;
use crate::http::error::{HttpError, HttpErrorKind};

/// How many bytes are unpacked at once. They become a thousand times as many at the most, and a limit of the body is
/// looked at after each piece.
const PIECE: usize = 512;

/// The unpacked chunks of a body in gzip.
pub(super) struct Gzip<C> {
    packed: C,
    arrived: Bytes,
    decoder: Decoder,
}

enum Decoder {
    /// No byte has come: the body of a response that may have none is empty, and not a damaged one.
    Waits,
    Unpacks(Box<MultiGzDecoder<Vec<u8>>>),
    Ended,
}

impl<C> Gzip<C> {
    pub(super) fn new(packed: C) -> Self {
        Self {
            packed,
            arrived: Bytes::new(),
            decoder: Decoder::Waits,
        }
    }

    /// Unpacks a piece of what has arrived. What that gives may come with a later piece.
    fn unpack(&mut self) -> io::Result<Vec<u8>> {
        let piece = self.arrived.split_to(PIECE.min(self.arrived.len()));
        if let Decoder::Waits = self.decoder {
            self.decoder = Decoder::Unpacks(Box::new(MultiGzDecoder::new(Vec::new())));
        }
        let Decoder::Unpacks(decoder) = &mut self.decoder else {
            return Ok(Vec::new());
        };
        decoder.write_all(&piece)?;
        Ok(std::mem::take(decoder.get_mut()))
    }

    /// Returns what is left at the end, where the sum over everything must be right.
    fn end(&mut self) -> Option<Result<Bytes, HttpError>> {
        let Decoder::Unpacks(decoder) = std::mem::replace(&mut self.decoder, Decoder::Ended) else {
            return None;
        };
        match decoder.finish() {
            Ok(rest) if rest.is_empty() => None,
            rest => Some(rest.map(Bytes::from).map_err(damaged)),
        }
    }
}

impl<C: Chunks + Unpin> Chunks for Gzip<C> {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        let this = &mut *self;
        loop {
            while !this.arrived.is_empty() {
                let unpacked = this.unpack().map_err(damaged)?;
                if !unpacked.is_empty() {
                    return Poll::Ready(Some(Ok(unpacked.into())));
                }
            }
            if let Decoder::Ended = this.decoder {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.packed).poll_chunk(cx)) {
                None => return Poll::Ready(this.end()),
                Some(chunk) => this.arrived = chunk?,
            }
        }
    }
}

fn damaged(error: io::Error) -> HttpError {
    HttpError::new(HttpErrorKind::Interrupted).with_source(error)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;
    use crate::http::body::Body;

    struct Parts(VecDeque<Bytes>);

    impl Chunks for Parts {
        fn poll_chunk(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Bytes, HttpError>>> {
            Poll::Ready(self.0.pop_front().map(Ok))
        }
    }

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    /// Unpacks what arrives in parts of this length.
    async fn unpacked(packed: &[u8], part: usize, limit: usize) -> Result<Bytes, HttpError> {
        let parts = packed.chunks(part).map(Bytes::copy_from_slice).collect();
        Body::new(Gzip::new(Parts(parts))).collect(limit).await
    }

    #[tokio::test]
    async fn no_byte_is_an_empty_body() {
        assert_eq!(unpacked(b"", 1, 10).await.unwrap(), "");
    }

    #[tokio::test]
    async fn what_was_packed_in_two_steps_is_one_body() {
        let both = [packed(b"one "), packed(b"body")].concat();
        for part in [1, 7, 1000] {
            assert_eq!(unpacked(&both, part, 100).await.unwrap(), "one body");
        }
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_or_is_damaged_is_an_error() {
        let whole = packed(b"a text of some length, which is a text of some length");
        for end in 1..whole.len() {
            let error = unpacked(&whole[..end], 5, 100).await.unwrap_err();
            assert_eq!(error.kind(), HttpErrorKind::Interrupted, "{end}");
        }
        let mut other = whole;
        let sum = other.len() - 8;
        other[sum] ^= 1;
        unpacked(&other, 5, 100).await.unwrap_err();
    }

    #[tokio::test]
    async fn a_body_that_becomes_large_is_given_up_before_it_is_in_memory() {
        let bomb = packed(&vec![0; 64 * 1024 * 1024]);
        let mut body = Gzip::new(Parts(VecDeque::from([Bytes::from(bomb)])));
        let mut largest = 0;
        while let Some(chunk) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_chunk(cx)).await
        {
            largest = largest.max(chunk.unwrap().len());
        }
        assert!(largest <= 1024 * 1024, "{largest}");
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(text in proptest::collection::vec(any::<u8>(), 0..3000), part in 1..2000usize) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let found = runtime.block_on(unpacked(&packed(&text), part, 3000)).unwrap();
            prop_assert_eq!(&found[..], &text[..]);
        }
    }
}
