//! Transactions as the lines of a table.

use akoya_model::transactions::{Transaction, TransactionStatus};
use akoya_model::{Amount, Day};

use crate::account::Account;
use crate::money::money;
use crate::printable::printable;
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

/// A transaction as a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Newest last. The day is the provider's; the moment orders the entries of one day.
    when: (Option<Day>, Option<i64>),
    /// The account's index in the list of accounts.
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

/// Sorts, newest first. Entries of one moment are in the reverse of the provider's order.
pub(crate) fn newest_first(entries: &mut [Entry]) {
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.when));
}

/// The narrowest terminal that has room for the numbers of accounts.
const ROOMY: usize = 100;

/// The entries as a table.
pub(crate) fn table(style: Style, entries: &[Entry], accounts: &[Account]) -> Table {
    let columns = [
        Column::left("Date"),
        Column::left("Account").cut_to(10),
        Column::left("Description").cut_to(16),
        Column::left("Category").cut_to(10).optional(2),
        Column::left("").optional(1),
        Column::right("Amount"),
    ];
    let mut table = Table::new(style, &columns);
    let is_narrow = style.width().is_some_and(|width| width < ROOMY);
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
            Some(amount) => (money(amount, currency), Label::MoneyIn),
            None => secondary("not given"),
        };
        table.row([
            plain(entry.when.0.map_or_else(String::new, |day| day.to_string())),
            plain(name.unwrap_or_default()),
            plain(&entry.description),
            secondary(&entry.category),
            secondary(&entry.status),
            amount,
        ]);
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
