//! `akoya demo`: the main job once, told to somebody who sees it for the first time.

mod reading;
mod renewal;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use akoya::oauth::ConsentCause;
use akoya::oauth::grant::UpdateReason;
use akoya::oauth::store::{GrantState, Record};

use super::login::connect;
use crate::arguments::DemoArguments;
use crate::connection::{Connection, ConnectionName, Connections, Place};
use crate::consent::{DEFAULT_USER, Way, has_browser};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::{Look, Output};
use crate::session::Session;
use crate::settings::Settings;

pub(super) async fn run(context: &Context, arguments: &DemoArguments) -> Result<(), Failure> {
    if context.output.is_json() {
        return Err(Failure::new(Code::Usage, "the demo is for people and has no JSON form").advise(
            "Use --json with accounts, balances, transactions and status, on the connection that the demo leaves.",
        ));
    }
    let way = way(context, arguments).await?;
    let demo = Demo::start(context, arguments, &way).await?;
    demo.introduce()?;
    demo.consent(way).await?;
    demo.read().await.map_err(|failure| match failure.is_answer() {
        true => failure
            .advise("Some users of the sandbox always fail. `akoya demo --user mikomo_7` is for one who does not."),
        false => failure,
    })?;
    demo.say_what_next()?;
    demo.session.close().await;
    Ok(())
}

/// A run of the demo.
struct Demo<'a> {
    context: &'a Context,
    arguments: &'a DemoArguments,
    output: &'a Output,
    look: Look,
    session: Session,
    /// What an earlier run left.
    previous: Option<Connection>,
    /// Refreshes that the client has told the program about.
    refreshes: Arc<AtomicU64>,
}

impl<'a> Demo<'a> {
    /// Opens the demo's connection, new or old; `way` is how consent will be given if it is needed.
    async fn start(
        context: &'a Context,
        arguments: &'a DemoArguments,
        way: &Way,
    ) -> Result<Self, Failure> {
        let name = ConnectionName::demo();
        let previous = Connections::of(&context.data).get(&name)?;
        if previous
            .as_ref()
            .is_some_and(|previous| previous.environment != Place::Embedded)
        {
            return Err(of_somebody_else());
        }
        let connection = Connection {
            connector: "mikomo".to_owned(),
            client_id: None,
            redirect_uri: way.redirect_uri().to_owned(),
            client_secret: None,
            user: way.user().map(ToOwned::to_owned),
            environment: Place::Embedded,
        };
        let refreshes = Arc::new(AtomicU64::new(0));
        let told = refreshes.clone();
        let on_update = Box::new(move |update: akoya::oauth::grant::TokenUpdate| {
            if update.reason() == UpdateReason::Refreshed {
                told.fetch_add(1, Ordering::Relaxed);
            }
        });
        let settings = Settings::default();
        let session = Session::start(context, name, connection, &settings, on_update).await?;
        let (output, look) = (&context.output, context.output.look());
        check_user(arguments, &session)?;
        Ok(Self {
            context,
            arguments,
            output,
            look,
            session,
            previous,
            refreshes,
        })
    }

    fn introduce(&self) -> Result<(), Failure> {
        let title = "Akoya in a minute: consent, a token that stays fresh, a customer's bank data";
        self.output.line(self.look.bold(title))?;
        self.output.line(
            "Everything runs on this computer; Mikomo Financial and its customers are invented.",
        )?;
        let Some(sandbox) = &self.session.sandbox else {
            return Ok(());
        };
        self.output.line(format_args!(
            "  The bank's sign-in  {}",
            self.look.dim(sandbox.idp_url())
        ))?;
        self.output.line(format_args!(
            "  The data API        {}",
            self.look.dim(sandbox.api_url())
        ))
    }

    /// Reads everything there is to read, and lets the token expire.
    async fn read(&self) -> Result<(), Failure> {
        let accounts = self.show_balances().await?;
        self.show_transactions(&accounts).await?;
        self.show_renewal().await
    }

    /// Finds the connection of an earlier run, or asks for consent.
    async fn consent(&self, way: Way) -> Result<(), Failure> {
        match self.found().await? {
            Ok(record) => self.welcome_back(&record),
            Err(reason) => self.ask(&reason, way).await,
        }
    }

    /// The grant of an earlier run, or why there is none to use.
    async fn found(&self) -> Result<Result<Record, String>, Failure> {
        let auth = self.session.client.acg_auth();
        let record = match auth.record().await {
            Err(error) if error.kind() == akoya::ErrorKind::Configuration => {
                self.forget_a_removed_sandbox().await?;
                None
            }
            record => record.map_err(|error| self.session.explain(error))?,
        };
        let Some(record) = record else {
            return Ok(Err(ConsentCause::NoGrant.to_string()));
        };
        if let GrantState::ConsentNeeded { cause } = &record.head.state {
            return Ok(Err(cause.to_string()));
        }
        let known = self
            .previous
            .as_ref()
            .and_then(|connection| connection.user.as_deref());
        match (&self.arguments.walk.user, known) {
            (Some(asked), Some(known)) if asked != known => {
                // The other customer's consent would live on without anybody knowing.
                let _ = auth.revoke_token().await;
                Ok(Err(format!(
                    "the last run was with {known}; that consent is revoked now"
                )))
            }
            _ => Ok(Ok(record)),
        }
    }

