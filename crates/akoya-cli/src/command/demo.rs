//! `akoya demo`: consent, data and a refresh, explained to a newcomer.

mod reading;
mod renewal;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use akoya::oauth::grant::UpdateReason;
use akoya::oauth::loopback::{ANY_PORT, FinalPage};
use akoya::oauth::store::{GrantState, Record};
use clap::Args as ClapArgs;

use crate::connection::{Connection, ConnectionName, Environment};
use crate::connections::Connections;
use crate::consent::{AutoConsentArgs, ConsentMethod, DEFAULT_USER};
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::new_grant::{self, OtherCustomer};
use crate::output::Output;
use crate::printable::printable;
use crate::session::Session;
use crate::settings::ClientArgs;
use crate::shell_alias;
use crate::style::{Label, Style};

#[derive(Debug, Default, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    auto: AutoConsentArgs,
    /// Show the address of the bank's pages instead of opening a browser
    #[arg(long)]
    no_browser: bool,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    if context.output.is_json() {
        let text = "the demo is for people and has no JSON form";
        return Err(Failure::new(ExitCode::Usage, text).advise(
            "Use --json with accounts, balances, transactions and status, on the connection that the demo leaves.",
        ));
    }
    let method = method(context, args).await?;
    // The demo's client is the embedded sandbox's; no option changes it.
    let client = ClientArgs::default();
    let demo = Demo::start(context, args, &client, &method).await?;
    demo.introduce()?;
    demo.consent(method).await?;
    demo.read().await.map_err(|failure| match failure.is_response() {
        true => failure
            .advise("Some users of the sandbox always fail. `akoya demo --user mikomo_7` uses one who does not."),
        false => failure,
    })?;
    demo.say_what_next()
}

/// A run of the demo.
struct Demo<'a> {
    context: &'a Context,
    args: &'a Args,
    output: &'a Output,
    style: Style,
    session: Session<'a>,
    /// What an earlier run left.
    previous: Option<Connection>,
    /// How many refreshes the update callback has reported.
    refreshes: Arc<AtomicU64>,
}

