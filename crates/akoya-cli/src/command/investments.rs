//! `akoya investments`

use akoya_model::investments::{AccountHoldings, InvestmentHolding, InvestmentsDetails};

use crate::account::Account;
use crate::arguments::InvestmentsArguments;
use crate::context::Context;
use crate::exit::Failure;
use crate::money::money;
use crate::output::{Look, Output};
use crate::session::Session;
use crate::sheet::{self, Sheet};
use crate::table::{Column, Table, Tone, plain, quiet};

pub(super) async fn run(
    context: &Context,
    arguments: &InvestmentsArguments,
) -> Result<(), Failure> {
    let csv = sheet::is_wanted(arguments.csv, &context.output)?;
    let session = Session::open(context, &arguments.connection).await?;
    let call = session
        .client
        .investments(session.connector())
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

fn print(output: &Output, investments: &InvestmentsDetails) -> Result<(), Failure> {
    let accounts = investments.accounts.as_deref().unwrap_or_default();
    if accounts
        .iter()
        .all(|account| holdings(account).is_empty() && account.error().is_none())
    {
        return output.line("The customer shared no holdings.");
    }
    output.line(table(output.look(), accounts))
}

fn holdings(account: &AccountHoldings) -> &[InvestmentHolding] {
    match account {
        AccountHoldings::Investment(account) => account.holdings.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

/// One line for each holding, with the id that `akoya tax-lots --holding` takes.
fn table(look: Look, accounts: &[AccountHoldings]) -> Table {
    let columns = [
        Column::Left("Account"),
        Column::Left("Holding"),
        Column::Left("Symbol"),
        Column::Right("Units"),
        Column::Right("Price"),
        Column::Right("Value"),
        Column::Left("Holding id"),
    ];
    let mut table = Table::new(look, &columns);
    for account in accounts {
        let of = Account::from(account);
        if let Some(error) = account.error() {
            let problem = (super::balances::problem(&error), Tone::Bad);
            table.row([
                plain(of.title()),
                problem,
                plain(""),
                plain(""),
                plain(""),
                plain(""),
                plain(""),
            ]);
        }
        holdings(account)
            .iter()
            .for_each(|holding| add(&mut table, &of, holding));
    }
    table.keep_whole(5);
    table.keep_whole(6);
    table
}

fn add(table: &mut Table, account: &Account, holding: &InvestmentHolding) {
    let currency = currency(account, holding);
    let sum = |amount: Option<&_>| {
        amount.map_or_else(
            || quiet("not given"),
            |amount| plain(money(amount, currency)),
        )
    };
    table.row([
        plain(account.title()),
        plain(name(holding).unwrap_or_default()),
        plain(holding.symbol.as_deref().unwrap_or_default()),
        plain(
            holding
                .units
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        sum(holding.current_unit_price.as_ref()),
        sum(holding.market_value.as_ref()),
        quiet(holding.holding_id.as_deref().unwrap_or_default()),
    ]);
}

fn name(holding: &InvestmentHolding) -> Option<&str> {
    holding
        .holding_name
        .as_deref()
        .or(holding.description.as_deref())
}

/// The holding's own currency, else the account's.
fn currency<'a>(account: &'a Account, holding: &'a InvestmentHolding) -> Option<&'a str> {
    let own = holding
        .currency
        .as_ref()
        .and_then(|currency| currency.currency_code.as_ref());
    own.map(|code| code.as_str())
        .or(account.currency.as_deref())
}

const COLUMNS: [&str; 15] = [
    "account_id",
    "account",
    "number",
    "holding_id",
    "holding",
    "symbol",
    "security_id",
    "security_id_type",
    "type",
    "units",
    "unit_price",
    "unit_price_date",
    "market_value",
    "currency",
    "error",
];

fn print_csv(output: &Output, investments: &InvestmentsDetails) -> Result<(), Failure> {
    let sheet = Sheet::new(output, &COLUMNS)?;
    for account in investments.accounts.iter().flatten() {
        let of = Account::from(account);
        if let Some(error) = account.error() {
            add_row(
                &sheet,
                &of,
                &InvestmentHolding::default(),
                &super::balances::problem(&error),
            )?;
        }
        for holding in holdings(account) {
            add_row(&sheet, &of, holding, "")?;
        }
    }
    Ok(())
}

fn add_row(
    sheet: &Sheet<'_>,
    account: &Account,
    holding: &InvestmentHolding,
    error: &str,
) -> Result<(), Failure> {
    use sheet::{day, number, text};
    sheet.row([
        text(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        text(holding.holding_id.as_deref()),
        text(name(holding)),
        text(holding.symbol.as_deref()),
        text(holding.security_id.as_deref()),
        text(holding.security_id_type.as_ref().map(|kind| kind.as_str())),
        text(holding.holding_type.as_ref().map(|kind| kind.as_str())),
        number(holding.units.as_ref()),
        number(holding.current_unit_price.as_ref()),
        day(holding.current_unit_price_date.as_ref()),
        number(holding.market_value.as_ref()),
        text(currency(account, holding)),
        text(Some(error)),
    ])
}
