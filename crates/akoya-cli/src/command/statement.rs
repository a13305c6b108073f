//! `akoya statement`

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::account::AccountArgs;
use crate::context::Context;
use crate::download::{self, Target};
use crate::failure::Failure;
use crate::session::{ConnectionArgs, Session};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Save the statement with this id, from `akoya statements`
    #[arg(long, value_name = "ID")]
    statement: String,
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
    let (connector, account) = (session.connector(), &args.account.account);
    let call = session
        .client
        .statement(connector, account, &args.statement);
    let document = call.send().await.map_err(|error| session.explain(error))?;
    download::save(&session, document, &target).await
}
