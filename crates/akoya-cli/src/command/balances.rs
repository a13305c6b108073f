//! `akoya balances`

use akoya_model::api_error::ApiErrorBody;
use akoya_model::balances::{AccountBalance, Balances};

use crate::account::Account;
use crate::arguments::BalancesArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::money::money;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::sheet::{self, Sheet};
use crate::table::{Column, Table, Tone, plain, quiet};

pub(super) async fn run(context: &Context, arguments: &BalancesArguments) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let call = session
        .client
        .balances(session.connector())
        .accounts(&arguments.account);
    let answer = call.send().await.map_err(|error| session.explain(error))?;
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

fn print(output: &Output, balances: &Balances) -> Result<(), Failure> {
    let accounts = balances.accounts.as_deref().unwrap_or_default();
    if accounts.is_empty() {
        return output.line("The customer shared no accounts.");
    }
    output.line(table(output.look(), accounts))
}

/// One line for each account. The figure is what the account is worth or owes.
pub(super) fn table(look: Look, accounts: &[AccountBalance]) -> Table {
    let columns = [
        Column::Left("Account"),
        Column::Left("Number"),
        Column::Left("Kind"),
        Column::Right("Balance"),
        Column::Left(""),
        Column::Left("As of"),
    ];
    let mut table = Table::new(look, &columns);
    for account in accounts {
        let Account {
            name,
            kind,
            number,
            currency,
            ..
        } = account.into();
        let (figure, meaning) = match account.error() {
            Some(error) => ((problem(&error), Tone::Bad), ""),
            None => (balance(account, currency.as_deref()), meaning(account)),
        };
        let as_of = account
            .balance_as_of()
            .and_then(|time| time.day())
            .map_or_else(String::new, |day| day.to_string());
        table.row([
            plain(name),
            plain(number),
            plain(kind),
            figure,
            quiet(meaning),
            quiet(as_of),
        ]);
    }
    table.keep_whole(3);
    table
}

fn balance(account: &AccountBalance, currency: Option<&str>) -> (String, Tone) {
    let Some(amount) = account.main_balance() else {
        return quiet("not given");
    };
    let tone = if amount.is_negative() {
        Tone::Bad
    } else {
        Tone::Plain
    };
    (money(amount, currency), tone)
}

/// What the figure of a kind of account says.
fn meaning(account: &AccountBalance) -> &'static str {
    match account {
        AccountBalance::Deposit(_) | AccountBalance::Investment(_) => "owned",
        AccountBalance::Loan(_) | AccountBalance::LineOfCredit(_) => "owed",
        AccountBalance::Insurance(_) => "covered",
        AccountBalance::Annuity(_) => "worth",
        _ => "",
    }
}

/// Why one account of several could not be read.
pub(super) fn problem(error: &ApiErrorBody) -> String {
    error.fdx_code().map_or_else(
        || "not available".to_owned(),
        |code| code.meaning().to_owned(),
    )
}

const COLUMNS: [&str; 9] = [
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

fn print_csv(output: &Output, balances: &Balances) -> Result<(), Failure> {
    use sheet::{day, number, text};
    let sheet = Sheet::new(output, &COLUMNS)?;
    for account in balances.accounts.iter().flatten() {
        let of = Account::from(account);
        let error = account.error().map(|error| problem(&error));
        sheet.row([
            text(Some(&of.id)),
            text(Some(&of.name)),
            text(Some(&of.number)),
            text(Some(&of.kind)),
            number(account.main_balance()),
            text(Some(if error.is_none() {
                meaning(account)
            } else {
                ""
            })),
            text(of.currency.as_deref()),
            day(account.balance_as_of()),
            text(error.as_deref()),
        ])?;
    }
    Ok(())
}
