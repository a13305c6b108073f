//! The HTTP client people get unless they bring their own: the only file that names it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::ACCEPT_ENCODING;

use crate::error::Error;
use crate::future::BoxFuture;
use crate::http::body::{Body, Chunks};
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::service::{HttpService, Request, Response};
use crate::secret::Secret;

/// Settings of a [`ReqwestService`].
#[derive(Clone)]
#[non_exhaustive]
pub struct ReqwestOptions {
    /// The longest time to make a connection. Default: 5 seconds.
    pub connect_timeout: Duration,
    /// The `User-Agent` header. Default: this library's name and version.
    pub user_agent: String,
    /// A proxy for all requests, as a URL; this computer is always reached without it.
    /// Default: none; the environment is not read.
    pub proxy: Option<String>,
    /// The hosts, domains and networks that are reached without the proxy, separated by commas. Default: none.
    pub no_proxy: Option<String>,
    /// The certificate that the client shows, in PEM: its chain, and then its private key. It is
    /// how a [certificate client](crate::AuthorizationCodeAuthCredentials::certificate_client)
    /// proves who it is (RFC 8705 §2). Default: none.
    pub client_certificate: Option<Secret>,
    /// Authorities that are trusted beside the platform's, in PEM: for a provider with
    /// certificates of its own. Default: none.
    pub authorities: Option<String>,
}

/// A proxy's URL may hold a password.
impl fmt::Debug for ReqwestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .field("has_proxy", &self.proxy.is_some())
            .field("has_certificate", &self.client_certificate.is_some())
            .finish_non_exhaustive()
    }
}

/// What a proxy elsewhere could not reach.
const THIS_COMPUTER: &str = "localhost,127.0.0.0/8,::1";

impl Default for ReqwestOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            user_agent: concat!("acg-rust/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: None,
            no_proxy: None,
            client_certificate: None,
            authorities: None,
        }
    }
}

/// [`HttpService`] on reqwest with rustls: no redirects, no cookies, no `.netrc`, certificates always verified.
///
/// Build it once and share it: it reads the platform's certificates and holds the connection pool.
#[derive(Debug, Clone)]
pub struct ReqwestService {
    client: reqwest::Client,
    /// For requests that ask for no encoding: what comes is not unpacked. A body that unpacks badly
    /// would be lost, and it may hold a token.
    plain: reqwest::Client,
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
        Ok(Self {
            client: builder(options)?.build().map_err(failed)?,
            plain: builder(options)?.gzip(false).build().map_err(failed)?,
        })
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
    let builder = with_certificates(builder, options)?;
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

fn with_certificates(
    mut builder: reqwest::ClientBuilder,
    options: &ReqwestOptions,
) -> Result<reqwest::ClientBuilder, Error> {
    if let Some(pem) = &options.client_certificate {
        // The cause is left out: it may quote the key.
        let identity = reqwest::Identity::from_pem(pem.expose().as_bytes()).map_err(|_| {
            Error::configuration("the client certificate or its key cannot be read")
        })?;
        builder = builder.identity(identity);
    }
    if let Some(pem) = &options.authorities {
        let authorities = reqwest::Certificate::from_pem_bundle(pem.as_bytes())
            .map_err(|_| Error::configuration("the CA certificates cannot be read"))?;
        // Merged: alone, they would make every other server untrusted.
        builder = builder.tls_certs_merge(authorities);
    }
    Ok(builder)
}

impl HttpService for ReqwestService {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let encoding = request.headers().get(ACCEPT_ENCODING);
        let client = match encoding {
            Some(encoding) if encoding == "identity" => self.plain.clone(),
            _ => self.client.clone(),
        };
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(http_error)?;
            let response = client.execute(request).await.map_err(http_error)?;
            Ok(convert(response))
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
