//! `akoya refresh`: refreshes a connection's token now.

use std::time::Duration;

use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::date;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::{GrantArgs, Session};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Refresh this many times, one after the other
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    times: u64,
    #[command(flatten)]
    connection: GrantArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let session = Session::open_grant(context, &args.connection).await?;
    for _ in 0..args.times {
        once(context, &session).await?;
    }
    Ok(())
}

async fn once(context: &Context, session: &Session<'_>) -> Result<(), Failure> {
    let token = session.client.acg_auth().refresh_token().await;
    let token = token.map_err(|error| session.explain(error))?;
    let removed = || {
        Failure::new(
            ExitCode::Consent,
            "the connection was removed during the refresh",
        )
    };
    let generation = session.record().await?.ok_or_else(removed)?.head.generation;
    let expiry = token.expires_at(akoya::oauth::token::BearerSource::IdToken);
    let life = expiry.map(|expiry| {
        let life = expiry.duration_since(context.clock.now());
        format!(
            ", valid for {}",
            date::in_words(life.unwrap_or(Duration::ZERO))
        )
    });
    context.output.done(
        &json!({
            "connection": session.name.as_str(),
            "generation": generation,
            "expires_at": expiry.and_then(date::rfc3339),
        }),
        format_args!(
            "Refreshed `{}`: token no. {generation}{}",
            session.name,
            life.unwrap_or_default()
        ),
    )
}
