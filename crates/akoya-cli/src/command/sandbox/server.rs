//! `akoya sandbox`: runs the sandbox until it is asked to end.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use akoya::oauth::Secret;
use akoya_sandbox::{Dialect, PartialResponse, Refusal, RegisteredClient, Sandbox, SandboxBuilder};
use clap::Args as ClapArgs;
use serde_json::json;

use super::admin_url::AdminUrlFile;
use crate::context::Context;
use crate::date::DateArg;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::interrupt;
use crate::output::Output;
use crate::printable::printable;
use crate::style::Label;

/// Ports that are used if they are free, so that connections find the sandbox again.
const IDP_PORT: u16 = 8801;
const API_PORT: u16 = 8802;
const STS_PORT: u16 = 8803;
const SERVICES_PORT: u16 = 8804;

pub(super) const HELP: &str = "\
Without --client-id there is one client, made once for each state file, which may use any redirect URI on this computer. \
Its secret belongs to the sandbox and is shown at the start. With --client-id, give --client-secret and --redirect-uri too, \
once for each client and in the same order; separate several redirect URIs of one client by spaces.";

#[derive(Debug, ClapArgs)]
pub(super) struct ServerArgs {
    /// Serve the identity provider on this port; 0 for any free one [default: 8801, or a free one if that is in use]
    #[arg(long, value_name = "PORT")]
    idp_port: Option<u16>,
    /// Serve the data API on this port; 0 for any free one [default: 8802, or a free one if that is in use]
    #[arg(long, value_name = "PORT")]
    api_port: Option<u16>,
    /// Serve service tokens on this port; 0 for any free one [default: 8803, or a free one if that is in use]
    #[arg(long, value_name = "PORT")]
    sts_port: Option<u16>,
    /// Serve the service APIs on this port; 0 for any free one [default: 8804, or a free one if that is in use]
    #[arg(long, value_name = "PORT")]
    services_port: Option<u16>,
    /// Serve the admin API, which most commands above need, on this port; 0 for any free one. Any
    /// program that reaches it controls the sandbox
    #[arg(long, value_name = "PORT")]
    admin_port: Option<u16>,
    /// Keep keys, consents and the clock in this file [default: sandbox-server.sqlite in the data directory]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Keep the state in memory: nothing is left when the sandbox stops
    #[arg(long, conflicts_with = "state")]
    in_memory: bool,
    /// Register a client with this id
    #[arg(long, value_name = "ID")]
    client_id: Vec<String>,
    /// Give the client this secret, which belongs to the sandbox only
    #[arg(long, value_name = "SECRET")]
    client_secret: Vec<Secret>,
    /// Register these redirect URIs for the client; they are matched exactly
    #[arg(long, value_name = "URI")]
    redirect_uri: Vec<String>,
    /// Issue id_tokens that are valid for this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u64).range(1..))]
    token_lifetime: u64,
    /// Issue authorization codes that are valid for this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    code_lifetime: u64,
    /// Accept refresh tokens for this many seconds after the consent [default: they never expire]
    #[arg(long, value_name = "SECONDS")]
    refresh_token_lifetime: Option<u64>,
    /// Accept a refresh token for this many seconds after it was used
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    refresh_reuse_window: u64,
    /// Imitate this identity provider: Dex, as Akoya documents, or Ory Hydra, as later samples show
    #[arg(long, value_enum, default_value_t = Dialect::Dex)]
    idp: Dialect,
    /// End a customer's refusal with a redirect with access_denied, as Akoya documents, or with a page
    /// with status 500, as Dex does by itself
    #[arg(long, value_enum, default_value_t = Refusal::Redirect)]
    refusal: Refusal,
    /// Also serve the users in this directory, a folder for each; one with a built-in user's name replaces it. See
    /// `akoya sandbox export-data`
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Add a user `volume` with this many transactions on one account, the same ones every time
    #[arg(long, value_name = "N")]
    transactions: Option<usize>,
    /// Respond with 429 to data calls above this many per second; Akoya's sandbox allows 5 [default: no limit]
    #[arg(long, value_name = "PER_SECOND", value_parser = clap::value_parser!(u32).range(1..))]
    rate_limit: Option<u32>,
    /// End v2 of the data API on this day or at this moment of the sandbox's clock;
    /// statements stay at v2 [default: never]
    #[arg(long, value_name = "DATE")]
    v2_until: Option<DateArg>,
    /// Require x-akoya-intent-type on v3, as Akoya does for applications that subscribe to Payments
    #[arg(long)]
    intent_type_required: bool,
    /// Write an account that cannot be read in this form in a partial response (HTTP 206)
    #[arg(long, value_enum, default_value_t = PartialResponse::Documented)]
    partial_response: PartialResponse,
    /// Send notifications to https URLs of this computer too, if their certificates are
    /// from the authority in this file (PEM)
    #[arg(long, value_name = "FILE")]
    callback_ca: Option<PathBuf>,
}

