//! An HTTP client that counts what it sends, and does to a request what a bad network or proxy does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use acg::BoxFuture;
use acg::http::{
    Body, HttpError, HttpErrorKind, HttpService, Request, ReqwestOptions, ReqwestService, Response,
};
use http::StatusCode;

use crate::server::ServerError;

/// An HTTP client for the tests. Clones share the counter.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: Arc<ReqwestService>,
    sent: Arc<AtomicUsize>,
    next: Arc<Mutex<Option<Accident>>>,
}

/// What happens to a request and its response. The provider processes the request in every case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accident {
    /// The connection breaks, and the response is lost.
    LosesTheResponse,
    /// The response ends in the middle of its body.
    CutsTheBody,
    /// A proxy gives up waiting and responds with the status 502.
    BadGateway,
    /// A proxy sends the request twice, and the client gets the second response.
    SendsTwice,
}

/// No token response is longer.
const LONGEST_BODY: usize = 1 << 20;

impl Wire {
    /// Makes one.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new() -> Result<Self, ServerError> {
        Ok(Self {
            inner: Arc::new(ReqwestService::new(&ReqwestOptions::default())?),
            sent: Arc::default(),
            next: Arc::default(),
        })
    }

    /// Returns how many requests have left. One that a proxy doubles counts once.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// Lets this happen to the next request.
    pub fn meet(&self, accident: Accident) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(accident);
    }
}

impl HttpService for Wire {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        let next = self
            .next
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let inner = Arc::clone(&self.inner);
        Box::pin(async move {
            if next == Some(Accident::SendsTwice) {
                inner.call(request.clone()).await?;
            }
            let response = inner.call(request).await?;
            match next {
                None | Some(Accident::SendsTwice) => Ok(response),
                Some(Accident::LosesTheResponse) => Err(HttpError::new(HttpErrorKind::Interrupted)),
                Some(Accident::CutsTheBody) => cut(response).await,
                Some(Accident::BadGateway) => Ok(bad_gateway(response)),
            }
        })
    }
}

async fn cut(response: Response) -> Result<Response, HttpError> {
    let (parts, body) = response.into_parts();
    let mut body = body.collect(LONGEST_BODY).await?;
    body.truncate(body.len() / 2);
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn bad_gateway(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    *response.body_mut() = Body::from(bytes::Bytes::from_static(b"<h1>502 Bad Gateway</h1>"));
    response
}
