//! Asks a customer for consent: in a browser, by filling in the sandbox's pages, or with an address pasted back.

use std::time::Duration;

use akoya::oauth::{PendingAuthorization, Secret};
use clap::Args;
use url::Url;

use crate::auto_consent::{AutoConsent, Decision};
use crate::browser;
use crate::connection::Connection;
use crate::connections::Connections;
use crate::context::Hold;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::launch_page::LaunchPage;
use crate::output::Output;
use crate::pasted_address::{ExpectedAddress, PastedLines};
use crate::receiver::{ANY_PORT, Outcome, Received, Receiver};
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

/// A consent that was given and exchanged.
#[derive(Debug)]
pub(crate) struct Consented {
    /// The headings of the pages that the command filled in itself.
    pub(crate) pages: Vec<String>,
    /// An interrupt waits until the command has done what belongs to the consent.
    pub(crate) hold: Hold,
}

/// The sandbox user when none is named: one with an account of every kind.
pub(crate) const DEFAULT_USER: &str = "mikomo_7";

/// How long a person may take on the bank's pages; the pending authorization lives no longer.
const DEADLINE: Duration = Duration::from_secs(10 * 60);

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

impl Consented {
    fn by_a_person(hold: Hold) -> Self {
        Self {
            pages: Vec::new(),
            hold,
        }
    }
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
            redirect_uri: redirect_uri.unwrap_or(ANY_PORT).to_owned(),
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
                receiver: Receiver::bind(uri.unwrap_or(ANY_PORT)).await?,
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
    /// fails, the previous connection comes back.
    pub(crate) async fn connect(
        self,
        session: &Session<'_>,
        check: impl FnOnce(Option<&Connection>) -> Result<(), Failure>,
    ) -> Result<Consented, Failure> {
        let connections = Connections::of(&session.context().data);
        let replacement = connections.replace(&session.name, &session.connection, check)?;
        let consented = self.consent(session).await;
        if consented.is_err() {
            replacement.undo(session.record().await?.is_some())?;
        }
        consented
    }

    /// Obtains the consent and exchanges its code; the token is stored then.
    async fn consent(self, session: &Session<'_>) -> Result<Consented, Failure> {
        let authorize = session
            .client
            .acg_auth()
            .authorize(session.connector())
            .lifetime(DEADLINE);
        let (url, pending) = authorize.start().map_err(|error| session.explain(error))?;
        match self {
            Self::Auto { auto, redirect_uri } => {
                let consented = auto.run(&url, &redirect_uri).await?;
                let hold = complete(session, pending, &consented.callback).await?;
                Ok(Consented {
                    pages: consented.pages,
                    hold,
                })
            }
            Self::Paste { redirect_uri, open } => {
                let _page = show(session, &url, open).await;
                let expected = ExpectedAddress {
                    redirect_uri: &redirect_uri,
                    start: &url,
                    state: pending.state(),
                };
                let callback = pasted(session, &expected).await?;
                let hold = complete(session, pending, callback.expose()).await?;
                Ok(Consented::by_a_person(hold))
            }
            Self::Browser { receiver, open } => {
                let _page = show(session, &url, open).await;
                let hold = come_back(session, pending, &url, receiver).await?;
                Ok(Consented::by_a_person(hold))
            }
        }
    }
}

/// Waits for the browser, or for the address at which it ended: it may run on another computer than this command.
async fn come_back(
    session: &Session<'_>,
    pending: PendingAuthorization,
    start: &Url,
    receiver: Receiver,
) -> Result<Hold, Failure> {
    let output = &session.context().output;
    let redirect_uri = receiver.redirect_uri().to_owned();
    let expected = ExpectedAddress {
        redirect_uri: &redirect_uri,
        start,
        state: pending.state(),
    };
    let mut lines = PastedLines::read();
    let pasted = async {
        match lines.callback(&expected, output).await {
            Ok(callback) => callback,
            Err(_) => std::future::pending().await,
        }
    };
    let state = pending.state().clone();
    let callback = tokio::select! {
        received = receiver.wait(state, DEADLINE, output) => Ok(received?),
        callback = pasted => Err(callback),
    };
    match callback {
        Ok(received) => complete_received(session, pending, received).await,
        Err(callback) => complete(session, pending, callback.expose()).await,
    }
}

/// Completes the consent and tells the browser how it went.
async fn complete_received(
    session: &Session<'_>,
    pending: PendingAuthorization,
    received: Received,
) -> Result<Hold, Failure> {
    let completed = complete(session, pending, received.callback()).await;
    let outcome = if completed.is_ok() {
        Outcome::Connected
    } else {
        Outcome::NotConnected
    };
    received.finish(outcome).await;
    completed
}

async fn complete(
    session: &Session<'_>,
    pending: PendingAuthorization,
    callback: &str,
) -> Result<Hold, Failure> {
    // The code is good for one exchange, and its response for one consent.
    let hold = session.context().hold();
    let token = session.client.acg_auth().complete(pending, callback).await;
    // Not `explain`: its advice, to log in, makes no sense in a login.
    token.map(|_| hold).map_err(Failure::from)
}

/// Shows where the bank's page is, and opens it in a browser if that is asked for. The browser needs what is returned.
async fn show(session: &Session<'_>, url: &Url, open: bool) -> Option<LaunchPage> {
    let output = &session.context().output;
    let page = if open && session.context().variables.has_windows {
        opened(url, output).await
    } else {
        None
    };
    output.status(if page.is_some() {
        "The bank's page is open in your browser. If it is not, go to"
    } else {
        "Open this address in a browser, sign in and choose the accounts to share:"
    });
    output.status(format_args!("\n  {url}\n"));
    output.status(
        "Waiting for up to ten minutes; Ctrl-C stops. When the browser ends at a page that it cannot show, paste its address \
         here and press Enter.",
    );
    page
}

async fn opened(url: &Url, output: &Output) -> Option<LaunchPage> {
    let page = LaunchPage::serve(url.clone(), output).await?;
    browser::open(page.url()).await.then_some(page)
}

/// The address at which the browser ended, as the user pastes it.
async fn pasted(session: &Session<'_>, expected: &ExpectedAddress<'_>) -> Result<Secret, Failure> {
    let output = &session.context().output;
    let mut lines = PastedLines::read();
    let callback = tokio::time::timeout(DEADLINE, lines.callback(expected, output)).await;
    let failed = |code, text: &str| Err(Failure::new(code, text).advise("Run the command again."));
    match callback {
        Ok(Ok(callback)) => Ok(callback),
        Ok(Err(false)) => failed(ExitCode::Usage, "no address was pasted"),
        Ok(Err(true)) => failed(
            ExitCode::Consent,
            "nothing that was pasted is the address of this login",
        ),
        Err(_) => failed(ExitCode::Consent, "no address was pasted in time"),
    }
}
