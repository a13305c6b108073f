//! `akoya logout`

use akoya::oauth::grant::Revocation;
use serde_json::json;

use crate::arguments::{ConnectionArguments, LogoutArguments};
use crate::connection::{ConnectionName, Connections};
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::session::Session;

pub(super) async fn run(context: &Context, arguments: &LogoutArguments) -> Result<(), Failure> {
    let connections = Connections::of(&context.data);
    if arguments.connection.connection.is_none() && connections.names()?.is_empty() {
        return told(
            context,
            None,
            "nothing_to_do",
            "There is no connection, so there is nothing to do.",
        );
    }
    let (name, outcome, text) = if arguments.forget {
        let name = forget(context, &arguments.connection).await?;
        (
            name,
            "forgotten",
            "Removed the token here. At the provider the consent lives on until it ends by itself.",
        )
    } else {
        revoke(context, &arguments.connection).await?
    };
    connections.remove(&name)?;
    told(context, Some(&name), outcome, text)
}

type Revoked = (ConnectionName, &'static str, &'static str);

async fn revoke(context: &Context, arguments: &ConnectionArguments) -> Result<Revoked, Failure> {
    let session = Session::open(context, arguments).await?;
    let revocation = session.client.acg_auth().revoke_token().await.map_err(|error| {
        let advice = match Failure::from(error.clone()).code() {
            Code::TryAgain | Code::OutcomeUnknown => {
                "Try again, or remove the token here alone with `akoya logout --forget`."
            }
            _ => "Correct it and try again, or remove the token here alone with `akoya logout --forget`.",
        };
        session.explain(error).advise(advice)
    })?;
    let name = session.name.clone();
    session.close().await;
    Ok(match revocation {
        Revocation::Revoked => (
            name,
            "revoked",
            "The consent is revoked and its token removed.",
        ),
        // The consent has ended, or the token was replaced and the answer with the new one got lost.
        Revocation::AlreadyInvalid(_) => (
            name,
            "already_invalid",
            "The provider did not accept the token for revocation; the consent may still stand there. Its token is removed here.",
        ),
        _ => (
            name,
            "no_token",
            "There was no token to revoke; the connection is removed.",
        ),
    })
}

/// Removes the token without a word to the provider, and without the settings that a word would need.
async fn forget(
    context: &Context,
    arguments: &ConnectionArguments,
) -> Result<ConnectionName, Failure> {
    let name = match &arguments.connection {
        Some(name) => name.clone(),
        None => crate::session::find(context, None)?.0,
    };
    // Also when the tokens cannot be opened, or nobody has the key any more.
    let (vault, _) = context.vault_or_keyless().await?;
    if let Err(error) = vault.replay().await {
        tracing::warn!(%error, "the spool is left as it is");
    }
    vault.remove(&name.id()?).await?;
    Ok(name)
}

fn told(
    context: &Context,
    name: Option<&ConnectionName>,
    outcome: &str,
    text: &str,
) -> Result<(), Failure> {
    let output = &context.output;
    if output.is_json() {
        return output
            .line(json!({ "connection": name.map(ConnectionName::as_str), "outcome": outcome }));
    }
    match name {
        Some(name) => output.line(format_args!(
            "{} Logged out of `{name}`. {text}",
            output.look().tick()
        )),
        None => output.line(text),
    }
}