    /// The sandbox's file was removed: its client is another, and what it had given is void.
    async fn forget_a_removed_sandbox(&self) -> Result<(), Failure> {
        let stored = self
            .context
            .vault()
            .await?
            .load(&self.session.name.id()?)
            .await?;
        if stored.is_some_and(|stored| stored.record.head.provider != Place::Embedded.as_str()) {
            return Err(of_somebody_else());
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
            "Nobody is asked again: the stored token is used, and refreshed when it is too old",
        )
    }

    async fn ask(&self, reason: &str, way: Way) -> Result<(), Failure> {
        self.heading("The customer's consent")?;
        self.output
            .line(format_args!("  Consent is needed: {reason}."))?;
        match way.user() {
            Some(user) => {
                let line = format!(
                    "  The command fills in the bank's pages itself, as {user} would in a browser."
                );
                self.output.line(line)?;
            }
            None => self.output.line(format_args!(
                "  Sign in as {0}, password {0}, or another user of the sandbox. {1}",
                self.look.bold(DEFAULT_USER),
                self.look.dim("(--auto-consent does without a browser)")
            ))?,
        }
        let pages = connect(
            self.context,
            &self.session,
            way,
            false,
            self.previous.clone(),
        )
        .await?;
        for page in pages {
            self.done(format_args!("Page: {page}"))?;
        }
        self.done("The bank sent the browser back with a code, which was exchanged for tokens")?;
        let store = self.context.token_store().await?.place.name();
        self.done(format_args!(
            "Stored, encrypted, as connection `{}` in {store}",
            self.session.name
        ))
    }

    fn say_what_next(&self) -> Result<(), Failure> {
        self.heading("What to try next")?;
        if let Some(alias) = self.context.alias() {
            self.output
                .line(format_args!("  {}", self.look.accent(alias)))?;
        }
        let commands = [
            ("demo", "finds the connection, asks for no consent"),
            ("status", "the connection and its token"),
            ("balances --json", "the API's answer, digit for digit"),
            ("transactions --from 2026-01-01", "of every account"),
            ("refresh", "a new token now"),
            ("logout", "revokes the consent; the demo asks again"),
            ("sandbox", "the bank alone, for your own programs"),
        ];
        for (command, what) in commands {
            let (command, what) = (
                format!("akoya {command}"),
                self.look.dim(format!("# {what}")),
            );
            self.output.line(format_args!(
                "  {}  {what}",
                self.look.accent(format!("{command:<36}"))
            ))?;
        }
        Ok(())
    }

    fn heading(&self, text: &str) -> Result<(), Failure> {
        let length = self
            .look
            .width()
            .unwrap_or(80)
            .min(100)
            .saturating_sub(text.chars().count() + 5);
        self.output.line(format_args!(
            "\n{} {} {}",
            self.look.rule(2),
            self.look.bold(text),
            self.look.rule(length)
        ))
    }

    fn done(&self, text: impl std::fmt::Display) -> Result<(), Failure> {
        self.output
            .line(format_args!("  {} {text}", self.look.tick()))
    }
}

/// The demo never takes a consent away that it has not asked for.
fn of_somebody_else() -> Failure {
    Failure::new(Code::Usage, "the connection `demo` is not the demo's own")
        .advise("Log it out, or keep the demo apart with --data-dir.")
}

/// A person in a browser if both are there, else a walk.
async fn way(context: &Context, arguments: &DemoArguments) -> Result<Way, Failure> {
    let by_hand = arguments.no_browser || has_browser();
    if arguments.walk.auto_consent
        || arguments.walk.user.is_some()
        || !by_hand
        || !context.output.is_attended()
    {
        return Ok(Way::walk(&arguments.walk, None));
    }
    Way::person(!arguments.no_browser, None).await
}

fn check_user(arguments: &DemoArguments, session: &Session) -> Result<(), Failure> {
    let (Some(user), Some(sandbox)) = (&arguments.walk.user, &session.sandbox) else {
        return Ok(());
    };
    let users: Vec<&str> = sandbox.users().collect();
    if users.contains(&user.as_str()) {
        return Ok(());
    }
    Err(Failure::new(Code::Usage, "the sandbox has no such user")
        .advise(format!("Take one of {}.", users.join(", "))))
}
