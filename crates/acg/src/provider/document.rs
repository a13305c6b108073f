//! A JSON document that a provider publishes: its metadata, its keys.

use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderValue, StatusCode};
use tokio::time::timeout;
use url::Url;

use crate::error::{Error, ErrorKind, Recovery};
use crate::http::error::HttpError;
use crate::http::service::{HttpService, Request};
use crate::operation::Operation;

/// The largest document that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// How long a document may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Fetches the document at a URL; `None` when there is none. `what` it is stands in the errors.
pub(crate) async fn fetch(
    http: &dyn HttpService,
    url: &Url,
    what: &'static str,
) -> Result<Option<Bytes>, Error> {
    let unreached = |error: HttpError| {
        failed(ErrorKind::Transport, what, "cannot be loaded").with_source(error)
    };
    let get = async {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = url.as_str().parse().map_err(|_| {
            failed(
                ErrorKind::Configuration,
                what,
                "have no URL that can be requested",
            )
        })?;
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json);
        let (parts, body) = http.call(request).await.map_err(unreached)?.into_parts();
        check_status(parts.status, what)?;
        // Mostly 404; some servers say 400 or 403 of a path that they do not know.
        if !parts.status.is_success() {
            return Ok(None);
        }
        body.collect(LIMIT).await.map(Some).map_err(unreached)
    };
    // Around the body too: a server that trickles it would hold up a login as well.
    timeout(PATIENCE, get)
        .await
        .unwrap_or_else(|_| Err(failed(ErrorKind::Transport, what, "did not arrive in time")))
}

/// Refuses what is neither a document nor the statement that there is none.
fn check_status(status: StatusCode, what: &'static str) -> Result<(), Error> {
    // What an issuer publishes is what its own host says. A redirect puts another host in its
    // place.
    if status.is_redirection() {
        let text = "would be elsewhere; a redirect is not followed";
        return Err(failed(ErrorKind::UnexpectedResponse, what, text));
    }
    // A provider that is down must not be taken for one that publishes nothing.
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        let later = Recovery::Retry { after: None };
        let error = failed(ErrorKind::Provider, what, "cannot be given now");
        return Err(error.with_recovery(later));
    }
    Ok(())
}

fn failed(kind: ErrorKind, what: &'static str, text: &'static str) -> Error {
    Error::new(kind, Operation::Configure, format!("{what} {text}"))
}
