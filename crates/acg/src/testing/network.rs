//! The network between a test and its provider, which can lose or delay what a test says.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderValue;
use http::header::RETRY_AFTER;
use serde_json::json;

use crate::future::BoxFuture;
use crate::http::body::{Body, Chunks};
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::service::{HttpService, Request, Response};
use crate::sync::lock;
use crate::testing::json_response::{json_response, response};
use crate::testing::reaction::Reaction;
use crate::testing::rotating_provider::{Arrival, RotatingProvider, Seen};

impl HttpService for RotatingProvider {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let provider = self.clone();
        Box::pin(async move {
            let seen = Seen::of(request);
            let (reaction, yields) = {
                let mut inner = lock(&provider.inner);
                // Before anything delays it: a test that holds the request can already count it.
                inner.seen.push(seen.clone());
                (inner.script.pop_front(), inner.yields)
            };
            for _ in 0..yields {
                tokio::task::yield_now().await;
            }
            react(&provider, &seen, reaction).await
        })
    }
}

async fn react(
    provider: &RotatingProvider,
    seen: &Seen,
    reaction: Option<Reaction>,
) -> Result<Response, HttpError> {
    let process = |arrival| {
        let (status, body) = provider.process_with(seen, arrival);
        json_response(status, &body)
    };
    // The tokens do not arrive, so presenting the old one again is no double spend.
    let lose_tokens = |instead| {
        process(Arrival::Lost);
        instead
    };
    let json = |body| Ok(response(200, "application/json", body));
    let Some(reaction) = reaction else {
        return Ok(process(Arrival::Arrived));
    };
    match reaction {
        Reaction::Unreachable => Err(HttpError::new(HttpErrorKind::Connect)),
        Reaction::Respond(status, kind, body) => Ok(response(status, kind, Bytes::from(body))),
        Reaction::Throttle(after) => Ok(patience(429, after)),
        Reaction::Unavailable(after) => Ok(patience(503, after)),
        Reaction::LoseResponse => lose_tokens(Err(HttpError::new(HttpErrorKind::Interrupted))),
        Reaction::ProcessAndRespond(status, kind, body) => {
            lose_tokens(Ok(response(status, kind, Bytes::from(body))))
        }
        Reaction::EndlessBody => lose_tokens(json(Body::new(Endless))),
        Reaction::BreakAfter(part) => {
            lose_tokens(json(Body::new(Breaking(Some(Bytes::from(part))))))
        }
        Reaction::Edit(edit) => {
            let (status, mut body) = provider.process_with(seen, Arrival::Arrived);
            edit(&mut body);
            Ok(json_response(status, &body))
        }
        Reaction::HoldRequest(gate) => {
            gate.pass().await;
            Ok(process(Arrival::Arrived))
        }
        Reaction::HoldResponse(gate) => {
            let response = process(Arrival::Arrived);
            gate.pass().await;
            Ok(response)
        }
        Reaction::Hang => std::future::pending().await,
        Reaction::Panic => panic!("the HTTP client has a defect"),
    }
}

fn patience(status: u16, after: &'static str) -> Response {
    let mut response = json_response(status, &json!({"code": 1207}));
    let after = HeaderValue::from_static(after);
    response.headers_mut().insert(RETRY_AFTER, after);
    response
}

struct Endless;

impl Chunks for Endless {
    fn poll_chunk(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        // White space, which any JSON reader accepts: only the limit on the length ends it.
        Poll::Ready(Some(Ok(Bytes::from(vec![b' '; 64 * 1024]))))
    }
}

/// A body of one chunk, after which the connection breaks.
struct Breaking(Option<Bytes>);

impl Chunks for Breaking {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        let broken = HttpError::new(HttpErrorKind::Interrupted);
        Poll::Ready(Some(self.0.take().ok_or(broken)))
    }
}
