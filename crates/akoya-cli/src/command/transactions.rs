//! `akoya transactions`: lists what came and went in some accounts, in some days.

mod row;

use akoya::Response;
use akoya_model::transactions::{Direction, Transaction, TransactionStatus, Transactions};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::account_reading::AccountReading;
use crate::context::Context;
use crate::counted::counted;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter};
use crate::date_range::{DATE_HELP, RangeArgs};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::listing::{self, Listing};
use crate::session::{ConnectionArgs, Session};
use crate::style::Style;
use crate::table::Table;
use crate::transaction_table::{self, TransactionRow};
use crate::undated::Undated;

#[derive(Debug, ClapArgs)]
#[command(after_help = format!("\
{DATE_HELP}

An account that cannot be read is named, the others are shown, and the exit code is that of the worst failure.

--json prints one array of pages while they arrive, each with its `accountId`: every digit and field that the API sent, in another \
order, and without transactions outside the range. If reading fails half-way, the array is not closed, so that a part cannot be mistaken for \
the whole.

In CSV `amount` has the sign of the direction: a credit is positive. Where a transaction does not say its direction, `amount` is empty, \
`direction` is `unknown`, and `amount_sent` has what was sent.

{CSV_HELP}"))]
pub(crate) struct Args {
    #[command(flatten)]
    range: RangeArgs,
    #[command(flatten)]
    accounts: AccountsArgs,
    /// List only transactions that are posted: others may change, or reappear under another id
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
    let call = |id: &str| range.of(session.client.transactions(session.connector(), id));
    let reading = AccountReading::new(&accounts, call).with_progress(&session, range.length());
    let list = TransactionListing {
        posted: args.posted,
        entries: Vec::new(),
        unknown: 0,
        undated: Undated::default(),
        left_out: 0,
    };
    listing::print(&session, &accounts, reading, list, format, gaps).await
}

/// What is listed.
struct TransactionListing {
    /// Whether only what is posted is listed.
    posted: bool,
    entries: Vec<TransactionRow>,
    /// How many transactions do not say their direction.
    unknown: usize,
    undated: Undated,
    /// How many transactions are left out for a status that this version does not know.
    left_out: usize,
}

impl TransactionListing {
    fn is_listed(&self, transaction: &Transaction) -> bool {
        let status = transaction.status();
        !self.posted || status.is_none_or(TransactionStatus::is_posted)
    }

    /// Returns the transactions of a page that are listed.
    fn of(&mut self, page: Response<Transactions>) -> Vec<Transaction> {
        let mut all = page.into_items();
        let left_out = all.iter().filter(|one| !self.is_listed(one));
        let unclear = left_out.filter(|one| has_unknown_status(one)).count();
        self.left_out += unclear;
        all.retain(|transaction| self.is_listed(transaction));
        self.unknown += all.iter().filter(|one| has_no_direction(one)).count();
        self.undated.count(all.iter().map(Transaction::timestamp));
        all
    }
}

impl Listing for TransactionListing {
    type Page = Transactions;

    const NOTHING: &'static str = "There are no transactions in this period.";
    const COLUMNS: &'static [&'static str] = &row::COLUMNS;

    /// Writes the page with the account that it is of.
    fn json(&self, account: &Account, mut page: Response<Transactions>) -> Vec<String> {
        page.leave_out();
        if let Some(transactions) = &mut page.body.transactions {
            transactions.retain(|transaction| self.is_listed(transaction));
        }
        let page = akoya_model::to_string(&page.body);
        let account = serde_json::Value::from(account.id.as_str());
        vec![match page.strip_prefix('{') {
            Some("}") => format!("{{\"accountId\":{account}}}"),
            Some(fields) => format!("{{\"accountId\":{account},{fields}"),
            None => page,
        }]
    }

    /// Writes the rows in the order of the API.
    fn rows(
        &mut self,
        csv: &CsvWriter<'_>,
        account: &Account,
        page: Response<Transactions>,
    ) -> Result<(), Failure> {
        let all = self.of(page);
        all.iter()
            .try_for_each(|transaction| row::add(csv, account, transaction))
    }

    fn keep(&mut self, account: usize, page: Response<Transactions>) {
        let all = self.of(page);
        let entries = all
            .iter()
            .map(|transaction| TransactionRow::of(transaction, account));
        self.entries.extend(entries);
    }

    fn table(&mut self, style: Style, accounts: &[Account]) -> Option<Table> {
        transaction_table::newest_first(&mut self.entries);
        let is_empty = self.entries.is_empty();
        (!is_empty).then(|| transaction_table::table(style, &self.entries, accounts))
    }

    fn note(&self, gaps: &Gaps<'_>) {
        self.undated.note(gaps, "transaction");
        if self.unknown > 0 {
            let transactions = counted(self.unknown, "transaction");
            gaps.note(format_args!(
                "direction unknown for {transactions}: nothing says whether money came in or went out, so the amount is shown without a sign"
            ));
        }
        if self.left_out > 0 {
            let transactions = counted(self.left_out, "transaction");
            gaps.note(format_args!(
                "{transactions} left out: the API defines no such status, so it is unknown whether they are posted"
            ));
        }
    }
}

fn has_unknown_status(transaction: &Transaction) -> bool {
    let status = transaction.status().map(TransactionStatus::meant);
    status.is_some_and(|status| !status.is_known())
}

fn has_no_direction(transaction: &Transaction) -> bool {
    let is_zero = transaction.amount().is_none_or(|amount| amount.is_zero());
    !is_zero && transaction.direction() == Direction::Unknown
}
