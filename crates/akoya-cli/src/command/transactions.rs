//! `akoya transactions`

use akoya::model::api_error::FdxCode;
use akoya_model::transactions::Transaction;
use clap::Args as ClapArgs;

use crate::account::{Account, AccountsArgs};
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, Format, day, number, text};
use crate::date_range::{DATE_HELP, DateRange, RangeArgs};
use crate::failure::Failure;
use crate::json_array::JsonArray;
use crate::output::Output;
use crate::progress::Progress;
use crate::session::{ConnectionArgs, Session};
use crate::transaction_reader;
use crate::transaction_table::{self, Entry};

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
{DATE_HELP}

--json prints one array with every transaction, one to a line, while pages still arrive: every digit and field that the API \
sent, not in the same order. If reading fails half-way, the array is not closed, so that a part cannot be taken for the whole.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    range: RangeArgs,
    #[command(flatten)]
    accounts: AccountsArgs,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let range = args.range.range(session.now()?)?;
    let accounts = accounts(&session, &args.accounts.account, format).await?;
    let list = List {
        session: &session,
        accounts: &accounts,
        range,
        output: &context.output,
    };
    match format {
        Format::Json => list.print_json().await,
        Format::Csv => list.print_csv().await,
        Format::Table => list.print_table().await,
    }
}

/// The accounts to read: those that were named, else all. Tables and CSV need their names too.
async fn accounts(
    session: &Session<'_>,
    named: &[String],
    format: Format,
) -> Result<Vec<Account>, Failure> {
    let unknown = |id: &String| Account {
        id: id.clone(),
        ..Account::default()
    };
    if format == Format::Json && !named.is_empty() {
        return Ok(named.iter().map(unknown).collect());
    }
    let call = session.client.accounts_info(session.connector());
    let all = session.send(call).await?;
    let mut all = all.accounts.iter().flatten().map(Account::from);
    if named.is_empty() {
        return Ok(all.filter(|account| !account.id.is_empty()).collect());
    }
    let all: Vec<Account> = all.by_ref().collect();
    let find = |id: &String| all.iter().find(|account| account.id == *id).cloned();
    let named = named
        .iter()
        .map(|id| find(id).unwrap_or_else(|| unknown(id)));
    Ok(named.collect())
}

/// What is to be listed.
struct List<'a> {
    session: &'a Session<'a>,
    accounts: &'a [Account],
    range: DateRange,
    output: &'a Output,
}

impl List<'_> {
    async fn print_table(&self) -> Result<(), Failure> {
        let mut entries = Vec::new();
        let add = |account, transaction: Transaction| {
            entries.push(Entry::of(&transaction, account));
            Ok(())
        };
        self.each(add).await?;
        if entries.is_empty() {
            return self.output.line("There are no transactions in this time.");
        }
        transaction_table::newest_first(&mut entries);
        let style = self.output.style();
        let table = transaction_table::table(style, &entries, self.accounts);
        self.output.line(table)
    }

    /// One array, written while pages arrive.
    async fn print_json(&self) -> Result<(), Failure> {
        let mut array = JsonArray::new(self.output);
        self.each(|_, transaction| array.push(&akoya_model::to_string(&transaction)))
            .await?;
        array.finish()
    }

    /// In the order of the API, written while pages arrive.
    async fn print_csv(&self) -> Result<(), Failure> {
        let csv = CsvWriter::new(self.output, &COLUMNS)?;
        let unknown = Account::default();
        self.each(|account, transaction| {
            let account = self.accounts.get(account).unwrap_or(&unknown);
            add_row(&csv, account, &transaction)
        })
        .await
    }

    async fn each(
        &self,
        mut each: impl FnMut(usize, Transaction) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (accounts, days) = (self.accounts.len(), self.range.length());
        let mut progress = Progress::new(self.output.error_style(), accounts, days);
        for (index, account) in self.accounts.iter().enumerate() {
            let each = |transaction| each(index, transaction);
            let (session, range) = (self.session, self.range);
            let read =
                transaction_reader::read(session, &account.id, range, &mut progress, each).await;
            match read {
                // Not every kind of account has transactions.
                Err(failure)
                    if self.accounts.len() > 1
                        && failure.is_api(FdxCode::AccountTypeNotSupported) =>
                {
                    self.output
                        .status(format_args!("{}: {}", account.title(), failure.message()));
                }
                read => read?,
            }
        }
        Ok(())
    }
}

const COLUMNS: [&str; 12] = [
    "account_id",
    "account",
    "number",
    "transaction_id",
    "posted",
    "date",
    "description",
    "memo",
    "category",
    "status",
    "amount",
    "currency",
];

fn add_row(
    csv: &CsvWriter<'_>,
    account: &Account,
    transaction: &Transaction,
) -> Result<(), Failure> {
    csv.row([
        text(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        text(transaction.transaction_id()),
        day(transaction.posted_timestamp()),
        day(transaction.transaction_timestamp()),
        text(transaction.description()),
        text(transaction.memo()),
        text(transaction.category()),
        text(transaction.status().map(|status| status.as_str())),
        number(transaction.signed_amount()),
        text(account.currency.as_deref()),
    ])
}
