//! `akoya statements`

use akoya::Items;
use akoya_model::statements::{Statement, StatementList};
use clap::Args as ClapArgs;

use crate::account::AccountArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, Format, day, text};
use crate::date_range::RangeArgs;
use crate::failure::Failure;
use crate::json_array::JsonArray;
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
--json prints one array with every statement: every digit and field that the API sent, not in the same order. If reading fails \
half-way, the array is not closed.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    range: RangeArgs,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let range = args.range.range(session.now()?)?;
    let account = &args.account.account;
    let call = session.client.statements(session.connector(), account);
    let statements = range.of(call).by_item();
    let statements = statements.map_err(|error| session.explain(error))?;
    let statements = Reading {
        session: &session,
        statements,
    };
    match format {
        Format::Json => print_json(statements).await,
        Format::Csv => print_csv(statements).await,
        Format::Table => print(statements).await,
    }
}

/// The statements as they arrive.
struct Reading<'a> {
    session: &'a Session<'a>,
    statements: Items<StatementList>,
}

impl Reading<'_> {
    async fn next(&mut self) -> Result<Option<Statement>, Failure> {
        let statement = self.statements.next().await.transpose();
        statement.map_err(|error| self.session.explain(error))
    }
}

async fn print_json(mut statements: Reading<'_>) -> Result<(), Failure> {
    let mut array = JsonArray::new(&statements.session.context().output);
    while let Some(statement) = statements.next().await? {
        array.push(&akoya_model::to_string(&statement))?;
    }
    array.finish()
}

async fn print(mut statements: Reading<'_>) -> Result<(), Failure> {
    let output = &statements.session.context().output;
    let mut all = Vec::new();
    while let Some(statement) = statements.next().await? {
        all.push(statement);
    }
    if all.is_empty() {
        return output.line("There are no statements in this time.");
    }
    output.line(table(output.style(), &all))
}

/// The statements with the ids that `akoya statement --statement` takes, in the provider's order.
fn table(style: Style, statements: &[Statement]) -> Table {
    let columns = [
        Column::left("Date"),
        Column::left("Description").cut_to(12),
        Column::left("Status").optional(1),
        Column::left("Id").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for statement in statements {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let date = statement.statement_date.as_ref();
        let date = date.and_then(|date| date.day());
        table.row([
            plain(date.map_or_else(String::new, |day| day.to_string())),
            plain(text(&statement.description)),
            plain(text(&statement.status).to_lowercase()),
            secondary(text(&statement.statement_id)),
        ]);
    }
    table
}

const COLUMNS: [&str; 5] = [
    "account_id",
    "statement_id",
    "date",
    "description",
    "status",
];

async fn print_csv(mut statements: Reading<'_>) -> Result<(), Failure> {
    let csv = CsvWriter::new(&statements.session.context().output, &COLUMNS)?;
    while let Some(statement) = statements.next().await? {
        csv.row([
            text(statement.account_id.as_deref()),
            text(statement.statement_id.as_deref()),
            day(statement.statement_date.as_ref()),
            text(statement.description.as_deref()),
            text(statement.status.as_deref()),
        ])?;
    }
    Ok(())
}
