//! `akoya statements`: lists the statements of accounts, or saves all of them.

use std::path::{Path, PathBuf};

use akoya::Response;
use akoya_model::field_text;
use akoya_model::statements::{Statement, StatementList};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::account_reading::AccountReading;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, day, id, text};
use crate::date_range::{DATE_HELP, RangeArgs};
use crate::download::{self, Target};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::listing::{self, Listing, Pages};
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::day_of;
use crate::undated::Undated;

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
{DATE_HELP}

--save downloads every statement of the list into a directory, named by its day, account and id. Files that \
already exist are not downloaded again.

--json prints one array with every statement: every digit and field that the API sent, in another order. If reading fails \
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
    let call = |id: &str| range.of(session.client.statements(session.connector(), id));
    let reading = AccountReading::new(&accounts, call);
    match &args.save {
        Some(directory) => save(&session, &accounts, reading, directory, gaps).await,
        None => {
            let list = StatementListing::default();
            listing::print(&session, &accounts, reading, list, format, gaps).await
        }
    }
}

/// Each statement with the position of its account.
#[derive(Default)]
struct StatementListing {
    statements: Vec<(usize, Statement)>,
    undated: Undated,
}

impl StatementListing {
    /// Returns the statements of a page.
    fn of(&mut self, page: Response<StatementList>) -> Vec<Statement> {
        let all = page.into_items();
        let times = all
            .iter()
            .map(|statement| statement.statement_date.as_ref());
        self.undated.count(times);
        all
    }
}

impl Listing for StatementListing {
    type Page = StatementList;

    const NOTHING: &'static str = "There are no statements in this period.";
    const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "statement_id",
        "date",
        "description",
        "status",
    ];

    fn json(&self, _: &Account, page: Response<StatementList>) -> Vec<String> {
        let all = page.into_items();
        all.iter().map(akoya_model::to_string).collect()
    }

    fn rows(
        &mut self,
        csv: &CsvWriter<'_>,
        account: &Account,
        page: Response<StatementList>,
    ) -> Result<(), Failure> {
        self.of(page).iter().try_for_each(|statement| {
            csv.row([
                id(sent(statement, "accountId")
                    .as_deref()
                    .or(Some(&account.id))),
                id(sent(statement, "statementId").as_deref()),
                day(sent(statement, "statementDate")),
                text(sent(statement, "description").as_deref()),
                text(sent(statement, "status").as_deref()),
            ])
        })
    }

    fn keep(&mut self, account: usize, page: Response<StatementList>) {
        let all = self.of(page).into_iter();
        let all = all.map(|statement| (account, statement));
        self.statements.extend(all);
    }

    fn table(&mut self, style: Style, accounts: &[Account]) -> Option<Table> {
        let is_empty = self.statements.is_empty();
        (!is_empty).then(|| table(style, accounts, &self.statements))
    }

    fn note(&self, gaps: &Gaps<'_>) {
        self.undated.note(gaps, "statement");
    }
}

/// Returns the text of a field, which may be a number where the API describes a text.
fn sent(statement: &Statement, name: &str) -> Option<String> {
    field_text(statement, name)
}

/// Saves the documents of all statements.
async fn save(
    session: &Session<'_>,
    accounts: &[Account],
    reading: AccountReading<'_, StatementList>,
    directory: &Path,
    mut gaps: Gaps<'_>,
) -> Result<(), Failure> {
    std::fs::create_dir_all(directory)
        .map_err(|error| Failure::of_file(directory, "created", &error))?;
    let mut pages = Pages::new(session, accounts, reading, &mut gaps);
    let mut all = StatementListing::default();
    // What came before a failure is saved too.
    let read = loop {
        match pages.next().await {
            Ok(Some((at, _, page))) => all.keep(at, page),
            Ok(None) => break Ok(()),
            Err(failure) => break Err(failure),
        }
    };
    for (at, statement) in all.statements {
        let Some(account) = accounts.get(at) else {
            continue;
        };
        if let Err(failure) = save_one(session, account, &statement, directory).await {
            let subject = format!("{}, {}", account.title(), title(&statement));
            match failure.code() {
                ExitCode::Response | ExitCode::TryAgain => {
                    gaps.add(subject, Some(&account.id), failure);
                }
                _ => return Err(failure),
            }
        }
    }
    read?;
    gaps.finish()
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
    let id = sent(statement, "statementId").ok_or_else(missing)?;
    let path = directory.join(file_name(statement, &account.id, &id));
    if path.exists() {
        return Ok(());
    }
    let call = session
        .client
        .statement(session.connector(), &account.id, &id);
    let document = call.send().await.map_err(|error| session.explain(error))?;
    download::save(session, document, &Target::from(path)).await
}

/// Builds the name of a file: `2026-01-31~ACCOUNT~ID.pdf`. Two statements never have one name: what a file name cannot
/// hold is escaped and not replaced, and `~` is escaped too.
fn file_name(statement: &Statement, account: &str, id: &str) -> String {
    let date = date(statement);
    let date = date.as_deref().unwrap_or("undated");
    let parts = [date, account, id].map(|part| {
        form_urlencoded::byte_serialize(part.as_bytes())
            .collect::<String>()
            .replace('*', "%2A")
    });
    format!("{}.pdf", parts.join("~"))
}

/// Returns the day of a statement; what was sent, when it cannot be read as one.
fn date(statement: &Statement) -> Option<String> {
    sent(statement, "statementDate").map(|date| day_of(&date))
}

fn title(statement: &Statement) -> String {
    let date = date(statement);
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
        let text = |name| sent(statement, name).unwrap_or_default();
        // With a single account there is nothing to distinguish.
        let account = accounts.get(*account).filter(|_| accounts.len() > 1);
        table.row([
            plain(date(statement).unwrap_or_default()),
            plain(account.map_or_else(String::new, Account::title)),
            plain(text("description")),
            plain(text("status").to_lowercase()),
            secondary(text("statementId")),
        ]);
    }
    table
}

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
