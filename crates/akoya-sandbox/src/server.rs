//! The thread that serves a sandbox's ports, and how it is stopped.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use axum::Router;
use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use crate::error::{Error, ErrorKind};

/// How long requests in progress have until they are cut off.
const GRACE: Duration = Duration::from_secs(3);

/// Servers on a thread and runtime of their own.
///
/// On the caller's runtime a dropped sandbox could not be stopped properly: `drop` cannot wait for tasks of the
/// thread that it blocks, and connections that axum has spawned survive the task that accepted them. A runtime that
/// ends takes all of them with it, and closes the state.
#[derive(Debug)]
pub(crate) struct Servers {
    stop: watch::Sender<bool>,
    stopped: oneshot::Receiver<()>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Servers {
    /// Serves each router on its port until [`stop`](Self::stop) or drop. Until then it also runs a task in the
    /// background.
    pub(crate) fn start(
        sites: Vec<(TcpListener, Router)>,
        background: impl Future<Output = ()> + Send + 'static,
    ) -> Result<Self, Error> {
        Self::start_with(sites, background, GRACE)
    }

    fn start_with(
        sites: Vec<(TcpListener, Router)>,
        background: impl Future<Output = ()> + Send + 'static,
        grace: Duration,
    ) -> Result<Self, Error> {
        let (stop, stopping) = watch::channel(false);
        let (ended, stopped) = oneshot::channel();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| cannot_start().because(source))?;
        let run = move || {
            // It ends with the runtime.
            drop(runtime.spawn(background));
            runtime.block_on(serve_all(sites, grace, stopping));
            drop(runtime);
            // It fails if the sandbox is being dropped, which waits for the thread instead.
            let _ = ended.send(());
        };
        let thread = thread::Builder::new().name("akoya-sandbox".to_owned());
        let thread = thread
            .spawn(run)
            .map_err(|source| cannot_start().because(source))?;
        Ok(Self {
            stop,
            stopped,
            thread: Some(thread),
        })
    }

    /// Stops, and returns when the requests in progress are finished or cut off.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        drop((&mut self.stopped).await);
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic on that thread has been reported by its own hook.
            drop(thread.join());
        }
    }
}

/// Listens on a port of 127.0.0.1, a free one for 0.
pub(crate) fn listen(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let bound = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound().map_err(|source: std::io::Error| {
        let text = format!("cannot listen on port {port} of 127.0.0.1");
        Error::new(ErrorKind::Listen, text).because(source)
    })
}

async fn serve_all(
    sites: Vec<(TcpListener, Router)>,
    grace: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let mut servers = JoinSet::new();
    for (listener, router) in sites {
        servers.spawn(serve(listener, router, stopping.clone()));
    }
    drop(stopping.wait_for(|stop| *stop).await);
    let all_ended = async { while servers.join_next().await.is_some() {} };
    // What is still running then belongs to a stalled request. The runtime drops it.
    drop(tokio::time::timeout(grace, all_ended).await);
}

async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!(%error, "a port of the sandbox is not served"),
    };
    let stopped = async move { drop(stopping.wait_for(|stop| *stop).await) };
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped);
    // This never returns an error: axum retries a failed accept.
    drop(served.await);
}

fn cannot_start() -> Error {
    Error::new(ErrorKind::System, "cannot start the thread of the sandbox")
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::sync::mpsc;

    use axum::routing::get;

    use super::*;

    /// Sends a request to a handler that waits until the sender is dropped, and returns when it is in progress.
    fn request_in_progress(grace: Duration) -> (Servers, TcpStream, oneshot::Sender<()>) {
        let (listener, address) = listen(0).unwrap();
        let (begun, has_begun) = mpsc::channel();
        let (release, released) = oneshot::channel::<()>();
        let released = std::sync::Mutex::new(Some(released));
        let handler = async move || {
            let released = crate::sync::lock(&released).take();
            begun.send(()).unwrap();
            if let Some(released) = released {
                drop(released.await);
            }
            "done"
        };
        let handler = std::sync::Arc::new(handler);
        let router = Router::new().route("/", get(move || async move { handler().await }));
        let servers = Servers::start_with(vec![(listener, router)], async {}, grace).unwrap();
        let mut client = TcpStream::connect(address).unwrap();
        client
            .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .unwrap();
        has_begun.recv().unwrap();
        (servers, client, release)
    }

    fn response(client: &mut TcpStream) -> String {
        let mut text = String::new();
        // A connection that is cut off ends with or without an error.
        drop(client.read_to_string(&mut text));
        text
    }

    #[test]
    fn dropping_waits_for_a_request_in_progress() {
        let (servers, mut client, release) = request_in_progress(Duration::from_secs(60));
        let mut stopping = servers.stop.subscribe();
        let dropped = thread::spawn(move || drop(servers));
        let runtime = Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(stopping.wait_for(|stop| *stop)).is_ok());
        drop(release);
        dropped.join().unwrap();
        let text = response(&mut client);
        assert!(text.ends_with("done"), "{text}");
    }

    #[test]
    fn dropping_cuts_off_a_request_that_takes_longer_than_the_grace() {
        let (servers, mut client, release) = request_in_progress(Duration::ZERO);
        drop(servers);
        assert_eq!(response(&mut client), "");
        drop(release);
    }
}
