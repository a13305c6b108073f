//! `akoya accounts`

use akoya_model::accounts::{AccountInfo, AccountsInfo};

use crate::account::Account;
use crate::arguments::AccountsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::sheet::{self, Sheet, text};
use crate::table::{Column, Table, Tone, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &AccountsArguments) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let answer = session
        .client
        .accounts_info(session.connector())
        .send()
        .await;
    let answer = answer.map_err(|error| session.explain(error))?;
    if context.output.is_json() {
        context.output.line(akoya_model::to_string(&answer.body))?;
    } else if csv {
        print_csv(&context.output, &answer.body)?;
    } else {
        print(&context.output, &answer.body)?;
    }
    session.close().await;
    Ok(())
}

fn print(output: &Output, accounts: &AccountsInfo) -> Result<(), Failure> {
    let accounts = accounts.accounts.as_deref().unwrap_or_default();
    if accounts.is_empty() {
        return output.line("The customer shared no accounts.");
    }
    output.line(table(output.look(), accounts))
}

/// The accounts with the ids that `--account` takes.
fn table(look: Look, accounts: &[AccountInfo]) -> Table {
    let columns = ["Account", "Number", "Kind", "Status", "Id"].map(Column::Left);
    let mut table = Table::new(look, &columns);
    for account in accounts {
        let Account {
            id,
            name,
            kind,
            number,
            ..
        } = account.into();
        let status = match account.error() {
            Some(error) => (super::balances::problem(&error), Tone::Bad),
            None => plain(
                account
                    .status()
                    .map_or_else(String::new, |status| status.as_str().to_lowercase()),
            ),
        };
        table.row([plain(name), plain(number), plain(kind), status, quiet(id)]);
    }
    table.keep_whole(4);
    table
}

fn print_csv(output: &Output, accounts: &AccountsInfo) -> Result<(), Failure> {
    let sheet = Sheet::new(
        output,
        &[
            "account_id",
            "account",
            "number",
            "kind",
            "status",
            "currency",
            "error",
        ],
    )?;
    for account in accounts.accounts.iter().flatten() {
        let error = account
            .error()
            .map(|error| super::balances::problem(&error));
        let status = account.status().map(|status| status.as_str());
        let Account {
            id,
            name,
            kind,
            number,
            currency,
        } = account.into();
        sheet.row([
            text(Some(&id)),
            text(Some(&name)),
            text(Some(&number)),
            text(Some(&kind)),
            text(status),
            text(currency.as_deref()),
            text(error.as_deref()),
        ])?;
    }
    Ok(())
}