impl<'a> Demo<'a> {
    /// Opens the demo's connection, new or old; `method` is how consent will be given if it is needed.
    async fn start(
        context: &'a Context,
        args: &'a Args,
        client: &'a ClientArgs,
        method: &ConsentMethod,
    ) -> Result<Self, Failure> {
        let name = ConnectionName::demo();
        let previous = Connections::of(&context.data).get(&name)?;
        if previous
            .as_ref()
            .is_some_and(|previous| previous.environment != Environment::Embedded)
        {
            return Err(not_the_demos());
        }
        let connection = Connection {
            connector: "mikomo".to_owned(),
            client_id: None,
            redirect_uri: method.redirect_uri().to_owned(),
            client_secret: None,
            user: method.user().map(ToOwned::to_owned),
            environment: Environment::Embedded,
        };
        let refreshes = Arc::new(AtomicU64::new(0));
        let count = refreshes.clone();
        let on_update = Box::new(move |update: akoya::oauth::grant::TokenUpdate| {
            if update.reason() == UpdateReason::Refreshed {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        let settings = context.settings(client)?;
        let session = Session::start(context, name, connection, settings, on_update).await?;
        let (output, style) = (&context.output, context.output.style());
        check_user(args, &session)?;
        Ok(Self {
            context,
            args,
            output,
            style,
            session,
            previous,
            refreshes,
        })
    }

    fn introduce(&self) -> Result<(), Failure> {
        let title = "Akoya in a minute: consent, a token that stays fresh, a customer's bank data";
        self.output.line(self.style.paint(Label::Heading, title))?;
        self.output.line(
            "Everything runs on this computer; Mikomo Financial and its customers are invented.",
        )?;
        let Some(sandbox) = self.session.sandbox else {
            return Ok(());
        };
        self.output.line(format_args!(
            "  The bank's sign-in  {}",
            self.style.paint(Label::Secondary, sandbox.idp_url())
        ))?;
        self.output.line(format_args!(
            "  The data API        {}",
            self.style.paint(Label::Secondary, sandbox.api_url())
        ))
    }

    /// Reads everything there is to read, and lets the token expire.
    async fn read(&self) -> Result<(), Failure> {
        let accounts = self.show_balances().await?;
        self.show_transactions(&accounts).await?;
        self.show_renewal().await
    }

    /// Finds the connection of an earlier run, or asks for consent.
    async fn consent(&self, method: ConsentMethod) -> Result<(), Failure> {
        match self.found().await? {
            ExistingGrant::Grant(record) => self.welcome_back(&record),
            ExistingGrant::Nothing { reason } => self.ask(&reason, method).await,
        }
    }

    async fn found(&self) -> Result<ExistingGrant, Failure> {
        let nothing = |reason: String| Ok(ExistingGrant::Nothing { reason });
        let auth = self.session.client.acg_auth();
        let record = match auth.record().await {
            Err(error) if error.kind() == akoya::ErrorKind::Configuration => {
                self.forget_a_removed_sandbox().await?;
                None
            }
            record => record.map_err(|error| self.session.explain(error))?,
        };
        let Some(record) = record else {
            return nothing(akoya::oauth::ConsentCause::NoGrant.to_string());
        };
        if let GrantState::ConsentNeeded { cause } = &record.head.state {
            return nothing(cause.to_string());
        }
        let previous = self.previous.as_ref();
        let known = previous.and_then(|connection| connection.user.as_deref());
        match (&self.args.auto.user, known) {
            (Some(asked), Some(known)) if asked != known => {
                // The other customer's consent would remain valid without a token for it.
                let _ = auth.revoke_token().await;
                nothing(format!(
                    "the last run was as {known}; that consent is now revoked"
                ))
            }
            _ => Ok(ExistingGrant::Grant(Box::new(record))),
        }
    }

    /// Forgets the grant of a sandbox whose file was removed: the new sandbox has another client.
    async fn forget_a_removed_sandbox(&self) -> Result<(), Failure> {
        let vault = self.context.token_store().await?.vault().await?;
        let stored = vault.load(&self.session.name.id()?).await?;
        if stored
            .is_some_and(|stored| stored.record.head.provider != Environment::Embedded.as_str())
        {
            return Err(not_the_demos());
        }
        Ok(self.session.client.acg_auth().forget().await?)
    }

    fn welcome_back(&self, record: &Record) -> Result<(), Failure> {
        self.heading("The customer's consent")?;
        let name = &self.session.name;
        let user = self
            .previous
            .as_ref()
            .and_then(|connection| connection.user.as_deref());
        let of = user.map_or_else(String::new, |user| format!(" of {user}"));
        self.done(format_args!(
            "Found the connection `{name}`{of} that an earlier run stored, token no. {}",
            record.head.generation
        ))?;
        self.done(
            "No consent is needed: the stored token is used, and refreshed when it has expired",
        )
    }

    async fn ask(&self, reason: &str, method: ConsentMethod) -> Result<(), Failure> {
        self.heading("The customer's consent")?;
        self.output
            .line(format_args!("  Consent is needed: {reason}."))?;
        match method.user() {
            Some(user) => self.output.line(format_args!(
                "  The command fills in the bank's pages itself, as {user} would in a browser."
            ))?,
            None => self.output.line(format_args!(
                "  Sign in as {0}, password {0}, or as another user of the sandbox. {1}",
                self.style.paint(Label::Heading, DEFAULT_USER),
                self.style
                    .paint(Label::Secondary, "(--auto-consent needs no browser)")
            ))?,
        }
        let mut consented = method.ask(&self.session).await?;
        let mut session = self.session.renamed(self.session.name.clone()).await?;
        session.connection.redirect_uri = ANY_PORT.to_owned();
        let kept = new_grant::keep(session, &consented.token, OtherCustomer::Replace).await;
        consented
            .finish(match kept {
                Ok(_) => FinalPage::Connected,
                Err(_) => FinalPage::NotConnected,
            })
            .await;
        kept?;
        for page in &consented.pages {
            self.done(format_args!("Page: {}", printable(page)))?;
        }
        self.done("The bank sent the browser back with a code, which was exchanged for tokens")?;
        let store = self.context.token_store().await?.location.name();
        self.done(format_args!(
            "Stored, encrypted, as connection `{}` in {store}",
            self.session.name
        ))
    }

    fn say_what_next(&self) -> Result<(), Failure> {
        self.heading("What to try next")?;
        let suggestion = |text: &str| self.style.paint(Label::Suggestion, text);
        if let Some(alias) = shell_alias::line(self.context.args.data_dir.as_deref()) {
            self.output.line(format_args!("  {}", suggestion(&alias)))?;
        }
        let commands = [
            ("demo", "finds the connection, needs no consent"),
            ("status", "the connection and its token"),
            ("balances --json", "the API's response, digit for digit"),
            ("transactions --from 2026-01-01", "of every account"),
            ("refresh", "a new token now"),
            ("logout", "revokes the consent; the demo asks again"),
            ("sandbox", "the bank alone, for your own programs"),
        ];
        let which = match Connections::of(&self.context.data).names()?.len() {
            1 => "",
            _ => " --connection demo",
        };
        for (command, what) in commands {
            let which = match command {
                "demo" | "status" | "sandbox" => "",
                _ => which,
            };
            let command = suggestion(&format!("{:<36}", format!("akoya {command}{which}")));
            let what = self.style.paint(Label::Secondary, format!("# {what}"));
            self.output.line(format_args!("  {command}  {what}"))?;
        }
        Ok(())
    }

    fn heading(&self, text: &str) -> Result<(), Failure> {
        let length = self
            .style
            .width()
            .unwrap_or(80)
            .min(100)
            .saturating_sub(text.chars().count() + 5);
        self.output.line(format_args!(
            "\n{} {} {}",
            self.style.rule(2),
            self.style.paint(Label::Heading, text),
            self.style.rule(length)
        ))
    }

    fn done(&self, text: impl std::fmt::Display) -> Result<(), Failure> {
        self.output
            .line(format_args!("  {} {text}", self.style.tick()))
    }
}

/// What an earlier run left.
enum ExistingGrant {
    Grant(Box<Record>),
    /// No grant that can be used.
    Nothing {
        reason: String,
    },
}

/// Returns the failure of a name that is in use: the demo never removes a consent that it did not ask for.
fn not_the_demos() -> Failure {
    let text = "the connection `demo` was not made by the demo";
    Failure::new(ExitCode::Usage, text).advise(
        "Run `akoya logout --connection demo`, or use another data directory with --data-dir.",
    )
}

/// Chooses who consents: a person in a browser if there are both, else the command itself.
async fn method(context: &Context, args: &Args) -> Result<ConsentMethod, Failure> {
    let has_browser = args.no_browser || context.variables.has_windows;
    let is_auto = args.auto.auto_consent
        || args.auto.user.is_some()
        || !has_browser
        || !context.output.is_attended();
    if is_auto {
        return Ok(ConsentMethod::auto(&args.auto, None, ANY_PORT));
    }
    ConsentMethod::person(!args.no_browser, ANY_PORT).await
}

fn check_user(args: &Args, session: &Session<'_>) -> Result<(), Failure> {
    let (Some(user), Some(sandbox)) = (&args.auto.user, session.sandbox) else {
        return Ok(());
    };
    let users: Vec<&str> = sandbox.users().collect();
    if users.contains(&user.as_str()) {
        return Ok(());
    }
    Err(
        Failure::new(ExitCode::Usage, "the sandbox has no such user")
            .advise(format!("Use one of {}.", users.join(", "))),
    )
}
