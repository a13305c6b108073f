//! Asks a customer for consent: in a browser, by filling in the sandbox's pages, or with an address pasted back.

use std::io::BufRead as _;
use std::time::Duration;

use akoya::oauth::{OauthToken, PendingAuthorization, Secret};
use clap::Args;
use url::Url;

use crate::auto_consent::{AutoConsent, Decision};
use crate::connection::Connection;
use crate::connections::Connections;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::receiver::{Outcome, Received, Receiver};
use crate::session::Session;

/// How to give consent without a person.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AutoConsentArgs {
    /// Give the consent as this sandbox user, whose password equals the user name [default: mikomo_7]
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Fill in the sandbox's pages over HTTP instead of opening a browser
    #[arg(long)]
    pub(crate) auto_consent: bool,
    /// Refuse on the last page, to see what happens then
    #[arg(long, requires = "auto_consent")]
    pub(crate) deny: bool,
}

/// The sandbox user when none is named: one with an account of every kind.
pub(crate) const DEFAULT_USER: &str = "mikomo_7";

/// How long a person may take on the bank's pages; the pending authorization lives no longer.
const DEADLINE: Duration = Duration::from_secs(10 * 60);

/// The redirect URI of an automatic consent, which ends before anything is sent to it.
const AUTO_REDIRECT_URI: &str = "http://127.0.0.1/callback";

/// Who gives the consent, and how the callback arrives.
#[derive(Debug)]
pub(crate) enum ConsentMethod {
    /// A person in a browser, which comes back to this computer.
    Browser { receiver: Receiver, open: bool },
    /// A person in a browser, which goes elsewhere; its last address is pasted here.
    Paste { redirect_uri: String, open: bool },
    /// The command itself.
    Auto {
        auto: AutoConsent,
        redirect_uri: String,
    },
}

impl ConsentMethod {
    /// The command fills in the pages itself.
    pub(crate) fn auto(args: &AutoConsentArgs, redirect_uri: Option<&str>) -> Self {
        let user = args.user.as_deref().unwrap_or(DEFAULT_USER);
        let decision = if args.deny {
            Decision::Deny
        } else {
            Decision::Approve
        };
        Self::Auto {
            auto: AutoConsent {
                user: user.to_owned(),
                decision,
            },
            redirect_uri: redirect_uri.unwrap_or(AUTO_REDIRECT_URI).to_owned(),
        }
    }

    /// A person, whose browser comes back to this computer, or who pastes the address when the redirect URI is elsewhere.
    /// `open` is whether to open a browser.
    pub(crate) async fn person(open: bool, redirect_uri: Option<&str>) -> Result<Self, Failure> {
        match redirect_uri {
            Some(uri) if !Receiver::accepts(uri) => Ok(Self::Paste {
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
            Self::Paste { redirect_uri, .. } | Self::Auto { redirect_uri, .. } => redirect_uri,
        }
    }

    /// The sandbox user who consents, if it is known.
    pub(crate) fn user(&self) -> Option<&str> {
        match self {
            Self::Auto { auto, .. } => Some(&auto.user),
            _ => None,
        }
    }

    /// Remembers the session's connection, if `check` accepts it in place of the previous one, and obtains its consent. If that
    /// fails, the previous connection comes back. Returns the headings of the pages that the command filled in itself.
    pub(crate) async fn connect(
        self,
        session: &Session<'_>,
        check: impl FnOnce(Option<&Connection>) -> Result<(), Failure>,
    ) -> Result<Vec<String>, Failure> {
        let connections = Connections::of(&session.context().data);
        let replacement = connections.replace(&session.name, &session.connection, check)?;
        let consented = self.consent(session).await;
        if consented.is_err() {
            replacement.undo(session.record().await?.is_some())?;
        }
        consented
    }

    /// Obtains the consent and exchanges its code; the token is stored then.
    async fn consent(self, session: &Session<'_>) -> Result<Vec<String>, Failure> {
        let authorize = session
            .client
            .acg_auth()
            .authorize(session.connector())
            .lifetime(DEADLINE);
        let (url, pending) = authorize.start().map_err(|error| session.explain(error))?;
        let output = &session.context().output;
        let open = |asked| asked && open_browser(session, &url);
        match self {
            Self::Auto { auto, redirect_uri } => {
                let consented = auto.run(&url, &redirect_uri).await?;
                complete(session, pending, &consented.callback).await?;
                Ok(consented.pages)
            }
            Self::Paste { open: asked, .. } => {
                show(output, &url, open(asked));
                let callback = pasted(output).await?;
                complete(session, pending, callback.expose()).await?;
                Ok(Vec::new())
            }
            Self::Browser {
                receiver,
                open: asked,
            } => {
                show(output, &url, open(asked));
                let received = receiver.wait(pending.state().clone(), DEADLINE).await?;
                complete_received(session, pending, received).await?;
                Ok(Vec::new())
            }
        }
    }
}

/// Completes the consent and tells the browser how it went.
async fn complete_received(
    session: &Session<'_>,
    pending: PendingAuthorization,
    received: Received,
) -> Result<OauthToken, Failure> {
    let token = complete(session, pending, received.callback()).await;
    let outcome = if token.is_ok() {
        Outcome::Connected
    } else {
        Outcome::NotConnected
    };
    received.finish(outcome).await;
    token
}

async fn complete(
    session: &Session<'_>,
    pending: PendingAuthorization,
    callback: &str,
) -> Result<OauthToken, Failure> {
    let token = session.client.acg_auth().complete(pending, callback).await;
    // Not `explain`: its advice, to log in, makes no sense in a login.
    token.map_err(Failure::from)
}

/// Shows where the page is.
fn show(output: &Output, url: &Url, is_open: bool) {
    output.status(if is_open {
        "The bank's page is open in your browser. If it is not, go to"
    } else {
        "Open this address in a browser, sign in and choose the accounts to share:"
    });
    output.status(format_args!("\n  {url}\n"));
    output.status("Waiting for up to ten minutes; Ctrl-C stops.");
}

fn open_browser(session: &Session<'_>, url: &Url) -> bool {
    session.context().variables.has_windows && webbrowser::open(url.as_str()).is_ok()
}

/// The address at which the browser ended, as the user pastes it.
async fn pasted(output: &Output) -> Result<Secret, Failure> {
    output.status("When the browser is back at the application, paste the whole address here and press Enter:");
    let failed = |error: &dyn std::error::Error| {
        Failure::new(ExitCode::Files, "the standard input cannot be read").because(error)
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
            Failure::new(ExitCode::Usage, "no address was pasted").advise("Run the command again.")
        );
    }
    Ok(line)
}
