//! Serves pages to a browser on this machine while a consent waits for it.
//!
//! Any program on the machine can connect. So one that sends nothing is cut off: after a while, and at once when
//! there are too many of them for a browser to get through.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::Request;
use http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};

use crate::loopback::page::PageResponse;

/// The most connections that are open at a time. A browser opens a few.
const MOST_CONNECTIONS: usize = 64;

/// How long a browser may take to send its request.
const REQUEST_TIME: Duration = Duration::from_secs(10);

/// The longest request line and headers, in bytes.
const REQUEST_LIMIT: usize = 64 * 1024;

/// How long the requests that have come may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(2);

/// What is served.
pub(crate) trait Site: Send + Sync + 'static {
    /// Returns the response to a request. Bodies are not read.
    fn respond(&self, request: &Parts) -> impl Future<Output = PageResponse> + Send;
}

/// A server. Dropping it ends it at once.
#[derive(Debug)]
pub(crate) struct LoopbackServer {
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
}

impl LoopbackServer {
    /// Serves the site at every listener.
    pub(crate) fn start(listeners: Vec<TcpListener>, site: &Arc<impl Site>) -> Self {
        let (stop, _) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for listener in listeners {
            tasks.spawn(accept(listener, site.clone(), stop.subscribe()));
        }
        Self {
            stop,
            listeners: tasks,
        }
    }

    /// Accepts no more and ends when the responses under way are sent.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.listeners.join_next().await.is_some() {} };
        let _ = tokio::time::timeout(FAREWELL, ended).await;
    }
}

async fn accept(listener: TcpListener, site: Arc<impl Site>, mut stop: watch::Receiver<bool>) {
    let mut connections = Connections::default();
    loop {
        tokio::select! {
            accepted = listener.accept() => connections.add(accepted, &site),
            _ = stop.wait_for(|stop| *stop) => break,
        }
        // Hundreds may wait to be accepted, and a browser among them has sent its request already. It is read before
        // the browser could be taken for one that says nothing.
        tokio::task::yield_now().await;
    }
    // Before the last responses: no new request may come in while they are sent.
    drop(listener);
    connections.finish().await;
}

/// The open connections, the oldest first.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<()>,
    open: VecDeque<Connection>,
}

struct Connection {
    task: AbortHandle,
    /// Whether it has sent a request.
    has_asked: Arc<AtomicBool>,
}

impl Connections {
    fn add(
        &mut self,
        accepted: io::Result<(TcpStream, std::net::SocketAddr)>,
        site: &Arc<impl Site>,
    ) {
        while self.tasks.try_join_next().is_some() {}
        self.open
            .retain(|connection| !connection.task.is_finished());
        let Ok((stream, _)) = accepted else {
            // Most likely there are no more file descriptors.
            self.drop_oldest_idle();
            return;
        };
        // Another program could open connections and stay silent; a browser that has asked is not dropped for it.
        if self.open.len() >= MOST_CONNECTIONS && !self.drop_oldest_idle() {
            return;
        }
        let has_asked = Arc::new(AtomicBool::new(false));
        let serve = serve(stream, site.clone(), has_asked.clone());
        let task = self.tasks.spawn(serve);
        self.open.push_back(Connection { task, has_asked });
    }

    /// Makes room; returns whether there was a connection that has asked for nothing.
    fn drop_oldest_idle(&mut self) -> bool {
        let is_idle = |connection: &Connection| !connection.has_asked.load(Ordering::Relaxed);
        let idle = self.open.iter().position(is_idle);
        let idle = idle.and_then(|index| self.open.remove(index));
        if let Some(connection) = &idle {
            connection.task.abort();
        }
        idle.is_some()
    }

    /// Waits for the responses under way.
    async fn finish(mut self) {
        while self.drop_oldest_idle() {}
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn serve(stream: TcpStream, site: Arc<impl Site>, has_asked: Arc<AtomicBool>) {
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        has_asked.store(true, Ordering::Relaxed);
        let site = site.clone();
        let (head, _) = request.into_parts();
        async move { Ok::<_, Infallible>(site.respond(&head).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_TIME)
        .max_buf_size(REQUEST_LIMIT)
        // An open connection would hold up the end, and the port with it.
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::trace!(%error, "a connection to the receiver failed");
    }
}
