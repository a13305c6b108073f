//! `akoya sandbox`: starts one, or steers the one that runs.

mod admin;
mod sheets;
mod steer;

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use akoya_sandbox::{Client, Dialect, Refusal, Sandbox, SandboxBuilder};
use serde_json::json;

use self::admin::Note;
use crate::arguments::{DialectName, RefusalName, SandboxArguments};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::output::Output;
use crate::table::printable;

/// The ports that are taken unless they are in use, so that connections find the sandbox again.
const IDP_PORT: u16 = 8801;
const API_PORT: u16 = 8802;

pub(super) async fn run(context: &Context, mut arguments: SandboxArguments) -> Result<(), Failure> {
    match arguments.command.take() {
        Some(command) => steer::run(context, command).await,
        None => serve(context, &arguments).await,
    }
}

async fn serve(context: &Context, arguments: &SandboxArguments) -> Result<(), Failure> {
    let sandbox = builder(context, arguments)?.start().await?;
    let note = Note::of(&context.data);
    if let Some(Err(failure)) = sandbox.admin_url().map(|url| note.write(url)) {
        context.output.note(format_args!(
            "{}; the sandbox's commands need --admin-url.",
            failure.message()
        ));
    }
    // Whoever reads the addresses may end the command at once.
    let ended = crate::interrupt::wait();
    if context.output.is_json() {
        print_json(&context.output, &sandbox)?;
    } else {
        print(&context.output, &sandbox)?;
    }
    ended.await;
    context.output.note("Stopping ...");
    if let Some(url) = sandbox.admin_url() {
        note.remove(url);
    }
    sandbox.shutdown().await;
    Ok(())
}

fn builder(context: &Context, arguments: &SandboxArguments) -> Result<SandboxBuilder, Failure> {
    let mut builder = Sandbox::builder()
        .idp_port(port(arguments.idp_port, IDP_PORT, &context.output))
        .api_port(port(arguments.api_port, API_PORT, &context.output))
        .dialect(match arguments.idp {
            DialectName::Dex => Dialect::Dex,
            DialectName::Hydra => Dialect::Hydra,
        })
        .refusal(match arguments.refusal {
            RefusalName::Redirect => Refusal::Redirect,
            RefusalName::Page => Refusal::Page,
        })
        .id_token_lifetime(Duration::from_secs(arguments.token_lifetime))
        .code_lifetime(Duration::from_secs(arguments.code_lifetime))
        .refresh_reuse_window(Duration::from_secs(arguments.refresh_reuse_window));
    if let Some(lifetime) = arguments.refresh_token_lifetime {
        builder = builder.refresh_token_lifetime(Duration::from_secs(lifetime));
    }
    if let Some(port) = arguments.admin_port {
        builder = builder.admin_port(port);
    }
    if let Some(folder) = &arguments.data {
        builder = builder.data(folder);
    }
    if let Some(count) = arguments.transactions {
        builder = builder.transactions(count);
    }
    if let Some(per_second) = arguments.rate_limit {
        builder = builder.rate_limit(per_second);
    }
    match &arguments.state {
        _ if arguments.in_memory => {}
        Some(path) => builder = builder.state(path),
        None => {
            context.data.create()?;
            builder = builder.state(context.data.sandbox_server());
        }
    }
    Ok(clients(arguments)?
        .into_iter()
        .fold(builder, SandboxBuilder::client))
}

fn port(given: Option<u16>, usual: u16, output: &Output) -> u16 {
    let is_free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    match given {
        Some(port) => port,
        None if is_free(usual) => usual,
        None => {
            output.note(format_args!("Port {usual} is taken; taking a free one."));
            0
        }
    }
}

fn clients(arguments: &SandboxArguments) -> Result<Vec<Client>, Failure> {
    let SandboxArguments {
        client_id,
        client_secret,
        redirect_uri,
        ..
    } = arguments;
    if client_id.len() != client_secret.len() || client_id.len() != redirect_uri.len() {
        return Err(Failure::new(Code::Usage, "a client needs an id, a secret and a redirect URI")
            .advise("Give --client-id, --client-secret and --redirect-uri equally often, in the same order."));
    }
    let parts = client_id.iter().zip(client_secret).zip(redirect_uri);
    Ok(parts
        .map(|((id, secret), uris)| {
            uris.split_whitespace()
                .fold(Client::new(id, secret.expose()), |client, uri| {
                    client.redirect_uri(uri)
                })
        })
        .collect())
}

fn print(output: &Output, sandbox: &Sandbox) -> Result<(), Failure> {
    let look = output.look();
    let users: Vec<&str> = sandbox.users().collect();
    let set = |name: &str, value: &str| look.accent(format!("export {name}={value}"));
    output.line(look.bold("The sandbox runs on this computer."))?;
    output.line(format_args!("  Identity provider  {}", sandbox.idp_url()))?;
    output.line(format_args!("  Data API           {}", sandbox.api_url()))?;
    if let Some(admin_url) = sandbox.admin_url() {
        output.line(format_args!("  Admin API          {admin_url}"))?;
    }
    output.line(format_args!(
        "  Client id          {}",
        printable(sandbox.client_id())
    ))?;
    output.line(format_args!(
        "  Client secret      {}   (of the sandbox alone)",
        printable(sandbox.client_secret())
    ))?;
    output.line(format_args!("  Users              {}", users.join(", ")))?;
    output.line("                     The password is the user's name again.")?;
    output.line("\nTo connect, in another terminal:")?;
    output.line(format_args!(
        "  {}",
        set("AKOYA_IDP_URL", sandbox.idp_url())
    ))?;
    output.line(format_args!(
        "  {}",
        set("AKOYA_API_URL", sandbox.api_url())
    ))?;
    output.line(format_args!(
        "  {}",
        set("AKOYA_CLIENT_ID", &printable(sandbox.client_id()))
    ))?;
    output.line(format_args!(
        "  {}",
        set("AKOYA_CLIENT_SECRET", &printable(sandbox.client_secret()))
    ))?;
    output.line(format_args!(
        "  {}",
        look.accent("akoya login --connector mikomo")
    ))?;
    output.line("\nCtrl-C stops it.")
}

/// One line for programs, on which they can wait.
fn print_json(output: &Output, sandbox: &Sandbox) -> Result<(), Failure> {
    output.line(json!({
        "idp_url": sandbox.idp_url(),
        "api_url": sandbox.api_url(),
        "admin_url": sandbox.admin_url(),
        "client_id": sandbox.client_id(),
        "client_secret": sandbox.client_secret(),
        "connector": "mikomo",
        "users": sandbox.users().collect::<Vec<_>>(),
    }))
}
