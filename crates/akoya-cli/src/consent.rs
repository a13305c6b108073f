//! Asks a customer for consent: in a browser, by filling in the sandbox's pages, or with an address pasted back.

use std::time::Duration;

use akoya::oauth::loopback::{CallbackReceiver, FinalPage, LaunchPage, Received};
use akoya::oauth::{OauthToken, PendingAuthorization, Secret};
use clap::Args;
use url::Url;

use crate::auto_consent::{AutoConsent, Decision};
use crate::browser;
use crate::context::Hold;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::output::Output;
use crate::pasted_address::{ExpectedAddress, NoAddress, PastedLines};
use crate::receiver;
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

/// A consent that was given and exchanged. Its token is in memory alone.
#[derive(Debug)]
pub(crate) struct Consented {
    pub(crate) token: OauthToken,
    /// The headings of the pages that the command filled in itself.
    pub(crate) pages: Vec<String>,
    /// The browser, which waits for the outcome.
    browser: Option<Received>,
    /// An interrupt waits until the command has done what belongs to the consent.
    _hold: Hold,
}

/// The sandbox user when none is named: one with an account of every kind.
pub(crate) const DEFAULT_USER: &str = "mikomo_7";

/// How long a person may take on the bank's pages; the pending authorization lives no longer.
const DEADLINE: Duration = Duration::from_secs(10 * 60);

/// Who gives the consent, and how the callback arrives.
#[derive(Debug)]
pub(crate) enum ConsentMethod {
    /// A person in a browser, which comes back to this computer.
    Browser {
        receiver: CallbackReceiver,
        open: bool,
    },
    /// A person in a browser, which goes elsewhere; its last address is pasted here.
    Paste { redirect_uri: String, open: bool },
    /// The command itself.
    Auto {
        auto: AutoConsent,
        redirect_uri: String,
    },
}

impl Consented {
    /// Shows the outcome in the browser.
    pub(crate) async fn finish(&mut self, outcome: FinalPage) {
        if let Some(browser) = self.browser.take() {
            browser.finish(outcome).await;
        }
    }
}

impl ConsentMethod {
    /// Chooses that the command fills in the pages itself.
    ///
    /// `known` is the user who consented before.
    pub(crate) fn auto(args: &AutoConsentArgs, known: Option<&str>, redirect_uri: &str) -> Self {
        let user = args.user.as_deref().or(known).unwrap_or(DEFAULT_USER);
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
            redirect_uri: redirect_uri.to_owned(),
        }
    }

    /// Chooses a person, whose browser comes back to this computer, or who pastes the address when the redirect URI is
    /// elsewhere. `open` is whether to open a browser.
    pub(crate) async fn person(open: bool, redirect_uri: &str) -> Result<Self, Failure> {
        if CallbackReceiver::accepts(redirect_uri) {
            let receiver = receiver::bind(redirect_uri).await?;
            return Ok(Self::Browser { receiver, open });
        }
        Ok(Self::Paste {
            redirect_uri: redirect_uri.to_owned(),
            open,
        })
    }

    /// Returns the redirect URI that the client has to be made with.
    pub(crate) fn redirect_uri(&self) -> &str {
        match self {
            Self::Browser { receiver, .. } => receiver.redirect_uri(),
            Self::Paste { redirect_uri, .. } | Self::Auto { redirect_uri, .. } => redirect_uri,
        }
    }

    /// Returns the sandbox user who consents, if it is known.
    pub(crate) fn user(&self) -> Option<&str> {
        match self {
            Self::Auto { auto, .. } => Some(&auto.user),
            _ => None,
        }
    }

    /// Obtains the customer's consent and exchanges its code. Nothing that is stored changes.
    pub(crate) async fn ask(self, session: &Session<'_>) -> Result<Consented, Failure> {
        let client = session.apart(None)?;
        let authorize = client.acg_auth().authorize(session.connector());
        let authorize = authorize.lifetime(DEADLINE);
        let (url, pending) = authorize.start().map_err(|error| session.explain(error))?;
        if !matches!(self, Self::Auto { .. }) {
            session.check_reachable(&url).await?;
        }
        let (callback, pages) = self.callback(session, &url, &pending).await?;
        // The code is good for one exchange, and its response for one consent.
        let hold = session.context().hold();
        let token = client.acg_auth().complete(pending, callback.text()).await;
        let browser = callback.browser();
        match token {
            Ok(token) => Ok(Consented {
                token,
                pages,
                browser,
                _hold: hold,
            }),
            Err(error) => {
                if let Some(browser) = browser {
                    browser.finish(FinalPage::NotConnected).await;
                }
                // Not `explain`: its advice, to log in, makes no sense in a login.
                Err(error.into())
            }
        }
    }

    /// Waits for the callback. The pages are those that were filled in here.
    async fn callback(
        self,
        session: &Session<'_>,
        url: &Url,
        pending: &PendingAuthorization,
    ) -> Result<(Callback, Vec<String>), Failure> {
        let output = &session.context().output;
        match self {
            Self::Auto { auto, redirect_uri } => {
                let consented = auto.run(url, &redirect_uri).await?;
                let callback = Callback::Text(Secret::new(consented.callback));
                Ok((callback, consented.pages))
            }
            Self::Paste { redirect_uri, open } => {
                let _page = show(session, url, open).await;
                let expected = expected(&redirect_uri, url, pending);
                let pasted = pasted(output, &expected).await?;
                Ok((Callback::Text(pasted), Vec::new()))
            }
            Self::Browser { receiver, open } => {
                let _page = show(session, url, open).await;
                let callback = come_back(output, pending, url, receiver).await?;
                Ok((callback, Vec::new()))
            }
        }
    }
}

