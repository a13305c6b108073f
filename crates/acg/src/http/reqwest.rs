//! The HTTP client people get unless they bring their own: the only file that names it.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::ACCEPT_ENCODING;

use crate::error::Error;
use crate::future::BoxFuture;
use crate::http::body::{Body, Chunks};
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::origin::LastOrigin;
use crate::http::reqwest_options::ReqwestOptions;
use crate::http::service::{HttpService, Request, Response};
use crate::http::tls;

/// What a proxy elsewhere could not reach.
const THIS_COMPUTER: &str = "localhost,127.0.0.0/8,::1";

/// [`HttpService`] on reqwest with rustls: no redirects, no cookies, no `.netrc`, certificates always verified.
///
/// Build it once and share it: it reads the platform's certificates and holds the connection pool.
#[derive(Debug, Clone)]
pub struct ReqwestService {
    client: reqwest::Client,
    /// For requests that ask for no encoding: what comes is not unpacked. A body that unpacks badly
    /// would be lost, and it may hold a token.
    plain: reqwest::Client,
    last_origin: LastOrigin,
}

impl ReqwestService {
    /// Creates a client with these settings.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when TLS or the proxy cannot be set up, or
    /// the client certificate cannot be read.
    pub fn new(options: &ReqwestOptions) -> Result<Self, Error> {
        let failed = |error: reqwest::Error| {
            Error::configuration("the HTTP client cannot be set up")
                .with_source(error.without_url())
        };
        let tls = tls::config(options)?;
        let builder = || Ok(builder(options)?.tls_backend_preconfigured(tls.clone()));
        Ok(Self {
            client: builder()?.build().map_err(failed)?,
            plain: builder()?.gzip(false).build().map_err(failed)?,
            last_origin: LastOrigin::default(),
        })
    }

    fn translated(&self, request: Request) -> reqwest::Result<reqwest::Request> {
        let url = self.last_origin.url(request.uri());
        // Only reqwest can keep extensions, and knows the error of a URL that is none.
        let Some(url) = url.filter(|_| request.extensions().is_empty()) else {
            return reqwest::Request::try_from(request);
        };
        let (parts, body) = request.into_parts();
        let mut translated = reqwest::Request::new(parts.method, url);
        *translated.headers_mut() = parts.headers;
        *translated.version_mut() = parts.version;
        *translated.body_mut() = Some(body.into());
        Ok(translated)
    }
}

fn builder(options: &ReqwestOptions) -> Result<reqwest::ClientBuilder, Error> {
    let builder = reqwest::Client::builder()
        // A redirect of the token endpoint would carry secrets to wherever it points.
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(options.connect_timeout)
        .user_agent(&options.user_agent)
        // A request is small and its caller waits: nothing is gained by collecting more.
        .tcp_nodelay(true)
        // The environment decides nothing here: a variable must not send credentials through another machine.
        .no_proxy();
    let Some(proxy) = &options.proxy else {
        return Ok(builder);
    };
    let proxy = reqwest::Proxy::all(proxy.as_str()).map_err(|error| {
        Error::configuration("the proxy is not a URL").with_source(error.without_url())
    })?;
    let direct = options.no_proxy.as_deref().unwrap_or_default();
    let direct = reqwest::NoProxy::from_string(&format!("{THIS_COMPUTER},{direct}"));
    Ok(builder.proxy(proxy.no_proxy(direct)))
}

impl HttpService for ReqwestService {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let encoding = request.headers().get(ACCEPT_ENCODING);
        let client = match encoding {
            Some(encoding) if encoding == "identity" => &self.plain,
            _ => &self.client,
        };
        // Here, and not in the future, which holds no request then and is small.
        let response = self
            .translated(request)
            .map(|request| client.execute(request));
        Box::pin(async move {
            let response = response.map_err(http_error)?;
            response.await.map(convert).map_err(http_error)
        })
    }
}

fn convert(mut response: reqwest::Response) -> Response {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut converted = Response::new(Body::new(Streamed(response.bytes_stream())));
    *converted.status_mut() = status;
    *converted.headers_mut() = headers;
    converted
}

struct Streamed<S>(S);

impl<S: Stream<Item = reqwest::Result<Bytes>> + Send + Unpin> Chunks for Streamed<S> {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        Pin::new(&mut self.0)
            .poll_next(cx)
            .map(|chunk| chunk.map(|chunk| chunk.map_err(http_error)))
    }
}

/// Translates reqwest's error. The URL is taken out of the cause: it may hold account ids.
fn http_error(error: reqwest::Error) -> HttpError {
    // Only a failed connection proves that nothing was processed; everything later leaves a doubt.
    let kind = if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_builder() {
        HttpErrorKind::Request
    } else if error.is_timeout() {
        HttpErrorKind::Timeout
    } else {
        HttpErrorKind::Interrupted
    };
    HttpError::new(kind).with_source(error.without_url())
}
