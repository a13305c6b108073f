//! `akoya refresh`

use std::time::Duration;

use serde_json::json;

use crate::arguments::RefreshArguments;
use crate::context::Context;
use crate::date;
use crate::exit::{Code, Failure};
use crate::session::Session;

pub(super) async fn run(context: &Context, arguments: &RefreshArguments) -> Result<(), Failure> {
    let session = Session::open(context, &arguments.connection).await?;
    for _ in 0..arguments.times {
        once(context, &session).await?;
    }
    session.close().await;
    Ok(())
}

async fn once(context: &Context, session: &Session) -> Result<(), Failure> {
    let token = session
        .client
        .acg_auth()
        .refresh_token()
        .await
        .map_err(|error| session.explain(error))?;
    let record = session.record().await?;
    let generation = record
        .ok_or_else(|| Failure::new(Code::Consent, "the connection was removed meanwhile"))?
        .head
        .generation;
    let expiry = token.expires_at(acg::token::BearerSource::IdToken);
    if context.output.is_json() {
        return context.output.line(json!({
            "connection": session.name.as_str(),
            "generation": generation,
            "expires_at": expiry.and_then(date::rfc3339),
        }));
    }
    let life = expiry.map(|expiry| {
        expiry
            .duration_since(context.clock.now())
            .unwrap_or(Duration::ZERO)
    });
    let life = life.map_or_else(String::new, |life| {
        format!(", valid for {}", date::in_words(life))
    });
    let look = context.output.look();
    context.output.line(format_args!(
        "{} Refreshed `{}`: token no. {generation}{life}",
        look.tick(),
        session.name
    ))
}
