//! The page at which a browser is started. It leads to the bank.
//!
//! Every user of a computer can see the command lines of its programs, and the address of the bank's page holds the state, which
//! is what makes a callback believed. So a browser gets the address of this page, which is good for one request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use akoya::oauth::random::{Random as _, SystemRandom};
use http::StatusCode;
use http::request::Parts;
use tokio::net::TcpListener;
use url::Url;

use crate::browser_page::{Page, PageResponse, Sign, redirect};
use crate::loopback_server::{LoopbackServer, Site};
use crate::output::Output;

/// The page, served until it is dropped.
#[derive(Debug)]
pub(crate) struct LaunchPage {
    url: String,
    _server: LoopbackServer,
}

#[derive(Debug)]
struct LaunchSite {
    path: String,
    target: Url,
    is_used: AtomicBool,
    output: Output,
}

impl LaunchPage {
    /// Serves a page that leads to `target`. `None` when this computer gives no port or no randomness.
    pub(crate) async fn serve(target: Url, output: &Output) -> Option<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.ok()?;
        let address = listener.local_addr().ok()?;
        let path = format!("/{}", secret_name()?);
        let url = format!("http://{address}{path}");
        let site = LaunchSite {
            path,
            target,
            is_used: AtomicBool::new(false),
            output: output.clone(),
        };
        let server = LoopbackServer::start(vec![listener], &Arc::new(site));
        Some(Self {
            url,
            _server: server,
        })
    }

    /// Returns the address to start the browser with.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// Returns 128 random bits as letters and digits.
fn secret_name() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom.fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Site for LaunchSite {
    async fn respond(&self, request: &Parts) -> PageResponse {
        if request.uri.path() != self.path {
            return NOTHING_HERE.response(StatusCode::NOT_FOUND);
        }
        if self.is_used.swap(true, Ordering::Relaxed) {
            self.output.warning(
                "the page that leads to the bank was asked for a second time. If that was not you, another program on this \
                 computer may know this login's state: stop with Ctrl-C and log in again.",
            );
            return USED.response(StatusCode::GONE);
        }
        redirect(self.target.as_str())
    }
}

const NOTHING_HERE: Page = Page {
    title: "Nothing here",
    text: "<code>akoya</code> has no such page.",
    sign: Sign::None,
};
const USED: Page = Page {
    title: "Already used",
    text: "This page leads to the bank once. If you have not seen the bank's page, stop the command in the terminal and log in \
           again.",
    sign: Sign::None,
};
