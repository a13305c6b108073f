//! A connection in use: its client, and the embedded sandbox if it lives there.

use std::sync::Arc;
use std::time::SystemTime;

use akoya::model::Model;
use akoya::oauth::grant::TokenUpdate;
use akoya::oauth::http::HttpService;
use akoya::oauth::provider::Pkce;
use akoya::oauth::store::Record;
use akoya::oauth::{AuthorizationCodeAuthCredentials, OauthToken, Secret};
use akoya::{Call, Client, ClientBuilder, IntentType, InteractionType, Requirement, Response};
use akoya_sandbox::Sandbox;
use clap::Args;
use url::Url;

use crate::api_version::ApiVersions;
use crate::client_secret;
use crate::connection::{Connection, ConnectionName, Environment};
use crate::connections::Connections;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::http_client::{self, Proxy};
use crate::settings::{ClientArgs, DataArgs, Settings};

/// The connection that a command reads data of, and how.
#[derive(Debug, Default, Args)]
pub(crate) struct ConnectionArgs {
    #[command(flatten)]
    grant: GrantArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// The connection whose consent or token a command is about.
#[derive(Debug, Default, Args)]
pub(crate) struct GrantArgs {
    /// Use the connection with this name [default: the one that the config file names, or the only one]
    #[arg(long, value_name = "NAME", env = "AKOYA_CONNECTION")]
    pub(crate) connection: Option<ConnectionName>,
    #[command(flatten)]
    pub(crate) client: ClientArgs,
}

/// A connection with everything that reaches it.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    context: &'a Context,
    pub(crate) name: ConnectionName,
    pub(crate) connection: Connection,
    pub(crate) client: Client,
    /// The bank, when it is inside this command.
    pub(crate) sandbox: Option<&'a Sandbox>,
    means: Means,
}

/// What every client of a session is made with.
#[derive(Debug, Clone)]
struct Means {
    client_id: String,
    secret: Secret,
    http: Arc<dyn HttpService>,
    api_version: Option<ApiVersions>,
    intent_type: Option<IntentType>,
    pkce: Pkce,
    /// When the customer was last active, if that is said here.
    last_access: Option<SystemTime>,
}

/// Called whenever the token changes.
type OnUpdate = Box<dyn Fn(TokenUpdate) + Send + Sync>;

impl<'a> Session<'a> {
    /// Opens the connection that the arguments name, or the only one, to read its data.
    pub(crate) async fn open(context: &'a Context, args: &ConnectionArgs) -> Result<Self, Failure> {
        let settings = context.settings(&args.grant.client)?.with_data(&args.data);
        Self::open_with(context, args.grant.connection.as_ref(), settings).await
    }

    /// Opens the connection that the arguments name, or the only one, for its consent or token.
    pub(crate) async fn open_grant(
        context: &'a Context,
        args: &GrantArgs,
    ) -> Result<Self, Failure> {
        let settings = context.settings(&args.client)?;
        Self::open_with(context, args.connection.as_ref(), settings).await
    }

    async fn open_with(
        context: &'a Context,
        name: Option<&ConnectionName>,
        settings: Settings<'_>,
    ) -> Result<Self, Failure> {
        let (name, connection) = find(context, name)?;
        let connection = settings.change(connection)?;
        Self::start(context, name, connection, settings, Box::new(|_| {})).await
    }

    /// Starts using a connection, new or old. Nothing is sent or stored.
    pub(crate) async fn start(
        context: &'a Context,
        name: ConnectionName,
        connection: Connection,
        settings: Settings<'_>,
        on_update: OnUpdate,
    ) -> Result<Self, Failure> {
        let sandbox = match connection.environment {
            Environment::Embedded => Some(context.embedded_sandbox().await?),
            _ => None,
        };
        let means = means(context, sandbox, &connection, settings)?;
        let client = builder(context, &connection, sandbox, &means, None, on_update)?
            .store(context.token_store().await?.vault().await?, name.id()?)
            .build()?;
        Ok(Self {
            context,
            name,
            connection,
            client,
            sandbox,
            means,
        })
    }

