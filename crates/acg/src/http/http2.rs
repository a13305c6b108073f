//! Requests that a server refuses before it has read them, as one of HTTP/2 does when it is about to close a connection.

use std::error::Error as StdError;

use bytes::Bytes;
use h2::Reason;
use http::Request;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error};

use crate::http::connector::Connector;

/// How often a request is sent at the most. Each further connection may be about to be closed as well.
const ATTEMPTS: u32 = 3;

/// Sends a request, and once more over another connection where the server says that it has not read it.
pub(super) async fn send(
    client: Client<Connector, Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Error> {
    for _ in 1..ATTEMPTS {
        match client.request(request.clone()).await {
            Err(error) if is_unread(&error) => {}
            result => return result,
        }
    }
    client.request(request).await
}

/// Returns whether the server has certainly not processed the request (RFC 9113 §8.7).
fn is_unread(error: &Error) -> bool {
    let mut causes = std::iter::successors(error.source(), |error| (*error).source());
    let Some(error) = causes.find_map(|error| error.downcast_ref::<h2::Error>()) else {
        return false;
    };
    // What is sent after the last request that a server still processes ends with the first, what it has no room for with the second.
    let is_shutdown = error.is_go_away() && error.reason() == Some(Reason::NO_ERROR);
    let is_refused = error.is_reset() && error.reason() == Some(Reason::REFUSED_STREAM);
    error.is_remote() && (is_shutdown || is_refused)
}
