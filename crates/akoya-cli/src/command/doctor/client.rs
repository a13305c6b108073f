//! The client: is there all that a login needs, and can its callback be received?

use akoya::oauth::AuthorizationCodeAuthCredentials;
use akoya::oauth::loopback::{ANY_PORT, CallbackReceiver};

use super::check::Check;
use crate::client_secret;
use crate::connection::{Connection, ConnectionName, Environment};
use crate::connections::Connections;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::receiver;
use crate::session;
use crate::settings::Settings;

/// Returns the connection that is named or the only one, else the one that a login would make.
pub(super) fn connection(
    context: &Context,
    name: Option<&ConnectionName>,
    settings: Settings<'_>,
) -> Result<Connection, Failure> {
    let count = Connections::of(&context.data).names()?.len();
    let is_named = name.is_some() || context.config_file()?.connection.is_some();
    if is_named || count == 1 {
        let (_, connection) = session::find(context, name)?;
        return settings.change(connection);
    }
    Ok(Connection {
        connector: String::new(),
        client_id: settings.client_id().map(ToOwned::to_owned),
        redirect_uri: settings.redirect_uri().unwrap_or(ANY_PORT).to_owned(),
        client_secret: None,
        user: None,
        environment: settings.environment()?,
    })
}

/// Looks at the client's id, secret and redirect URI.
pub(super) async fn check(
    context: &Context,
    settings: Settings<'_>,
    connection: &Connection,
) -> Vec<Check> {
    if connection.environment == Environment::Embedded {
        let finding = "the sandbox inside this command has its own client and redirect URI";
        return vec![Check::ok("configuration", finding)];
    }
    vec![
        configuration(context, settings, connection),
        redirect_uri(connection).await,
    ]
}

fn configuration(context: &Context, settings: Settings<'_>, connection: &Connection) -> Check {
    let (name, place) = ("configuration", connection.environment.as_str());
    let Some(client_id) = &connection.client_id else {
        return Check::failed(name, &session::no_client_id());
    };
    let secret = client_secret::known(settings, &context.variables, connection, &context.output);
    match secret {
        Ok(Some(_)) => Check::ok(
            name,
            format!("client `{client_id}` with a secret, at {place}"),
        ),
        Ok(None) => Check::failed(name, &client_secret::missing()),
        Err(failure) => Check::failed(name, &failure),
    }
}

async fn redirect_uri(connection: &Connection) -> Check {
    let (name, uri) = ("redirect URI", &connection.redirect_uri);
    let built = AuthorizationCodeAuthCredentials::builder("client", "secret", uri).build();
    if let Err(error) = built {
        let advice =
            "Correct --redirect-uri, AKOYA_REDIRECT_URI or `redirect_uri` in the config file.";
        return Check::broken(name, ExitCode::Configuration, error.message(), advice);
    }
    if !CallbackReceiver::accepts(uri) {
        let finding = format!(
            "{uri}: on another host, so a login asks you to paste the address at which the browser ends"
        );
        return Check::ok(name, finding);
    }
    match receiver::bind(uri).await {
        Ok(_) => Check::ok(name, format!("{uri}: its callback can be received here")),
        Err(failure) => Check::failed(name, &failure),
    }
}
