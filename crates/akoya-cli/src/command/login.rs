//! `akoya login`

use serde_json::json;

use crate::arguments::LoginArguments;
use crate::connection::{Connection, ConnectionName, Connections, Place};
use crate::consent::Way;
use crate::context::Context;
use crate::date;
use crate::exit::{Code, Failure};
use crate::session::Session;
use crate::settings::Settings;

pub(super) async fn run(context: &Context, arguments: &LoginArguments) -> Result<(), Failure> {
    let settings = context.settings(&arguments.client)?;
    let place = settings.place()?;
    let connector = connector(arguments, &settings, &place)?;
    let name = name(arguments, &connector, &place)?;
    let way = way(arguments, &settings, &place).await?;
    let connection = Connection {
        connector,
        client_id: if place == Place::Embedded {
            None
        } else {
            settings.client_id().map(ToOwned::to_owned)
        },
        redirect_uri: way.redirect_uri().to_owned(),
        client_secret: None,
        user: way.user().map(ToOwned::to_owned),
        environment: place,
    };
    let previous = Connections::of(&context.data).get(&name)?;
    check_same_place(&name, previous.as_ref(), &connection)?;
    let session = Session::start(context, name, connection, &settings, Box::new(|_| {})).await?;
    connect(
        context,
        &session,
        way,
        arguments.save_client_secret,
        previous,
    )
    .await?;
    told(context, &session).await?;
    session.close().await;
    Ok(())
}

/// Notes the connection, then gets its token: a token whose connection nobody remembers could not be used.
pub(super) async fn connect(
    context: &Context,
    session: &Session,
    way: Way,
    save_client_secret: bool,
    previous: Option<Connection>,
) -> Result<Vec<String>, Failure> {
    let connections = Connections::of(&context.data);
    let mut connection = session.connection.clone();
    if save_client_secret && session.sandbox.is_none() {
        let credentials = session
            .client
            .config()
            .authorization_code_auth_credentials();
        connection.client_secret = Some(credentials.oauth_client_secret().clone());
    }
    connections.put(&session.name, &connection)?;
    let consented = way.consent(context, session).await;
    if consented.is_err() {
        // What was there before stays, if there is still a token for it.
        match previous {
            Some(previous) if session.record().await?.is_some() => {
                connections.put(&session.name, &previous)?
            }
            None if session.record().await?.is_some() => {}
            _ => connections.remove(&session.name)?,
        }
    }
    Ok(consented?.1)
}

fn connector(
    arguments: &LoginArguments,
    settings: &Settings,
    place: &Place,
) -> Result<String, Failure> {
    let given = arguments
        .connector
        .clone()
        .or_else(|| settings.file.connector.clone());
    // A sandbox has one institution.
    let usual = || place.is_sandbox().then(|| "mikomo".to_owned());
    given.or_else(usual).ok_or_else(|| {
        Failure::new(Code::Configuration, "no institution is named")
            .advise("Give Akoya's id of the institution with --connector or AKOYA_CONNECTOR.")
    })
}

fn name(
    arguments: &LoginArguments,
    connector: &str,
    place: &Place,
) -> Result<ConnectionName, Failure> {
    match (&arguments.connection, place) {
        (Some(name), _) => Ok(name.clone()),
        (None, Place::Embedded) => Ok(ConnectionName::demo()),
        (None, _) => connector.parse().map_err(|_| {
            Failure::new(Code::Usage, "the connector cannot name a connection")
                .advise("Give a name with --connection.")
        }),
    }
}

async fn way(
    arguments: &LoginArguments,
    settings: &Settings,
    place: &Place,
) -> Result<Way, Failure> {
    if arguments.walk.auto_consent {
        return Ok(Way::walk(&arguments.walk, settings.redirect_uri()));
    }
    if arguments.walk.user.is_some() {
        return Err(Failure::new(
            Code::Usage,
            "--user is for --auto-consent: in a browser, you say who you are",
        )
        .advise("Add --auto-consent, or leave --user out."));
    }
    let redirect_uri = if *place == Place::Embedded {
        None
    } else {
        settings.redirect_uri()
    };
    Way::person(!arguments.no_browser, redirect_uri).await
}

/// The token of another environment would be lost, and its consent with it.
fn check_same_place(
    name: &ConnectionName,
    previous: Option<&Connection>,
    new: &Connection,
) -> Result<(), Failure> {
    match previous {
        Some(previous)
            if previous.environment != new.environment || previous.client_id != new.client_id =>
        {
            let place = previous.environment.as_str();
            Err(Failure::new(
                Code::Usage,
                format!("the connection `{name}` belongs to {place} and another client or place"),
            )
            .advise("Choose another name with --connection, or run `akoya logout` first."))
        }
        _ => Ok(()),
    }
}

async fn told(context: &Context, session: &Session) -> Result<(), Failure> {
    let output = &context.output;
    let record = session.record().await?;
    let expiry = record
        .as_ref()
        .and_then(|record| record.token.expires_at(acg::token::BearerSource::IdToken));
    if output.is_json() {
        return output.line(json!({
            "connection": session.name.as_str(),
            "connector": session.connector(),
            "environment": session.connection.environment.as_str(),
            "generation": record.map(|record| record.head.generation),
            "expires_at": expiry.and_then(date::rfc3339),
        }));
    }
    let which = match Connections::of(&context.data).names()?.len() {
        1 => String::new(),
        _ => format!(" --connection {}", session.name),
    };
    let look = output.look();
    output.line(format_args!(
        "{} Connected: `{}` at {}, {}",
        look.tick(),
        session.name,
        session.connector(),
        session.connection.environment.as_str()
    ))?;
    output.line(format_args!(
        "  Next: {}",
        look.accent(format!("akoya accounts{which}"))
    ))
}
