//! Responses without a network: what is left is the client's own work.

use std::sync::atomic::{AtomicU64, Ordering};

use acg::BoxFuture;
use acg::http::{HttpError, HttpService, Request, Response};
use bytes::Bytes;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::token::token;

/// A token endpoint where every refresh gets the next token at once.
#[derive(Debug, Default)]
pub struct Tokens(AtomicU64);

impl HttpService for Tokens {
    fn call(&self, _: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let token = token(number);
        let body = format!(
            r#"{{"access_token":"{token}","token_type":"bearer","expires_in":86400,"refresh_token":"n-{number}"}}"#
        );
        Box::pin(std::future::ready(Ok(json(body.into()))))
    }
}

/// The same document for every call.
#[derive(Debug)]
pub struct Document(pub Bytes);

impl HttpService for Document {
    fn call(&self, _: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        Box::pin(std::future::ready(Ok(json(self.0.clone()))))
    }
}

fn json(body: Bytes) -> Response {
    let mut response = Response::new(body.into());
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}
