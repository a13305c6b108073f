//! The HTTP client that people get unless they bring their own.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, RANGE, USER_AGENT};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, HeaderValue};
use http_body_util::Full;
use hyper::body::{Body as _, Incoming};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use crate::error::Error;
use crate::future::BoxFuture;
use crate::http::body::{Body, Chunks};
use crate::http::connector::Connector;
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::gzip::Gzip;
use crate::http::http_client_options::HttpClientOptions;
use crate::http::service::{HttpService, Request, Response};

/// [`HttpService`] on hyper with rustls: no redirects, no cookies, no `.netrc`, certificates always verified.
///
/// Build it once and share it: it reads the platform's certificates and holds the connection pool. A connection belongs to the
/// runtime that made it: of several runtimes with one client, none may stand still while another makes requests.
#[derive(Clone)]
pub struct HttpClient {
    client: Client<Connector, Full<Bytes>>,
    user_agent: HeaderValue,
}

impl HttpClient {
    /// Creates a client with these settings.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when TLS or the proxy cannot be set up,
    /// the client certificate cannot be read, or the user agent cannot be sent in a header.
    pub fn new(options: &HttpClientOptions) -> Result<Self, Error> {
        let user_agent = HeaderValue::from_str(&options.user_agent).map_err(|error| {
            Error::configuration("the user agent cannot be sent in a header").with_source(error)
        })?;
        let mut builder = Client::builder(TokioExecutor::new());
        // With a timer, connections that nobody uses are closed.
        builder.pool_timer(TokioTimer::new());
        Ok(Self {
            client: builder.build(Connector::new(options)?),
            user_agent,
        })
    }

    /// Adds the headers that each request has, where the request says nothing else.
    fn complete(&self, headers: &mut HeaderMap) {
        let add = |headers: &mut HeaderMap, name, value: &HeaderValue| {
            headers.entry(name).or_insert_with(|| value.clone());
        };
        add(headers, USER_AGENT, &self.user_agent);
        add(headers, ACCEPT, &HeaderValue::from_static("*/*"));
        // A part of what is packed cannot be unpacked.
        if !headers.contains_key(RANGE) {
            add(headers, ACCEPT_ENCODING, &HeaderValue::from_static("gzip"));
        }
    }
}

impl HttpService for HttpClient {
    fn call(&self, mut request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        if !is_for_http(&request) {
            return Box::pin(async { Err(HttpError::new(HttpErrorKind::Request)) });
        }
        self.complete(request.headers_mut());
        // A body that unpacks badly would be lost, and it may hold a token: who asks for none gets it as it came.
        let encoding = request.headers().get(ACCEPT_ENCODING);
        let unpacks = encoding.is_some_and(|encoding| encoding != "identity");
        let request = request.map(Full::new);
        #[cfg(feature = "http2")]
        let response = crate::http::http2::send(self.client.clone(), request);
        #[cfg(not(feature = "http2"))]
        let response = self.client.request(request);
        Box::pin(async move {
            let response = response.await.map_err(no_response)?;
            Ok(received(response, unpacks))
        })
    }
}

fn is_for_http(request: &Request) -> bool {
    let uri = request.uri();
    let is_known = |scheme: &Scheme| *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS;
    uri.scheme().is_some_and(is_known) && uri.authority().is_some_and(is_server)
}

/// Returns whether it is a host, and a port if any. A port that is none would be taken for the usual one, and a name with a
/// password is not for the server to read.
fn is_server(authority: &Authority) -> bool {
    let host = authority.host();
    let port = authority.as_str().strip_prefix(host);
    !host.is_empty()
        && port.is_some_and(|port| matches!(port, "" | ":") || authority.port_u16().is_some())
}

fn received(mut response: hyper::Response<Incoming>, unpacks: bool) -> Response {
    if unpacks && is_packed(response.headers()) {
        // They are of the body as it came.
        response.headers_mut().remove(CONTENT_ENCODING);
        response.headers_mut().remove(CONTENT_LENGTH);
        return response.map(|body| Body::new(Gzip::new(Arriving(body))));
    }
    response.map(|body| Body::new(Arriving(body)))
}

/// Returns whether the body is gzip, by either of its names (RFC 9110 §8.4.1.3).
fn is_packed(headers: &HeaderMap) -> bool {
    let encoding = headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes);
    encoding.is_some_and(|name| {
        name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip")
    })
}

struct Arriving(Incoming);

impl Chunks for Arriving {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Poll::Ready(Some(Err(interrupted(error)))),
            };
            // What follows a body as trailers says nothing that anybody asks for.
            if let Ok(chunk) = frame.into_data() {
                return Poll::Ready(Some(Ok(chunk)));
            }
        }
    }
}

/// Translates the error of a request without a response. Only a failed connection proves that nothing was processed;
/// everything later leaves a doubt.
fn no_response(error: ClientError) -> HttpError {
    if error.is_connect() {
        return HttpError::new(HttpErrorKind::Connect).with_source(error);
    }
    interrupted(error)
}

fn interrupted(error: impl StdError + Send + Sync + 'static) -> HttpError {
    let mut causes =
        std::iter::successors(Some(&error as &dyn StdError), |error| (*error).source());
    // The system gives up a connection whose other end says nothing.
    let is_late = causes.any(|cause| {
        let cause = cause.downcast_ref::<io::Error>();
        cause.is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut)
    });
    let kind = match is_late {
        true => HttpErrorKind::Timeout,
        false => HttpErrorKind::Interrupted,
    };
    HttpError::new(kind).with_source(error)
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient").finish_non_exhaustive()
    }
}
