//! `akoya investments`: lists the holdings of investment accounts.

use akoya::Client;
use akoya_model::field_text;
use akoya_model::investments::{AccountHoldings, InvestmentHolding, InvestmentsDetails};

use crate::account::Account;
use crate::account_document::{self, AccountDocument, AccountDocumentArgs};
use crate::context::Context;
use crate::csv::{CsvWriter, as_sent, day, id, text};
use crate::failure::Failure;
use crate::money::money;
use crate::report::{CsvReport, Report};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};

pub(super) async fn run(context: &Context, args: &AccountDocumentArgs) -> Result<(), Failure> {
    let call = |client: &Client, connector: &str| client.investments(connector);
    account_document::print(context, args, "investments", call).await
}

impl AccountDocument for InvestmentsDetails {
    fn accounts(&self) -> Vec<Account> {
        self.accounts.iter().flatten().map(Account::from).collect()
    }
}

impl Report for InvestmentsDetails {
    const NOTHING: &'static str = "The customer shared no holdings.";

    fn text(&self, style: Style) -> Option<String> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        let is_shown =
            |account: &AccountHoldings| !holdings(account).is_empty() || account.error().is_some();
        accounts
            .iter()
            .any(is_shown)
            .then(|| table(style, accounts).to_string())
    }
}

pub(super) fn holdings(account: &AccountHoldings) -> &[InvestmentHolding] {
    match account {
        AccountHoldings::Investment(account) => account.holdings.as_deref().unwrap_or_default(),
        _ => &[],
    }
}

/// Lays out one line for each holding, with the id that `akoya tax-lots --holding` takes.
fn table(style: Style, accounts: &[AccountHoldings]) -> Table {
    let columns = [
        Column::left("Account").cut_to(12).optional(3),
        Column::left("Holding").cut_to(14),
        Column::left("Symbol").optional(1),
        Column::right("Units").optional(2),
        Column::right("Price").optional(4),
        Column::right("Value"),
        Column::left("Holding id").cut_to(8),
    ];
    let mut table = Table::new(style, &columns);
    for held in accounts {
        let account = Account::from(held);
        if let Some(error) = &account.error {
            let [a, b, c, d, e] = [""; 5].map(plain);
            let problem = (error.clone(), Label::Error);
            table.row([plain(account.title()), problem, a, b, c, d, e]);
        }
        for holding in holdings(held) {
            add(&mut table, &account, holding);
        }
    }
    table
}

fn add(table: &mut Table, account: &Account, holding: &InvestmentHolding) {
    let currency = currency(account, holding);
    let sum = |amount: Option<&_>, name| match (amount, field_text(holding, name)) {
        (Some(amount), _) => plain(money(amount, currency)),
        (None, Some(sent)) => plain(sent),
        (None, None) => secondary("not given"),
    };
    let units = field_text(holding, "units");
    table.row([
        plain(account.title()),
        plain(name(holding).unwrap_or_default()),
        plain(holding.symbol.as_deref().unwrap_or_default()),
        plain(units.unwrap_or_default()),
        sum(holding.current_unit_price.as_ref(), "currentUnitPrice"),
        sum(holding.market_value.as_ref(), "marketValue"),
        secondary(holding.holding_id.as_deref().unwrap_or_default()),
    ]);
}

fn name(holding: &InvestmentHolding) -> Option<&str> {
    let name = holding.holding_name.as_deref();
    name.or(holding.description.as_deref())
}

/// Returns the holding's own currency, else the account's.
fn currency<'a>(account: &'a Account, holding: &'a InvestmentHolding) -> Option<&'a str> {
    let own = holding.currency.as_ref();
    let own = own.and_then(|currency| currency.currency_code.as_ref());
    own.map(|code| code.as_str())
        .or(account.currency.as_deref())
}

impl CsvReport for InvestmentsDetails {
    const COLUMNS: &'static [&'static str] = &[
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

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for held in self.accounts.iter().flatten() {
            let account = Account::from(held);
            // An account without holdings has a row too.
            if holdings(held).is_empty() {
                add_row(csv, &account, &InvestmentHolding::default())?;
            }
            for holding in holdings(held) {
                add_row(csv, &account, holding)?;
            }
        }
        Ok(())
    }
}

fn add_row(
    csv: &CsvWriter<'_>,
    account: &Account,
    holding: &InvestmentHolding,
) -> Result<(), Failure> {
    csv.row([
        id(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        id(holding.holding_id.as_deref()),
        text(name(holding)),
        text(holding.symbol.as_deref()),
        id(holding.security_id.as_deref()),
        text(holding.security_id_type.as_ref().map(|kind| kind.as_str())),
        text(holding.holding_type.as_ref().map(|kind| kind.as_str())),
        as_sent(field_text(holding, "units")),
        as_sent(field_text(holding, "currentUnitPrice")),
        day(holding.current_unit_price_date.as_ref()),
        as_sent(field_text(holding, "marketValue")),
        text(currency(account, holding)),
        text(account.error.as_deref()),
    ])
}
