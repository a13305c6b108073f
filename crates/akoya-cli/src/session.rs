//! A connection in use: its client, and the embedded sandbox if it lives there.

use std::time::SystemTime;

use akoya::oauth::AuthorizationCodeAuthCredentials;
use akoya::oauth::grant::TokenUpdate;
use akoya::oauth::store::Record;
use akoya::{Client, InteractionType};
use akoya_sandbox::Sandbox;

use crate::arguments::ConnectionArguments;
use crate::client_secret;
use crate::connection::{Connection, ConnectionName, Connections, Place};
use crate::context::Context;
use crate::embedded;
use crate::exit::{Code, Failure};
use crate::settings::Settings;

/// A connection with everything that reaches it.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) name: ConnectionName,
    pub(crate) connection: Connection,
    pub(crate) client: Client,
    /// The bank, when it is inside this command.
    pub(crate) sandbox: Option<Sandbox>,
}

/// What is told whenever the token changes.
type OnUpdate = Box<dyn Fn(TokenUpdate) + Send + Sync>;

impl Session {
    /// Opens the connection that the arguments name, or the only one.
    pub(crate) async fn open(
        context: &Context,
        arguments: &ConnectionArguments,
    ) -> Result<Self, Failure> {
        let (name, connection) = find(context, arguments.connection.as_ref())?;
        let settings = context.settings(&arguments.client)?;
        let connection = settings.change(connection)?;
        Self::start(context, name, connection, &settings, Box::new(|_| {})).await
    }

    /// Starts using a connection, new or old. Nothing is sent or stored.
    pub(crate) async fn start(
        context: &Context,
        name: ConnectionName,
        connection: Connection,
        settings: &Settings,
        on_update: OnUpdate,
    ) -> Result<Self, Failure> {
        let sandbox = match connection.environment {
            Place::Embedded => Some(embedded::start(&context.data).await?),
            _ => None,
        };
        let (client_id, secret) = match &sandbox {
            Some(sandbox) => (
                sandbox.client_id().to_owned(),
                sandbox.client_secret().into(),
            ),
            None => {
                let id = connection.client_id.clone().ok_or_else(no_client_id)?;
                (
                    id,
                    client_secret::find(settings, &context.secret, &connection, &context.output)?,
                )
            }
        };
        let credentials =
            AuthorizationCodeAuthCredentials::builder(client_id, secret, &connection.redirect_uri)
                .oauth_on_token_update(move |update| {
                    on_update(update);
                    Ok(())
                })
                .build()
                .map_err(akoya::Error::from)?;
        let urls = sandbox
            .as_ref()
            .map(|sandbox| (sandbox.idp_url(), sandbox.api_url()));
        let client = Client::builder(credentials)
            .environment(connection.environment.environment(urls)?)
            .store(context.vault().await?, name.id()?)
            .clock(context.clock.clone())
            .interaction_type(if context.output.is_attended() {
                InteractionType::User
            } else {
                InteractionType::Batch
            })
            .build()?;
        context.uses(name.id()?);
        Ok(Self {
            name,
            connection,
            client,
            sandbox,
        })
    }

    /// The institution.
    pub(crate) fn connector(&self) -> &str {
        &self.connection.connector
    }

    /// The time that the institution goes by.
    pub(crate) fn now(&self, context: &Context) -> Result<SystemTime, Failure> {
        match &self.sandbox {
            Some(sandbox) => Ok(sandbox.clock().now()?),
            None => Ok(context.clock.now()),
        }
    }

    /// The stored grant.
    pub(crate) async fn record(&self) -> Result<Option<Record>, Failure> {
        self.client
            .acg_auth()
            .record()
            .await
            .map_err(|error| self.explain(error))
    }

    /// An error of the client, with advice that fits this connection.
    pub(crate) fn explain(&self, error: akoya::Error) -> Failure {
        let failure = Failure::from(error);
        match failure.code() {
            Code::Consent => failure.advise(self.consent_advice()),
            Code::Configuration if self.connection.environment == Place::Embedded => failure.advise(
                "The embedded sandbox has been replaced: remove the connection with `akoya logout --forget`, then `akoya demo`.",
            ),
            _ => failure,
        }
    }

    /// How the customer is asked again.
    fn consent_advice(&self) -> String {
        match self.connection.environment {
            Place::Embedded => "Start anew with `akoya logout` and then `akoya demo`.".to_owned(),
            _ => format!(
                "Ask for consent again: `akoya login --connection {}`.",
                self.name
            ),
        }
    }

    /// Ends the embedded sandbox, if there is one, after the answers that are on their way.
    pub(crate) async fn close(self) {
        if let Some(sandbox) = self.sandbox {
            drop(self.client);
            sandbox.shutdown().await;
        }
    }
}

fn no_client_id() -> Failure {
    Failure::new(Code::Configuration, "there is no client id")
        .advise("Set AKOYA_CLIENT_ID, give --client-id, or write it into the config file.")
}

/// The connection of this name, else the only one.
pub(crate) fn find(
    context: &Context,
    name: Option<&ConnectionName>,
) -> Result<(ConnectionName, Connection), Failure> {
    let connections = Connections::of(&context.data);
    let missing = |text: String| {
        Failure::new(Code::Consent, text).advise(
            "`akoya status` lists connections, `akoya login` makes one, `akoya demo` shows one.",
        )
    };
    if let Some(name) = name {
        let connection = connections
            .get(name)?
            .ok_or_else(|| missing(format!("there is no connection `{name}`")))?;
        return Ok((name.clone(), connection));
    }
    match <[_; 1]>::try_from(connections.names()?) {
        Ok([name]) => {
            let connection = connections
                .get(&name)?
                .ok_or_else(|| missing("there is no connection".to_owned()))?;
            Ok((name, connection))
        }
        Err(names) if names.is_empty() => Err(missing("there is no connection yet".to_owned())),
        Err(names) => {
            let names: Vec<_> = names.iter().map(ConnectionName::as_str).collect();
            let text = format!(
                "there are {} connections: {}",
                names.len(),
                names.join(", ")
            );
            Err(Failure::new(Code::Usage, text)
                .advise("Say which one with --connection NAME or AKOYA_CONNECTION."))
        }
    }
}

impl From<acg::Error> for Failure {
    fn from(error: acg::Error) -> Self {
        akoya::Error::from(error).into()
    }
}
