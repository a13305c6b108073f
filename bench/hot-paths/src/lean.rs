//! What a program without this library parses: serde structs with the few fields that it needs. They lose the
//! digits of amounts, unknown fields and unknown kinds, and one wrong value costs them the document.

use serde::Deserialize;

/// Balances: seven fields of an account.
#[derive(Debug, Deserialize)]
pub struct Balances {
    /// The accounts.
    pub accounts: Vec<Account>,
}

/// An account in its wrapper.
#[derive(Debug, Deserialize)]
pub struct Account {
    /// The one kind that the stub sends.
    #[serde(rename = "depositAccount")]
    pub deposit: Deposit,
}

/// An account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the API's own names")]
pub struct Deposit {
    pub account_id: String,
    pub account_type: String,
    pub nickname: Option<String>,
    pub status: String,
    pub balance_as_of: String,
    pub current_balance: Option<f64>,
    pub available_balance: Option<f64>,
}

/// A page of transactions: six fields of each.
#[derive(Debug, Deserialize)]
pub struct Transactions {
    /// Where the next page is.
    #[serde(default)]
    pub links: Links,
    /// The transactions.
    pub transactions: Vec<Transaction>,
}

/// The links of a page.
#[derive(Debug, Default, Deserialize)]
pub struct Links {
    /// To the next page.
    pub next: Option<Link>,
}

/// A link.
#[derive(Debug, Deserialize)]
pub struct Link {
    /// Its target.
    pub href: String,
}

/// A transaction in its wrapper.
#[derive(Debug, Deserialize)]
pub struct Transaction {
    /// The one kind that the stub sends.
    #[serde(rename = "depositTransaction")]
    pub deposit: DepositTransaction,
}

/// A transaction.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the API's own names")]
pub struct DepositTransaction {
    pub transaction_id: String,
    pub amount: f64,
    pub description: Option<String>,
    pub debit_credit_memo: Option<String>,
    pub posted_timestamp: Option<String>,
    pub status: Option<String>,
}
