//! `akoya statement`: saves one statement as a file.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::account_choice::AccountArgs;
use crate::context::Context;
use crate::date_range::RangeArgs;
use crate::download::{self, Target};
use crate::failure::Failure;
use crate::id_choice::{IdKind, by_id};
use crate::session::{ConnectionArgs, Session};

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    /// Save the statement whose id is this or begins with it, from `akoya statements`
    #[arg(value_name = "ID", required_unless_present = "statement")]
    id: Option<String>,
    #[arg(long, value_name = "ID", hide = true, conflicts_with = "id")]
    statement: Option<String>,
    /// Write this file, whole or not at all; only you can read it, and an existing one is replaced. `-` is the
    /// standard output
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
    let (client, connector) = (&session.client, session.connector());
    let ask = async |id: &str| client.statement(connector, &account.id, id).send().await;
    let range = RangeArgs::default().range(session.now()?)?;
    let ids = async || {
        let mut pages = range
            .of(client.statements(connector, &account.id))
            .by_item()?;
        let mut ids = Vec::new();
        while let Some(statement) = pages.next().await {
            ids.extend(statement?.statement_id);
        }
        Ok(ids)
    };
    let kind = IdKind {
        of: "statement",
        option: "the id",
        list: "akoya statements",
    };
    let document = by_id(&session, kind, &id, ask, ids).await?;
    download::save(&session, document, &target).await
}
