//! An HTTP client that counts what it sends, and loses a response when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use acg::BoxFuture;
use acg::http::{
    HttpError, HttpErrorKind, HttpService, Request, ReqwestOptions, ReqwestService, Response,
};

use crate::server::ServerError;

/// An HTTP client for the tests. Clones share the counter.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: Arc<ReqwestService>,
    sent: Arc<AtomicUsize>,
    loses_next: Arc<AtomicBool>,
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
            loses_next: Arc::default(),
        })
    }

    /// How many requests have left.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// Loses the response to the next request: the provider has processed it, and the client sees a broken connection.
    pub fn lose_next_response(&self) {
        self.loses_next.store(true, Ordering::SeqCst);
    }
}

impl HttpService for Wire {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let is_lost = self.loses_next.swap(false, Ordering::SeqCst);
        let response = self.inner.call(request);
        Box::pin(async move {
            let response = response.await?;
            if is_lost {
                return Err(HttpError::new(HttpErrorKind::Interrupted));
            }
            Ok(response)
        })
    }
}
