//! What went over the wire for a call: the request and the response, as `ApiResponse` and exceptions show them.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use acg::http::{Body, HttpError, Request, Response};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode, Uri};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::model::{self, NotedList};

/// The largest body that is kept.
const LIMIT: usize = 64 * 1024 * 1024;

/// One request and its response, without the bearer.
#[pyclass(frozen)]
#[derive(Clone)]
pub(crate) struct Exchange {
    uri: Uri,
    request_headers: HeaderMap,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Whether the body is a file, and no text.
    is_file: bool,
    /// Whether the client has read the body, and found the document that was asked for.
    is_read: bool,
    /// The places that it noted then, for the first who reads the document.
    list: Arc<Mutex<Option<NotedList>>>,
}

#[pymethods]
impl Exchange {
    #[getter]
    fn url(&self) -> String {
        self.uri.to_string()
    }

    #[getter]
    fn status(&self) -> u16 {
        self.status.as_u16()
    }

    #[getter]
    fn reason(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or_default()
    }

    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dictionary(py, &self.headers)
    }

    #[getter]
    fn request_headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dictionary(py, &self.request_headers)
    }

    /// Returns the media type; empty when the response does not say.
    #[getter]
    fn content_type(&self) -> &str {
        let value = self.headers.get(CONTENT_TYPE);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    #[getter]
    fn is_file(&self) -> bool {
        self.is_file
    }

    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.body)
    }

    /// Returns the text of the body, as the client reads it.
    #[getter]
    fn text(&self) -> Cow<'_, str> {
        akoya::body_text(Some(self.content_type()), &self.body)
    }

    /// Reads the body as an object of a class, or a list of them; a `ValueError` if it is not JSON.
    fn document<'py>(&self, py: Python<'py>, class_name: &str) -> PyResult<Bound<'py, PyAny>> {
        let text = match self.text() {
            Cow::Borrowed(text) => self.body.slice_ref(text.as_bytes()),
            Cow::Owned(text) => Bytes::from(text),
        };
        match self.is_read {
            true => {
                let list = self
                    .list
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                model::decode_known(py, class_name, text, list.as_ref())
            }
            false => model::decode(py, class_name, &text),
        }
    }
}

impl Exchange {
    /// Returns the same exchange, whose body the client has read, with the places that it noted.
    pub(crate) fn read(self, list: Option<NotedList>) -> Self {
        Self {
            is_read: true,
            list: Arc::new(Mutex::new(list)),
            ..self
        }
    }

    /// Returns the same exchange with the file that its body is.
    pub(crate) fn with_file(self, body: Bytes) -> Self {
        Self {
            body,
            is_file: true,
            ..self
        }
    }
}

/// Collects the headers. Several values of one header are joined, as RFC 9110 section 5.2 allows.
fn dictionary<'py>(py: Python<'py>, headers: &HeaderMap) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    for name in headers.keys() {
        let values = headers.get_all(name).iter();
        let values: Vec<_> = values
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        all.set_item(name.as_str(), values.join(", "))?;
    }
    Ok(all)
}

/// How much of a response is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The body of an error alone; the call gives the others.
    Errors,
    /// The body of an error alone; the others are read as they arrive.
    Streamed,
    /// Every body.
    Everything,
}

/// Where a call leaves its exchange.
#[derive(Clone)]
pub(crate) struct Recorder(Arc<(Keep, Mutex<Option<Exchange>>)>);

impl Recorder {
    pub(crate) fn new(keep: Keep) -> Self {
        Self(Arc::new((keep, Mutex::default())))
    }

    /// Runs a call, and returns the last exchange that it had too. Requests of a refresh run in
    /// a task of their own and are not seen.
    pub(crate) async fn observe<T>(&self, call: impl Future<Output = T>) -> (T, Option<Exchange>) {
        let result = RECORDER.scope(self.clone(), call).await;
        (result, self.exchange().take())
    }

    fn exchange(&self) -> MutexGuard<'_, Option<Exchange>> {
        self.0.1.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

tokio::task_local! {
    /// That of the call that runs in this task.
    static RECORDER: Recorder;
}

/// Returns whether the call that runs in this task reads its response as it arrives.
pub(crate) fn is_streamed() -> bool {
    let is_streamed = |recorder: &Recorder| recorder.0.0 == Keep::Streamed;
    RECORDER.try_with(is_streamed).unwrap_or_default()
}

/// Returns the body of the response that the call of this task has got, if its media type is that of a file.
pub(crate) fn received_file() -> Option<Bytes> {
    let file = |recorder: &Recorder| {
        let exchange = recorder.exchange();
        let exchange = exchange.as_ref()?;
        let kind = exchange.content_type().to_ascii_lowercase();
        FILES
            .iter()
            .any(|file| kind.starts_with(file))
            .then(|| exchange.body.clone())
    };
    RECORDER.try_with(file).ok()?
}

/// Returns whether the media type is one that no statement and no tax form has as a file.
fn is_no_file(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    kind.contains("json") || kind.contains("html")
}

/// How the media types of files begin.
const FILES: [&str; 3] = ["application/pdf", "application/octet-stream", "image/"];

/// A request that is under way in a call that is observed.
pub(crate) struct Sent {
    recorder: Recorder,
    uri: Uri,
    headers: HeaderMap,
}

impl Sent {
    /// Returns nothing when the call is not observed.
    pub(crate) fn new(request: &Request) -> Option<Self> {
        let recorder = RECORDER.try_with(Recorder::clone).ok()?;
        let mut headers = request.headers().clone();
        headers.remove(AUTHORIZATION);
        Some(Self {
            recorder,
            uri: request.uri().clone(),
            headers,
        })
    }

    /// Keeps the response, and its body if it is wanted.
    pub(crate) async fn received(self, response: Response) -> Result<Response, HttpError> {
        let (parts, mut body) = response.into_parts();
        let mut kept = Bytes::new();
        // What comes in place of a file has to be in the exception.
        let is_wanted = self.recorder.0.0 == Keep::Everything
            || !parts.status.is_success()
            || is_no_file(&parts.headers);
        if is_wanted {
            kept = body.collect(LIMIT).await?;
            body = Body::from(kept.clone());
        }
        let exchange = Exchange {
            uri: self.uri,
            request_headers: self.headers,
            status: parts.status,
            headers: parts.headers.clone(),
            body: kept,
            is_file: false,
            is_read: false,
            list: Arc::default(),
        };
        *self.recorder.exchange() = Some(exchange);
        Ok(Response::from_parts(parts, body))
    }
}
