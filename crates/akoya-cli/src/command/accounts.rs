//! `akoya accounts`

use akoya_model::accounts::{AccountInfo, AccountsInfo};
use clap::Args as ClapArgs;

use crate::account::Account;
use crate::account_choice::AccountsArgs;
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, id, text};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::report::{self, CsvReport, Report};
use crate::session::{ConnectionArgs, Session};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

#[derive(Debug, ClapArgs)]
#[command(after_help = CSV_HELP)]
pub(crate) struct Args {
    #[command(flatten)]
    accounts: AccountsArgs,
    #[command(flatten)]
    csv: CsvArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let format = args.csv.format(&context.output)?;
    let session = Session::open(context, &args.connection).await?;
    let mut gaps = Gaps::new(&context.output);
    let ids = args.accounts.ids(&session).await?;
    let call = session.client.accounts_info(session.connector());
    let response = session.send(call.accounts(&ids)).await?;
    gaps.look("accounts", &response);
    let accounts = response.accounts.iter().flatten().map(Account::from);
    accounts.for_each(|account| gaps.add_account(&account));
    report::print_as(&context.output, format, &response.body)?;
    gaps.finish()
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
            None => plain(status(info).map_or_else(String::new, str::to_lowercase)),
        };
        table.row([
            plain(account.name),
            plain(account.number),
            plain(account.kind),
            status,
            secondary(account.id),
        ]);
    }
    table
}

fn status(account: &AccountInfo) -> Option<&str> {
    account.status().map(|status| status.as_str())
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
                id(Some(&account.id)),
                text(Some(&account.name)),
                text(Some(&account.number)),
                text(Some(&account.kind)),
                text(status(info)),
                text(account.currency.as_deref()),
                text(account.error.as_deref()),
            ])?;
        }
        Ok(())
    }
}
