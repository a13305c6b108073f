//! `akoya statement`

use crate::arguments::StatementArguments;
use crate::context::Context;
use crate::download::{self, Target};
use crate::exit::Failure;
use crate::session::Session;

pub(super) async fn run(context: &Context, arguments: StatementArguments) -> Result<(), Failure> {
    let target = Target::from(arguments.output);
    target.check()?;
    let session = Session::open(context, &arguments.connection).await?;
    let call = session.client.statement(
        session.connector(),
        &arguments.account,
        &arguments.statement,
    );
    let document = call.send().await.map_err(|error| session.explain(error))?;
    download::save(&session, &context.output, document, &target).await?;
    session.close().await;
    Ok(())
}