/// A callback, and the browser that brought it.
enum Callback {
    Browser(Received),
    Text(Secret),
}

impl Callback {
    fn text(&self) -> &str {
        match self {
            Self::Browser(received) => received.query().expose(),
            Self::Text(text) => text.expose(),
        }
    }

    fn browser(self) -> Option<Received> {
        match self {
            Self::Browser(received) => Some(received),
            Self::Text(_) => None,
        }
    }
}

fn expected<'a>(
    redirect_uri: &'a str,
    start: &'a Url,
    pending: &'a PendingAuthorization,
) -> ExpectedAddress<'a> {
    ExpectedAddress {
        redirect_uri,
        start,
        state: pending.state(),
    }
}

/// Waits for the browser, or for the address at which it ended: it may run on another computer than this command.
async fn come_back(
    output: &Output,
    pending: &PendingAuthorization,
    start: &Url,
    receiver: CallbackReceiver,
) -> Result<Callback, Failure> {
    let redirect_uri = receiver.redirect_uri().to_owned();
    let expected = expected(&redirect_uri, start, pending);
    let mut lines = PastedLines::read();
    let pasted = async {
        match lines.callback(&expected, output).await {
            Ok(callback) => callback,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        received = receiver::wait(receiver, pending.state().clone(), DEADLINE, output) => received.map(Callback::Browser),
        callback = pasted => Ok(Callback::Text(callback)),
    }
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
    let page = receiver::launch_page(url.clone(), output).await?;
    browser::open(page.url()).await.then_some(page)
}

/// Asks for the address at which the browser ended, as the user pastes it.
async fn pasted(output: &Output, expected: &ExpectedAddress<'_>) -> Result<Secret, Failure> {
    let mut lines = PastedLines::read();
    let callback = tokio::time::timeout(DEADLINE, lines.callback(expected, output)).await;
    let failed = |code, text: &str| Err(Failure::new(code, text).advise("Run the command again."));
    match callback {
        Ok(Ok(callback)) => Ok(callback),
        Ok(Err(NoAddress::NothingPasted)) => failed(ExitCode::Usage, "no address was pasted"),
        Ok(Err(NoAddress::NoneFits)) => failed(
            ExitCode::Consent,
            "nothing that was pasted is the address of this login",
        ),
        Err(_) => failed(ExitCode::Consent, "no address was pasted in time"),
    }
}
