//! Accounts, balances and transactions.

use akoya::Response;
use akoya_model::transactions::{Transaction, TransactionStatus, Transactions};

use crate::account::Account;
use crate::chart::Months;
use crate::command::balances;
use crate::date::{self, DateArg};
use crate::date_range::DateRange;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::transaction_reader;
use crate::transaction_table::{self, TransactionRow};

use super::Demo;

/// How many transactions are shown.
const SHOWN: usize = 20;

/// The first day of the sandbox's data.
const FIRST_DAY: &str = "2020-01-01";

/// Returns whether a transaction is final. One without a status is, as far as is known.
fn is_posted(transaction: &Transaction) -> bool {
    let status = transaction.status();
    status.is_none_or(|status| *status == TransactionStatus::Posted)
}

impl Demo<'_> {
    pub(super) async fn show_balances(&self) -> Result<Vec<Account>, Failure> {
        self.heading("Accounts and balances")?;
        let call = self.session.client.balances(self.session.connector());
        let balances = self.session.send(call).await?;
        let balances = balances.accounts.as_deref().unwrap_or_default();
        self.output.line(balances::table(self.style, balances))?;
        // A policy or annuity may have transactions and no balance.
        let call = self.session.client.accounts_info(self.session.connector());
        let accounts = self.session.send(call).await?;
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
        let style = self.output.error_style();
        let mut progress = Progress::new(style, accounts.len(), range.length());
        let mut entries = Vec::new();
        let mut months: Vec<(usize, Months)> =
            accounts.iter().map(|_| (0, Months::default())).collect();
        for (index, account) in accounts.iter().enumerate() {
            let mut one = |transaction: Transaction| {
                entries.push(TransactionRow::of(&transaction, index));
                // What is not posted may change, or be posted under another id and count twice.
                let amount = transaction
                    .signed_amount()
                    .filter(|_| is_posted(&transaction));
                if let (Some((count, months)), Some(amount)) = (months.get_mut(index), amount) {
                    *count += 1;
                    months.add(transaction.timestamp(), &amount);
                }
            };
            let each = |page: Response<Transactions>| {
                page.into_items().into_iter().for_each(&mut one);
                Ok(())
            };
            transaction_reader::read(session, &account.id, range, &mut progress, each).await?;
        }
        let (pages, transactions) = progress.counts();
        drop(progress);
        self.done(format_args!(
            "Read {transactions} transactions of {} accounts, in {pages} pages",
            accounts.len()
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
