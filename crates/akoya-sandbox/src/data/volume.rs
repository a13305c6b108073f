//! The user `volume`, who has any number of transactions.

use super::account_list::AccountList;
use super::generator::{ACCOUNT, Generator};
use super::ledger::Ledger;
use super::parse_error::ParseError;
use super::user::User;

/// The sign-in name.
pub(super) const NAME: &str = "volume";

/// Creates the user with this many transactions on one account.
pub(super) fn user(count: usize) -> Result<User, ParseError> {
    let generator = Generator { count };
    let account = format!(
        "\"accountId\":\"{ACCOUNT}\",\"accountNumberDisplay\":\"xxxxxx5000\",\"accountType\":\"CHECKING\",\
         \"productName\":\"Volume Checking\",\"status\":\"OPEN\",\"currency\":{{\"currencyCode\":\"USD\"}}"
    );
    let cents = generator.balance_cents();
    let balance = format!(
        "{}{}.{:02}",
        if cents < 0 { "-" } else { "" },
        cents.abs() / 100,
        cents.abs() % 100
    );
    let document = |rest: &str| {
        AccountList::parse(&format!(
            "{{\"accounts\":[{{\"depositAccount\":{{{account}{rest}}}}}]}}"
        ))
    };
    let balances = document(&format!(
        ",\"balanceAsOf\":\"2026-11-20\",\"currentBalance\":{balance},\"availableBalance\":{balance}"
    ))?;
    let mut user = User {
        accounts: document("")?,
        balances: Some(balances),
        ..User::default()
    };
    user.profile.name = Some("Vera Volume".to_owned());
    user.transactions
        .insert(ACCOUNT.to_owned(), Ledger::generated(generator));
    Ok(user)
}
