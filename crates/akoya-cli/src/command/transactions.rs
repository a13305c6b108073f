//! `akoya transactions`

mod row;

use akoya::Response;
use akoya_model::transactions::{Direction, Transaction, TransactionStatus, Transactions};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, Format};
use crate::date_range::{DATE_HELP, DateRange, RangeArgs};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::json_array::JsonArray;
use crate::output::Output;
use crate::progress::Progress;
use crate::session::{ConnectionArgs, Session};
use crate::transaction_reader;
use crate::transaction_table::{self, TransactionRow};

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
{DATE_HELP}

An account that cannot be read is named, the others are shown, and the exit code is that of the worst failure.

--json prints one array of pages while they arrive, each with its `accountId`: every digit and field that the API sent, not in the same \
order, and without transactions outside of the days. If reading fails half-way, the array is not closed, so that a part cannot be taken for \
the whole.

In CSV `amount` has the sign of the direction: a credit is positive. Where a transaction does not say its direction, `amount` is empty, \
`direction` is `unknown`, and `amount_sent` has what was sent.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    range: RangeArgs,
    #[command(flatten)]
    accounts: AccountsArgs,
    /// List only transactions that are posted: others may change, or come again under another id
    #[arg(long)]
    posted: bool,
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
        posted: args.posted,
        output: &context.output,
        gaps,
    };
    match format {
        Format::Json => list.print_json().await?,
        Format::Csv { bom } => list.print_csv(bom).await?,
        Format::Table => list.print_table().await?,
    }
    list.gaps.finish()
}

/// What is to be listed.
struct List<'a> {
    session: &'a Session<'a>,
    accounts: &'a [Account],
    range: DateRange,
    /// Whether only what is posted is listed.
    posted: bool,
    output: &'a Output,
    gaps: Gaps<'a>,
}

impl List<'_> {
    async fn print_table(&mut self) -> Result<(), Failure> {
        let mut entries = Vec::new();
        let mut unknown = 0;
        self.each(|account, page| {
            for transaction in page.listed {
                unknown += usize::from(has_no_direction(&transaction));
                entries.push(TransactionRow::of(&transaction, account));
            }
            Ok(())
        })
        .await?;
        self.note_directions(unknown);
        if entries.is_empty() {
            return self.output.line("There are no transactions in this time.");
        }
        transaction_table::newest_first(&mut entries);
        let style = self.output.style();
        let table = transaction_table::table(style, &entries, self.accounts);
        self.output.line(table)
    }

    /// Prints one array of pages, written while they arrive.
    async fn print_json(&mut self) -> Result<(), Failure> {
        let (output, accounts) = (self.output, self.accounts);
        let mut array = JsonArray::new(output);
        self.each(|account, page| {
            let id = accounts.get(account).map(|account| account.id.as_str());
            array.push(&page.json(id.unwrap_or_default()))
        })
        .await?;
        array.finish()
    }

    /// Prints in the order of the API, while pages arrive.
    async fn print_csv(&mut self, bom: bool) -> Result<(), Failure> {
        let csv = CsvWriter::new(self.output, bom, &row::COLUMNS)?;
        let (accounts, nobody) = (self.accounts, Account::default());
        let mut unknown = 0;
        self.each(|account, page| {
            let account = accounts.get(account).unwrap_or(&nobody);
            page.listed.iter().try_for_each(|transaction| {
                unknown += usize::from(has_no_direction(transaction));
                row::add(&csv, account, transaction)
            })
        })
        .await?;
        self.note_directions(unknown);
        Ok(())
    }

    /// Reads the accounts one after the other. One that fails does not stop the others.
    async fn each(
        &mut self,
        mut each: impl FnMut(usize, Page) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (accounts, days) = (self.accounts.len(), self.range.length());
        let mut progress = Progress::new(self.output.error_style(), accounts, days);
        for (index, account) in self.accounts.iter().enumerate() {
            let (session, range, posted) = (self.session, self.range, self.posted);
            let gaps = &mut self.gaps;
            let each = |page: Response<Transactions>| {
                gaps.look(&account.title(), &page);
                each(index, Page::of(page, posted))
            };
            let read =
                transaction_reader::read(session, &account.id, range, &mut progress, each).await;
            if let Err(failure) = read {
                self.gaps.failed(account, failure, self.accounts.len())?;
            }
        }
        Ok(())
    }

    fn note_directions(&self, unknown: usize) {
        if unknown > 0 {
            self.gaps.note(format_args!(
                "{unknown} transactions do not say whether money came or went; their amounts are shown without a sign"
            ));
        }
    }
}

fn has_no_direction(transaction: &Transaction) -> bool {
    let is_zero = transaction.amount().is_none_or(|amount| amount.is_zero());
    !is_zero && transaction.direction() == Direction::Unknown
}

/// A page, and those of its transactions that are listed.
struct Page {
    body: Transactions,
    listed: Vec<Transaction>,
}

impl Page {
    fn of(page: Response<Transactions>, posted: bool) -> Self {
        let is_posted = |transaction: &Transaction| {
            let status = transaction.status();
            status.is_none_or(|status| *status == TransactionStatus::Posted)
        };
        let body = page.body.clone();
        let mut listed = page.into_items();
        listed.retain(|transaction| !posted || is_posted(transaction));
        Self { body, listed }
    }

    /// Writes the page with the account that it is of.
    fn json(self, account: &str) -> String {
        let mut body = self.body;
        if body.transactions.is_some() {
            body.transactions = Some(self.listed);
        }
        let page = akoya_model::to_string(&body);
        let account = serde_json::Value::from(account);
        match page.strip_prefix('{') {
            Some("}") => format!("{{\"accountId\":{account}}}"),
            Some(fields) => format!("{{\"accountId\":{account},{fields}"),
            None => page,
        }
    }
}
