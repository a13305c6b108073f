//! How requests leave the process: through the shared HTTP client or one of the program's own, seen by the program
//! if it wants to.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use acg::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use url::form_urlencoded::Serializer;

use crate::exchange::{self, Sent};
use crate::failure::OwnException;
use crate::held::Held;

/// The future of a response.
type Pending = acg::BoxFuture<'static, Result<Response, HttpError>>;

/// The largest body that a program's own client may give, or that its observer gets.
const LIMIT: usize = 64 * 1024 * 1024;

/// [`HttpService`] with what the program has to do with it.
pub(crate) struct Wire {
    http: Arc<dyn HttpService>,
    observer: Option<Arc<Held>>,
    /// What is added to a form, encoded.
    form: Arc<str>,
}

impl Wire {
    pub(crate) fn new(
        http: Arc<dyn HttpService>,
        observer: Option<Arc<Held>>,
        form: &[(String, String)],
    ) -> Self {
        let mut encoded = Serializer::new(String::new());
        let form = encoded.extend_pairs(form).finish().into();
        Self {
            http,
            observer,
            form,
        }
    }

    /// Returns a request with what the program adds to its form.
    fn complete(&self, request: Request) -> Request {
        if self.form.is_empty() || request.method() != Method::POST {
            return request;
        }
        request.map(|body| [&*body, b"&", self.form.as_bytes()].concat().into())
    }
}

impl HttpService for Wire {
    fn call(&self, request: Request) -> Pending {
        let mut request = self.complete(request);
        let (http, observer) = (self.http.clone(), self.observer.clone());
        Box::pin(async move {
            let Some(observer) = observer else {
                let sent = Sent::new(&request);
                return finish(sent, http.call(request).await?).await;
            };
            let about = About::of(&request);
            observe(&observer, &about, &mut request).await?;
            let sent = Sent::new(&request);
            let response = finish(sent, http.call(request).await?).await?;
            tell(&observer, about, response).await
        })
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire")
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}

async fn finish(sent: Option<Sent>, response: Response) -> Result<Response, HttpError> {
    match sent {
        Some(sent) => sent.received(response).await,
        None => Ok(response),
    }
}

/// What an observer learns of a request. Never a body or a bearer: those of the identity provider
/// are secrets, and data calls have no body.
#[derive(Clone)]
struct About {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    is_secret: bool,
}

impl About {
    fn of(request: &Request) -> Self {
        let mut headers = request.headers().clone();
        headers.remove(AUTHORIZATION);
        Self {
            method: request.method().to_string(),
            url: request.uri().to_string(),
            headers: pairs(&headers),
            is_secret: request.method() == Method::POST,
        }
    }
}

/// Lets the observer see a request, and set headers of it.
async fn observe(
    observer: &Arc<Held>,
    about: &About,
    request: &mut Request,
) -> Result<(), HttpError> {
    let (observer, about, is_secret) = (observer.clone(), about.clone(), about.is_secret);
    let headers = in_python(move |py| {
        let Some(observer) = observer.get(py) else {
            return Ok(Vec::new());
        };
        let arguments = (about.method, about.url, about.headers, about.is_secret);
        let set = observer.call_method1(py, "before", arguments)?;
        set.extract::<Vec<(String, String)>>(py)
    })
    .await
    .map_err(|error| raised(error, is_secret, HttpErrorKind::Request))?;
    for (name, value) in headers {
        let (name, value) = header(&name, &value)?;
        // The bearer is the grant's business: a program that set it could send another customer's.
        if name != AUTHORIZATION {
            request.headers_mut().insert(name, value);
        }
    }
    Ok(())
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), HttpError> {
    let refused = |_| HttpError::new(HttpErrorKind::Request);
    let name = HeaderName::try_from(name).map_err(|_| HttpError::new(HttpErrorKind::Request))?;
    Ok((name, HeaderValue::try_from(value).map_err(refused)?))
}

/// Lets the observer see a response. What it raises is its own affair: the request has been processed.
async fn tell(
    observer: &Arc<Held>,
    about: About,
    response: Response,
) -> Result<Response, HttpError> {
    let (parts, mut body) = response.into_parts();
    let (observer, is_secret) = (observer.clone(), about.is_secret);
    let (status, headers) = (parts.status, pairs(&parts.headers));
    let mut content = None;
    // A file that is read as it arrives passes by: whole, it may be too large for the memory.
    if !(status.is_success() && exchange::is_streamed()) {
        let whole = body.collect(LIMIT).await?;
        content = (!is_secret).then(|| whole.clone());
        body = Body::from(whole);
    }
    let told = in_python(move |py| {
        let Some(observer) = observer.get(py) else {
            return Ok(());
        };
        let content = content.map(|content| PyBytes::new(py, &content));
        let request = (about.method, about.url, about.headers, about.is_secret);
        let reason = status.canonical_reason().unwrap_or_default();
        let response = (status.as_u16(), reason, headers, content);
        observer.call_method1(py, "after", (request, response))?;
        Ok(())
    });
    match told.await {
        // A token that has come must not be lost because a log failed.
        Err(error) if is_secret => report(error).await,
        Err(error) => return Err(raised(error, is_secret, HttpErrorKind::Interrupted)),
        Ok(()) => {}
    }
    Ok(Response::from_parts(parts, body))
}

/// Returns the error of an exception that the program's own code raised. A data call ends with it: it is no failure of
/// the network, and the next attempt would meet it again. In a request to the identity provider `kind` says what is
/// known of the request.
fn raised(exception: PyErr, is_secret: bool, kind: HttpErrorKind) -> HttpError {
    match is_secret {
        true => HttpError::new(kind).with_source(exception),
        false => HttpError::new(HttpErrorKind::Request).with_source(OwnException(exception)),
    }
}

/// Hands an exception to `sys.unraisablehook`: the caller gets the result.
async fn report(exception: PyErr) {
    let reported = in_python(move |py| {
        exception.write_unraisable(py, None);
        Ok(())
    });
    // The hook's own failures are its own affair.
    let _ = reported.await;
}

/// A program's own HTTP client, behind a callable of the package.
pub(crate) struct PythonHttp {
    send: Arc<Held>,
    timeout: Duration,
}

impl PythonHttp {
    pub(crate) fn new(send: Arc<Held>, timeout: Duration) -> Self {
        Self { send, timeout }
    }
}

impl fmt::Debug for PythonHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PythonHttp")
    }
}

