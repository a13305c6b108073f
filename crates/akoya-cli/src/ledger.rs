//! Reads transactions page by page, and keeps of each what a table needs.

use std::time::SystemTime;

use akoya_model::transactions::{Transaction, TransactionStatus};
use akoya_model::{Amount, Day};

use crate::account::Account;
use crate::exit::Failure;
use crate::money::money;
use crate::output::Look;
use crate::progress::Progress;
use crate::session::Session;
use crate::table::{Column, Table, Tone, plain, printable, quiet};

/// From when to when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) start: SystemTime,
    pub(crate) end: SystemTime,
}

impl Range {
    /// Whole days, at least one.
    pub(crate) fn days(self) -> u64 {
        let length = self.end.duration_since(self.start).unwrap_or_default();
        length.as_secs().div_ceil(24 * 60 * 60).max(1)
    }
}

/// All transactions of an account, page after page; only one page is in memory.
pub(crate) async fn read(
    session: &Session,
    account: &str,
    range: Range,
    progress: &mut Progress,
    mut each: impl FnMut(Transaction) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let call = session
        .client
        .transactions(session.connector(), account)
        .start_time(range.start)
        .end_time(range.end);
    let mut pages = call.by_page().map_err(|error| session.explain(error))?;
    while let Some(page) = pages.next().await {
        let page = page
            .map_err(|error| session.explain(error))?
            .into_body()
            .transactions
            .unwrap_or_default();
        progress.page(
            page.iter()
                .filter_map(|transaction| transaction.timestamp()?.day()),
            page.len(),
        );
        page.into_iter().try_for_each(&mut each)?;
    }
    progress.end_of_account();
    Ok(())
}

/// A transaction as a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Newest last. The day is the provider's; the moment orders entries of one day.
    when: (Option<Day>, Option<i64>),
    /// The account's place in the list of accounts.
    account: usize,
    description: String,
    category: String,
    status: String,
    amount: Option<Amount>,
}

impl Entry {
    pub(crate) fn of(transaction: &Transaction, account: usize) -> Self {
        let text = |text: Option<&str>| printable(text.unwrap_or_default().trim());
        let time = transaction.timestamp();
        let status = match transaction.status() {
            None | Some(TransactionStatus::Posted) => String::new(),
            Some(status) => printable(&status.as_str().to_lowercase()),
        };
        Self {
            when: (
                time.and_then(|time| time.day()),
                time.and_then(|time| time.instant())
                    .map(|i| i.unix_millis()),
            ),
            account,
            description: text(transaction.description().or_else(|| transaction.memo())),
            category: text(transaction.category()),
            status,
            amount: transaction.signed_amount(),
        }
    }
}

/// Sorts, newest first. Entries of one moment stay in the provider's order, turned round.
pub(crate) fn newest_first(entries: &mut [Entry]) {
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.when));
}

/// The fewest columns of a terminal in which categories have room.
const ROOMY: usize = 100;

/// The entries as a table.
pub(crate) fn table(look: Look, entries: &[Entry], accounts: &[Account]) -> Table {
    let columns = [
        Column::Left("Date"),
        Column::Left("Account"),
        Column::Left("Description"),
        Column::Left("Category"),
        Column::Left(""),
        Column::Right("Amount"),
    ];
    let mut table = Table::new(look, &columns);
    let is_narrow = look.width().is_some_and(|width| width < ROOMY);
    for entry in entries {
        let account = accounts.get(entry.account);
        let name = account.map(|account| {
            if is_narrow {
                account.name.clone()
            } else {
                account.title()
            }
        });
        let currency = account.and_then(|account| account.currency.as_deref());
        let amount = match &entry.amount {
            Some(amount) if amount.is_negative() || amount.is_zero() => {
                plain(money(amount, currency))
            }
            Some(amount) => (money(amount, currency), Tone::Good),
            None => quiet("not given"),
        };
        table.row([
            plain(entry.when.0.map_or_else(String::new, |day| day.to_string())),
            plain(name.unwrap_or_default()),
            plain(&entry.description),
            quiet(&entry.category),
            quiet(&entry.status),
            amount,
        ]);
    }
    table.keep_whole(0);
    table.keep_whole(5);
    if is_narrow {
        table.hide(3);
    }
    if entries.iter().all(|entry| entry.status.is_empty()) {
        table.hide(4);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(posted: &str, description: &str) -> Entry {
        let json = format!(
            r#"{{"depositTransaction":{{"postedTimestamp":"{posted}","description":"{description}"}}}}"#
        );
        Entry::of(&akoya_model::from_str(&json).unwrap(), 0)
    }

    #[test]
    fn the_newest_entry_comes_first_and_the_undated_last() {
        let mut entries = [
            entry("2026-01-01T10:00:00Z", "a"),
            entry("yesterday", "undated"),
            entry("2026-01-02", "b"),
            entry("2026-01-02", "c"),
            entry("2026-01-01T12:00:00Z", "d"),
        ];
        newest_first(&mut entries);
        let order: Vec<_> = entries
            .iter()
            .map(|entry| entry.description.as_str())
            .collect();
        assert_eq!(order, ["c", "b", "d", "a", "undated"]);
    }
}
