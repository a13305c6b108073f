//! HTTP as a worker does it: it tells the harness which responses it has waited for in vain.

use std::sync::Arc;
use std::time::Duration;

use acg::BoxFuture;
use acg::http::{HttpError, HttpService, Request, Response};

use crate::orders::{WorkerEvent, now, parse_refresh_token, tell};

/// On a busy machine a response may come when nobody can still wait for it. Only the side that waits knows.
#[derive(Debug)]
pub(super) struct WatchedHttp {
    pub(super) inner: Arc<dyn HttpService>,
    pub(super) worker: u32,
    /// How long the engine waits for a response. What it gives up before that is its own fault.
    pub(super) timeout: Duration,
}

impl HttpService for WatchedHttp {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let wait = Wait {
            token: refresh_token(&request),
            worker: self.worker,
            until: now() + u64::try_from(self.timeout.as_nanos()).unwrap_or(u64::MAX / 2),
        };
        let call = self.inner.call(request);
        Box::pin(async move {
            let mut wait = wait;
            let response = call.await;
            if response.is_ok() {
                wait.token = None;
            }
            response
        })
    }
}

/// A response that is awaited, until it is dropped.
struct Wait {
    token: Option<(u32, u64)>,
    worker: u32,
    until: u64,
}

impl Drop for Wait {
    fn drop(&mut self) {
        let Some((connection, generation)) = self.token.filter(|_| now() >= self.until) else {
            return;
        };
        tell(&WorkerEvent::GaveUp {
            worker: self.worker,
            connection,
            generation,
            at: now(),
        });
    }
}

fn refresh_token(request: &Request) -> Option<(u32, u64)> {
    let form = std::str::from_utf8(request.body()).ok()?;
    let mut fields = form.split('&');
    parse_refresh_token(fields.find_map(|field| field.strip_prefix("refresh_token="))?)
}