pub(super) async fn run(context: &Context, args: &ServerArgs) -> Result<(), Failure> {
    let sandbox = builder(context, args)?.start().await?;
    let file = AdminUrlFile::of(&context.data);
    if let Some(Err(failure)) = sandbox.admin_url().map(|url| file.write(url)) {
        context.output.warning(format_args!(
            "{}; the commands that control the sandbox need --admin-url",
            failure.message()
        ));
    }
    // Listens before the addresses are printed: a program that reads them may end the command at once.
    let ended = interrupt::wait();
    if context.output.is_json() {
        print_json(&context.output, &sandbox)?;
    } else {
        print(&context.output, &sandbox)?;
    }
    ended.await;
    context.output.status("Stopping ...");
    if let Some(url) = sandbox.admin_url() {
        file.remove(url);
    }
    sandbox.shutdown().await;
    Ok(())
}

fn builder(context: &Context, args: &ServerArgs) -> Result<SandboxBuilder, Failure> {
    let builder = with_limits(server(context, args), context, args);
    let mut builder = with_state(builder, context, args)?;
    if let Some(path) = &args.callback_ca {
        let pem = std::fs::read(path).map_err(|error| Failure::of_file(path, "read", &error))?;
        builder = builder.callback_authority(pem);
    }
    Ok(clients(args)?
        .into_iter()
        .fold(builder, SandboxBuilder::client))
}

/// Builds a sandbox of what every one has: ports, behaviour and lifetimes.
fn server(context: &Context, args: &ServerArgs) -> SandboxBuilder {
    let output = &context.output;
    Sandbox::builder()
        .idp_port(port(args.idp_port, IDP_PORT, output))
        .api_port(port(args.api_port, API_PORT, output))
        .sts_port(port(args.sts_port, STS_PORT, output))
        .services_port(port(args.services_port, SERVICES_PORT, output))
        .dialect(args.idp)
        .refusal(args.refusal)
        .intent_type_required(args.intent_type_required)
        .partial_response(args.partial_response)
        .id_token_lifetime(Duration::from_secs(args.token_lifetime))
        .code_lifetime(Duration::from_secs(args.code_lifetime))
        .refresh_reuse_window(Duration::from_secs(args.refresh_reuse_window))
}

/// Adds what a sandbox has only where it is asked for.
fn with_limits(
    mut builder: SandboxBuilder,
    context: &Context,
    args: &ServerArgs,
) -> SandboxBuilder {
    if let Some(lifetime) = args.refresh_token_lifetime {
        builder = builder.refresh_token_lifetime(Duration::from_secs(lifetime));
    }
    if let Some(port) = args.admin_port {
        builder = builder.admin_port(port);
    }
    if let Some(folder) = &args.data {
        builder = builder.data(folder);
    }
    if let Some(count) = args.transactions {
        builder = builder.transactions(count);
    }
    if let Some(per_second) = args.rate_limit {
        builder = builder.rate_limit(per_second);
    }
    if let Some(end) = args.v2_until {
        builder = builder.v2_until(end.start(context.clock.now()));
    }
    builder
}

fn with_state(
    builder: SandboxBuilder,
    context: &Context,
    args: &ServerArgs,
) -> Result<SandboxBuilder, Failure> {
    Ok(match &args.state {
        _ if args.in_memory => builder,
        Some(path) => builder.state(path),
        None => {
            context.data.create()?;
            builder.state(context.data.sandbox_server())
        }
    })
}

fn port(given: Option<u16>, usual: u16, output: &Output) -> u16 {
    let is_free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    match given {
        Some(port) => port,
        None if is_free(usual) => usual,
        None => {
            output.status(format_args!("Port {usual} is in use; using a free one."));
            0
        }
    }
}