/// What the callable gives: a status, headers and a body, or how it failed and with which exception.
#[derive(FromPyObject)]
enum Given {
    Response(u16, Vec<(String, String)>, Vec<u8>),
    Failure(String, Py<PyAny>),
}

impl Given {
    fn read(self, py: Python<'_>) -> Result<Response, HttpError> {
        match self {
            Self::Response(status, headers, body) => response(status, &headers, body),
            Self::Failure(how, exception) => {
                let exception = PyErr::from_value(exception.into_bound(py));
                Err(HttpError::new(failure(&how)).with_source(exception))
            }
        }
    }
}

impl HttpService for PythonHttp {
    fn call(&self, request: Request) -> Pending {
        let (send, timeout) = (self.send.clone(), self.timeout.as_secs_f64());
        Box::pin(async move {
            let is_secret = request.method() == Method::POST;
            let (method, url) = (request.method().to_string(), request.uri().to_string());
            let headers = pairs(request.headers());
            let body = request.into_body();
            let given = in_python(move |py| {
                let Some(send) = send.get(py) else {
                    return Ok(Err(HttpError::new(HttpErrorKind::Connect)));
                };
                let body = PyBytes::new(py, &body);
                let given = send.call1(py, (method, url, headers, body, timeout))?;
                Ok(given.extract::<Given>(py)?.read(py))
            });
            // What the program's client raises leaves it open whether the request was processed.
            given
                .await
                .unwrap_or_else(|error| Err(raised(error, is_secret, HttpErrorKind::Interrupted)))
        })
    }
}

fn failure(how: &str) -> HttpErrorKind {
    match how {
        "connect" => HttpErrorKind::Connect,
        "timeout" => HttpErrorKind::Timeout,
        _ => HttpErrorKind::Interrupted,
    }
}

fn response(
    status: u16,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Result<Response, HttpError> {
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() =
        StatusCode::from_u16(status).map_err(|_| HttpError::new(HttpErrorKind::Interrupted))?;
    for (name, value) in headers {
        let (name, value) = header(name, value)?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let pairs = headers.iter();
    pairs
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect()
}

/// Runs Python code where it may take its time, as waiting for the interpreter does.
async fn in_python<T: Send + 'static>(
    work: impl FnOnce(Python<'_>) -> PyResult<T> + Send + 'static,
) -> PyResult<T> {
    let done = tokio::task::spawn_blocking(move || Python::attach(work)).await;
    done.unwrap_or_else(|error| Err(crate::failure::plain(error)))
}