    /// Opens a client like this session's whose token is in memory alone: this one, or none yet.
    pub(crate) fn apart(&self, token: Option<OauthToken>) -> Result<Client, akoya::Error> {
        let on_update = Box::new(|_| {});
        builder(
            self.context,
            &self.connection,
            self.sandbox,
            &self.means,
            token,
            on_update,
        )?
        .build()
    }

    /// Opens the same session for another name.
    pub(crate) async fn renamed(&self, name: ConnectionName) -> Result<Self, Failure> {
        let client = self.client.with_connection(name.id()?)?;
        Ok(Self {
            context: self.context,
            name,
            connection: self.connection.clone(),
            client,
            sandbox: self.sandbox,
            means: self.means.clone(),
        })
    }

    /// Keeps the client secret with the connection, unless it is the embedded sandbox's.
    pub(crate) fn keep_client_secret(&mut self) {
        if self.sandbox.is_none() {
            self.connection.client_secret = Some(self.means.secret.clone());
        }
    }

    /// Checks that the server of a page responds at all.
    pub(crate) async fn check_reachable(&self, page: &Url) -> Result<(), Failure> {
        http_client::check_reachable(&*self.means.http, page).await
    }

    pub(crate) fn context(&self) -> &'a Context {
        self.context
    }

    /// Returns Akoya's id of the institution.
    pub(crate) fn connector(&self) -> &str {
        &self.connection.connector
    }

    /// Returns the time by the institution's clock.
    pub(crate) fn now(&self) -> Result<SystemTime, Failure> {
        match self.sandbox {
            Some(sandbox) => Ok(sandbox.clock().now()?),
            None => Ok(self.context.clock.now()),
        }
    }

    /// Makes a data call.
    pub(crate) async fn send<T: Model>(&self, call: Call<T>) -> Result<Response<T>, Failure> {
        call.send().await.map_err(|error| self.explain(error))
    }

    /// Loads the stored grant.
    pub(crate) async fn record(&self) -> Result<Option<Record>, Failure> {
        let record = self.client.acg_auth().record().await;
        record.map_err(|error| self.explain(error))
    }

    /// Turns an error of the client into a failure with advice that fits this connection.
    pub(crate) fn explain(&self, error: akoya::Error) -> Failure {
        let is_refused = error.api().is_some_and(|api| api.status == 403);
        let requirement = error.requirement();
        let failure = Failure::from(error);
        if let Some(requirement) = requirement {
            return failure.advise(requirement_advice(requirement));
        }
        match failure.code() {
            ExitCode::Configuration | ExitCode::Response if is_refused => {
                failure.advise(self.refusal_advice())
            }
            ExitCode::Consent => failure.advise(self.consent_advice()),
            ExitCode::Configuration if self.connection.environment == Environment::Embedded => {
                let forget = format!("logout --forget --connection {}", self.name);
                let forget = self.context.command_line(&forget);
                failure.advise(format!(
                    "The embedded sandbox has been replaced. Remove the connection with `{forget}`, then run `akoya demo`."
                ))
            }
            _ => failure,
        }
    }

    /// Returns what a refusal of the API may mean: it knows the customer, and does not give what was asked for.
    fn refusal_advice(&self) -> String {
        let connector = &self.connection.connector;
        let not_shared = format!(
            "The customer may not have shared this, the application may not be subscribed to it, or the connector `{connector}` may be another: \
             see `akoya status` and Akoya's Data Recipient Hub."
        );
        match &self.means.api_version {
            Some(versions) => format!(
                "The API may not support version {}, or no longer supports it: leave out --api-version, AKOYA_API_VERSION and `api_version` of the config file. If \
                 it fails without them too: {not_shared}",
                versions.as_str()
            ),
            None => not_shared,
        }
    }

    /// Returns how the customer is asked again.
    fn consent_advice(&self) -> String {
        let login = self
            .context
            .command_line(&format!("login --connection {}", self.name));
        format!("Ask for consent again: `{login}`.")
    }
}

/// Returns the advice on how to set what a version requires.
fn requirement_advice(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::LastAccess => {
            "Say when the customer was last active with --last-access, or ask for consent again: signing in counts."
        }
        Requirement::IntentType => {
            "Say what the data is for: --intent-type, AKOYA_INTENT_TYPE or `intent_type` in the config file is payments or nonpayments."
        }
        // The command says who waits with every call.
        _ => "Leave out --api-version, AKOYA_API_VERSION and `api_version` of the config file.",
    }
}

