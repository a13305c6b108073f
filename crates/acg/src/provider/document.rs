//! A JSON document that a provider publishes: its metadata, its keys.

use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::time::timeout;
use url::Url;

use crate::error::{Error, ErrorKind, Recovery};
use crate::http::error::HttpError;
use crate::http::service::{HttpService, Request};
use crate::operation::Operation;
use crate::provider::diagnosis::Problem;

/// The largest document that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// How long a document may take at most.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What a provider responded with.
#[derive(Debug)]
pub(crate) struct Document {
    /// What it is, for the errors.
    what: &'static str,
    status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Fetches the document at a URL, within `patience`; `None` when there is none. `what` it is stands in the errors.
pub(crate) async fn fetch(
    http: &dyn HttpService,
    url: &Url,
    what: &'static str,
    patience: Duration,
) -> Result<Option<Document>, Error> {
    let unreached = |error: HttpError| {
        failed(ErrorKind::Transport, what, "cannot be loaded").with_source(error)
    };
    let get = async {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = url.as_str().parse().map_err(|_| {
            failed(
                ErrorKind::Configuration,
                what,
                "have a URL that is not valid",
            )
        })?;
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        let (parts, body) = http.call(request).await.map_err(unreached)?.into_parts();
        let (status, headers) = (parts.status, parts.headers);
        let body = match body.collect(LIMIT).await {
            // What came of an error page is for the diagnosis alone.
            Err(_) if !status.is_success() => Bytes::new(),
            body => body.map_err(unreached)?,
        };
        let document = Document {
            what,
            status,
            headers,
            body,
        };
        document.check_status()?;
        // Mostly 404; some servers say 400 or 403 of a path that they do not know.
        Ok(status.is_success().then_some(document))
    };
    // Around the body too: a server that trickles it would hold up a login as well.
    timeout(patience.min(PATIENCE), get)
        .await
        .unwrap_or_else(|_| Err(failed(ErrorKind::Transport, what, "did not arrive in time")))
}

impl Document {
    /// Refuses what is neither a document nor the statement that there is none.
    fn check_status(&self) -> Result<(), Error> {
        let rule = "RFC 8615 §3";
        // What an issuer publishes is what its own host says. A redirect puts another host in its
        // place.
        if self.status.is_redirection() {
            let problem = "are behind a redirect, which is not followed";
            return Err(self.odd(Problem::new(rule, problem)));
        }
        // A provider that is down must not be mistaken for one that publishes nothing.
        if self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS {
            let later = Recovery::Retry { after: None };
            let problem = Problem::new(rule, "are unavailable at the moment");
            let error = self.error(ErrorKind::Provider, problem);
            return Err(error.with_recovery(later));
        }
        Ok(())
    }

    /// Returns the error of a document that breaks a rule.
    pub(crate) fn odd(&self, problem: Problem) -> Error {
        self.error(ErrorKind::UnexpectedResponse, problem)
    }

    /// Returns the error of a document that is what it should be and says what cannot be used.
    pub(crate) fn unusable(&self, problem: Problem) -> Error {
        self.error(ErrorKind::Configuration, problem)
    }

    fn error(&self, kind: ErrorKind, problem: Problem) -> Error {
        let status = self.status.as_u16();
        let text = format!("{}, HTTP {status}, {}", self.what, problem.text);
        let diagnosis = problem.found_in(self.status, &self.headers, &self.body, &[]);
        Error::new(kind, Operation::Configure, text).with_diagnosis(diagnosis)
    }
}

fn failed(kind: ErrorKind, what: &'static str, text: &'static str) -> Error {
    Error::new(kind, Operation::Configure, format!("{what} {text}"))
}
