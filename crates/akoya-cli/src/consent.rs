//! Asks a customer for consent: in a browser, by a walk through the sandbox's pages, or with an address pasted back.

use std::io::BufRead as _;
use std::time::Duration;

use akoya::oauth::{OauthToken, PendingAuthorization, Secret};
use url::Url;

use crate::arguments::WalkArguments;
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::receiver::{Outcome, Received, Receiver};
use crate::session::Session;
use crate::walk::{Decision, Walk, Walked};

/// How long a person may take on the bank's pages; the pending authorization lives no longer.
const DEADLINE: Duration = Duration::from_secs(10 * 60);

/// The redirect URI of a walk, which ends before anything is sent to it.
const WALK_REDIRECT_URI: &str = "http://127.0.0.1/callback";

/// Who gives the consent, and how the answer comes back.
#[derive(Debug)]
pub(crate) enum Way {
    /// A person in a browser; the answer comes to this computer.
    Browser { receiver: Receiver, open: bool },
    /// A person in a browser; the answer goes elsewhere and is pasted here.
    Paste { redirect_uri: String, open: bool },
    /// The command itself.
    Walk { walk: Walk, redirect_uri: String },
}

impl Way {
    /// A walk, when the arguments ask for one.
    pub(crate) fn walk(arguments: &WalkArguments, redirect_uri: Option<&str>) -> Self {
        let user = arguments
            .user
            .clone()
            .unwrap_or_else(|| DEFAULT_USER.to_owned());
        let decision = if arguments.deny {
            Decision::Deny
        } else {
            Decision::Approve
        };
        let redirect_uri = redirect_uri.unwrap_or(WALK_REDIRECT_URI).to_owned();
        Self::Walk {
            walk: Walk { user, decision },
            redirect_uri,
        }
    }

    /// A person, who comes back to this computer or, when the registered redirect URI is elsewhere, pastes the address.
    pub(crate) async fn person(open: bool, redirect_uri: Option<&str>) -> Result<Self, Failure> {
        match redirect_uri {
            Some(uri) if !Receiver::takes(uri) => Ok(Self::Paste {
                redirect_uri: uri.to_owned(),
                open,
            }),
            uri => Ok(Self::Browser {
                receiver: Receiver::bind(uri).await?,
                open,
            }),
        }
    }

    /// The redirect URI that the client has to be made with.
    pub(crate) fn redirect_uri(&self) -> &str {
        match self {
            Self::Browser { receiver, .. } => receiver.redirect_uri(),
            Self::Paste { redirect_uri, .. } | Self::Walk { redirect_uri, .. } => redirect_uri,
        }
    }

    /// The sandbox user who consents, if it is known.
    pub(crate) fn user(&self) -> Option<&str> {
        match self {
            Self::Walk { walk, .. } => Some(&walk.user),
            _ => None,
        }
    }

    /// Gets the consent and exchanges its code; the token is stored then.
    pub(crate) async fn consent(
        self,
        context: &Context,
        session: &Session,
    ) -> Result<(OauthToken, Vec<String>), Failure> {
        let authorize = session
            .client
            .acg_auth()
            .authorize(session.connector())
            .lifetime(DEADLINE);
        let (url, pending) = authorize.start().map_err(|error| session.explain(error))?;
        match self {
            Self::Walk { walk, redirect_uri } => {
                let Walked { callback, pages } = walk.go(&url, &redirect_uri).await?;
                Ok((complete(session, pending, &callback).await?, pages))
            }
            Self::Paste { open, .. } => {
                show(&context.output, &url, open);
                let callback = pasted(&context.output).await?;
                Ok((
                    complete(session, pending, callback.expose()).await?,
                    Vec::new(),
                ))
            }
            Self::Browser { receiver, open } => {
                show(&context.output, &url, open);
                let received = receiver.wait(pending.state().clone(), DEADLINE).await?;
                Ok((answer(session, pending, received).await?, Vec::new()))
            }
        }
    }
}

/// The sandbox user that is taken when none is named: one with an account of every kind.
pub(crate) const DEFAULT_USER: &str = "mikomo_7";

async fn answer(
    session: &Session,
    pending: PendingAuthorization,
    received: Received,
) -> Result<OauthToken, Failure> {
    let token = complete(session, pending, received.callback()).await;
    received
        .finish(if token.is_ok() {
            Outcome::Connected
        } else {
            Outcome::NotConnected
        })
        .await;
    token
}

async fn complete(
    session: &Session,
    pending: PendingAuthorization,
    callback: &str,
) -> Result<OauthToken, Failure> {
    let token = session.client.acg_auth().complete(pending, callback).await;
    // Whoever refused or came too late knows best what to do; only other failures name the command.
    token.map_err(Failure::from)
}

/// Opens the page, or shows where it is.
fn show(output: &Output, url: &Url, open: bool) {
    if open && open_browser(url) {
        output.note("The bank's page is open in your browser. If it is not, go to");
    } else {
        output.note("Open this address in a browser, sign in and choose the accounts to share:");
    }
    output.note(format_args!("\n  {url}\n"));
    output.note("Waiting for the answer, ten minutes at most; Ctrl-C stops.");
}

/// Whether there is a browser with windows. One in the terminal would take the screen from the command.
#[expect(
    clippy::disallowed_methods,
    reason = "the command reads the environment"
)]
pub(crate) fn has_browser() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]
            .into_iter()
            .any(is_set)
}

fn open_browser(url: &Url) -> bool {
    has_browser() && webbrowser::open(url.as_str()).is_ok()
}

/// The address that the browser ended at, as the user pastes it.
async fn pasted(output: &Output) -> Result<Secret, Failure> {
    output.note("When the browser has come back to the application, paste the whole address here and press Enter:");
    let failed = |error: &dyn std::error::Error| {
        Failure::new(Code::Files, "the standard input cannot be read").because(error)
    };
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map(|_| Secret::new(line.trim()))
    });
    let line = read
        .await
        .map_err(|error| failed(&error))?
        .map_err(|error| failed(&error))?;
    if line.is_empty() {
        return Err(
            Failure::new(Code::Usage, "no address was pasted").advise("Run the command again.")
        );
    }
    Ok(line)
}
