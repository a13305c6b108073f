//! `akoya login`: asks a customer for consent, and keeps the connection.

use akoya::oauth::loopback::{ANY_PORT, FinalPage};
use clap::Args as ClapArgs;
use serde_json::json;

use crate::connection::{Connection, ConnectionName, Environment};
use crate::connections::Connections;
use crate::consent::{AutoConsentArgs, ConsentMethod};
use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::new_grant::{self, OtherCustomer, Replaced, StoredConsent};
use crate::session::Session;
use crate::settings::{ClientArgs, Settings};
use crate::style::Label;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The browser returns to a port on this computer, which is open for ten minutes at most. When the registered redirect URI \
is elsewhere (https), paste the address at which the browser ends.

Client id, secret and the rest come from the command line, then the environment variables, then the config file. If there is no \
secret, the command asks for it; it is kept only with --save-client-secret. For a connection that \
already exists, all of this is stored: `akoya login --connection NAME` gives it a new consent.

A login never replaces another customer's consent: with --connection it is refused, otherwise it takes the next free name. \
The same customer's consent is replaced and revoked.")]
pub(crate) struct Args {
    /// Connect to the institution with this Akoya id [default: mikomo, except in production] [env: AKOYA_CONNECTOR]
    #[arg(long, value_name = "ID")]
    connector: Option<String>,
    /// Give the connection this name [default: the connector]
    #[arg(long, value_name = "NAME", env = "AKOYA_CONNECTION")]
    connection: Option<ConnectionName>,
    /// Replace the connection's consent even if another customer gave it; its history is kept
    #[arg(long)]
    replace: bool,
    /// Show the address of the bank's pages instead of opening a browser
    #[arg(long)]
    no_browser: bool,
    /// Keep the client secret with the connection, in a file that only you can read
    #[arg(long)]
    save_client_secret: bool,
    #[command(flatten)]
    auto: AutoConsentArgs,
    #[command(flatten)]
    client: ClientArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let settings = context.settings(&args.client)?;
    let (name, connection) = connection(context, args, settings)?;
    let method = method(args, &connection).await?;
    // A port that was chosen is chosen again by the next login.
    let kept_redirect_uri = connection.redirect_uri.clone();
    let keeps_secret = args.save_client_secret || connection.client_secret.is_some();
    let connection = Connection {
        redirect_uri: method.redirect_uri().to_owned(),
        user: method.user().map(ToOwned::to_owned).or(connection.user),
        ..connection
    };
    let mut session = Session::start(context, name, connection, settings, Box::new(|_| {})).await?;
    if keeps_secret {
        session.keep_client_secret();
    }
    check_readable(&session).await?;
    let mut consented = method.ask(&session).await?;
    session.connection.redirect_uri = kept_redirect_uri;
    let kept = new_grant::keep(session, &consented.token, other_customer(args)).await;
    let outcome = match &kept {
        Ok(_) => FinalPage::Connected,
        Err(_) => FinalPage::NotConnected,
    };
    consented.finish(outcome).await;
    report(context, &kept?).await
}

fn other_customer(args: &Args) -> OtherCustomer {
    match (args.replace, &args.connection) {
        (true, _) => OtherCustomer::Replace,
        (false, Some(_)) => OtherCustomer::Refuse,
        (false, None) => OtherCustomer::NextName,
    }
}

/// Chooses the connection to make: the one that the name stands for, if there is one, with what the command line
/// changes.
fn connection(
    context: &Context,
    args: &Args,
    settings: Settings<'_>,
) -> Result<(ConnectionName, Connection), Failure> {
    let connections = Connections::of(&context.data);
    let (name, previous, connection) = match &args.connection {
        Some(name) => match connections.get(name)? {
            Some(previous) => {
                let mut connection = settings.change(previous.clone())?;
                if let Some(connector) = &args.connector {
                    connection.connector.clone_from(connector);
                }
                if connection.environment == Environment::Embedded {
                    ANY_PORT.clone_into(&mut connection.redirect_uri);
                }
                (name.clone(), Some(previous), connection)
            }
            None => (name.clone(), None, new(context, args, settings)?),
        },
        None => {
            let connection = new(context, args, settings)?;
            let name = usual_name(&connection)?;
            let previous = connections.get(&name)?;
            (name, previous, connection)
        }
    };
    check_same_client(&name, previous.as_ref(), &connection)?;
    Ok((name, connection))
}

