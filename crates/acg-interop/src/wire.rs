//! An HTTP client that counts what it sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acg::BoxFuture;
use acg::http::{HttpError, HttpService, Request, ReqwestOptions, ReqwestService, Response};

use crate::server::ServerError;

/// An HTTP client for the tests. Clones share the counter.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: Arc<ReqwestService>,
    sent: Arc<AtomicUsize>,
}

impl Wire {
    /// Makes one.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new() -> Result<Self, ServerError> {
        Ok(Self {
            inner: Arc::new(ReqwestService::new(&ReqwestOptions::default())?),
            sent: Arc::default(),
        })
    }

    /// Returns how many requests have left. One that a proxy doubles counts once.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

impl HttpService for Wire {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.inner.call(request)
    }
}
