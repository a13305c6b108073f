//! `akoya statements`

use akoya::Items;
use akoya_model::statements::{Statement, StatementList};

use super::transactions::range;
use crate::arguments::StatementsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::sheet::{self, Sheet};
use crate::table::{Column, Table, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &StatementsArguments) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let range = range(arguments.from, arguments.to, session.now(context)?)?;
    let call = session
        .client
        .statements(session.connector(), &arguments.account);
    let statements = call.start_time(range.start).end_time(range.end).by_item();
    let statements = statements.map_err(|error| session.explain(error))?;
    if context.output.is_json() {
        print_json(&session, &context.output, statements).await?;
    } else if csv {
        print_csv(&session, &context.output, statements).await?;
    } else {
        print(&session, &context.output, statements).await?;
    }
    session.close().await;
    Ok(())
}

/// One array, written while pages come in.
async fn print_json(
    session: &Session,
    output: &Output,
    mut statements: Items<StatementList>,
) -> Result<(), Failure> {
    let mut separator = "[\n";
    while let Some(statement) = statements.next().await {
        let statement = statement.map_err(|error| session.explain(error))?;
        output.part(&format!(
            "{separator}{}",
            akoya_model::to_string(&statement)
        ))?;
        separator = ",\n";
    }
    output.line(if separator == "[\n" { "[]" } else { "\n]" })
}

async fn print(
    session: &Session,
    output: &Output,
    mut statements: Items<StatementList>,
) -> Result<(), Failure> {
    let mut all = Vec::new();
    while let Some(statement) = statements.next().await {
        all.push(statement.map_err(|error| session.explain(error))?);
    }
    if all.is_empty() {
        return output.line("There are no statements in this time.");
    }
    output.line(table(output.look(), &all))
}

/// The statements with the ids that `akoya statement --statement` takes, in the provider's order.
fn table(look: Look, statements: &[Statement]) -> Table {
    let mut table = Table::new(
        look,
        &["Date", "Description", "Status", "Id"].map(Column::Left),
    );
    for statement in statements {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let date = statement
            .statement_date
            .as_ref()
            .and_then(|date| date.day());
        table.row([
            plain(date.map_or_else(String::new, |day| day.to_string())),
            plain(text(&statement.description)),
            plain(text(&statement.status).to_lowercase()),
            quiet(text(&statement.statement_id)),
        ]);
    }
    table.keep_whole(0);
    table.keep_whole(3);
    table
}

async fn print_csv(
    session: &Session,
    output: &Output,
    mut statements: Items<StatementList>,
) -> Result<(), Failure> {
    use sheet::{day, text};
    let sheet = Sheet::new(
        output,
        &[
            "account_id",
            "statement_id",
            "date",
            "description",
            "status",
        ],
    )?;
    while let Some(statement) = statements.next().await {
        let statement = statement.map_err(|error| session.explain(error))?;
        sheet.row([
            text(statement.account_id.as_deref()),
            text(statement.statement_id.as_deref()),
            day(statement.statement_date.as_ref()),
            text(statement.description.as_deref()),
            text(statement.status.as_deref()),
        ])?;
    }
    Ok(())
}
