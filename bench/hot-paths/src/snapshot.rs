//! A token that the whole process shares: the least that knows whether it is valid.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use http::HeaderValue;

use crate::token::header;

/// A shared token with its header.
#[derive(Debug)]
pub struct Snapshot(ArcSwap<Token>);

#[derive(Debug)]
struct Token {
    header: HeaderValue,
    valid_until: Instant,
}

impl Snapshot {
    /// A token that is valid for so long.
    pub fn new(token: &str, valid_for: Duration) -> Self {
        Self(ArcSwap::new(Arc::new(Token {
            header: header(token),
            valid_until: Instant::now() + valid_for,
        })))
    }

    /// The value of the `Authorization` header.
    pub async fn header(&self) -> HeaderValue {
        let token = self.0.load();
        assert!(Instant::now() < token.valid_until, "the token is valid");
        token.header.clone()
    }
}
