//! What the two servers share: the parts of a sandbox, listening and stopping.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State as Shared};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::clock::SandboxClock;
use crate::counters::{RequestKind, Tally};
use crate::data::{Library, timestamp};
use crate::dialect::{Dialect, Refusal};
use crate::error::{Error, ErrorKind};
use crate::journal::{Journal, JournalEntry};
use crate::state::{Keys, State};
use crate::steering::{self, Steering};
use crate::wire;

/// The only provider, as in Akoya's sandbox. Authorization requests call it the connector.
pub(crate) const PROVIDER: &str = "mikomo";

/// Everything that answers a request.
pub(crate) struct App {
    pub(crate) clients: Vec<Client>,
    pub(crate) clock: SandboxClock,
    pub(crate) dialect: Dialect,
    pub(crate) refusal: Refusal,
    pub(crate) issuer: String,
    pub(crate) journal: Journal,
    pub(crate) keys: Keys,
    pub(crate) library: Arc<Library>,
    pub(crate) state: Arc<State>,
    pub(crate) steering: Steering,
    pub(crate) tally: Tally,
}

/// How long things are valid, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lifetimes {
    pub(crate) code: i64,
    pub(crate) id_token: i64,
    /// Since the consent; `None` for ever.
    pub(crate) refresh_token: Option<i64>,
    /// For how long after a rotation the previous refresh token is still answered.
    pub(crate) refresh_reuse: i64,
}

impl App {
    pub(crate) fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id() == id)
    }

    /// Forgets everything that has happened. Keys, clients and data stay.
    pub(crate) fn reset(&self) -> Result<(), Error> {
        self.state.reset()?;
        self.steering.reset();
        self.journal.clear();
        self.tally.reset();
        Ok(())
    }
}

/// Listens on a port of 127.0.0.1, a free one for 0.
pub(crate) async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |source| {
        Error::new(
            ErrorKind::Listen,
            format!("port {port} of 127.0.0.1 cannot be used"),
        )
        .because(source)
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until the sender of `stop` says so or is gone.
pub(crate) fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> JoinHandle<()> {
    let stopped = async move { drop(stop.wait_for(|stop| *stop).await) };
    tokio::spawn(async move {
        // This never returns an error: failing to accept is retried within.
        drop(
            axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await,
        );
    })
}

/// Waits for a server to finish its requests, but not for ever.
pub(crate) async fn finished(task: JoinHandle<()>) {
    let abort = task.abort_handle();
    if tokio::time::timeout(Duration::from_secs(3), task)
        .await
        .is_err()
    {
        abort.abort();
    }
}

/// Puts limits and the journal around a server's routes.
pub(crate) fn guarded(router: Router, app: &Arc<App>, server: &'static str) -> Router {
    let journal = move |Shared(app): Shared<Arc<App>>, request: Request, next: Next| {
        record(app, server, request, next)
    };
    router
        .layer(DefaultBodyLimit::max(wire::BODY_LIMIT))
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            steering::strike,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(app), journal))
}

async fn record(app: Arc<App>, server: &'static str, request: Request, next: Next) -> Response {
    let time = timestamp::format(app.clock.now_ms().unwrap_or_default());
    let mut entry = JournalEntry::new(
        time,
        server,
        request.method(),
        request.uri(),
        request.headers(),
    );
    let response = if request
        .uri()
        .query()
        .is_some_and(|query| query.len() > wire::QUERY_LIMIT)
    {
        StatusCode::URI_TOO_LONG.into_response()
    } else {
        next.run(request).await
    };
    entry.status = response.status().as_u16();
    let interaction_id = response.headers().get("x-akoya-interaction-id");
    entry.interaction_id = interaction_id
        .and_then(|id| id.to_str().ok())
        .map(str::to_owned);
    entry.fault = steering::struck(&response);
    entry.kind = response
        .extensions()
        .get::<RequestKind>()
        .copied()
        .or(entry.kind);
    tracing::debug!(
        server,
        method = entry.method,
        path = entry.path,
        status = entry.status,
        "answered"
    );
    app.journal.add(entry);
    response
}
