//! `akoya logout`: revokes a consent, and removes its token.

use akoya::oauth::grant::Revocation;
use clap::Args as ClapArgs;
use serde_json::json;

use crate::connection::ConnectionName;
use crate::connections::Connections;
use crate::context::Context;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::{self, GrantArgs, Session};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Remove the token from this computer without revoking it; the provider keeps the consent until it expires
    #[arg(long)]
    forget: bool,
    #[command(flatten)]
    connection: GrantArgs,
}

/// What became of a consent: a word for programs, a sentence for people.
type LogoutResult = (&'static str, &'static str);

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let connections = Connections::of(&context.data);
    if args.connection.connection.is_none() && connections.names()?.is_empty() {
        return nothing_to_do(context);
    }
    // The connection's file goes with its token.
    let _hold = context.hold();
    let (name, (outcome, text)) = if args.forget {
        forget(context, &args.connection).await?
    } else {
        revoke(context, &args.connection).await?
    };
    connections.remove(&name)?;
    context.output.done(
        &json!({ "connection": name.as_str(), "outcome": outcome }),
        format_args!("Logged out of `{name}`. {text}"),
    )
}

fn nothing_to_do(context: &Context) -> Result<(), Failure> {
    if context.output.is_json() {
        let json = json!({ "connection": null, "outcome": "nothing_to_do" });
        return context.output.json(json);
    }
    context
        .output
        .line("There is no connection, so there is nothing to do.")
}

async fn revoke(
    context: &Context,
    args: &GrantArgs,
) -> Result<(ConnectionName, LogoutResult), Failure> {
    let session = Session::open_grant(context, args).await?;
    let revocation = session.client.acg_auth().revoke_token().await;
    let revocation = revocation.map_err(|error| {
        let failure = session.explain(error);
        let advice = match failure.code() {
            ExitCode::TryAgain | ExitCode::OutcomeUnknown => "Try again, or remove the token only here with `akoya logout --forget`.",
            _ => "Correct it and try again, or remove the token only here with `akoya logout --forget`.",
        };
        failure.advise(advice)
    })?;
    Ok((session.name.clone(), outcome(&revocation)))
}

fn outcome(revocation: &Revocation) -> LogoutResult {
    match revocation {
        Revocation::Revoked => ("revoked", "The consent is revoked and its token removed."),
        // The consent has ended, or the token was replaced and the response with the new one was lost.
        Revocation::AlreadyInvalid(_) => (
            "already_invalid",
            "The provider did not accept the token, so the consent may still exist there. The token is removed here.",
        ),
        _ => (
            "no_token",
            "There was no token to revoke; the connection is removed.",
        ),
    }
}

/// Removes the token without telling the provider, and without the settings that this would need.
async fn forget(
    context: &Context,
    args: &GrantArgs,
) -> Result<(ConnectionName, LogoutResult), Failure> {
    let name = match &args.connection {
        Some(name) => name.clone(),
        None => session::find(context, None)?.0,
    };
    // Works without the key too: a token that no key can open has to be removable.
    let (vault, _) = context.vault_or_keyless().await?;
    let is_known = Connections::of(&context.data).names()?.contains(&name);
    if !is_known && vault.store().load(&name.id()?).await?.is_none() {
        let text = format!("there is no connection `{name}`");
        return Err(
            Failure::new(ExitCode::Consent, text).advise("`akoya status` lists connections.")
        );
    }
    if let Err(error) = vault.replay().await {
        tracing::warn!(%error, "the spool is left as it is");
    }
    vault.remove(&name.id()?).await?;
    let text =
        "The token is removed here. At the provider the consent remains valid until it expires.";
    Ok((name, ("forgotten", text)))
}
