//! Accounts, balances and transactions.

use akoya_model::transactions::{Transaction, TransactionStatus};

use crate::account::Account;
use crate::account_reading::AccountReading;
use crate::chart::Months;
use crate::command::balances;
use crate::counted::counted;
use crate::date::{self, DateArg};
use crate::date_range::DateRange;
use crate::failure::Failure;
use crate::transaction_table::{self, TransactionRow};

use super::Demo;

/// How many transactions are shown.
const SHOWN: usize = 20;

/// The first day of the sandbox's data.
const FIRST_DAY: &str = "2020-01-01";

/// Returns whether a transaction is final. One without a status is, as far as is known.
fn is_posted(transaction: &Transaction) -> bool {
    let status = transaction.status();
    status.is_none_or(TransactionStatus::is_posted)
}

impl Demo<'_> {
    pub(super) async fn show_balances(&self) -> Result<Vec<Account>, Failure> {
        self.heading("Accounts and balances")?;
        let call = self.session.client.balances(self.session.connector());
        let explain = |error| self.session.explain(error);
        let balances = call.send_all().await.map_err(explain)?;
        let balances = balances.accounts.as_deref().unwrap_or_default();
        self.output.line(balances::table(self.style, balances))?;
        // A policy or annuity may have transactions and no balance.
        let call = self.session.client.accounts_info(self.session.connector());
        let accounts = call.send_all().await.map_err(explain)?;
        Ok(accounts
            .accounts
            .iter()
            .flatten()
            .map(Account::from)
            .collect())
    }

    pub(super) async fn show_transactions(&self, accounts: &[Account]) -> Result<(), Failure> {
        self.heading("Transactions")?;
        let (range, session) = (self.range()?, &self.session);
        let call = |id: &str| range.of(session.client.transactions(session.connector(), id));
        let mut reading =
            AccountReading::new(accounts, call).with_progress(session, range.length());
        let mut entries = Vec::new();
        let mut months: Vec<(usize, Months)> =
            accounts.iter().map(|_| (0, Months::default())).collect();
        while let Some((index, page)) = reading.next().await {
            let page = page.map_err(|error| session.explain(error))?;
            for transaction in page.into_items() {
                entries.push(TransactionRow::of(&transaction, index));
                // What is not posted may change, or be posted under another id and count twice.
                let amount = transaction
                    .signed_amount()
                    .filter(|_| is_posted(&transaction));
                if let (Some((count, months)), Some(amount)) = (months.get_mut(index), amount) {
                    *count += 1;
                    months.add(transaction.timestamp(), &amount);
                }
            }
        }
        let (pages, transactions) = reading.counts();
        drop(reading);
        self.done(format_args!(
            "Read {} of {}, in {}",
            counted(transactions, "transaction"),
            counted(accounts.len(), "account"),
            counted(pages, "page")
        ))?;
        transaction_table::newest_first(&mut entries);
        let newest = entries.get(..SHOWN.min(entries.len())).unwrap_or_default();
        self.output
            .line(format_args!("\n  The newest {}:", newest.len()))?;
        self.output
            .line(transaction_table::table(self.style, newest, accounts))?;
        self.show_months(accounts, &months)
    }

    /// Draws the months of the account with the most transactions: sums over several would count transfers between them
    /// twice.
    fn show_months(&self, accounts: &[Account], months: &[(usize, Months)]) -> Result<(), Failure> {
        let busiest = accounts
            .iter()
            .zip(months)
            .max_by_key(|(_, (count, _))| *count);
        let Some((account, (_, months))) = busiest else {
            return Ok(());
        };
        let lines = months.chart(self.style, account.currency.as_deref());
        if lines.is_empty() {
            return Ok(());
        }
        self.output.line(format_args!(
            "\n  Money in and out by month, posted, {}:",
            account.title()
        ))?;
        lines.iter().try_for_each(|line| self.output.line(line))
    }

    fn range(&self) -> Result<DateRange, Failure> {
        let end = self.session.now()?;
        let first = FIRST_DAY.parse::<DateArg>();
        let start = first.map_or(end, |first| first.start(end));
        Ok(DateRange::Moments(start, date::whole_second(end)))
    }
}
