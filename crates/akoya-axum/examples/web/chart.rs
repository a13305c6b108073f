//! Balances as bars. The numbers are beside them, so the picture needs no words.

use akoya::model::balances::{AccountBalance, BalanceMeaning};

/// The longest bar, in the chart's units.
const LONGEST: i128 = 300;

/// An account as a row of the page.
pub(crate) struct Row {
    pub(crate) name: String,
    /// The figure with the digits that the bank sent, and its currency; empty when it sent none.
    pub(crate) balance: String,
    pub(crate) meaning: String,
    /// Whether the figure is owed.
    pub(crate) is_debt: bool,
    /// The bar, from 0 to [`LONGEST`].
    pub(crate) length: i128,
}

/// The rows of all accounts, with bars to one scale.
pub(crate) fn rows(accounts: &[AccountBalance]) -> Vec<Row> {
    let most = accounts.iter().map(cents).max().unwrap_or_default().max(1);
    accounts.iter().map(|account| row(account, most)).collect()
}

fn row(account: &AccountBalance, most: i128) -> Row {
    let main = account.main_balance();
    let currency = account.currency_code().unwrap_or_default();
    Row {
        name: account
            .display_name()
            .unwrap_or_else(|| "Account".to_owned()),
        balance: main.map_or_else(String::new, |main| format!("{} {currency}", main.amount)),
        meaning: main.map_or_else(String::new, |main| main.meaning.to_string()),
        is_debt: main.is_some_and(|main| {
            matches!(
                main.meaning,
                BalanceMeaning::Owed | BalanceMeaning::Overdrawn
            )
        }),
        length: cents(account) * LONGEST / most,
    }
}

/// The size of the figure. Whole cents are enough for a picture.
fn cents(account: &AccountBalance) -> i128 {
    let amount = account.main_balance().map(|main| main.amount.abs());
    amount
        .and_then(|amount| amount.minor_units(2))
        .unwrap_or_default()
}
