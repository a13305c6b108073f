//! `akoya statements`

use std::path::{Path, PathBuf};

use akoya_model::statements::Statement;
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, Format, day, id, text};
use crate::date_range::{DATE_HELP, DateRange, RangeArgs};
use crate::download::{self, Target};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::json_array::JsonArray;
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::date_text;

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
{DATE_HELP}

--save downloads every statement of the list into a directory, named by its day, account and id. What is there already is not fetched again.

--json prints one array with every statement: every digit and field that the API sent, not in the same order. If reading fails \
half-way, the array is not closed.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    accounts: AccountsArgs,
    #[command(flatten)]
    range: RangeArgs,
    /// Save every statement of the list as a file in this directory, which is created if it does not exist
    #[arg(long, value_name = "DIR", conflicts_with = "csv")]
    save: Option<PathBuf>,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let range = args.range.range(session.now()?)?;
    let mut gaps = Gaps::new(&context.output);
    let accounts = args.accounts.choose(&session, &mut gaps).await?;
    let mut list = List {
        session: &session,
        accounts: &accounts,
        range,
        gaps,
    };
    match (&args.save, format) {
        (Some(directory), _) => list.save(directory).await?,
        (None, Format::Json) => list.print_json().await?,
        (None, Format::Csv { bom }) => list.print_csv(bom).await?,
        (None, Format::Table) => list.print().await?,
    }
    list.gaps.finish()
}

/// What is to be listed.
struct List<'a> {
    session: &'a Session<'a>,
    accounts: &'a [Account],
    range: DateRange,
    gaps: Gaps<'a>,
}

impl List<'_> {
    async fn print_json(&mut self) -> Result<(), Failure> {
        let mut array = JsonArray::new(&self.session.context().output);
        self.each(|_, statement| array.push(&akoya_model::to_string(&statement)))
            .await?;
        array.finish()
    }

    async fn print(&mut self) -> Result<(), Failure> {
        let output = &self.session.context().output;
        let all = self.all().await?;
        if all.is_empty() {
            return output.line("There are no statements in this time.");
        }
        output.line(table(output.style(), self.accounts, &all))
    }

    async fn print_csv(&mut self, bom: bool) -> Result<(), Failure> {
        let csv = CsvWriter::new(&self.session.context().output, bom, &COLUMNS)?;
        let accounts = self.accounts;
        self.each(|account, statement| {
            let account = accounts.get(account).map(|account| account.id.as_str());
            csv.row([
                id(statement.account_id.as_deref().or(account)),
                id(statement.statement_id.as_deref()),
                day(statement.statement_date.as_ref()),
                text(statement.description.as_deref()),
                text(statement.status.as_deref()),
            ])
        })
        .await
    }

    /// Reads each statement, with the position of its account.
    async fn all(&mut self) -> Result<Vec<(usize, Statement)>, Failure> {
        let mut all = Vec::new();
        self.each(|account, statement| {
            all.push((account, statement));
            Ok(())
        })
        .await?;
        Ok(all)
    }

    /// Reads the accounts one after the other. One that fails does not stop the others.
    async fn each(
        &mut self,
        mut each: impl FnMut(usize, Statement) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        for (index, account) in self.accounts.iter().enumerate() {
            let (session, gaps) = (self.session, &mut self.gaps);
            let each = |statement| each(index, statement);
            if let Err(failure) = read(session, account, self.range, gaps, each).await {
                self.gaps.failed(account, failure, self.accounts.len())?;
            }
        }
        Ok(())
    }

    /// Saves the documents of all statements.
    async fn save(&mut self, directory: &Path) -> Result<(), Failure> {
        std::fs::create_dir_all(directory)
            .map_err(|error| Failure::of_file(directory, "created", &error))?;
        for (account, statement) in self.all().await? {
            let Some(account) = self.accounts.get(account) else {
                continue;
            };
            if let Err(failure) = save_one(self.session, account, &statement, directory).await {
                let subject = format!("{}, {}", account.title(), title(&statement));
                match failure.code() {
                    ExitCode::Response | ExitCode::TryAgain => {
                        self.gaps.add(subject, Some(&account.id), failure);
                    }
                    _ => return Err(failure),
                }
            }
        }
        Ok(())
    }
}

async fn read(
    session: &Session<'_>,
    account: &Account,
    range: DateRange,
    gaps: &mut Gaps<'_>,
    mut each: impl FnMut(Statement) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let call = session.client.statements(session.connector(), &account.id);
    let pages = range.of(call).by_page();
    let mut pages = pages.map_err(|error| session.explain(error))?;
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| session.explain(error))?;
        gaps.look(&account.title(), &page);
        page.into_items().into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

async fn save_one(
    session: &Session<'_>,
    account: &Account,
    statement: &Statement,
    directory: &Path,
) -> Result<(), Failure> {
    let missing = || {
        Failure::new(
            ExitCode::Response,
            "the statement has no id, so it cannot be saved",
        )
    };
    let id = statement.statement_id.as_deref().ok_or_else(missing)?;
    let path = directory.join(file_name(statement, &account.id, id));
    if path.exists() {
        return Ok(());
    }
    let call = session
        .client
        .statement(session.connector(), &account.id, id);
    let document = call.send().await.map_err(|error| session.explain(error))?;
    download::save(session, document, &Target::from(path)).await
}

/// Builds the name of a file: `2026-01-31~ACCOUNT~ID.pdf`. Two statements never have one name: what a file name cannot
/// hold is escaped and not replaced, and `~` is escaped too.
fn file_name(statement: &Statement, account: &str, id: &str) -> String {
    let date = statement.statement_date.as_ref().map(date_text);
    let date = date.as_deref().unwrap_or("undated");
    let parts = [date, account, id].map(|part| {
        form_urlencoded::byte_serialize(part.as_bytes())
            .collect::<String>()
            .replace('*', "%2A")
    });
    format!("{}.pdf", parts.join("~"))
}

fn title(statement: &Statement) -> String {
    let date = statement.statement_date.as_ref().map(date_text);
    format!(
        "statement of {}",
        date.as_deref().unwrap_or("an unknown day")
    )
}

/// Lays out the statements with the ids that `akoya statement` takes, in the provider's order.
fn table(style: Style, accounts: &[Account], statements: &[(usize, Statement)]) -> Table {
    let columns = [
        Column::left("Date").cut_to(10),
        Column::left("Account").cut_to(10).optional(2),
        Column::left("Description").cut_to(12),
        Column::left("Status").optional(1),
        Column::left("Id").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for (account, statement) in statements {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let date = statement.statement_date.as_ref().map(date_text);
        // With a single account there is nothing to tell apart.
        let account = accounts.get(*account).filter(|_| accounts.len() > 1);
        table.row([
            plain(date.unwrap_or_default()),
            plain(account.map_or_else(String::new, Account::title)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_statements_never_have_one_file_name() {
        let statement = Statement::default();
        let name = |account, id| file_name(&statement, account, id);
        assert_ne!(name("a", "1"), name("b", "1"));
        assert_ne!(name("a", "x/y"), name("a", "x_y"));
        assert_ne!(name("a~b", "c"), name("a", "b~c"));
        assert!(!name("..", "../../etc").contains('/'));
    }
}
