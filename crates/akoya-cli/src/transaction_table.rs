//! Transactions as the lines of a table.

use akoya_model::transactions::{Transaction, TransactionStatus};
use akoya_model::{Amount, Day, field_text};

use crate::account::Account;
use crate::money::money;
use crate::printable::printable;
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

/// A transaction as a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TransactionRow {
    /// Newest last. The day is the provider's; the moment orders the entries of one day.
    when: (Option<Day>, Option<i64>),
    /// The account's index in the list of accounts.
    account: usize,
    description: String,
    category: String,
    status: String,
    /// The date as it was sent, when no day can be read from it.
    date: String,
    figure: Figure,
}

/// The amount of a transaction, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Figure {
    /// Money that came in, or, negative, went out.
    Signed(Amount),
    /// The document does not say whether it came or went.
    Unsigned(Amount),
    /// Not written as the API describes it.
    Sent(String),
    NotGiven,
}

impl Figure {
    fn of(transaction: &Transaction) -> Self {
        match (transaction.signed_amount(), transaction.amount()) {
            (Some(amount), _) => Self::Signed(amount),
            (None, Some(amount)) => Self::Unsigned(amount.clone()),
            (None, None) => match field_text(transaction, "amount") {
                Some(text) => Self::Sent(text),
                None => Self::NotGiven,
            },
        }
    }

    fn cell(&self, currency: Option<&str>) -> (String, Label) {
        match self {
            Self::Signed(amount) if amount.is_negative() || amount.is_zero() => {
                plain(money(amount, currency))
            }
            Self::Signed(amount) => (money(amount, currency), Label::MoneyIn),
            Self::Unsigned(amount) => plain(format!("? {}", money(amount, currency))),
            Self::Sent(text) => plain(text.as_str()),
            Self::NotGiven => secondary("not given"),
        }
    }
}

impl TransactionRow {
    pub(crate) fn of(transaction: &Transaction, account: usize) -> Self {
        let sent = |name| field_text(transaction, name);
        let text = |text: Option<String>| printable(text.unwrap_or_default().trim());
        let time = transaction.timestamp();
        let is_posted = transaction
            .status()
            .is_some_and(TransactionStatus::is_posted);
        let status = sent("status").filter(|_| !is_posted);
        let date = time.map(|time| time.as_str().to_owned());
        let date = date
            .or_else(|| sent("postedTimestamp"))
            .or_else(|| sent("transactionTimestamp"));
        Self {
            when: (
                time.and_then(|time| time.day()),
                time.and_then(|time| time.instant())
                    .map(|i| i.unix_millis()),
            ),
            account,
            description: text(description(transaction).or_else(|| sent("memo"))),
            category: text(sent("category")),
            status: text(status).to_lowercase(),
            date: text(date),
            figure: Figure::of(transaction),
        }
    }
}

/// Returns the description; of something of which nothing can be read, all that was sent.
pub(crate) fn description(transaction: &Transaction) -> Option<String> {
    match transaction {
        Transaction::Unknown(unknown) if !unknown.has_fields() => Some(unknown.json().to_string()),
        _ => field_text(transaction, "description"),
    }
}

/// Sorts, newest first. Entries of one moment are in the reverse of the provider's order.
pub(crate) fn newest_first(entries: &mut [TransactionRow]) {
    entries.reverse();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.when));
}

/// The narrowest terminal that has room for the numbers of accounts.
const ROOMY: usize = 100;

/// Lays out the entries as a table.
pub(crate) fn table(style: Style, entries: &[TransactionRow], accounts: &[Account]) -> Table {
    let columns = [
        Column::left("Date").cut_to(10),
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
        let day = entry.when.0.map(|day| day.to_string());
        table.row([
            plain(day.unwrap_or_else(|| entry.date.clone())),
            plain(name.unwrap_or_default()),
            plain(&entry.description),
            secondary(&entry.category),
            secondary(&entry.status),
            entry.figure.cell(currency),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(posted: &str, description: &str) -> TransactionRow {
        let json = format!(
            r#"{{"depositTransaction":{{"postedTimestamp":"{posted}","description":"{description}"}}}}"#
        );
        TransactionRow::of(&akoya_model::from_str(&json).unwrap(), 0)
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