/// Describes a connection by the settings alone.
fn new(context: &Context, args: &Args, settings: Settings<'_>) -> Result<Connection, Failure> {
    let environment = settings.environment()?;
    let redirect_uri = match environment {
        Environment::Embedded => None,
        _ => settings.redirect_uri(),
    };
    Ok(Connection {
        connector: connector(context, args, settings, &environment)?,
        client_id: match environment {
            Environment::Embedded => None,
            _ => settings.client_id().map(ToOwned::to_owned),
        },
        redirect_uri: redirect_uri.unwrap_or(ANY_PORT).to_owned(),
        client_secret: None,
        user: None,
        environment,
    })
}

fn connector(
    context: &Context,
    args: &Args,
    settings: Settings<'_>,
    environment: &Environment,
) -> Result<String, Failure> {
    let of_variable = context.variables.connector.as_ref();
    let given = args.connector.as_ref().or(of_variable);
    match given.or(settings.file.connector.as_ref()) {
        Some(connector) => Ok(connector.clone()),
        // A sandbox has only one institution.
        None if environment.is_sandbox() => Ok("mikomo".to_owned()),
        None => Err(
            Failure::new(ExitCode::Configuration, "no institution is named")
                .advise("Give Akoya's id of the institution with --connector or AKOYA_CONNECTOR."),
        ),
    }
}

fn usual_name(connection: &Connection) -> Result<ConnectionName, Failure> {
    if connection.environment == Environment::Embedded {
        return Ok(ConnectionName::demo());
    }
    connection.connector.parse().map_err(|_| {
        Failure::new(
            ExitCode::Usage,
            "the connector cannot be the name of a connection",
        )
        .advise("Give a name with --connection.")
    })
}

async fn method(args: &Args, connection: &Connection) -> Result<ConsentMethod, Failure> {
    let redirect_uri = &connection.redirect_uri;
    if args.auto.auto_consent {
        let known = connection.user.as_deref();
        return Ok(ConsentMethod::auto(&args.auto, known, redirect_uri));
    }
    if args.auto.user.is_some() {
        let text = "--user requires --auto-consent: in a browser, you choose the user yourself";
        return Err(
            Failure::new(ExitCode::Usage, text).advise("Add --auto-consent, or leave --user out.")
        );
    }
    ConsentMethod::person(!args.no_browser, redirect_uri).await
}

/// Refuses before the customer is asked when the consent could not be kept.
async fn check_readable(session: &Session<'_>) -> Result<(), Failure> {
    let vault = session.context().token_store().await?.vault().await?;
    vault.load(&session.name.id()?).await?;
    Ok(())
}

/// Refuses to replace a connection of another environment, institution or client: its
/// token, and so its consent, would be lost.
fn check_same_client(
    name: &ConnectionName,
    previous: Option<&Connection>,
    new: &Connection,
) -> Result<(), Failure> {
    let is_other = |previous: &&Connection| {
        previous.environment != new.environment
            || previous.client_id != new.client_id
            || previous.connector != new.connector
    };
    let Some(previous) = previous.filter(is_other) else {
        return Ok(());
    };
    let (institution, environment) = (&previous.connector, previous.environment.as_str());
    let text = format!(
        "the connection `{name}` belongs to another client, institution or environment: {institution} at {environment}"
    );
    Err(Failure::new(ExitCode::Usage, text)
        .advise("Choose another name with --connection, or run `akoya logout` first."))
}

async fn report(context: &Context, kept: &StoredConsent<'_>) -> Result<(), Failure> {
    let (output, session) = (&context.output, &kept.session);
    let record = session.record().await?;
    let expiry = record.as_ref().and_then(|record| {
        record
            .token
            .expires_at(akoya::oauth::token::BearerSource::IdToken)
    });
    let environment = session.connection.environment.as_str();
    let json = json!({
        "connection": session.name.as_str(),
        "connector": session.connector(),
        "environment": environment,
        "generation": record.map(|record| record.head.generation),
        "expires_at": expiry.and_then(date::rfc3339),
        "replaced": kept.replaced.map(Replaced::name),
    });
    let which = match Connections::of(&context.data).names()?.len() {
        1 => String::new(),
        _ => format!(" --connection {}", session.name),
    };
    let replaced = kept
        .replaced
        .map(|replaced| format!("\n  {}", replaced.sentence()));
    let next = context.command_line(&format!("accounts{which}"));
    output.done(
        &json,
        format_args!(
            "Connected: `{}` at {}, {environment}{}\n  Next: {}",
            session.name,
            session.connector(),
            replaced.unwrap_or_default(),
            output.style().paint(Label::Suggestion, next)
        ),
    )
}
