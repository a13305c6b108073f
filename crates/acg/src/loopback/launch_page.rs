//! The page at which a browser is started. It leads to the provider.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::StatusCode;
use http::request::Parts;
use tokio::net::TcpListener;
use url::Url;

use crate::error::Error;
use crate::loopback::page::{PageResponse, Pages, page, redirect};
use crate::loopback::server::{LoopbackServer, Site};
use crate::random::{self, SystemRandom};

/// A page of this machine that leads to the provider's, once; served until it is dropped.
///
/// Every user of a machine can see the command lines of its programs, and the authorization URL holds
/// the `state`, which is what makes a callback believed. So a browser is started with the address of
/// this page, which is good for one request.
#[derive(Debug)]
pub struct LaunchPage {
    url: String,
    _server: LoopbackServer,
}

struct LaunchSite {
    path: String,
    target: Url,
    pages: Pages,
    is_used: AtomicBool,
    on_second_request: Box<dyn Fn() + Send + Sync>,
}

impl LaunchPage {
    /// Serves a page that leads to `target`. `on_second_request` is called when it is requested again: then another
    /// program may know the state, and the person should start again.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when this machine gives no port or no randomness.
    ///
    /// # Cancel safety
    /// Nothing is served when the future is dropped.
    pub async fn serve(
        target: Url,
        pages: Pages,
        on_second_request: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let failed = |error: std::io::Error| {
            let text = format!("cannot listen on a port of 127.0.0.1: {error}");
            Error::configuration(text).with_source(error)
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        // Not to be guessed: other users of the machine can reach the port.
        let path = format!("/{}", random::token(&SystemRandom)?);
        let url = format!("http://{address}{path}");
        let site = LaunchSite {
            path,
            target,
            pages,
            is_used: AtomicBool::new(false),
            on_second_request: Box::new(on_second_request),
        };
        let server = LoopbackServer::start(vec![listener], &Arc::new(site));
        Ok(Self {
            url,
            _server: server,
        })
    }

    /// Returns the address to start the browser with. It holds no secret of the consent.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Site for LaunchSite {
    async fn respond(&self, request: &Parts) -> PageResponse {
        if request.uri.path() != self.path {
            return page(StatusCode::NOT_FOUND, &self.pages.nothing_here);
        }
        // A command line can be read by other programs, and one that was faster now has the state.
        if self.is_used.swap(true, Ordering::Relaxed) {
            (self.on_second_request)();
            return page(StatusCode::GONE, &self.pages.used);
        }
        redirect(self.target.as_str())
    }
}

impl fmt::Debug for LaunchSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the path nor the target, which holds the state.
        f.debug_struct("LaunchSite").finish_non_exhaustive()
    }
}
