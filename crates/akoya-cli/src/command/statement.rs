//! `akoya statement`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::account_choice::AccountArgs;
use crate::context::Context;
use crate::download::{self, Target};
use crate::failure::Failure;
use crate::session::{ConnectionArgs, Session};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Save the statement with this id, from `akoya statements`
    #[arg(value_name = "ID", required_unless_present = "statement")]
    id: Option<String>,
    #[arg(long, value_name = "ID", hide = true, conflicts_with = "id")]
    statement: Option<String>,
    /// Write this file, whole or not at all; only you can read it, and an existing one is replaced. `-` is the standard output
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: Args) -> Result<(), Failure> {
    let target = Target::from(args.output);
    target.check()?;
    let session = Session::open(context, &args.connection).await?;
    let account = args.account.choose(&session).await?;
    let id = args.id.or(args.statement).unwrap_or_default();
    let call = session
        .client
        .statement(session.connector(), &account.id, &id);
    let document = call.send().await.map_err(|error| session.explain(error))?;
    download::save(&session, document, &target).await
}
