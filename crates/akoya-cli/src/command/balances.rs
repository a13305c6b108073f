//! `akoya balances`

use akoya_model::balances::{AccountBalance, Balances};
use clap::Args as ClapArgs;

use crate::account::{Account, AccountsArgs};
use crate::context::Context;
use crate::csv::{CSV_HELP, CsvArgs, CsvWriter, day, number, text};
use crate::failure::Failure;
use crate::money::money;
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
    let call = session.client.balances(session.connector());
    let call = call.accounts(&args.accounts.account);
    report::print_as(&context.output, format, &session.send(call).await?.body)
}

impl Report for Balances {
    const NOTHING: &'static str = "The customer shared no accounts.";

    fn text(&self, style: Style) -> Option<String> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        (!accounts.is_empty()).then(|| table(style, accounts).to_string())
    }
}

/// One line for each account. The figure is what the account is worth or owes.
pub(super) fn table(style: Style, accounts: &[AccountBalance]) -> Table {
    let columns = [
        Column::left("Account").cut_to(14),
        Column::left("Number"),
        Column::left("Kind").cut_to(10).optional(2),
        Column::right("Balance"),
        Column::left("").optional(1),
        Column::left("As of").optional(3),
    ];
    let mut table = Table::new(style, &columns);
    for balance in accounts {
        let account = Account::from(balance);
        let (figure, meaning) = match account.error {
            Some(error) => ((error, Label::Error), ""),
            None => (
                figure(balance, account.currency.as_deref()),
                meaning(balance),
            ),
        };
        let as_of = balance.balance_as_of().and_then(|time| time.day());
        table.row([
            plain(account.name),
            plain(account.number),
            plain(account.kind),
            figure,
            secondary(meaning),
            secondary(as_of.map_or_else(String::new, |day| day.to_string())),
        ]);
    }
    table
}

fn figure(balance: &AccountBalance, currency: Option<&str>) -> (String, Label) {
    let Some(amount) = balance.main_balance().map(|main| main.amount) else {
        return secondary("not given");
    };
    let label = if amount.is_negative() {
        Label::MoneyOut
    } else {
        Label::Plain
    };
    (money(amount, currency), label)
}

/// What the figure of a kind of account says.
fn meaning(balance: &AccountBalance) -> &'static str {
    match balance {
        AccountBalance::Deposit(_) | AccountBalance::Investment(_) => "owned",
        AccountBalance::Loan(_) | AccountBalance::LineOfCredit(_) => "owed",
        AccountBalance::Insurance(_) => "covered",
        AccountBalance::Annuity(_) => "worth",
        _ => "",
    }
}

impl CsvReport for Balances {
    const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "account",
        "number",
        "kind",
        "balance",
        "meaning",
        "currency",
        "as_of",
        "error",
    ];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for balance in self.accounts.iter().flatten() {
            let account = Account::from(balance);
            let meaning = match account.error {
                Some(_) => "",
                None => meaning(balance),
            };
            csv.row([
                text(Some(&account.id)),
                text(Some(&account.name)),
                text(Some(&account.number)),
                text(Some(&account.kind)),
                number(balance.main_balance().map(|main| main.amount)),
                text(Some(meaning)),
                text(account.currency.as_deref()),
                day(balance.balance_as_of()),
                text(account.error.as_deref()),
            ])?;
        }
        Ok(())
    }
}
