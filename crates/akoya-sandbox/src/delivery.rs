//! The means to deliver notifications: one attempt, and the signal that there is something to send.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HOST};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{Mutex, Notify};
use url::Url;

use crate::client::is_loopback_uri;
use crate::state::notification::Outgoing;

/// A subscriber that takes longer has not accepted the notification. In real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The delivery of notifications.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    /// Signalled when a notification was made, and when the clock was moved.
    pub(crate) changed: Arc<Notify>,
    /// Held while notifications are sent, so that a caller who asks for delivery finds none on its way.
    pub(crate) sending: Mutex<()>,
}

impl Deliveries {
    /// Lets the background task look for notifications that are due.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }
}

/// Sends a notification, and returns its id with the problem, if there was one.
pub(crate) async fn attempt(outgoing: Outgoing) -> (String, Option<String>) {
    let Outgoing {
        id,
        callback_url,
        body,
    } = outgoing;
    let problem = match tokio::time::timeout(PATIENCE, post(&callback_url, body)).await {
        Ok(Ok(status)) if status.is_success() => None,
        Ok(Ok(status)) => Some(format!("HTTP {}", status.as_u16())),
        Ok(Err(problem)) => Some(problem.to_owned()),
        Err(_) => Some("no response in time".to_owned()),
    };
    (id, problem)
}

/// Posts JSON to a server of this machine.
///
/// Nothing leaves the machine: a sandbox that sent invented events to an address of the network could do harm there. `https` is refused even
/// to this machine: a server here has a certificate that no authority has issued, and a sandbox that accepts any certificate would
/// teach its users that this works.
async fn post(url: &str, body: String) -> Result<StatusCode, &'static str> {
    const UNREACHABLE: &str = "no connection";
    if !is_loopback_uri(url) {
        return Err(
            "not sent: the sandbox sends to http URLs of this machine only, in clear and to nobody else",
        );
    }
    let url = Url::parse(url).map_err(|_| UNREACHABLE)?;
    let address = url.socket_addrs(|| Some(80)).map_err(|_| UNREACHABLE)?;
    let stream = TcpStream::connect(&*address)
        .await
        .map_err(|_| UNREACHABLE)?;
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