fn clients(args: &ServerArgs) -> Result<Vec<RegisteredClient>, Failure> {
    let (ids, secrets, uris) = (&args.client_id, &args.client_secret, &args.redirect_uri);
    if ids.len() != secrets.len() || ids.len() != uris.len() {
        let text = "a client needs an id, a secret and a redirect URI";
        return Err(Failure::new(ExitCode::Usage, text)
            .advise("Give --client-id, --client-secret and --redirect-uri the same number of times, in the same order."));
    }
    let parts = ids.iter().zip(secrets).zip(uris);
    let client = |((id, secret), uris): ((&String, &Secret), &String)| {
        let client = RegisteredClient::new(id, secret.expose());
        uris.split_whitespace()
            .fold(client, |client, uri| client.redirect_uri(uri))
    };
    Ok(parts.map(client).collect())
}

fn print(output: &Output, sandbox: &Sandbox) -> Result<(), Failure> {
    let style = output.style();
    output.line(style.paint(Label::Heading, "The sandbox is running on this computer."))?;
    for (name, value) in facts(sandbox) {
        output.line(format_args!("  {name:17}  {value}"))?;
    }
    output.line("\nTo connect, in another terminal:")?;
    let exports = variables(sandbox)
        .into_iter()
        .map(|(name, value)| format!("export {name}={value}"));
    let login = "akoya login --connector mikomo".to_owned();
    for text in exports.chain([login]) {
        let text = style.paint(Label::Suggestion, text);
        output.line(format_args!("  {text}"))?;
    }
    output.line("\nCtrl-C stops it.")
}

/// Lists what a person needs to know of a sandbox.
fn facts(sandbox: &Sandbox) -> impl Iterator<Item = (&'static str, String)> {
    let servers = servers(sandbox).map(|(name, url)| (name, format!("{url}   ({url}/docs)")));
    let users: Vec<&str> = sandbox.users().collect();
    let secret = printable(sandbox.client_secret());
    servers.chain([
        ("Client id", printable(sandbox.client_id())),
        (
            "Client secret",
            format!("{secret}   (belongs to the sandbox only)"),
        ),
        ("Service id", sandbox.service_client_id().to_owned()),
        ("Service secret", sandbox.service_client_secret().to_owned()),
        ("Users", users.join(", ")),
        ("", "The password equals the user name.".to_owned()),
    ])
}

/// Lists the variables with which the command finds a sandbox.
fn variables(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let recipient_id = sandbox.recipient_id();
    let always = [
        ("AKOYA_IDP_URL", sandbox.idp_url()),
        ("AKOYA_API_URL", sandbox.api_url()),
        ("AKOYA_CLIENT_ID", sandbox.client_id()),
        ("AKOYA_CLIENT_SECRET", sandbox.client_secret()),
        ("AKOYA_STS_URL", sandbox.sts_url()),
        ("AKOYA_SERVICES_URL", sandbox.services_url()),
        ("AKOYA_SERVICE_CLIENT_ID", sandbox.service_client_id()),
        (
            "AKOYA_SERVICE_CLIENT_SECRET",
            sandbox.service_client_secret(),
        ),
        ("AKOYA_RECIPIENT_ID", &recipient_id),
    ];
    let admin = sandbox
        .admin_url()
        .map(|url| ("AKOYA_SANDBOX_ADMIN_URL", url));
    always
        .into_iter()
        .chain(admin)
        .map(|(name, value)| (name, printable(value)))
        .collect()
}

/// Lists the servers that run, with their base URLs.
fn servers(sandbox: &Sandbox) -> impl Iterator<Item = (&'static str, &str)> {
    let always = [
        ("Identity provider", sandbox.idp_url()),
        ("Data API", sandbox.api_url()),
        ("Service tokens", sandbox.sts_url()),
        ("Service APIs", sandbox.services_url()),
    ];
    let admin = sandbox.admin_url().map(|url| ("Admin API", url));
    always.into_iter().chain(admin)
}

/// Prints one line for programs, which can wait for it.
fn print_json(output: &Output, sandbox: &Sandbox) -> Result<(), Failure> {
    output.line(json!({
        "idp_url": sandbox.idp_url(),
        "api_url": sandbox.api_url(),
        "sts_url": sandbox.sts_url(),
        "services_url": sandbox.services_url(),
        "admin_url": sandbox.admin_url(),
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "service_client_id": sandbox.service_client_id(),
        "service_client_secret": sandbox.service_client_secret(),
        "recipient_id": sandbox.recipient_id(),
        "connector": "mikomo",
        "users": sandbox.users().collect::<Vec<_>>(),
    }))
}
