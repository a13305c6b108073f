//! `akoya accounts`: lists the accounts that a customer shared.

use akoya::Client;
use akoya_model::accounts::{AccountInfo, AccountsInfo};
use akoya_model::field_text;

use crate::account::Account;
use crate::account_document::{self, AccountDocument, AccountDocumentArgs};
use crate::context::Context;
use crate::csv::{CsvWriter, id, text};
use crate::failure::Failure;
use crate::report::{CsvReport, Report};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

pub(crate) type Args = AccountDocumentArgs;

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let call = |client: &Client, connector: &str| client.accounts_info(connector);
    account_document::print(context, args, "accounts", call).await
}

impl AccountDocument for AccountsInfo {
    fn accounts(&self) -> Vec<Account> {
        self.accounts.iter().flatten().map(Account::from).collect()
    }
}

impl Report for AccountsInfo {
    const NOTHING: &'static str = "The customer shared no accounts.";

    fn text(&self, style: Style) -> Option<String> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        (!accounts.is_empty()).then(|| table(style, accounts).to_string())
    }
}

/// Lays out the accounts with the ids that `--account` takes.
fn table(style: Style, accounts: &[AccountInfo]) -> Table {
    let columns = [
        Column::left("Account").cut_to(14),
        Column::left("Number"),
        Column::left("Kind").cut_to(10).optional(2),
        Column::left("Status").cut_to(6).optional(1),
        Column::left("Id").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for info in accounts {
        let account = Account::from(info);
        let status = match account.error {
            Some(error) => (error, Label::Error),
            None => plain(sent(info, "status").to_lowercase()),
        };
        table.row([
            plain(account.name),
            plain(account.number),
            plain(account.kind),
            status,
            secondary(sent(info, "accountId")),
        ]);
    }
    table
}

/// Returns the text of a field as it was sent.
fn sent(account: &AccountInfo, name: &str) -> String {
    field_text(account, name).unwrap_or_default()
}

impl CsvReport for AccountsInfo {
    const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "account",
        "number",
        "kind",
        "status",
        "currency",
        "error",
    ];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for info in self.accounts.iter().flatten() {
            let account = Account::from(info);
            csv.row([
                id(Some(&sent(info, "accountId"))),
                text(Some(&account.name)),
                text(Some(&account.number)),
                text(Some(&account.kind)),
                text(Some(&sent(info, "status"))),
                text(account.currency.as_deref()),
                text(account.error.as_deref()),
            ])?;
        }
        Ok(())
    }
}
