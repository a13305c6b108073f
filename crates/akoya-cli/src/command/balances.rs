//! `akoya balances`: shows what each account is worth, or what is owed on it.

use std::collections::BTreeMap;

use akoya::Client;
use akoya_model::balances::{AccountBalance, BalanceMeaning, Balances};
use akoya_model::{Json, JsonKind, field_text};

use crate::account::Account;
use crate::account_document::{self, AccountDocument, AccountDocumentArgs};
use crate::context::Context;
use crate::csv::{Cell, CsvWriter, as_sent, day, id, number, text};
use crate::failure::Failure;
use crate::gaps::Gaps;
use crate::money::money;
use crate::report::{CsvReport, Report};
use crate::style::{Label, Style};
use crate::table::{Column, Table, plain, secondary};
use crate::time_text::day_of;

pub(crate) type Args = AccountDocumentArgs;

pub(super) async fn run(context: &Context, args: &Args) -> Result<(), Failure> {
    let call = |client: &Client, connector: &str| client.balances(connector);
    account_document::print(context, args, "balances", call).await
}

impl AccountDocument for Balances {
    fn accounts(&self) -> Vec<Account> {
        self.accounts.iter().flatten().map(Account::from).collect()
    }

    /// Notes which figures an account has in place of the one that is shown, and of which it is not certain whose it is.
    fn look_inside(&self, gaps: &mut Gaps<'_>) -> Vec<String> {
        for balance in self.accounts.iter().flatten() {
            let account = Account::from(balance);
            let main = balance.main_balance().map(|main| main.meaning);
            if main == Some(BalanceMeaning::Unclear) && account.error.is_none() {
                gaps.note(format_args!(
                    "{}: its kind of account has debts, and its balanceType is ASSET: whether the balance is owed or owned is not certain",
                    account.title()
                ));
            }
            let is_shown = balance.main_balance().is_some() || sent(balance).is_some();
            let others = match is_shown || account.error.is_some() {
                true => Vec::new(),
                false => other_figures(balance),
            };
            if !others.is_empty() {
                let (title, others) = (account.title(), others.join(", "));
                gaps.note(format_args!(
                    "{title}: no balance of its own; it has {others}, which --json shows"
                ));
            }
        }
        Vec::new()
    }
}

/// Lists the fields of an account that may be balances, where none is the figure of the account.
fn other_figures(balance: &AccountBalance) -> Vec<String> {
    let json: Result<Json, _> = akoya_model::to_string(balance).parse();
    let cases = json.and_then(|json| json.read::<BTreeMap<String, Json>>());
    let cases = cases.unwrap_or_default().into_values();
    let fields = cases.filter_map(|case| case.read::<BTreeMap<String, Json>>().ok());
    let is_figure = |(name, json): &(String, Json)| {
        let name = name.to_lowercase();
        let words = ["balance", "value", "credit", "cash", "amount", "principal"];
        !name.ends_with("type")
            && words.iter().any(|word| name.contains(word))
            && matches!(json.kind(), JsonKind::Number | JsonKind::Array)
    };
    fields
        .flatten()
        .filter(is_figure)
        .map(|(name, _)| name)
        .collect()
}

impl Report for Balances {
    const NOTHING: &'static str = "The customer shared no accounts.";

    fn text(&self, style: Style) -> Option<String> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        (!accounts.is_empty()).then(|| table(style, accounts).to_string())
    }
}

/// Lays out one line for each account. The figure is what the account is worth or owes.
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
            Some(error) => ((error, Label::Error), String::new()),
            None => (
                figure(balance, account.currency.as_deref()),
                meaning(balance),
            ),
        };
        let as_of = field_text(balance, "balanceAsOf");
        table.row([
            plain(account.name),
            plain(account.number),
            plain(account.kind),
            figure,
            secondary(meaning),
            secondary(as_of.as_deref().map_or_else(String::new, day_of)),
        ]);
    }
    table
}

fn figure(balance: &AccountBalance, currency: Option<&str>) -> (String, Label) {
    let Some(amount) = balance.main_balance().map(|main| main.amount) else {
        return match sent(balance) {
            Some(text) => plain(text),
            None => secondary("not given"),
        };
    };
    let label = if amount.is_negative() {
        Label::MoneyOut
    } else {
        Label::Plain
    };
    (money(amount, currency), label)
}

/// Returns the figure of the account as it was sent, when it is not written as the API describes it.
fn sent(balance: &AccountBalance) -> Option<String> {
    FIGURES.iter().find_map(|name| field_text(balance, name))
}

/// The fields of which one is the figure of an account.
const FIGURES: [&str; 6] = [
    "currentBalance",
    "principalBalance",
    "currentValue",
    "policyCoverageAmount",
    "netPresentValue",
    "availableBalance",
];

fn figure_cell(balance: &AccountBalance) -> Cell {
    match balance.main_balance() {
        Some(main) => number(Some(main.amount)),
        None => as_sent(sent(balance)),
    }
}

/// Returns what the figure says.
fn meaning(balance: &AccountBalance) -> String {
    let main = balance.main_balance();
    main.map_or_else(String::new, |main| main.meaning.to_string())
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
        "available_balance",
        "balance_type",
        "error",
    ];

    fn rows(&self, csv: &CsvWriter<'_>) -> Result<(), Failure> {
        for balance in self.accounts.iter().flatten() {
            let account = Account::from(balance);
            let meaning = match account.error {
                Some(_) => String::new(),
                None => meaning(balance),
            };
            csv.row([
                id(field_text(balance, "accountId").as_deref()),
                text(Some(&account.name)),
                text(Some(&account.number)),
                text(Some(&account.kind)),
                figure_cell(balance),
                text(Some(&meaning)),
                text(account.currency.as_deref()),
                day(field_text(balance, "balanceAsOf")),
                as_sent(field_text(balance, "availableBalance")),
                text(field_text(balance, "balanceType").as_deref()),
                text(account.error.as_deref()),
            ])?;
        }
        Ok(())
    }
}
