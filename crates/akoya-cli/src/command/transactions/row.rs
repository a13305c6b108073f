//! A transaction as a row of CSV.

use akoya_model::field_text;
use akoya_model::transactions::{Direction, Transaction};

use crate::account::Account;
use crate::csv::{CsvWriter, as_sent, day, id, number, text};
use crate::failure::Failure;
use crate::transaction_table::description;

pub(super) const COLUMNS: [&str; 24] = [
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
    "direction",
    "debit_credit",
    "amount_sent",
    "type",
    "payee",
    "check_number",
    "reference_transaction_id",
    "foreign_amount",
    "foreign_currency",
    "symbol",
    "units",
    "unit_price",
];

pub(super) fn add(
    csv: &CsvWriter<'_>,
    account: &Account,
    transaction: &Transaction,
) -> Result<(), Failure> {
    // Fields of one kind of transaction alone, and what is not written as the API describes it.
    let sent = |name| field_text(transaction, name);
    let sent_text = |name| text(sent(name).as_deref());
    csv.row([
        id(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        id(sent("transactionId").as_deref()),
        day(sent("postedTimestamp")),
        day(sent("transactionTimestamp")),
        text(description(transaction).as_deref()),
        sent_text("memo"),
        sent_text("category"),
        sent_text("status"),
        number(transaction.signed_amount()),
        text(account.currency.as_deref()),
        text(Some(direction(transaction))),
        sent_text("debitCreditMemo"),
        as_sent(sent("amount")),
        sent_text("transactionType"),
        sent_text("payee"),
        as_sent(sent("checkNumber")),
        id(sent("referenceTransactionId").as_deref()),
        as_sent(sent("foreignAmount")),
        sent_text("foreignCurrency"),
        sent_text("symbol"),
        as_sent(sent("units")),
        as_sent(sent("unitPrice")),
    ])
}

fn direction(transaction: &Transaction) -> &'static str {
    match transaction.direction() {
        Direction::Credit => "credit",
        Direction::Debit => "debit",
        _ => "unknown",
    }
}
