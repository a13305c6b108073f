//! An HTTP client that counts what it sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acg::http::{HttpClient, HttpClientOptions, HttpError, HttpService, Request, Response};
use acg::{BoxFuture, Secret};

use crate::server::{Server, ServerError};

/// An HTTP client for the tests. Clones share the counter.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: Arc<HttpClient>,
    sent: Arc<AtomicUsize>,
}

impl Wire {
    /// Makes one.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new() -> Result<Self, ServerError> {
        Ok(Self {
            inner: Arc::new(HttpClient::new(&HttpClientOptions::default())?),
            sent: Arc::default(),
        })
    }

    /// Makes one that trusts the authority of a server and shows the certificate of its client, if there is one.
    ///
    /// # Errors
    /// When the server has no authority, or the HTTP client cannot be set up.
    pub fn with_certificate(server: &Server, shows: bool) -> Result<Self, ServerError> {
        let certificate = |name: &str| server.certificate(name);
        let mut options = HttpClientOptions::default();
        options.platform_authorities = false;
        options.authorities = Some(certificate("authority")?.to_owned());
        if shows {
            options.client_certificate = Some(Secret::new(certificate("client")?));
        }
        Ok(Self {
            inner: Arc::new(HttpClient::new(&options)?),
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
