//! `akoya login`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::connection::{Connection, ConnectionName, Environment};
use crate::connections::Connections;
use crate::consent::{AutoConsentArgs, ConsentMethod};
use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::Session;
use crate::settings::{ClientArgs, Settings};
use crate::style::Label;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The browser comes back to a port on this computer, which is open for ten minutes at most. When the registered redirect URI \
is elsewhere (https), paste the address at which the browser ends.

Client id, secret and the rest come from the command line, then the environment variables, then the config file. If there is no \
secret, the command asks for it; it is kept only with --save-client-secret.")]
pub(crate) struct Args {
    /// Connect to the institution with this Akoya id [default: mikomo, except in production]
    #[arg(
        long,
        value_name = "ID",
        env = "AKOYA_CONNECTOR",
        hide_env_values = true
    )]
    connector: Option<String>,
    /// Give the connection this name [default: the connector]
    #[arg(
        long,
        value_name = "NAME",
        env = "AKOYA_CONNECTION",
        hide_env_values = true
    )]
    connection: Option<ConnectionName>,
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
    let environment = settings.environment()?;
    let connector = connector(args, settings, &environment)?;
    let name = name(args, &connector, &environment)?;
    let method = method(args, settings, &environment).await?;
    let connection = Connection {
        connector,
        client_id: match environment {
            Environment::Embedded => None,
            _ => settings.client_id().map(ToOwned::to_owned),
        },
        redirect_uri: method.redirect_uri().to_owned(),
        client_secret: None,
        user: method.user().map(ToOwned::to_owned),
        environment,
    };
    let mut session = Session::start(context, name, connection, settings, Box::new(|_| {})).await?;
    if args.save_client_secret {
        session.keep_client_secret();
    }
    let check = |previous: Option<&Connection>| {
        check_same_client(&session.name, previous, &session.connection)
    };
    let consented = method.connect(&session, check).await?;
    let _hold = consented.hold;
    report(context, &session).await
}

fn connector(
    args: &Args,
    settings: Settings<'_>,
    environment: &Environment,
) -> Result<String, Failure> {
    let given = args.connector.as_ref().or(settings.file.connector.as_ref());
    match given {
        Some(connector) => Ok(connector.clone()),
        // A sandbox has only one institution.
        None if environment.is_sandbox() => Ok("mikomo".to_owned()),
        None => Err(
            Failure::new(ExitCode::Configuration, "no institution is named")
                .advise("Give Akoya's id of the institution with --connector or AKOYA_CONNECTOR."),
        ),
    }
}

fn name(
    args: &Args,
    connector: &str,
    environment: &Environment,
) -> Result<ConnectionName, Failure> {
    match (&args.connection, environment) {
        (Some(name), _) => Ok(name.clone()),
        (None, Environment::Embedded) => Ok(ConnectionName::demo()),
        (None, _) => connector.parse().map_err(|_| {
            Failure::new(
                ExitCode::Usage,
                "the connector cannot be the name of a connection",
            )
            .advise("Give a name with --connection.")
        }),
    }
}

async fn method(
    args: &Args,
    settings: Settings<'_>,
    environment: &Environment,
) -> Result<ConsentMethod, Failure> {
    if args.auto.auto_consent {
        return Ok(ConsentMethod::auto(&args.auto, settings.redirect_uri()));
    }
    if args.auto.user.is_some() {
        let text = "--user needs --auto-consent: in a browser, you choose the user yourself";
        return Err(
            Failure::new(ExitCode::Usage, text).advise("Add --auto-consent, or leave --user out.")
        );
    }
    let redirect_uri = match environment {
        Environment::Embedded => None,
        _ => settings.redirect_uri(),
    };
    ConsentMethod::person(!args.no_browser, redirect_uri).await
}

/// Refuses to replace a connection of another environment or client: its token, and so its consent, would be lost.
fn check_same_client(
    name: &ConnectionName,
    previous: Option<&Connection>,
    new: &Connection,
) -> Result<(), Failure> {
    let is_other = |previous: &&Connection| {
        previous.environment != new.environment || previous.client_id != new.client_id
    };
    let Some(previous) = previous.filter(is_other) else {
        return Ok(());
    };
    let environment = previous.environment.as_str();
    let text =
        format!("the connection `{name}` belongs to another client or environment: {environment}");
    Err(Failure::new(ExitCode::Usage, text)
        .advise("Choose another name with --connection, or run `akoya logout` first."))
}

async fn report(context: &Context, session: &Session<'_>) -> Result<(), Failure> {
    let output = &context.output;
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
    });
    let which = match Connections::of(&context.data).names()?.len() {
        1 => String::new(),
        _ => format!(" --connection {}", session.name),
    };
    let next = format!("akoya accounts{which}");
    output.done(
        &json,
        format_args!(
            "Connected: `{}` at {}, {environment}\n  Next: {}",
            session.name,
            session.connector(),
            output.style().paint(Label::Suggestion, next)
        ),
    )
}
