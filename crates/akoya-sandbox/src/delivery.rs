//! The means to deliver notifications: one attempt, and the signal that there is something to send.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HOST};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{Mutex as Turn, Notify};
use url::Url;

use crate::authority::Authority;
use crate::registered_client::is_of_this_machine;
use crate::state::notification::Outgoing;
use crate::sync::lock;

/// A subscriber that takes longer has not accepted the notification. In real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The delivery of notifications.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    /// Signalled when a notification was made, and when the clock was moved.
    pub(crate) changed: Arc<Notify>,
    /// The turns by the subscriber's address. A turn is held while notifications are sent there, so that a caller
    /// who asks for delivery finds none on its way; a subscriber that hangs holds its own and no other.
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
    /// The authority of subscribers behind TLS.
    pub(crate) authority: Option<Authority>,
}

impl Deliveries {
    pub(crate) fn new(authority: Option<Authority>) -> Self {
        Self {
            authority,
            ..Self::default()
        }
    }

    /// Lets the background task look for notifications that are due.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }

    /// Returns the turn of a subscriber.
    pub(crate) fn turn(&self, callback_url: &str) -> Arc<Turn<()>> {
        let mut turns = lock(&self.turns);
        // Those that nobody holds or waits for.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(callback_url.to_owned()).or_default())
    }

    /// Lists the subscribers to whom something may be on its way.
    pub(crate) fn busy(&self) -> Vec<String> {
        lock(&self.turns).keys().cloned().collect()
    }
}

/// Sends a notification, and returns its id with the problem, if there was one.
pub(crate) async fn attempt(
    outgoing: Outgoing,
    authority: Option<Authority>,
) -> (String, Option<String>) {
    let Outgoing {
        id,
        callback_url,
        body,
    } = outgoing;
    let problem =
        match tokio::time::timeout(PATIENCE, post(&callback_url, body, authority.as_ref())).await {
            Ok(Ok(status)) if status.is_success() => None,
            Ok(Ok(status)) => Some(format!("HTTP {}", status.as_u16())),
            Ok(Err(problem)) => Some(problem.to_owned()),
            Err(_) => Some("no response in time".to_owned()),
        };
    (id, problem)
}

/// Posts JSON to a server of this machine.
///
/// Nothing leaves the machine: a sandbox that sent invented events to an address of the network could do harm
/// there. Over `https` it sends where the server has a certificate of the authority that was named: a sandbox that
/// accepts any certificate would teach its users that this works.
async fn post(
    url: &str,
    body: String,
    authority: Option<&Authority>,
) -> Result<StatusCode, &'static str> {
    let url = Url::parse(url).map_err(|_| UNREACHABLE)?;
    let authority = match (url.scheme(), authority) {
        _ if !is_of_this_machine(&url) => return Err(NOT_HERE),
        ("http", _) => None,
        ("https", Some(authority)) => Some(authority),
        _ => return Err(NO_AUTHORITY),
    };
    let address = url.socket_addrs(|| None).map_err(|_| UNREACHABLE)?;
    let stream = TcpStream::connect(&*address)
        .await
        .map_err(|_| UNREACHABLE)?;
    match authority {
        None => send(stream, &url, body).await,
        Some(authority) => {
            let stream = authority.connect(&url, stream).await;
            send(stream.map_err(|_| NO_TLS)?, &url, body).await
        }
    }
}

const UNREACHABLE: &str = "no connection";

const NOT_HERE: &str = "not sent: the sandbox sends to URLs of this machine only";

const NO_AUTHORITY: &str = "not sent: over https the sandbox sends only if it is given the CA that issued the \
     subscriber's certificate";

const NO_TLS: &str =
    "no TLS: the certificate must be for the host in the URL and issued by the given CA";

async fn send(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
    body: String,
) -> Result<StatusCode, &'static str> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| UNREACHABLE)?;
    // It ends with the response, or with the dropped sender.
    drop(tokio::spawn(connection));
    let request = axum::http::Request::post(&url[url::Position::BeforePath..])
        .header(
            HOST,
            &url[url::Position::BeforeHost..url::Position::AfterPort],
        )
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .map_err(|_| UNREACHABLE)?;
    let response = sender.send_request(request).await;
    Ok(response.map_err(|_| "no response")?.status())
}