fn means(
    context: &Context,
    sandbox: Option<&Sandbox>,
    connection: &Connection,
    settings: Settings<'_>,
) -> Result<Means, Failure> {
    let (client_id, secret) = match sandbox {
        Some(sandbox) => (
            sandbox.client_id().to_owned(),
            sandbox.client_secret().into(),
        ),
        None => (
            connection.client_id.clone().ok_or_else(no_client_id)?,
            client_secret::find(settings, &context.variables, connection, &context.output)?,
        ),
    };
    let proxy = Proxy::new(settings.proxy(), &context.variables);
    let http = http_client::client(&proxy, connection.environment.reach())?;
    Ok(Means {
        client_id,
        secret,
        http,
        api_version: settings.api_version().cloned(),
        intent_type: settings.intent_type(),
        pkce: settings.pkce(),
        last_access: last_access(context, settings)?,
    })
}

/// Returns when the customer was last active, if that is said. Of a day it is the beginning: the customer was active no
/// earlier, and a later moment might be untrue.
fn last_access(context: &Context, settings: Settings<'_>) -> Result<Option<SystemTime>, Failure> {
    let now = context.clock.now();
    let given = settings.data.and_then(|data| data.last_access);
    let given = given.map(|date| date.start(now));
    if given.is_some_and(|time| time > now) {
        let text = "the time of --last-access is in the future";
        return Err(Failure::new(ExitCode::Usage, text)
            .advise("Give the moment when the customer was last active."));
    }
    Ok(given)
}

/// Begins a client of the connection without a token store.
fn builder(
    context: &Context,
    connection: &Connection,
    sandbox: Option<&Sandbox>,
    means: &Means,
    token: Option<OauthToken>,
    on_update: OnUpdate,
) -> Result<ClientBuilder, akoya::Error> {
    let credentials = AuthorizationCodeAuthCredentials::builder(
        &means.client_id,
        means.secret.clone(),
        &connection.redirect_uri,
    )
    .oauth_token(token)
    .oauth_on_token_update(move |update| {
        on_update(update);
        Ok(())
    })
    .build()?;
    let urls = sandbox.map(|sandbox| (sandbox.idp_url(), sandbox.api_url()));
    let builder = Client::builder(credentials)
        .environment(connection.environment.for_client(urls)?)
        .http(means.http.clone())
        .clock(context.clock.clone())
        .pkce(means.pkce)
        .interaction_type(interaction_type(context));
    let builder = match means.last_access {
        Some(time) => builder.last_access(time),
        None => builder,
    };
    let builder = match means.intent_type {
        Some(intent) => builder.intent_type(intent),
        None => builder,
    };
    Ok(match &means.api_version {
        Some(versions) => versions.set(builder),
        None => builder,
    })
}

/// Returns who waits: a person at a terminal, or a program.
fn interaction_type(context: &Context) -> InteractionType {
    if context.output.is_attended() {
        InteractionType::User
    } else {
        InteractionType::Batch
    }
}

pub(crate) fn no_client_id() -> Failure {
    Failure::new(ExitCode::Configuration, "there is no client id")
        .advise("Set AKOYA_CLIENT_ID, give --client-id, or write it into the config file.")
}

/// Finds the connection of this name, else the one that the config file names, else the only one.
pub(crate) fn find(
    context: &Context,
    name: Option<&ConnectionName>,
) -> Result<(ConnectionName, Connection), Failure> {
    let connections = Connections::of(&context.data);
    let missing = |text: String| {
        Failure::new(ExitCode::Consent, text).advise(
            "`akoya status` lists connections, `akoya login` creates one, `akoya demo` creates one for you to try.",
        )
    };
    let usual = context.config_file()?.connection.as_ref();
    if let Some(name) = name.or(usual) {
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
            let (count, names) = (names.len(), names.join(", "));
            let text = format!("there are {count} connections: {names}");
            Err(Failure::new(ExitCode::Usage, text)
                .advise("Name one of them with --connection NAME or AKOYA_CONNECTION, or with `connection` in the config file."))
        }
    }
}
