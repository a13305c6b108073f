//! `akoya investments`: lists the holdings of investment accounts.

use std::borrow::Cow;

use akoya::Client;
use akoya_model::field_text;
use akoya_model::investments::{AccountHoldings, Holdings, InvestmentHolding, InvestmentsDetails};

use crate::account::Account;
use crate::account_document::{self, AccountDocument, AccountDocumentArgs};
use crate::context::Context;
use crate::counted::counted;
use crate::csv::{CsvWriter, as_sent, day, id, text};
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::money::money;
use crate::report::{CsvReport, Report};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};
use crate::unread_items;

pub(crate) type Args = AccountDocumentArgs;

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let call = |client: &Client, connector: &str| client.investments(connector);
    account_document::print(context, args, "investments", call).await
}

impl AccountDocument for InvestmentsDetails {
    fn accounts(&self) -> Vec<Account> {
        self.accounts.iter().flatten().map(Account::from).collect()
    }

    fn look_inside(&self, gaps: &mut Gaps<'_>) -> Vec<String> {
        let mut paths = Vec::new();
        for (at, account) in self.accounts.iter().flatten().enumerate() {
            if let Some(problem) = unread(account) {
                let failure = Failure::new(ExitCode::Response, problem);
                let shown = Account::from(account);
                gaps.add(shown.title(), Some(&shown.id), failure);
                let key = account.wire_key().unwrap_or_default();
                paths.push(format!("$.accounts[{at}].{key}.holdings"));
            }
        }
        paths
    }
}

/// Says why the holdings of an account cannot be listed, or not all of them.
fn unread(account: &AccountHoldings) -> Option<String> {
    match account.holdings() {
        _ if account.error().is_some() => None,
        Holdings::Error(error) => {
            let error = unread_items::error_text(&error);
            Some(format!("an error came in place of its holdings: {error}"))
        }
        Holdings::Unreadable(_) => {
            Some("its holdings are not a list, so they cannot be read".to_owned())
        }
        // Those of an investment account are among the items of the document.
        Holdings::List(Cow::Owned(holdings)) => {
            let unread = holdings.iter().filter(|holding| is_unread(holding)).count();
            (unread > 0).then(|| format!("{} cannot be read at all", counted(unread, "holding")))
        }
        Holdings::List(_) | Holdings::NotGiven => None,
    }
}

fn is_unread(holding: &InvestmentHolding) -> bool {
    akoya_model::unread(holding)
        .iter()
        .any(|finding| finding.path() == "$")
}

impl Report for InvestmentsDetails {
    const NOTHING: &'static str = "No holdings are listed.";

    fn text(&self, style: Style) -> Option<String> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        let is_shown = |account: &AccountHoldings| {
            let is_listed = !listed(account).is_empty() || account.error().is_some();
            is_listed || instead(account).is_some()
        };
        accounts
            .iter()
            .any(is_shown)
            .then(|| table(style, accounts).to_string())
    }
}

/// Returns the holdings of an account that are listed.
pub(super) fn listed(account: &AccountHoldings) -> Cow<'_, [InvestmentHolding]> {
    match account.holdings() {
        Holdings::List(holdings) => holdings,
        _ => Cow::Borrowed(&[]),
    }
}

/// Returns what stands where the holdings of an account would be listed.
fn instead(account: &AccountHoldings) -> Option<(String, Label)> {
    match account.holdings() {
        Holdings::Error(error) => Some((unread_items::error_text(&error), Label::Error)),
        Holdings::Unreadable(json) => Some((json.text().into_owned(), Label::Error)),
        // An investment account is expected to have some, and one of a kind that this version does not know may.
        Holdings::NotGiven
            if matches!(
                account,
                AccountHoldings::Investment(_) | AccountHoldings::Unknown(_)
            ) =>
        {
            Some(("not given".to_owned(), Label::Secondary))
        }
        Holdings::List(_) | Holdings::NotGiven => None,
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
        let problem = account.error.clone().map(|error| (error, Label::Error));
        if let Some(note) = problem.or_else(|| instead(held)) {
            let [a, b, c, d, e] = [""; 5].map(plain);
            table.row([plain(account.title()), note, a, b, c, d, e]);
        }
        for holding in listed(held).iter() {
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
    let sent = |name| field_text(holding, name).unwrap_or_default();
    table.row([
        plain(account.title()),
        plain(name(holding).unwrap_or_default()),
        plain(sent("symbol")),
        plain(sent("units")),
        sum(holding.current_unit_price.as_ref(), "currentUnitPrice"),
        sum(holding.market_value.as_ref(), "marketValue"),
        secondary(sent("holdingId")),
    ]);
}

fn name(holding: &InvestmentHolding) -> Option<String> {
    let sent = |name| field_text(holding, name);
    sent("holdingName").or_else(|| sent("description"))
}

/// Returns the holding's own currency, else the account's.
fn currency<'a>(account: &'a Account, holding: &'a InvestmentHolding) -> Option<&'a str> {
    holding.currency_code().or(account.currency.as_deref())
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
            let holdings = listed(held);
            if holdings.is_empty() {
                let problem = instead(held).filter(|(_, label)| *label == Label::Error);
                let error = account
                    .error
                    .clone()
                    .or_else(|| problem.map(|(text, _)| text));
                let account = Account { error, ..account };
                add_row(csv, &account, &InvestmentHolding::default())?;
                continue;
            }
            for holding in holdings.iter() {
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
    let sent = |name| field_text(holding, name);
    let sent_text = |name| text(sent(name).as_deref());
    csv.row([
        id(Some(&account.id)),
        text(Some(&account.name)),
        text(Some(&account.number)),
        id(sent("holdingId").as_deref()),
        text(name(holding).as_deref()),
        sent_text("symbol"),
        id(sent("securityId").as_deref()),
        sent_text("securityIdType"),
        sent_text("holdingType"),
        as_sent(sent("units")),
        as_sent(sent("currentUnitPrice")),
        day(sent("currentUnitPriceDate")),
        as_sent(sent("marketValue")),
        text(currency(account, holding)),
        text(account.error.as_deref()),
    ])
}
